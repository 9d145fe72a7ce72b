//! Removes the folders of sessions that ended, however they ended.

use std::fs::File;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context, Result};

use super::session::{self, Session};
use crate::setup::files;
use crate::setup::layout::Layout;

/// Starts a process that outlives the kernel. It stands in a process group of its own, because Jupyter kills the kernel's.
pub fn watch(session: &Session) -> Result<()> {
    let program = std::env::current_exe().context("cannot tell where this program is")?;
    let mut command = Command::new(program);
    command.arg("janitor").arg(session.dir()).process_group(0);
    command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    command
        .spawn()
        .map(|_| ())
        .context("cannot start the session's janitor")
}

/// Waits until nobody holds the session's lock, then removes its folder.
pub fn clean_up(dir: &Path) -> Result<()> {
    let Ok(alive) = File::open(dir.join("alive")) else {
        return Ok(());
    };
    alive
        .lock()
        .context("cannot wait for the end of the session")?;
    files::remove_dir(dir)
}

/// Sessions without a janitor: the machine went down. What cannot be removed now is tried again next time.
pub fn remove_dead(layout: &Layout) {
    let entries = session::home(layout).and_then(|home| Ok(std::fs::read_dir(home)?));
    for dir in entries
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path())
    {
        let dead = File::open(dir.join("alive")).is_ok_and(|alive| alive.try_lock().is_ok());
        if dead {
            let _ = files::remove_dir(&dir);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dead_sessions_go_and_living_ones_stay() {
        let root = tempfile::tempdir().unwrap();
        let layout = Layout::new(root.path());
        let (living, dead) = (layout.sessions().join("1"), layout.sessions().join("2"));
        for dir in [&living, &dead] {
            std::fs::create_dir_all(dir).unwrap();
        }
        let held = session::lock(&living).unwrap();
        drop(session::lock(&dead).unwrap());
        remove_dead(&layout);
        assert!(living.exists() && !dead.exists());
        drop(held);
    }
}
