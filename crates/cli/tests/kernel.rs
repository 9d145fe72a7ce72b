//! The kernel that Jupyter starts: what lives from cell to cell, and that opening a notebook compiles no dependency.

mod jupyter;

use std::path::Path;

use jupyter::{execute, home};

#[test]
fn a_session_lives_across_cells() {
    lives_across_cells("noisebook");
}

#[test]
fn a_session_of_the_stock_kernel_lives_across_cells() {
    let evcxr = home().join("evcxr").join("bin").join("evcxr_jupyter");
    assert!(
        evcxr.is_file(),
        "run `cargo noisebook setup --kernel evcxr` first, then the tests"
    );
    lives_across_cells("evcxr");
}

fn lives_across_cells(kernel: &str) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/notebooks");
    let executed = execute(&folder.join("across_cells.ipynb"), kernel, "stub");
    let outputs = |id: &str| executed.cell(id)["outputs"].to_string();
    let all = executed.notebook.to_string();
    assert!(
        !all.contains("panicked") && !all.contains("\"output_type\":\"error\""),
        "{all}"
    );
    assert!(
        outputs("across-12").contains("equal bit for bit: true"),
        "{}",
        outputs("across-12")
    );
    assert!(
        outputs("across-14").contains("[1.23]"),
        "{}",
        outputs("across-14")
    );
    assert!(
        outputs("across-15").contains("image/png"),
        "{}",
        outputs("across-15")
    );
    assert!(
        !executed.stderr.contains("Compiling"),
        "{}",
        executed.stderr
    );
}
