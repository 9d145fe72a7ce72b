//! A terminal or a test: words on stdout, and pictures as files where a folder is named for them.

use std::path::{Path, PathBuf};
use std::sync::Mutex;

use super::{Channel, Drawing, Rich};

/// Environment variable with the folder into which pictures are saved.
pub const FIGURES_VARIABLE: &str = "NOISEBOOK_FIGURES";

/// Words on stdout; each PNG and SVG as a numbered file `figure-001.png` in a folder, if there is one.
#[derive(Debug, Default)]
pub struct Terminal {
    folder: Option<PathBuf>,
    shown: Mutex<usize>,
}

impl Terminal {
    /// Saves pictures into the folder that `NOISEBOOK_FIGURES` names, if it names one.
    pub fn from_environment() -> Self {
        let folder = std::env::var_os(FIGURES_VARIABLE).filter(|name| !name.is_empty());
        Self {
            folder: folder.map(PathBuf::from),
            ..Self::default()
        }
    }

    /// Saves pictures into `folder`, which is made where it is missing.
    pub fn saving_into(folder: impl Into<PathBuf>) -> Self {
        Self {
            folder: Some(folder.into()),
            ..Self::default()
        }
    }

    fn save(&self, folder: &Path, rich: &Rich) -> std::io::Result<()> {
        let mut images = rich
            .parts()
            .iter()
            .filter(|part| part.mime.starts_with("image/"))
            .peekable();
        if images.peek().is_none() {
            return Ok(());
        }
        std::fs::create_dir_all(folder)?;
        let mut shown = self
            .shown
            .lock()
            .unwrap_or_else(|poisoned| poisoned.into_inner());
        *shown += 1;
        for part in images {
            let ending = if part.mime == "image/png" {
                "png"
            } else {
                "svg"
            };
            std::fs::write(
                folder.join(format!("figure-{:03}.{ending}", *shown)),
                &part.bytes,
            )?;
        }
        Ok(())
    }
}

impl Channel for Terminal {
    fn show(&self, rich: &Rich) {
        println!("{}", rich.plain());
        if let Some(folder) = &self.folder
            && let Err(error) = self.save(folder, rich)
        {
            eprintln!(
                "warning: `{}`: the figure could not be saved: {error}\n\
                 hint: set `{FIGURES_VARIABLE}` to a folder that you may write to",
                folder.display()
            );
        }
    }

    fn line(&self, text: &str) {
        println!("{text}");
    }

    fn drawing(&self) -> Drawing {
        match std::io::IsTerminal::is_terminal(&std::io::stderr()) {
            true => Drawing::Bar,
            false => Drawing::Lines,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pictures_are_saved_under_running_numbers() {
        let folder = tempfile::tempdir().unwrap();
        let terminal = Terminal::saving_into(folder.path().join("figures"));
        terminal.show(&Rich::text("one").with_image("image/png", vec![1], (1, 1)));
        terminal.show(&Rich::text("words alone"));
        terminal.show(&Rich::text("two").with_image("image/svg+xml", vec![2], (1, 1)));
        let read = |name| std::fs::read(folder.path().join("figures").join(name)).unwrap();
        assert_eq!(
            (read("figure-001.png"), read("figure-002.svg")),
            (vec![1], vec![2])
        );
    }
}
