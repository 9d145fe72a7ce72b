//! Our kernel, the stock `evcxr_jupyter` and ipykernel with PyTorch do the same work, in turns; prints a table in Markdown.
//!
//! `cargo bench --profile dev -p noisebook-kernel --bench kernels`; the section of `docs/BENCHMARKS.md` goes to standard output, what it is doing
//! to standard error. Needs `cargo noisebook setup --kernel evcxr`, and for PyTorch an environment with
//! `benches/kernels/requirements.txt`: `.noisebook/torch`, or the other benches' `bench-venv`; `NOISEBOOK_TORCH` names another one's
//! Python. A peer that is not there is left out, and the table says so. `NOISEBOOK_ROUNDS` (5) and `NOISEBOOK_CELLS` (100) set its
//! length. As root it also empties the page cache and starts each kernel once more.

use std::env;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

fn main() -> ExitCode {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let workspace = || here.join("..").join("..");
    let root = env::var_os("NOISEBOOK_ROOT").map_or_else(workspace, PathBuf::from);
    let root = root.canonicalize().unwrap_or(root);
    let home = root.join(".noisebook");
    let python = home.join("venv").join("bin").join("python");
    let number = |name: &str, default: &str| env::var(name).unwrap_or_else(|_| default.to_owned());
    let status = Command::new(&python)
        .arg("-B")
        .arg(here.join("benches").join("kernels").join("run.py"))
        .args([
            number("NOISEBOOK_ROUNDS", "5"),
            number("NOISEBOOK_CELLS", "100"),
        ])
        .env(
            "NOISEBOOK_TORCH",
            env::var_os("NOISEBOOK_TORCH").map_or_else(|| torch(&home), PathBuf::from),
        )
        .env("NOISEBOOK_ROOT", root)
        .status();
    match status {
        Ok(status) if status.success() => ExitCode::SUCCESS,
        Ok(_) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!(
                "cannot start `{}`: {error}\nhint: run `cargo noisebook setup --kernel evcxr` first",
                python.display()
            );
            ExitCode::FAILURE
        }
    }
}

/// The environment of this bench, else that of the others if it is there.
fn torch(home: &Path) -> PathBuf {
    let cache = env::var_os("NOISEBOOK_CACHE").map_or_else(|| home.to_owned(), PathBuf::from);
    let python = |folder: PathBuf| folder.join("bin").join("python");
    let shared = python(cache.join("bench-venv"));
    let own = python(home.join("torch"));
    if own.is_file() || !shared.is_file() {
        own
    } else {
        shared
    }
}
