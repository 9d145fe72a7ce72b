//! The helper on its own. Called plainly it tells what the machine can do.

use std::error::Error;
use std::process::ExitCode;

use sandbox::Sandbox;

const LAUNCHES: usize = 20;

fn main() -> ExitCode {
    sandbox::init_if_requested();
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<(), Box<dyn Error>> {
    let sandbox = Sandbox::probe(&std::env::current_exe()?)?;
    println!("{}", sandbox.isolation());
    let overhead = sandbox.overhead(LAUNCHES)?;
    println!(
        "overhead of a launch: {:.1} ms (median of {LAUNCHES})",
        overhead.as_secs_f64() * 1e3
    );
    Ok(())
}
