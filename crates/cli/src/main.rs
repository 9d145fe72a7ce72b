//! The `noisebook` command: parsing and printing; the work stands in one module per command.

mod args;
mod cargo;
mod check;
mod course;
mod doctor;
mod errors;
mod judge;
mod kernel;
mod lab;
mod progress;
mod release;
mod setup;
mod test;

use std::process::ExitCode;

use clap::Parser;

use args::{Cli, Command};
use course::Course;

fn main() -> ExitCode {
    match run(&Cli::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => errors::report(&error),
    }
}

fn run(cli: &Cli) -> anyhow::Result<()> {
    let course = Course::find(cli.root.as_deref());
    match &cli.command {
        Command::Lab(args) => lab::run(args, &course?),
        Command::Check(args) => check::run(args, &course?),
        Command::Grade(args) => judge::grade("grade", args, &course?),
        Command::Regrade(args) => judge::grade("regrade", args, &course?),
        Command::Similar(args) => judge::plain("similar", args, &course?),
        Command::Nbgrader(args) => judge::plain("nbgrader", args, &course?),
        Command::Release(args) => release::run(args, &course?),
        Command::Verify(args) => judge::plain("verify", args, &course?),
        Command::Train(args) => judge::train(args, &course?),
        Command::Doctor(args) => doctor::run(args, course),
        Command::Setup(args) => setup::run(args, &course?),
        Command::Kernel(args) => kernel::run(args, &course?),
        Command::Janitor(args) => kernel::janitor(args),
        Command::Test(args) => test::run(args, &course?),
    }
}
