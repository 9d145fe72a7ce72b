//! Prints what of CUDA this machine has; exit code 1 where something is missing.

use std::process::ExitCode;

use cuda_probe::Cuda;

fn main() -> ExitCode {
    match Cuda::find() {
        Ok(cuda) => {
            print!("{cuda}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            println!("{error}");
            ExitCode::FAILURE
        }
    }
}
