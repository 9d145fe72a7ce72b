//! Workers: requests and replies on pipes, deadlines, and ends.

use std::io::{BufRead, BufReader, ErrorKind, Read, Write};
use std::time::{Duration, Instant};

use sandbox::{End, Running, Sandbox, Stream};

use crate::support::{both, full, launch, left, mark, policy};

fn spawn(sandbox: &Sandbox, program: &str, mark: &str) -> Running {
    sandbox
        .spawn(&launch(program, mark, &[], policy()))
        .expect("a worker")
}

fn ask(worker: &Running, question: &str) -> String {
    writeln!(worker.requests(), "{question}").expect("a request");
    let mut answer = String::new();
    BufReader::new(worker.replies())
        .read_line(&mut answer)
        .expect("a reply");
    answer
}

#[test]
fn a_worker_answers_until_its_requests_end() {
    for sandbox in both() {
        let mark = mark();
        let worker = spawn(&sandbox, "echo", &mark);
        worker.reply_deadline(Duration::from_secs(60));
        assert_eq!(ask(&worker, "first"), "first\n");
        assert_eq!(ask(&worker, "second"), "second\n");
        assert_eq!(worker.wait().end, End::Exited(0));
        assert!(left(&mark).is_empty());
    }
}

#[test]
fn a_worker_may_print_while_it_works() {
    let worker = spawn(&full(), "print-while-working", &mark());
    assert_eq!(ask(&worker, "question"), "question\n");
    assert_eq!(worker.wait().stdout.len(), 5001);
}

#[test]
fn a_worker_outlives_the_thread_that_started_it() {
    let worker = std::thread::spawn(|| spawn(&full(), "echo", &mark()))
        .join()
        .expect("a worker");
    assert_eq!(ask(&worker, "still there"), "still there\n");
    assert_eq!(worker.wait().end, End::Exited(0));
}

#[test]
fn a_worker_that_hangs_misses_its_deadline_and_can_be_killed() {
    for sandbox in both() {
        let mark = mark();
        let worker = spawn(&sandbox, "hang", &mark);
        let start = Instant::now();
        worker.reply_deadline(Duration::from_millis(100));
        let error = worker.replies().read(&mut [0]).expect_err("no reply");
        assert_eq!(error.kind(), ErrorKind::TimedOut);
        assert!(start.elapsed() >= Duration::from_millis(100));
        assert_eq!(worker.kill().end, End::Killed);
        assert!(left(&mark).is_empty());
    }
}

#[test]
fn a_worker_that_reads_nothing_misses_its_deadline() {
    let worker = spawn(&full(), "hang", &mark());
    worker.reply_deadline(Duration::from_millis(100));
    let error = worker
        .requests()
        .write_all(&vec![0; 1 << 20])
        .expect_err("a full pipe");
    assert_eq!(error.kind(), ErrorKind::TimedOut);
}

#[test]
fn a_flood_of_replies_misses_the_deadline_too() {
    let worker = spawn(&full(), "flood-replies", &mark());
    worker.reply_deadline(Duration::from_millis(100));
    let error =
        std::io::copy(&mut worker.replies(), &mut std::io::sink()).expect_err("no end of replies");
    assert_eq!(error.kind(), ErrorKind::TimedOut);
}

#[test]
fn a_dead_worker_is_an_end_of_replies() {
    for sandbox in both() {
        for program in ["abort", "close-all"] {
            let worker = spawn(&sandbox, program, &mark());
            worker.reply_deadline(Duration::from_secs(60));
            assert_eq!(
                worker.replies().read(&mut [0]).expect("an end"),
                0,
                "{program}"
            );
        }
    }
}

#[test]
fn a_dropped_worker_is_killed() {
    for sandbox in both() {
        let mark = mark();
        drop(spawn(&sandbox, "hang", &mark));
        assert!(left(&mark).is_empty());
    }
}

#[test]
fn a_worker_that_prints_too_much_is_killed_while_nobody_looks() {
    let worker = spawn(&full(), "flood-stdout", &mark());
    assert_eq!(worker.replies().read(&mut [0]).expect("an end"), 0);
    assert_eq!(worker.kill().end, End::OutputLimit(Stream::Stdout));
}
