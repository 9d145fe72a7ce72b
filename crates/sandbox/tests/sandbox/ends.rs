//! Every end is told apart from the others.

use std::time::Duration;

use sandbox::{End, Launch, Policy, Stream};

use crate::support::{both, full, policy, run, stdout};

#[test]
fn an_exit_code_is_reported() {
    for sandbox in both() {
        for code in [0, 1, 77, 139, 255] {
            let outcome = run(&sandbox, "exit", &[&code.to_string()], policy());
            assert_eq!(outcome.end, End::Exited(code));
            assert_eq!(outcome.success(), code == 0);
        }
    }
}

#[test]
fn output_is_captured() {
    let outcome = run(&full(), "print", &[], policy());
    assert_eq!(
        (outcome.end, stdout(&outcome).as_str()),
        (End::Exited(0), "out\n/tmp\n")
    );
    assert!(outcome.usage.wall > Duration::ZERO && outcome.usage.peak_rss > 0);
}

#[test]
fn signals_are_reported() {
    for sandbox in both() {
        assert_eq!(
            run(&sandbox, "abort", &[], policy()).end,
            End::Signalled(libc::SIGABRT)
        );
        assert_eq!(
            run(&sandbox, "kill-self", &[], policy()).end,
            End::Signalled(libc::SIGKILL)
        );
    }
}

#[test]
fn a_stack_overflow_is_an_abort_that_says_so() {
    for program in ["overflow-stack", "overflow-thread-stack"] {
        let outcome = run(&full(), program, &[], policy());
        assert_eq!(outcome.end, End::Signalled(libc::SIGABRT));
        assert!(String::from_utf8_lossy(&outcome.stderr).contains("has overflowed its stack"));
    }
}

#[test]
fn the_wall_clock_ends_loops_and_stopped_programs() {
    for sandbox in both() {
        for program in ["spin", "stop", "hang"] {
            let outcome = run(
                &sandbox,
                program,
                &[],
                Policy {
                    wall: Duration::from_millis(300),
                    ..policy()
                },
            );
            assert_eq!(outcome.end, End::WallClock, "{program}");
            let usage = outcome.usage;
            assert!(
                usage.wall >= Duration::from_millis(300) && usage.peak_rss > 0,
                "{usage:?}"
            );
        }
    }
}

#[test]
fn the_cpu_limit_ends_loops_even_those_that_ignore_its_signal() {
    for program in ["spin", "spin-past-signal"] {
        let policy = Policy {
            cpu: Duration::from_secs(1),
            ..policy()
        };
        let outcome = run(&full(), program, &[], policy);
        assert_eq!(outcome.end, End::CpuTime, "{program}");
        // The kernel ends a program by its clock ticks, which a busy machine counts too generously; the usage is exact.
        assert!(
            outcome.usage.cpu >= Duration::from_millis(500),
            "{:?}",
            outcome.usage
        );
    }
}

#[test]
fn floods_of_output_are_cut() {
    for sandbox in both() {
        let policy = || Policy {
            stdout_bytes: 100_000,
            stderr_bytes: 50_000,
            ..policy()
        };
        let outcome = run(&sandbox, "flood-stdout", &[], policy());
        assert_eq!(
            (outcome.end, outcome.stdout.len()),
            (End::OutputLimit(Stream::Stdout), 100_000)
        );
        let outcome = run(&sandbox, "flood-stderr", &[], policy());
        assert_eq!(
            (outcome.end, outcome.stderr.len()),
            (End::OutputLimit(Stream::Stderr), 50_000)
        );
    }
}

#[test]
fn a_program_cannot_forge_its_end() {
    for sandbox in both() {
        let outcome = run(&sandbox, "forge-status", &[], policy());
        assert_eq!(
            (outcome.end, stdout(&outcome).as_str()),
            (End::Exited(7), "0\n")
        );
    }
}

#[test]
fn closing_all_files_is_an_ordinary_exit() {
    for sandbox in both() {
        assert_eq!(
            run(&sandbox, "close-all", &[], policy()).end,
            End::Exited(0)
        );
    }
}

#[test]
fn outcomes_explain_themselves() {
    let policy = Policy {
        wall: Duration::from_millis(200),
        ..policy()
    };
    let explained = run(&full(), "spin", &[], policy).to_string();
    assert!(
        explained.starts_with("killed after ")
            && explained.ends_with(" s (wall clock limit 200ms)"),
        "{explained}"
    );
}

#[test]
fn the_environment_is_exactly_the_given_one() {
    let policy = Policy {
        env: vec![("A".into(), "1".into()), ("B".into(), "x=y".into())],
        ..policy()
    };
    let outcome = run(&full(), "env", &[], policy);
    assert_eq!(stdout(&outcome), "A=1\nB=x=y\n");
}

#[test]
fn many_sandboxes_at_once_do_not_disturb_each_other() {
    let sandbox = full();
    std::thread::scope(|scope| {
        for code in 0..16 {
            let sandbox = &sandbox;
            scope.spawn(move || {
                let outcome = run(sandbox, "exit", &[&code.to_string()], policy());
                assert_eq!(outcome.end, End::Exited(code));
            });
        }
    });
}

#[test]
fn a_system_program_runs() {
    let policy = Policy {
        env: Vec::new(),
        ..Policy::compile()
    };
    let outcome = full()
        .run(&Launch::new("/bin/echo", policy).args(["hello"]))
        .expect("a launch");
    assert_eq!(
        (outcome.end, outcome.stdout.as_slice()),
        (End::Exited(0), b"hello\n".as_slice())
    );
}
