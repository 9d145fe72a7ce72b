//! Where everything is that set-up makes: below `.noisebook` of the course, and nowhere else. What running labs leave is there, too,
//! unless the course belongs to somebody else.

use std::env;
use std::path::{Path, PathBuf};

use kit::Feature;

/// The folders of one course.
#[derive(Debug, Clone)]
pub struct Layout {
    root: PathBuf,
}

impl Layout {
    /// The folders of the course at `root`.
    pub fn new(root: &Path) -> Self {
        Self {
            root: root.to_owned(),
        }
    }

    /// The course's folder.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// `.noisebook`: can be deleted at any time; set-up makes it again.
    pub fn home(&self) -> PathBuf {
        self.root.join(".noisebook")
    }

    /// Held while set-up runs.
    pub fn setup_lock(&self) -> PathBuf {
        self.home().join("setup.lock")
    }

    /// What the reader's programs remember: `.noisebook` too, unless nobody writes to the course.
    pub fn state(&self) -> PathBuf {
        kit::state(&self.root)
    }

    /// What the tools that set-up runs have printed.
    pub fn log(&self, step: &str) -> PathBuf {
        self.state().join("logs").join(format!("{step}.log"))
    }

    /// Python's virtual environment with Jupyter.
    pub fn venv(&self) -> PathBuf {
        self.home().join("venv")
    }

    /// Its interpreter.
    pub fn python(&self) -> PathBuf {
        self.venv().join("bin").join("python")
    }

    /// Where its packages are: the name holds Python's version.
    pub fn site_packages(&self) -> Option<PathBuf> {
        let lib = std::fs::read_dir(self.venv().join("lib")).ok()?;
        let mut folders = lib
            .flatten()
            .map(|entry| entry.path().join("site-packages"));
        folders.find(|dir| dir.is_dir())
    }

    /// Jupyter's settings, data and run-time files.
    pub fn jupyter(&self, kind: &str) -> PathBuf {
        self.state().join("jupyter").join(kind)
    }

    /// Folder of the kernel specification.
    pub fn kernelspec(&self) -> PathBuf {
        self.venv()
            .join("share")
            .join("jupyter")
            .join("kernels")
            .join("noisebook")
    }

    /// Where cargo installs the stock kernel.
    pub fn evcxr(&self) -> PathBuf {
        self.home().join("evcxr")
    }

    /// The stock kernel.
    pub fn evcxr_binary(&self) -> PathBuf {
        self.evcxr().join("bin").join("evcxr_jupyter")
    }

    /// This command, for Jupyter to start.
    pub fn launcher(&self) -> PathBuf {
        self.home().join("bin").join("noisebook")
    }

    /// The package whose build made dylib and dependencies; sessions of the kernel start as copies of it.
    pub fn template(&self, feature: Feature) -> PathBuf {
        self.home().join("template").join(feature.name())
    }

    /// Folders of running kernels.
    pub fn sessions(&self) -> PathBuf {
        self.home().join("sessions")
    }

    /// What may be kept between clones of the course: `NOISEBOOK_CACHE`, if set.
    pub fn cache() -> Option<PathBuf> {
        let dir = env::var_os("NOISEBOOK_CACHE")
            .filter(|dir| !dir.is_empty())
            .map(PathBuf::from)?;
        Some(env::current_dir().map_or(dir.clone(), |here| here.join(dir)))
    }
}
