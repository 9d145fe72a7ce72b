//! Writes `assets/`: what completion knows of the standard library. `cargo run -p api-index --example standard`
//!
//! Runs rustdoc over the sources of `core`, `alloc` and `std` that `rustup component add rust-src` brings.

use std::path::{Path, PathBuf};
use std::process::Command;

use api_index::{Options, convert, standard};

type Problem = Box<dyn std::error::Error>;

fn main() -> Result<(), Problem> {
    let sysroot = PathBuf::from(said("rustc", &["--print", "sysroot"])?);
    let version = said("rustc", &["--version"])?;
    let version = version.split(' ').nth(1).ok_or("no version")?;
    let assets = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets");
    for name in standard::CRATES {
        let json = document(&sysroot, name)?;
        let options = Options {
            brief: true,
            wanted: Some(standard::wanted),
        };
        let mut part = convert(&json, options)?;
        part.version = version.to_owned();
        // Paths on the author's machine are of no use to others.
        let library = sysroot.join("lib/rustlib/src/rust").display().to_string();
        for item in &mut part.items {
            item.source.0 = item.source.0.replace(&library, "");
        }
        for block in &mut part.impls {
            block.file = block.file.replace(&library, "");
        }
        let bytes = part.to_bytes()?;
        println!(
            "{name}: {} items, {} impls, {} bytes",
            part.items.len(),
            part.impls.len(),
            bytes.len()
        );
        std::fs::write(assets.join(format!("{name}.part")), bytes)?;
    }
    Ok(())
}

fn document(sysroot: &Path, name: &str) -> Result<Vec<u8>, Problem> {
    let source = sysroot.join(format!("lib/rustlib/src/rust/library/{name}/src/lib.rs"));
    let out = std::env::temp_dir().join("noisebook-standard");
    let mut command = Command::new("rustdoc");
    command.arg(&source).args([
        "--crate-name",
        name,
        "--edition",
        "2024",
        "--cap-lints",
        "allow",
    ]);
    command.args([
        "-Z",
        "unstable-options",
        "--output-format",
        "json",
        "-Z",
        "force-unstable-if-unmarked",
    ]);
    command.arg("-o").arg(&out);
    // Off the beaten track: the crates' own build scripts set these.
    command
        .env("RUSTC_BOOTSTRAP", "1")
        .env("STD_ENV_ARCH", std::env::consts::ARCH);
    if name == "std" {
        command.args([
            "--cfg",
            "backtrace_in_libstd",
            "--cfg",
            "feature=\"backtrace\"",
        ]);
        command.args(externs(sysroot)?);
    }
    if !command.status()?.success() {
        return Err(format!(
            "rustdoc failed for `{}`\nhint: `rustup component add rust-src`",
            source.display()
        )
        .into());
    }
    Ok(std::fs::read(out.join(format!("{name}.json")))?)
}

/// What `std` is built from.
fn externs(sysroot: &Path) -> Result<Vec<String>, Problem> {
    let host = said("rustc", &["--print", "host-tuple"])?;
    let lib = sysroot.join("lib/rustlib").join(host).join("lib");
    let mut flags = vec![];
    for entry in std::fs::read_dir(&lib)? {
        let path = entry?.path();
        let file = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        let Some(stem) = file
            .strip_prefix("lib")
            .and_then(|file| file.strip_suffix(".rmeta"))
        else {
            continue;
        };
        let name = stem.rsplit_once('-').map_or(stem, |(name, _)| name);
        if !matches!(name, "std" | "core" | "test" | "proc_macro" | "sysroot") {
            flags.extend(["--extern".to_owned(), format!("{name}={}", path.display())]);
        }
    }
    Ok(flags)
}

fn said(program: &str, args: &[&str]) -> Result<String, Problem> {
    let output = Command::new(program).args(args).output()?;
    Ok(String::from_utf8(output.stdout)?.trim().to_owned())
}
