//! Programs that start too much, run too long or leave something behind.

use std::thread;

pub(crate) fn run(program: &str) -> bool {
    match program {
        "spin" => spin(),
        "spin-past-signal" => {
            // SAFETY: ignoring a signal runs no code.
            unsafe { libc::signal(libc::SIGXCPU, libc::SIG_IGN) };
            spin()
        }
        "stop" => signal_self(libc::SIGSTOP),
        "kill-self" => signal_self(libc::SIGKILL),
        "count-forks" => println!("{}", count_forks()),
        "fork-bomb" => loop {
            fork();
        },
        "threads" => println!("{}", count_threads()),
        "daemon" => daemon(),
        "family" => {
            for _ in 0..3 {
                if fork() == 0 {
                    break;
                }
            }
            loop {
                thread::park();
            }
        }
        "leave-child" => {
            if fork() == 0 {
                loop {
                    thread::park();
                }
            }
        }
        _ => return false,
    }
    true
}

pub(crate) fn fork() -> libc::pid_t {
    // SAFETY: these programs have a single thread when they fork.
    unsafe { libc::fork() }
}

fn spin() -> ! {
    loop {
        std::hint::spin_loop();
    }
}

fn signal_self(signal: i32) {
    // SAFETY: no memory is involved.
    unsafe { libc::kill(libc::getpid(), signal) };
}

/// Children that stay, until no more can be had.
fn count_forks() -> u32 {
    let mut children = 0;
    loop {
        match fork() {
            0 => loop {
                thread::park();
            },
            pid if pid < 0 || children == 2000 => return children,
            _ => children += 1,
        }
    }
}

fn count_threads() -> usize {
    (0..500)
        .map_while(|_| {
            thread::Builder::new()
                .stack_size(1 << 16)
                .spawn(|| spin())
                .ok()
        })
        .count()
}

/// A grandchild in no one's custody that holds standard output open.
fn daemon() {
    if fork() == 0 {
        // SAFETY: no memory is involved.
        unsafe { libc::setsid() };
        if fork() == 0 {
            loop {
                thread::park();
            }
        }
    } else {
        println!("left something behind");
    }
}
