//! The compiler in the sandbox: it starts a linker, and its toolchain may lie where only root can look.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use sandbox::{End, Launch, Policy, Sandbox};
use tempfile::TempDir;

use crate::support::{full, policy, stdout};

fn sysroot() -> PathBuf {
    let rustc = env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let output = Command::new(rustc)
        .args(["--print", "sysroot"])
        .output()
        .expect("a compiler");
    String::from_utf8(output.stdout)
        .expect("a path")
        .trim()
        .into()
}

/// Compiles `source` as `kind` into `out` and returns the product.
fn compile(sandbox: &Sandbox, source: &str, kind: &str, out: &Path) -> (sandbox::Outcome, PathBuf) {
    let sources = TempDir::new().expect("a folder");
    let file = sources.path().join("answer.rs");
    fs::write(&file, source).expect("a source");
    let toolchain = sysroot();
    let rustc = toolchain.join("bin/rustc");
    let mut policy = Policy::compile();
    policy.read_only.extend([toolchain, sources.path().into()]);
    policy.writable.push(out.into());
    let product = out.join(kind);
    let args = ["--edition=2024", "--crate-type", kind, "-o"]
        .map(Into::into)
        .into_iter();
    let args = args.chain([product.clone().into_os_string(), file.into_os_string()]);
    (
        sandbox
            .run(&Launch::new(rustc, policy).args(args))
            .expect("a launch"),
        product,
    )
}

#[test]
fn a_program_is_compiled_and_then_runs_in_a_sandbox_of_its_own() {
    let out = TempDir::new().expect("a folder");
    let (outcome, product) = compile(
        &full(),
        r#"fn main() { println!("made inside"); }"#,
        "bin",
        out.path(),
    );
    assert_eq!(
        outcome.end,
        End::Exited(0),
        "{}",
        String::from_utf8_lossy(&outcome.stderr)
    );
    let policy = Policy {
        read_only: [policy().read_only, vec![out.path().into()]].concat(),
        ..policy()
    };
    let outcome = full().run(&Launch::new(product, policy)).expect("a launch");
    assert_eq!(
        (outcome.end, stdout(&outcome).as_str()),
        (End::Exited(0), "made inside\n")
    );
}

#[test]
fn a_shared_library_is_compiled() {
    let out = TempDir::new().expect("a folder");
    let source = r#"#[unsafe(no_mangle)] pub extern "C" fn answer() -> u32 { 42 }"#;
    let (outcome, product) = compile(&full(), source, "cdylib", out.path());
    assert_eq!(
        outcome.end,
        End::Exited(0),
        "{}",
        String::from_utf8_lossy(&outcome.stderr)
    );
    assert!(
        fs::read(product)
            .expect("the library")
            .starts_with(b"\x7fELF")
    );
}

#[test]
fn a_source_cannot_include_what_is_not_shown() {
    let secret = TempDir::new().expect("a folder");
    let file = secret.path().join("hidden_test.rs");
    fs::write(&file, "the expected answer").expect("a file");
    let out = TempDir::new().expect("a folder");
    for hidden in ["/etc/shadow", file.to_str().expect("text")] {
        let source = format!("pub const LOOT: &str = include_str!({hidden:?}); fn main() {{}}");
        let (outcome, _) = compile(&full(), &source, "bin", out.path());
        assert_eq!(outcome.end, End::Exited(1));
        let errors = String::from_utf8_lossy(&outcome.stderr).into_owned();
        assert!(errors.contains("No such file or directory"), "{errors}");
    }
}
