//! The compiler in the sandbox: it starts a linker, and its toolchain may lie where only root can look.

use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use sandbox::{End, Launch, Outcome, Policy, Sandbox, SandboxError};
use tempfile::TempDir;

use crate::support::{full, policy, reduced, stdout};

const HELLO: &str = r#"fn main() { println!("made inside"); }"#;

fn sysroot() -> PathBuf {
    let rustc = env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let output = Command::new(rustc).args(["--print", "sysroot"]).output();
    let sysroot = String::from_utf8(output.expect("a compiler").stdout);
    sysroot.expect("a path").trim().into()
}

/// Compiles `source` into a file of `out` that is named after `kind`.
fn compile(
    sandbox: &Sandbox,
    source: &str,
    kind: &str,
    out: &Path,
) -> Result<Outcome, SandboxError> {
    let sources = TempDir::new().expect("a folder");
    let file = sources.path().join("answer.rs");
    fs::write(&file, source).expect("a source");
    let toolchain = sysroot();
    let rustc = toolchain.join("bin/rustc");
    let mut policy = Policy::compile();
    policy.read_only.extend([toolchain, sources.path().into()]);
    policy.writable.push(out.into());
    let launch = Launch::new(rustc, policy).args(["--edition=2024", "--crate-type", kind]);
    sandbox.run(&launch.args([Path::new("-o"), &out.join(kind), &file]))
}

fn succeeded(outcome: &Outcome) {
    assert_eq!(
        outcome.end,
        End::Exited(0),
        "{}",
        String::from_utf8_lossy(&outcome.stderr)
    );
}

#[test]
fn a_program_is_compiled_and_then_runs_in_a_sandbox_of_its_own() {
    let out = TempDir::new().expect("a folder");
    succeeded(&compile(&full(), HELLO, "bin", out.path()).expect("a launch"));
    let mut policy = policy();
    policy.read_only.push(out.path().into());
    let outcome = full()
        .run(&Launch::new(out.path().join("bin"), policy))
        .expect("a launch");
    succeeded(&outcome);
    assert_eq!(stdout(&outcome), "made inside\n");
}

#[test]
fn a_shared_library_is_compiled() {
    let out = TempDir::new().expect("a folder");
    let source = r#"#[unsafe(no_mangle)] pub extern "C" fn answer() -> u32 { 42 }"#;
    succeeded(&compile(&full(), source, "cdylib", out.path()).expect("a launch"));
    let library = fs::read(out.path().join("cdylib")).expect("the library");
    assert!(library.starts_with(b"\x7fELF"));
}

/// Without mounts the sandbox's user must reach the toolchain by itself; where it cannot, the message says so.
#[test]
fn reduced_isolation_compiles_what_its_user_can_reach() {
    let out = TempDir::new().expect("a folder");
    let root = fs::metadata(out.path()).expect("the folder").uid() == 0;
    let open = |folder: &Path| fs::metadata(folder).is_ok_and(|data| data.mode() & 1 == 1);
    let result = compile(&reduced(), HELLO, "bin", out.path());
    if root && !sysroot().ancestors().all(open) {
        let error = result.expect_err("a folder is closed").to_string();
        assert!(error.contains("(`chmod o+x`)"), "{error}");
    } else {
        succeeded(&result.expect("a launch"));
    }
}

#[test]
fn a_source_cannot_include_what_is_not_shown() {
    let secret = TempDir::new().expect("a folder");
    let file = secret.path().join("hidden_test.rs");
    fs::write(&file, "the expected answer").expect("a file");
    let out = TempDir::new().expect("a folder");
    for hidden in ["/etc/shadow", file.to_str().expect("text")] {
        let source = format!("pub const LOOT: &str = include_str!({hidden:?}); fn main() {{}}");
        let outcome = compile(&full(), &source, "bin", out.path()).expect("a launch");
        assert_eq!(outcome.end, End::Exited(1));
        let errors = String::from_utf8_lossy(&outcome.stderr).into_owned();
        assert!(errors.contains("No such file or directory"), "{errors}");
    }
}
