//! What a session survives: other sessions, folders that cannot be written, a full disk.

#[path = "notebooks/course.rs"]
mod course;

use std::os::unix::process::CommandExt;
use std::process::Command;
use std::thread;

use cell_wire::Event;
use engine::{CellError, Engine, EngineError, Output};

/// Runs a cell; gives its result.
fn run(engine: &mut Engine, code: &str) -> Result<Result<String, CellError>, EngineError> {
    let mut result = String::new();
    let outcome = engine.run(1, code, &mut |output| {
        if let Some(Output::Display(Event::Display { data, .. })) = output {
            result = data["text/plain"].clone();
        }
        false
    });
    Ok(outcome?.map(|()| result))
}

fn shown(engine: &mut Engine, code: &str) -> String {
    let outcome = run(engine, code).expect("the engine works");
    outcome.unwrap_or_else(|error| panic!("{}", error.trace.join("\n")))
}

#[test]
fn three_sessions_at_once_do_not_meet() {
    let session = |number: i32| {
        let mut engine = Engine::start(course::kit()).expect("an engine");
        shown(
            &mut engine,
            &format!("use noisebook::prelude::*; let x = {number}; seed({number});"),
        );
        shown(
            &mut engine,
            "fn twice(x: i32) -> i32 { 2 * x } let y = twice(x);",
        );
        assert_eq!(shown(&mut engine, "y"), format!("{}", 2 * number));
    };
    thread::scope(|scope| (1..=3).for_each(|number| _ = scope.spawn(move || session(number))));
}

/// Nobody can write to `/proc`, not even who may write anywhere.
#[test]
fn a_working_folder_that_cannot_be_written_is_no_matter() {
    std::env::set_current_dir("/proc").expect("a folder");
    let mut engine = Engine::start(course::kit()).expect("an engine");
    let here = shown(
        &mut engine,
        "struct P(i32); let p = P(4); std::env::current_dir()?",
    );
    assert_eq!(here, "\"/proc\"");
    assert_eq!(shown(&mut engine, "p.0 + 1"), "5");
}

const FULL: &str = "NOISEBOOK_TEST_FULL_DISK";

/// Runs itself again with a limit on the size of files, which compiled cells exceed.
#[test]
fn a_full_disk_is_said() {
    if std::env::var_os(FULL).is_some() {
        return on_a_full_disk();
    }
    let mut command = Command::new(std::env::current_exe().expect("this program"));
    command
        .args(["--exact", "a_full_disk_is_said"])
        .env(FULL, "1");
    // SAFETY: plain system calls.
    unsafe {
        command.pre_exec(|| {
            libc::signal(libc::SIGXFSZ, libc::SIG_IGN);
            let limit = libc::rlimit {
                rlim_cur: 4096,
                rlim_max: 4096,
            };
            libc::setrlimit(libc::RLIMIT_FSIZE, &limit);
            Ok(())
        });
    }
    let output = command.output().expect("this program");
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stdout)
    );
}

fn on_a_full_disk() {
    let mut engine = Engine::start(course::kit()).expect("an engine");
    for code in ["let x = 1;", "fn f() -> i32 { 1 }"] {
        let error = run(&mut engine, code).expect_err("no space").to_string();
        assert!(error.contains("no space is left in `"), "{error}");
        assert!(error.contains("hint: free some"), "{error}");
    }
}
