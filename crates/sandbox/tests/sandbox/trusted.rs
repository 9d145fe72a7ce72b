//! Without isolation: the same pipes, the same ends, one's own code.

use std::io::{BufRead, BufReader, Read, Write};
use std::time::Duration;

use sandbox::{End, Isolation, Launch, Policy, Sandbox, Stream};

use crate::support::{eventually, launch, left, mark, policy, stdout};

fn run(program: &str, args: &[&str], policy: Policy) -> sandbox::Outcome {
    Sandbox::trusted()
        .run(&launch(program, &mark(), args, policy))
        .expect("a launch")
}

#[test]
fn ends_are_told_apart() {
    assert_eq!(*Sandbox::trusted().isolation(), Isolation::Trusted);
    assert_eq!(run("exit", &["3"], policy()).end, End::Exited(3));
    assert_eq!(
        run("abort", &[], policy()).end,
        End::Signalled(libc::SIGABRT)
    );
    assert_eq!(
        run("flood-stdout", &[], policy()).end,
        End::OutputLimit(Stream::Stdout)
    );
    assert_eq!(
        run(
            "spin",
            &[],
            Policy {
                wall: Duration::from_millis(200),
                ..policy()
            }
        )
        .end,
        End::WallClock
    );
}

#[test]
fn the_environment_is_exactly_the_given_one() {
    let policy = Policy {
        env: vec![("A".into(), "1".into())],
        ..policy()
    };
    assert_eq!(stdout(&run("env", &[], policy)), "A=1\n");
}

#[test]
fn a_worker_answers_and_ends() {
    let worker = Sandbox::trusted()
        .spawn(&launch("echo", &mark(), &[], policy()))
        .expect("a worker");
    worker.reply_deadline(Duration::from_secs(60));
    writeln!(worker.requests(), "question").expect("a request");
    let mut answer = String::new();
    BufReader::new(worker.replies())
        .read_line(&mut answer)
        .expect("a reply");
    assert_eq!(answer, "question\n");
    assert_eq!(worker.wait().end, End::Exited(0));
}

#[test]
fn a_child_that_holds_the_output_open_is_killed() {
    let mark = mark();
    let worker = Sandbox::trusted()
        .spawn(&launch("leave-child", &mark, &[], policy()))
        .expect("a launch");
    let outcome = worker.wait();
    assert_eq!(outcome.end, End::Exited(0));
    assert!(
        eventually(|| left(&mark).is_empty()),
        "left: {:?}",
        left(&mark)
    );
}

#[test]
fn a_hanging_worker_is_killed_with_the_handle() {
    let mark = mark();
    let worker = Sandbox::trusted()
        .spawn(&launch("hang", &mark, &[], policy()))
        .expect("a launch");
    worker.reply_deadline(Duration::from_millis(50));
    assert!(worker.replies().read(&mut [0]).is_err());
    drop(worker);
    assert!(left(&mark).is_empty());
}

#[test]
fn a_missing_program_is_named() {
    let error = Sandbox::trusted()
        .run(&Launch::new("/no/such", policy()))
        .expect_err("nothing to run");
    assert!(
        error
            .to_string()
            .contains("cannot use `/no/such`: No such file"),
        "{error}"
    );
}
