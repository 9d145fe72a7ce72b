//! What a course keeps from students, as text that can be looked for.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use anyhow::{Context, Result};
use notebook_file::Notebook;

use super::bodies::{RustFile, files, rust_files};
use crate::course::Course;

const SECRET: [&str; 2] = ["solutions", "grading"];
const SHORTEST: usize = 40;

/// What must not be in a bundle; values say where it is from.
pub struct Secrets {
    files: BTreeMap<Vec<u8>, String>,
    lines: BTreeMap<String, String>,
    bodies: BTreeMap<String, String>,
}

impl Secrets {
    /// All that the course keeps from students.
    pub fn of(course: &Course) -> Result<Self> {
        let public = public_lines(course.root())?;
        let mut secrets = Self {
            files: BTreeMap::new(),
            lines: BTreeMap::new(),
            bodies: BTreeMap::new(),
        };
        for folder in SECRET {
            let dir = course.root().join(folder);
            for path in files(&dir)? {
                let bytes = std::fs::read(&path)
                    .with_context(|| format!("cannot read `{}`", path.display()))?;
                secrets
                    .files
                    .insert(bytes.trim_ascii().to_vec(), relative(course, &path));
            }
            for file in rust_files(&dir)? {
                secrets.add(
                    &file,
                    &relative(course, &file.path),
                    &public,
                    folder == "solutions",
                );
            }
        }
        secrets.files.remove(b"".as_slice());
        Ok(secrets)
    }

    fn add(&mut self, file: &RustFile, from: &str, public: &BTreeSet<String>, reference: bool) {
        for body in file.bodies() {
            let lines = body.lines().map(normalise).filter(|line| is_telling(line));
            let lines = lines.filter(|line| !public.contains(line));
            self.lines.extend(lines.map(|line| (line, from.to_owned())));
            let squeezed = squeeze(body);
            if reference && body.trim().lines().count() > 1 && squeezed.chars().count() >= SHORTEST
            {
                self.bodies.insert(squeezed, from.to_owned());
            }
        }
    }

    /// What the file `name` of a bundle gives away, if anything.
    pub fn leak(&self, name: &str, bytes: &[u8]) -> Option<String> {
        let top = Path::new(name)
            .components()
            .next()?
            .as_os_str()
            .to_string_lossy()
            .into_owned();
        if SECRET.contains(&top.as_str()) {
            return Some(format!("the folder `{top}`"));
        }
        if let Some(from) = self.files.get(bytes.trim_ascii()) {
            return Some(format!("the file `{from}`"));
        }
        if name.ends_with(".ipynb") {
            self.leak_in_notebook(bytes)
        } else {
            self.leak_in_text(&String::from_utf8_lossy(bytes))
        }
    }

    fn leak_in_notebook(&self, bytes: &[u8]) -> Option<String> {
        let notebook = match Notebook::read(bytes) {
            Ok(notebook) => notebook,
            Err(error) => return Some(format!("something unknown: {error}")),
        };
        if !notebook.is_stripped() {
            return Some("outputs or traces of an editor".into());
        }
        let mut sources = notebook.cells.iter().map(|cell| cell.source.as_str());
        sources.find_map(|source| self.leak_in_text(source))
    }

    fn leak_in_text(&self, text: &str) -> Option<String> {
        let line = text.lines().map(normalise).find_map(|line| {
            let from = self.lines.get(&line)?;
            Some(format!("a line of `{from}`: `{line}`"))
        });
        line.or_else(|| {
            let squeezed = squeeze(text);
            let body = self
                .bodies
                .iter()
                .find(|(body, _)| squeezed.contains(body.as_str()))?;
            Some(format!("a reference body of `{}`", body.1))
        })
    }
}

/// The lines that the other packages hold: idioms that a reference body shares with them are no secret.
fn public_lines(root: &Path) -> Result<BTreeSet<String>> {
    let mut lines = BTreeSet::new();
    for folder in ["crates", "labs"] {
        for path in files(&root.join(folder))?
            .iter()
            .filter(|path| path.extension().is_some_and(|end| end == "rs"))
        {
            let text = std::fs::read_to_string(path)
                .with_context(|| format!("cannot read `{}`", path.display()))?;
            lines.extend(text.lines().map(normalise));
        }
    }
    Ok(lines)
}

fn relative(course: &Course, path: &Path) -> String {
    path.strip_prefix(course.root())
        .unwrap_or(path)
        .display()
        .to_string()
}

/// Long enough, and no signature: those stand in `labs` and in every answer cell, laid out a little differently.
fn is_telling(line: &str) -> bool {
    let declares = ["fn ", "pub ", "impl", "use ", ") ->"];
    line.chars().count() >= SHORTEST && !declares.iter().any(|start| line.starts_with(start))
}

/// One space between words, none round the line.
fn normalise(line: &str) -> String {
    line.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn squeeze(text: &str) -> String {
    text.split_whitespace().collect()
}
