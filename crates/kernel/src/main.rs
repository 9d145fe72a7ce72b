//! `noisebook-kernel --connection-file FILE`: what Jupyter starts.

use std::process::ExitCode;

use clap::Parser;
use noisebook_kernel::{Options, serve};

fn main() -> ExitCode {
    match serve(&Options::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}
