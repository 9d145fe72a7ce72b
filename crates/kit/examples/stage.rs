//! scratch
use kit::{Build, Feature, Toolchain, stage};
use std::path::PathBuf;
use std::process::Command;
fn run(c: &mut Command) -> String {
    let o = c.output().unwrap();
    assert!(o.status.success(), "{}", String::from_utf8_lossy(&o.stderr));
    String::from_utf8(o.stdout).unwrap()
}
fn main() {
    let root = PathBuf::from(std::env::args().nth(1).unwrap());
    let messages = run(Command::new("cargo")
        .args([
            "rustc",
            "-p",
            "noisebook",
            "--message-format=json",
            "--",
            "-C",
            "prefer-dynamic",
        ])
        .env_remove("CARGO_TARGET_DIR")
        .current_dir("/work/main"));
    let toolchain = Toolchain::parse(
        &run(Command::new("rustc").arg("-vV")),
        &run(Command::new("rustc").args(["--print", "sysroot"])),
    )
    .unwrap();
    let dep_info = root.join("noisebook.d");
    std::fs::write(&dep_info, "libnoisebook.so: /elsewhere/lib.rs\n").unwrap();
    let kit = stage(&Build {
        root: &root,
        feature: Feature::Stub,
        toolchain,
        linker: "/usr/bin/cc".into(),
        messages: &messages,
        dep_info: &dep_info,
    })
    .unwrap();
    println!("{}", kit.dir().display());
}
