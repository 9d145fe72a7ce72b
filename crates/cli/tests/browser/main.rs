//! The labs in a real browser: JupyterLab in headless Chromium, driven by Playwright: see the Python files beside this one.
//!
//! Without a browser nothing is tested, and a line says so; `NOISEBOOK_BROWSER` names one that is not in `PATH`.

use std::env;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

/// What `run.py` ends with when it cannot start the browser.
const CANNOT_BE_DRIVEN: i32 = 77;

fn main() -> ExitCode {
    let filters: Vec<String> = env::args()
        .skip(1)
        .filter(|a| !a.starts_with('-'))
        .collect();
    let wanted = filters.is_empty() || filters.iter().any(|filter| "browser".contains(filter));
    if !wanted || env::args().any(|argument| argument == "--list") {
        return ExitCode::SUCCESS;
    }
    match browser() {
        Some(browser) => test(&browser),
        None => not_run(
            "no Chromium or Chrome in PATH",
            "install one, on Debian: `sudo apt install chromium`",
        ),
    }
}

fn browser() -> Option<PathBuf> {
    if let Some(named) = env::var_os("NOISEBOOK_BROWSER") {
        return Some(named.into());
    }
    let names = [
        "chromium",
        "chromium-browser",
        "google-chrome",
        "google-chrome-stable",
    ];
    let path = env::var_os("PATH").unwrap_or_default();
    let folders: Vec<PathBuf> = env::split_paths(&path).collect();
    names.iter().find_map(|name| {
        folders
            .iter()
            .map(|dir| dir.join(name))
            .find(|file| file.is_file())
    })
}

fn test(browser: &Path) -> ExitCode {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let root = here
        .join("..")
        .join("..")
        .canonicalize()
        .expect("the course's folder");
    let pictures = Path::new(env!("CARGO_TARGET_TMPDIR")).join("browser");
    fs::create_dir_all(&pictures).expect("a folder for screenshots");
    let status = Command::new(
        root.join(".noisebook")
            .join("venv")
            .join("bin")
            .join("python"),
    )
    .arg("-B")
    .arg(here.join("tests").join("browser").join("run.py"))
    .arg(&pictures)
    .env("NOISEBOOK", env!("CARGO_BIN_EXE_noisebook"))
    .env("NOISEBOOK_ROOT", &root)
    .env("NOISEBOOK_BROWSER", browser)
    .status();
    let status = status
        .expect("no Python of the course: `cargo noisebook test` sets it up and runs every test");
    println!("screenshots: {}", pictures.display());
    match status.code() {
        Some(0) => ExitCode::SUCCESS,
        Some(CANNOT_BE_DRIVEN) => not_run(
            &format!("`{}` could not be started, see above", browser.display()),
            "look whether it starts by hand: `chromium --headless --dump-dom about:blank`",
        ),
        _ => ExitCode::FAILURE,
    }
}

/// Says it here, and where `cargo noisebook test` reads it for its last lines.
fn not_run(why: &str, hint: &str) -> ExitCode {
    let line = format!("NOT RUN: the labs in a browser: {why}\nhint: {hint}\n");
    print!("{line}");
    if let Some(file) = env::var_os("NOISEBOOK_NOT_RUN") {
        let notes = fs::File::options().create(true).append(true).open(file);
        notes
            .and_then(|mut notes| notes.write_all(line.as_bytes()))
            .expect("a note for the summary");
    }
    ExitCode::SUCCESS
}
