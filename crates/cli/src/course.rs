//! The course on disk: where it is and what it holds.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::errors::Hint;

/// The folder of a course: an instructor's repository or a student's bundle.
#[derive(Debug, Clone)]
pub struct Course {
    root: PathBuf,
}

impl Course {
    /// The course at `given`, else the nearest one from the current folder upwards.
    pub fn find(given: Option<&Path>) -> Result<Self> {
        let here = std::env::current_dir().context("cannot tell the current folder")?;
        match given {
            Some(dir) => Self::at(&here.join(dir)),
            None => Self::above(&here),
        }
    }

    fn at(dir: &Path) -> Result<Self> {
        let root = std::fs::canonicalize(dir)
            .with_context(|| format!("cannot open `--root {}`", dir.display()))?;
        if !is_course(&root) {
            let found = format!("`{}` is not a course", root.display());
            return Err(anyhow::anyhow!(found))
                .hint("give the folder that holds `notebooks/` and the workspace's `Cargo.toml`");
        }
        Ok(Self { root })
    }

    fn above(here: &Path) -> Result<Self> {
        match here.ancestors().find(|dir| is_course(dir)) {
            Some(root) => Ok(Self {
                root: root.to_path_buf(),
            }),
            None => Err(anyhow::anyhow!(
                "no course in `{}` or above it",
                here.display()
            ))
            .hint("change into the course's folder, or give it with `--root DIR`"),
        }
    }

    /// The course's folder, absolute.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Names of the labs: the notebooks' file stems, sorted.
    pub fn labs(&self) -> Result<Vec<String>> {
        let dir = self.root.join("notebooks");
        let entries =
            std::fs::read_dir(&dir).with_context(|| format!("cannot list `{}`", dir.display()))?;
        let mut names: Vec<String> = entries
            .filter_map(|entry| Some(entry.ok()?.path()))
            .filter(|path| path.extension().is_some_and(|ext| ext == "ipynb"))
            .filter_map(|path| Some(path.file_stem()?.to_str()?.to_owned()))
            .collect();
        names.sort();
        Ok(names)
    }

    /// The notebook of the lab `name`; an unknown name is an error that lists the known ones.
    pub fn notebook(&self, name: &str) -> Result<PathBuf> {
        let labs = self.labs()?;
        if !labs.iter().any(|lab| lab == name) {
            return Err(anyhow::anyhow!(
                "no lab `{name}` in `{}`",
                self.root.display()
            ))
            .hint(format!("the labs are: {}", labs.join(", ")));
        }
        Ok(self.root.join("notebooks").join(format!("{name}.ipynb")))
    }

    /// Fails in a student bundle, which holds neither `grading/` nor `solutions/`.
    pub fn require(&self, folder: &str, command: &str) -> Result<()> {
        if self.root.join(folder).join("Cargo.toml").is_file() {
            return Ok(());
        }
        let root = self.root.display();
        let error = anyhow::anyhow!("`{command}` needs `{folder}/`, which `{root}` does not hold");
        Err(error).hint("this is a student bundle: run the command in the instructor's repository")
    }
}

fn is_course(dir: &Path) -> bool {
    let manifest = std::fs::read_to_string(dir.join("Cargo.toml"));
    dir.join("notebooks").is_dir() && manifest.is_ok_and(|text| text.contains("[workspace]"))
}
