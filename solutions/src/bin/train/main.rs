//! `cargo noisebook train`: trains a network of the course with the reference bodies, measures it and keeps its weights.

mod args;
mod stop;

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::process::ExitCode;

use clap::Parser;
use noisebook_runtime::{device, interrupt};
use training::{AnyRecipe, Job};

use args::Args;

fn main() -> ExitCode {
    let args = Args::parse();
    stop::on_interrupt();
    match catch_unwind(AssertUnwindSafe(|| run(&args))) {
        Ok(Ok(())) => ExitCode::SUCCESS,
        Ok(Err(error)) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
        Err(payload) if payload.is::<interrupt::Interrupted>() => {
            eprintln!("Stopped. The same command goes on from here.");
            ExitCode::FAILURE
        }
        Err(payload) => resume_unwind(payload),
    }
}

fn run(args: &Args) -> Result<(), String> {
    let Some(name) = &args.name else {
        println!("{}", list());
        return Ok(());
    };
    let recipe = find(name)?;
    let profile = args.profile().map_err(|error| error.to_string())?;
    let job = Job {
        profile,
        seed: args.seed,
        out: args.out(recipe.name(), profile),
        precision: args.precision(),
        command: args.command(recipe.name(), profile),
    };
    let _ = device();
    let weights = recipe.train(&job).map_err(|error| error.to_string())?;
    println!("made by `{}`", weights.provenance().command);
    Ok(())
}

fn find(name: &str) -> Result<&'static dyn AnyRecipe, String> {
    let mut recipes = solutions::recipes().into_iter();
    recipes.find(|recipe| recipe.name() == name).ok_or_else(|| {
        let names: Vec<&str> = solutions::recipes()
            .iter()
            .map(|recipe| recipe.name())
            .collect();
        format!("no network `{name}`\nhint: there are {}", names.join(", "))
    })
}

fn list() -> String {
    let lines = solutions::recipes()
        .into_iter()
        .map(|recipe| format!("  {:12} {}", recipe.name(), recipe.about()));
    format!(
        "What can be trained:\n{}",
        lines.collect::<Vec<_>>().join("\n")
    )
}
