//! Processes: none, few, and never one that is left.

use std::fs;
use std::process::{Command, Stdio};
use std::time::Duration;

use sandbox::{End, Fork, Policy};

use crate::support::{
    both, eventually, find, full, helper, launch, left, mark, payload, policy, reduced, run, stdout,
};

fn forking() -> Policy {
    Policy {
        fork: Fork::Allowed,
        tasks: 20,
        ..policy()
    }
}

#[test]
fn without_permission_nothing_forks() {
    for sandbox in both() {
        let outcome = run(&sandbox, "count-forks", &[], policy());
        assert_eq!(
            (outcome.end, stdout(&outcome).as_str()),
            (End::Exited(0), "0\n")
        );
    }
}

#[test]
fn processes_are_counted() {
    let outcome = run(&full(), "count-forks", &[], forking());
    assert_eq!(
        (outcome.end, stdout(&outcome).as_str()),
        (End::Exited(0), "19\n")
    );
}

#[test]
fn a_fork_bomb_ends_with_the_clock() {
    for sandbox in both() {
        let policy = Policy {
            wall: Duration::from_millis(500),
            ..forking()
        };
        assert_eq!(run(&sandbox, "fork-bomb", &[], policy).end, End::WallClock);
    }
}

#[test]
fn threads_are_counted() {
    let outcome = run(
        &full(),
        "threads",
        &[],
        Policy {
            tasks: 10,
            ..policy()
        },
    );
    assert_eq!(
        (outcome.end, stdout(&outcome).as_str()),
        (End::Exited(0), "9\n")
    );
}

#[test]
fn a_daemon_dies_with_the_program_and_holds_nothing_up() {
    for sandbox in both() {
        let outcome = run(&sandbox, "daemon", &[], forking());
        assert_eq!(
            (outcome.end, stdout(&outcome).as_str()),
            (End::Exited(0), "left something behind\n")
        );
        assert!(
            outcome.usage.wall < policy().wall / 2,
            "{:?}",
            outcome.usage
        );
    }
}

#[test]
fn everything_dies_with_the_caller() {
    for isolation in ["full", "reduced"] {
        let mark = mark();
        let programs = [helper(), payload()].map(|path| path.display().to_string());
        let mut grader = Command::new(payload())
            .args([
                "grade",
                "the-grader",
                &programs[0],
                &programs[1],
                "family",
                &mark,
                isolation,
            ])
            .stdout(Stdio::null())
            .spawn()
            .expect("a grader");
        let ours = || {
            left(&mark)
                .iter()
                .filter(|line| !line.contains("the-grader"))
                .count()
        };
        assert!(eventually(|| ours() == 4), "the program never ran");
        grader
            .kill()
            .and_then(|()| grader.wait())
            .expect("a dead grader");
        assert!(
            eventually(|| left(&mark).is_empty()),
            "left: {:?}",
            left(&mark)
        );
    }
}

/// As when the kernel runs out of memory and picks the wrong one.
#[test]
fn the_program_dies_with_its_supervisor() {
    for (sandbox, generations) in [(full(), 2), (reduced(), 1)] {
        let mark = mark();
        let worker = sandbox
            .spawn(&launch("hang", &mark, &[], policy()))
            .expect("a launch");
        let supervisor = (0..generations).fold(find(&mark), |process, _| parent(process));
        // SAFETY: no memory is involved.
        unsafe { libc::kill(supervisor, libc::SIGKILL) };
        assert_eq!(worker.wait().end, End::SupervisorDied);
        assert!(
            eventually(|| left(&mark).is_empty()),
            "left: {:?}",
            left(&mark)
        );
    }
}

fn parent(process: i32) -> i32 {
    let status = fs::read_to_string(format!("/proc/{process}/status")).expect("a process");
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("PPid:"))
        .expect("a parent");
    line.trim().parse().expect("a number")
}
