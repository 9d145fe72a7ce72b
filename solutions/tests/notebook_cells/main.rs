//! Every code cell of the notebook, compiled and run as one program, with both bodies behind `Scaffold`.
//!
//! `labs/tests/cells/forward.rs` is generated from `notebooks/forward.ipynb` by this test; `NOISEBOOK_BLESS=1` writes it anew.

mod generate;

use std::path::Path;

use notebook_file::Notebook;

#[path = "../../../crates/noisebook/src/prelude.rs"]
pub mod prelude;

/// Stands for the crate `noisebook`, with the prelude of its own file. The dylib itself cannot be linked by tests of the whole
/// workspace: cargo builds it with a standard library of its own when it is a member that was asked for.
mod noisebook {
    pub use crate::prelude;
    pub use labs;
}

/// The cells as an instructor runs them: the explicit import wins over the one from the prelude of cells.
mod solution {
    use super::noisebook;
    use solutions::forward::Reference as Scaffold;
    include!("../../../labs/tests/cells/forward.rs");
}

/// The cells as a student receives them.
mod stub {
    use super::noisebook;
    include!("../../../labs/tests/cells/forward.rs");
}

#[test]
fn the_generated_program_is_that_of_the_notebook() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let notebook = Notebook::open(root.join("../notebooks/forward.ipynb"))
        .unwrap_or_else(|error| panic!("{error}"));
    let (expected, file) = (
        generate::program(&notebook),
        root.join("../labs/tests/cells/forward.rs"),
    );
    if std::env::var_os("NOISEBOOK_BLESS").is_some() {
        std::fs::write(&file, &expected).unwrap();
    }
    let found = std::fs::read_to_string(file).unwrap();
    assert!(
        found == expected,
        "the notebook has changed: run this test once with NOISEBOOK_BLESS=1"
    );
}

#[test]
fn every_cell_runs_with_the_reference_bodies() {
    solution::run().unwrap();
}

#[test]
fn the_checks_are_all_right_with_the_reference_bodies() {
    for report in solution::checks() {
        assert!(report.all_passed(), "{report}");
    }
}

#[test]
fn the_stub_stops_at_its_first_todo_and_its_checks_are_all_todo() {
    let panic = std::panic::catch_unwind(stub::run).unwrap_err();
    let message = panic.downcast_ref::<String>().unwrap();
    assert!(message.starts_with("TODO 1a ("), "{message}");
    for report in stub::checks() {
        assert!(
            report
                .lines()
                .iter()
                .all(|(_, verdict)| matches!(verdict, exercise::Verdict::Unfilled(_))),
            "{report}"
        );
    }
}
