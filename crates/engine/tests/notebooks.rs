//! Small notebooks as data: every file of `tests/notebooks`, every notebook in it, one engine each.
//!
//! A file holds notebooks. `=== TITLE` begins one; a cell is plain text, followed by lines `--- …` that say what is expected of
//! it ([`table::Expectation`]). A cell without `error` has to end well. `NOISEBOOK_ROOT` names the course's folder with the kit; by
//! default it is the workspace. `NOISEBOOK_ONLY` runs only the notebooks whose file or title contains it.

#[path = "notebooks/course.rs"]
mod course;
#[path = "notebooks/session.rs"]
mod session;
#[path = "notebooks/table.rs"]
mod table;

use std::path::Path;
use std::sync::Mutex;

use kit::Kit;
use table::Notebook;

/// As many as the smallest machines have cores.
const THREADS: usize = 2;

#[test]
fn every_notebook_does_what_it_says() {
    let kit = course::kit();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/notebooks");
    let only = std::env::var("NOISEBOOK_ONLY").unwrap_or_default();
    let mut notebooks = table::read(&folder);
    notebooks.retain(|notebook| format!("{} {}", notebook.file, notebook.title).contains(&only));
    let count = notebooks.len();
    let failures = run_all(&kit, notebooks);
    assert!(
        failures.is_empty(),
        "{} of {count} notebooks:\n\n{}",
        failures.len(),
        failures.join("\n\n")
    );
    assert!(
        !only.is_empty() || count >= 150,
        "the table shrank to {count} notebooks"
    );
}

/// Runs notebooks from a common queue; returns what went wrong.
fn run_all(kit: &Kit, notebooks: Vec<Notebook>) -> Vec<String> {
    let queue = Mutex::new(notebooks.into_iter());
    let failures = Mutex::new(vec![]);
    std::thread::scope(|scope| {
        for _ in 0..THREADS {
            scope.spawn(|| {
                loop {
                    let Some(notebook) = queue.lock().expect("queue").next() else {
                        return;
                    };
                    if let Err(failure) = session::run(kit, &notebook) {
                        failures.lock().expect("failures").push(failure);
                    }
                }
            });
        }
    });
    failures.into_inner().expect("failures")
}
