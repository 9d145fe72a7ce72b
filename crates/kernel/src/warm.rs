//! Warms the page cache, so that not the first cell pays for a cold disk.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use kit::Kit;

use crate::interrupt::Interrupt;

/// Read between two looks at whether a cell runs.
const PIECE: usize = 1 << 20;
/// How long to stand back while a cell runs.
const PAUSE: Duration = Duration::from_millis(50);

/// Reads what every compilation opens, on a thread of its own, at the lowest priority, never while a cell runs.
pub(crate) fn warm(kit: &Kit, interrupt: Arc<Interrupt>) {
    let files = files(kit);
    let read_all = move || {
        stand_back();
        files.iter().for_each(|file| read(file, &interrupt));
    };
    // Without the thread, cells are slower at first and no less right.
    let _ = std::thread::Builder::new()
        .name("warm".into())
        .spawn(read_all);
}

/// The compiler's own libraries first, then the kit.
fn files(kit: &Kit) -> Vec<PathBuf> {
    let mut files = inside(&kit.toolchain().sysroot.join("lib"));
    files.push(kit.dir().join("libnoisebook.so"));
    files.extend(inside(&kit.dir().join("deps")));
    files.extend(
        inside(&kit.toolchain().std_dir())
            .into_iter()
            .filter(|path| path.extension().is_some_and(|e| e == "so")),
    );
    files
}

fn inside(dir: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(dir).into_iter().flatten().flatten();
    entries
        .map(|entry| entry.path())
        .filter(|path| path.is_file())
        .collect()
}

fn read(path: &Path, interrupt: &Interrupt) {
    let Ok(mut file) = File::open(path) else {
        return;
    };
    let mut piece = vec![0; PIECE];
    while file.read(&mut piece).is_ok_and(|n| n > 0) {
        while interrupt.is_running() && !interrupt.is_stopping() {
            std::thread::sleep(PAUSE);
        }
        if interrupt.is_stopping() {
            return;
        }
    }
}

/// The lowest priority, for this thread alone.
#[cfg(target_os = "linux")]
fn stand_back() {
    // SAFETY: plain system call; 0 is the calling thread.
    unsafe { libc::setpriority(libc::PRIO_PROCESS, 0, 19) };
}

#[cfg(not(target_os = "linux"))]
fn stand_back() {}
