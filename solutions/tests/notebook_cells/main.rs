//! Every code cell of every notebook, compiled and run as one program, with both bodies behind `Scaffold`.
//!
//! `labs/tests/cells/<lab>.rs` is generated from `notebooks/<lab>.ipynb` by this test; `NOISEBOOK_BLESS=1` writes it anew.

mod generate;

use std::path::Path;

use notebook_file::Notebook;

#[path = "../../../crates/noisebook/src/prelude.rs"]
pub mod prelude;

/// Stands for the crate `noisebook`, with the prelude of its own file. The dylib itself cannot be linked by tests of the whole
/// workspace: cargo builds it with a standard library of its own when it is a member that was asked for.
mod noisebook {
    pub use crate::prelude;
    pub use {labs, training};
}

/// The cells of a lab's notebook as an instructor runs them, where an explicit import wins over the one from the prelude of
/// cells, and as a student receives them.
macro_rules! graded {
    ($lab:ident, $generated:literal) => {
        #[allow(clippy::too_many_lines, reason = "a notebook is one function here")]
        mod $lab {
            mod solution {
                use crate::noisebook;
                use solutions::$lab::Reference as Scaffold;
                include!($generated);
            }
            mod stub {
                use crate::noisebook;
                include!($generated);
            }

            #[test]
            fn every_cell_runs_with_the_reference_bodies() {
                // Networks take a few steps here; in a notebook they are trained.
                training::Profile::Rehearsal.choose();
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
                crate::is_first_todo(&labs::$lab::LAB, &*panic);
                for report in stub::checks() {
                    crate::is_all_todo(&report);
                }
            }
        }
    };
}

/// The cells of a notebook that runs to its end even while its answers are not filled.
macro_rules! ungraded {
    ($lab:ident, $generated:literal) => {
        mod $lab {
            mod solution {
                use crate::{Shown as _, noisebook};
                use solutions::$lab::Reference as Scaffold;
                include!($generated);
            }
            mod stub {
                use crate::{Shown as _, noisebook};
                include!($generated);
            }

            #[test]
            fn every_cell_runs_with_either_body() {
                solution::run().unwrap();
                stub::run().unwrap();
            }

            #[test]
            fn the_checks_tell_an_answer_from_a_todo() {
                for report in solution::checks() {
                    assert!(report.all_passed(), "{report}");
                }
                for report in stub::checks() {
                    crate::is_all_todo(&report);
                }
            }
        }
    };
}

/// Shows a plain value as the last expression of a cell, as a kernel does; a figure or a table shows itself.
trait Shown {
    fn evcxr_display(&self);
}

impl<T: std::fmt::Debug> Shown for T {
    fn evcxr_display(&self) {
        println!("{self:?}");
    }
}

ungraded!(tour, "../../../labs/tests/cells/tour.rs");
graded!(forward, "../../../labs/tests/cells/forward.rs");
graded!(elbo, "../../../labs/tests/cells/elbo.rs");
graded!(ddpm, "../../../labs/tests/cells/ddpm.rs");
graded!(film_unet, "../../../labs/tests/cells/film_unet.rs");

fn is_first_todo(lab: &exercise::Lab, panic: &(dyn std::any::Any + Send)) {
    let message = panic.downcast_ref::<String>().unwrap();
    let first = lab.exercises().next().unwrap().id;
    assert!(message.starts_with(&format!("TODO {first} (")), "{message}");
}

fn is_all_todo(report: &labs::CheckReport) {
    let todo = |verdict: &exercise::Verdict| matches!(verdict, exercise::Verdict::Unfilled(_));
    assert!(
        report.lines().iter().all(|(_, verdict)| todo(verdict)),
        "{report}"
    );
}

#[test]
fn the_generated_programs_are_those_of_the_notebooks() {
    for lab in labs::LABS.iter().map(|entry| entry.lab) {
        generated(lab.slug);
    }
}

fn generated(slug: &str) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let notebook = Notebook::open(root.join(format!("../notebooks/{slug}.ipynb")))
        .unwrap_or_else(|error| panic!("{error}"));
    let (expected, file) = (
        generate::program(slug, &notebook),
        root.join(format!("../labs/tests/cells/{slug}.rs")),
    );
    if std::env::var_os("NOISEBOOK_BLESS").is_some() {
        std::fs::write(&file, &expected).unwrap();
    }
    let found = std::fs::read_to_string(file).unwrap_or_default();
    assert!(
        found == expected,
        "notebooks/{slug}.ipynb has changed: run this test once with NOISEBOOK_BLESS=1"
    );
}
