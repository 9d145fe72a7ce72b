//! Programs about ends and printing.

use std::io::Write;
use std::process::exit;
use std::{env, thread};

pub(crate) fn run(program: &str, args: &[String]) -> bool {
    match program {
        "exit" => exit(args[0].parse().expect("a code")),
        "print" => println!("out\n{}", env::current_dir().expect("a folder").display()),
        "env" => env::vars_os()
            .for_each(|(name, value)| println!("{}={}", name.display(), value.display())),
        "flood-stdout" => flood(std::io::stdout()),
        "flood-stderr" => flood(std::io::stderr()),
        "abort" => std::process::abort(),
        "overflow-stack" => println!("{}", deep(0)),
        "overflow-thread-stack" => println!("{:?}", thread::spawn(|| deep(0)).join().is_ok()),
        "close-all" => {
            // SAFETY: this process uses none of them again.
            unsafe { libc::syscall(libc::SYS_close_range, 0, u32::MAX, 0) };
        }
        "forge-status" => forge(),
        _ => return false,
    }
    true
}

fn flood(mut stream: impl Write) {
    while stream.write_all(&[b'x'; 1 << 12]).is_ok() {}
}

#[allow(unconditional_recursion)]
fn deep(depth: u64) -> u64 {
    let room = std::hint::black_box([depth; 64]);
    deep(depth + 1) + room[(depth % 64) as usize]
}

/// Writes what the supervisor would write, to everything that can be written to.
fn forge() {
    let words = b"{\"Ended\":{\"end\":{\"Exited\":0},\"usage\":{}}}\n";
    let fd = (3..1024).filter(|&fd| {
        // SAFETY: `words` lives for the whole call.
        unsafe { libc::write(fd, words.as_ptr().cast(), words.len()) > 0 }
    });
    println!("{}", fd.count());
    exit(7)
}
