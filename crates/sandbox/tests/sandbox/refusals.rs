//! What is refused before anything runs, and in which words.

use std::path::{Path, PathBuf};

use sandbox::{Launch, Policy, Sandbox, SandboxError};

use crate::support::{full, payload, policy};

fn refused(launch: &Launch) -> String {
    full().run(launch).expect_err("a refusal").to_string()
}

fn showing(path: impl Into<PathBuf>) -> Launch {
    Launch::new(
        payload(),
        Policy {
            read_only: vec![path.into()],
            ..policy()
        },
    )
}

#[test]
fn paths_must_be_absolute_and_exist() {
    assert_eq!(
        refused(&showing("here")),
        "the sandbox's `read_only`: `here` is not an absolute path without `..`"
    );
    assert_eq!(
        refused(&showing("/usr/../etc")),
        "the sandbox's `read_only`: `/usr/../etc` is not an absolute path without `..`"
    );
    assert_eq!(
        refused(&showing("/")),
        "the sandbox's `read_only`: `/` would show the whole host"
    );
    let message = refused(&showing("/no/such/place"));
    assert_eq!(
        message,
        "the sandbox's `read_only`: cannot use `/no/such/place`: No such file or directory (os error 2)"
    );
    let file = Launch::new(
        payload(),
        Policy {
            writable: vec![payload().into()],
            ..policy()
        },
    );
    assert!(refused(&file).ends_with("is no folder"));
}

#[test]
fn strings_must_be_ones_that_a_process_can_have() {
    assert!(
        refused(&Launch::new(payload(), policy()).args(["a\0b"])).ends_with("contains a NUL byte")
    );
    let launch = Launch::new(
        payload(),
        Policy {
            env: vec![("A=B".into(), "c".into())],
            ..policy()
        },
    );
    assert!(refused(&launch).ends_with("is no name of a variable"));
}

#[test]
fn a_program_that_is_not_shown_is_not_found() {
    let message = refused(&Launch::new("/usr/bin/true", policy()));
    assert!(
        message.starts_with("the sandbox could not execute `/usr/bin/true`: No such file"),
        "{message}"
    );
    assert!(message.contains("\nhint: is it"), "{message}");
}

#[test]
fn a_folder_to_work_in_must_be_shown() {
    let message = refused(&Launch::new(
        payload(),
        Policy {
            cwd: Some("/nowhere".into()),
            ..policy()
        },
    ));
    assert!(
        message.starts_with("the sandbox could not enter `/nowhere`: No such file"),
        "{message}"
    );
}

#[test]
fn a_helper_must_be_one() {
    for program in ["/bin/true", "/bin/cat", "/no/such/program"] {
        let error = Sandbox::probe(Path::new(program)).expect_err("no helper");
        assert!(matches!(error, SandboxError::Helper { .. }), "{error}");
        assert!(
            error.to_string().contains("sandbox::init_if_requested();"),
            "{error}"
        );
    }
}
