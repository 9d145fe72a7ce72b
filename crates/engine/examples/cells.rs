//! Runs a file of cells, separated by lines of `%%`, and prints what each gives and how long it takes.
//!
//! `cargo run -p engine --example cells -- FILE`

use std::io::Write;
use std::path::Path;
use std::time::Instant;

use engine::{Engine, Output};
use kit::{Feature, Kit};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let file = std::env::args().nth(1).ok_or("expected a file of cells")?;
    let root = std::env::current_dir()?;
    let started = Instant::now();
    let mut engine = Engine::start(Kit::open(&root, Feature::Stub)?)?;
    println!("ready after {} ms", started.elapsed().as_millis());
    for (i, cell) in std::fs::read_to_string(Path::new(&file))?
        .split("\n%%\n")
        .enumerate()
    {
        println!(
            "In [{}]: {}",
            i + 1,
            cell.lines().next().unwrap_or_default()
        );
        let (started, before) = (Instant::now(), compilers());
        let outcome = engine.run(i + 1, cell, &mut |output| {
            match output {
                Some(Output::Stdout(bytes) | Output::Stderr(bytes)) => {
                    _ = std::io::stdout().write_all(&bytes)
                }
                Some(Output::Display(event)) => println!("{event:?}"),
                Some(Output::Input(_)) | None => {}
            }
            false
        })?;
        if let Err(error) = outcome {
            println!("{}", error.trace.join("\n"));
        }
        let used = compilers().milliseconds - before.milliseconds;
        let wall = started.elapsed().as_millis();
        println!("    {wall} ms; compilers that ended meanwhile used {used} ms of processors");
    }
    println!("largest compilation: {} MiB", compilers().mebibytes);
    Ok(())
}

/// What compilers have used so far: they are the only processes that have ended.
struct Compilers {
    milliseconds: i64,
    mebibytes: i64,
}

fn compilers() -> Compilers {
    // SAFETY: a plain system call that fills the struct, which may be all zero.
    let usage = unsafe {
        let mut usage = std::mem::zeroed::<libc::rusage>();
        libc::getrusage(libc::RUSAGE_CHILDREN, &mut usage);
        usage
    };
    let milliseconds = |time: libc::timeval| time.tv_sec * 1000 + time.tv_usec / 1000;
    Compilers {
        milliseconds: milliseconds(usage.ru_utime) + milliseconds(usage.ru_stime),
        mebibytes: usage.ru_maxrss >> 10,
    }
}
