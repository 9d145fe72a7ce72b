//! Workers: they read requests on fd 3 and write replies on fd 4.

use std::fs::File;
use std::io::{BufRead, BufReader, Write};
use std::os::fd::FromRawFd;
use std::thread;

pub(crate) fn run(program: &str) -> bool {
    // SAFETY: the caller's contract is that these two are the worker's pipes, and nobody else has taken them.
    let pipes = || unsafe { (File::from_raw_fd(3), File::from_raw_fd(4)) };
    match program {
        "echo" => echo(pipes()),
        "hang" => loop {
            thread::park();
        },
        "flood-replies" => {
            let mut replies = pipes().1;
            while replies.write_all(&[b'x'; 1 << 12]).is_ok() {}
        }
        "print-while-working" => {
            println!("{}", "noise".repeat(1000));
            echo(pipes());
        }
        _ => return false,
    }
    true
}

/// Answers each line with the same line, and exits when there are no more.
fn echo((requests, mut replies): (File, File)) {
    for line in BufReader::new(requests).lines() {
        writeln!(replies, "{}", line.expect("a line")).expect("an open pipe");
    }
}
