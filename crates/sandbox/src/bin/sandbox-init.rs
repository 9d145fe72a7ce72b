//! The helper on its own. Called plainly it tells what the machine can do; `sandbox-init reduced` tells what it could do
//! without user namespaces.

use std::error::Error;
use std::io;
use std::process::{Command, ExitCode};
use std::time::{Duration, Instant};

use sandbox::Sandbox;

const LAUNCHES: usize = 50;
const NOTHING: &str = "nothing";

fn main() -> ExitCode {
    sandbox::init_if_requested();
    if std::env::args().nth(1).is_some_and(|arg| arg == NOTHING) {
        return ExitCode::SUCCESS;
    }
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<(), Box<dyn Error>> {
    let helper = std::env::current_exe()?;
    let reduced = std::env::args().nth(1).is_some_and(|arg| arg == "reduced");
    let sandbox = if reduced {
        Sandbox::probe_reduced(&helper)?
    } else {
        Sandbox::probe(&helper)?
    };
    println!("{}", sandbox.isolation());
    let (sandboxed, plain) = (sandbox.overhead(LAUNCHES)?, plain()?);
    let millis = |time: Duration| time.as_secs_f64() * 1e3;
    println!(
        "to build a sandbox and take it down: {:.1} ms",
        millis(sandboxed)
    );
    println!(
        "to start a plain process and reap it: {:.1} ms (both medians of {LAUNCHES})",
        millis(plain)
    );
    Ok(())
}

/// The same helper as an ordinary process that does nothing.
fn plain() -> io::Result<Duration> {
    let launch = || {
        let start = Instant::now();
        Command::new(std::env::current_exe()?)
            .arg(NOTHING)
            .status()?;
        Ok(start.elapsed())
    };
    let mut times = (0..LAUNCHES)
        .map(|_| launch())
        .collect::<io::Result<Vec<_>>>()?;
    times.sort();
    Ok(times[LAUNCHES / 2])
}
