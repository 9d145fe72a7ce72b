//! Measures the device of this machine: is it right, and how fast is it?
//!
//! `gpu-bench` compares operations and a training step with the processor, then times training, sampling and the forward
//! process. With `--peer python3` it times the same in that Python's PyTorch. It needs nothing but itself, so it can be copied
//! to a machine without Rust.

mod clock;
mod correctness;
mod peer;
mod report;
mod speed;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use noisebook_runtime::device::DeviceChoice;
use noisebook_runtime::{describe, requested_device};

use report::Report;

/// Measures the device that NOISEBOOK_DEVICE names (auto, cpu or cuda:N): correctness beside the processor, speed beside PyTorch.
#[derive(Debug, Parser)]
#[command(version, max_term_width = 100)]
pub struct Args {
    /// Batches to time
    #[arg(long, value_delimiter = ',', default_value = "128,512")]
    pub batch: Vec<usize>,
    /// Channels of the network's first level: 32 are the original's 1.8 million weights
    #[arg(long, default_value_t = 32)]
    pub width: usize,
    /// Timed turns of each case; their median counts
    #[arg(long, default_value_t = 7)]
    pub turns: usize,
    /// Training steps, or passes of sampling, in one turn; the device is waited for at its end
    #[arg(long, default_value_t = 20)]
    pub steps: usize,
    /// A Python with PyTorch, to time the same there
    #[arg(long, value_name = "PYTHON")]
    pub peer: Option<PathBuf>,
    /// Also write all numbers into this file
    #[arg(long, value_name = "FILE.json")]
    pub json: Option<PathBuf>,
    /// Exit with 1 where the device is not a GPU
    #[arg(long)]
    pub require_gpu: bool,
}

fn main() -> ExitCode {
    match run(&Args::parse()) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(message) => {
            eprintln!("error: {message}");
            ExitCode::FAILURE
        }
    }
}

/// Whether everything came out right.
fn run(args: &Args) -> Result<bool, String> {
    let device = requested_device().map_err(|error| error.to_string())?;
    let is_gpu = Ok(device.clone()) != DeviceChoice::Cpu.device();
    println!("device: {}", describe());
    if !is_gpu {
        println!("There is no GPU in these numbers: they are the processor's.");
        if args.require_gpu {
            return Err("no GPU computes here\nhint: the line above says why".to_owned());
        }
    }
    let mut report = Report::new(describe(), is_gpu);
    report.checks = correctness::all(&device)?;
    report.print_checks();
    report.cases = speed::all(&device, args)?;
    if let Some(python) = &args.peer {
        report.peers = peer::all(python, args, is_gpu)?;
    }
    report.print_cases();
    if let Some(path) = &args.json {
        std::fs::write(path, report.json())
            .map_err(|error| format!("cannot write `{}`: {error}", path.display()))?;
    }
    Ok(report.is_right())
}
