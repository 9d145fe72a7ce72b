//! Processes: none, few, and never one that is left.

use std::process::{Command, Stdio};
use std::time::Duration;

use sandbox::{End, Fork, Policy};

use crate::support::{both, eventually, full, helper, left, mark, payload, policy, run, stdout};

fn forking() -> Policy {
    Policy {
        fork: Fork::Allowed,
        tasks: 20,
        wall: Duration::from_millis(500),
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
        assert_eq!(
            run(&sandbox, "fork-bomb", &[], forking()).end,
            End::WallClock
        );
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
        let outcome = run(
            &sandbox,
            "daemon",
            &[],
            Policy {
                wall: Duration::from_secs(20),
                ..forking()
            },
        );
        assert_eq!(
            (outcome.end, stdout(&outcome).as_str()),
            (End::Exited(0), "left something behind\n")
        );
        assert!(
            outcome.usage.wall < Duration::from_secs(10),
            "{:?}",
            outcome.usage
        );
    }
}

#[test]
fn everything_dies_with_the_caller() {
    let mark = mark();
    let mut grader = Command::new(payload())
        .args([
            "grade",
            "the-grader",
            &helper().display().to_string(),
            &payload().display().to_string(),
            "hang",
            &mark,
        ])
        .stdout(Stdio::null())
        .spawn()
        .expect("a grader");
    assert!(
        eventually(|| left(&mark).iter().any(|line| !line.contains("the-grader"))),
        "the program never ran"
    );
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
