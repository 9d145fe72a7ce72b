use std::path::PathBuf;

use crate::Version;
use crate::compiler::OLDEST;

/// What keeps this machine from computing with CUDA.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CudaError {
    /// There is no library of the driver.
    #[error(
        "no NVIDIA driver: `libcuda.so.1` is not found\n\
         hint: with an NVIDIA card, install its driver (Ubuntu: `sudo ubuntu-drivers install`) and restart; a container needs `--gpus all`"
    )]
    NoDriver,
    /// A library under the driver's name lacks a function.
    #[error(
        "`{library}` has no function `{function}`\n\
         hint: it is too old or not NVIDIA's: install the driver anew"
    )]
    NotTheLibrary {
        /// As it was opened.
        library: String,
        /// What was called.
        function: &'static str,
    },
    /// The driver answers an error.
    #[error("the NVIDIA driver refuses: `{function}` answers {code} ({name})\nhint: {}", remedy(*code))]
    Refused {
        /// What was called.
        function: &'static str,
        /// CUDA's number of the error.
        code: i32,
        /// CUDA's name of the error.
        name: String,
    },
    /// The driver is older than what compiles for it can be.
    #[error(
        "the NVIDIA driver is too old: it runs CUDA {found}, needed is {OLDEST} or newer\n\
         hint: install a newer driver and restart"
    )]
    OldDriver {
        /// What it runs.
        found: Version,
    },
    /// The driver runs and has no card.
    #[error(
        "the NVIDIA driver shows no card\n\
         hint: `nvidia-smi` lists the machine's cards; `CUDA_VISIBLE_DEVICES` hides some; a container needs `--gpus all`"
    )]
    NoCard,
    /// Fewer cards than asked for.
    #[error("card {index} was asked for, the driver shows {}\nhint: cards are counted from 0", cards(*count))]
    NoSuchCard {
        /// The card that was asked for.
        index: usize,
        /// How many there are.
        count: usize,
    },
    /// There is no NVRTC.
    #[error("no compiler for kernels: `libnvrtc.so` is not found\nhint: {}", toolkit(*driver))]
    NoCompiler {
        /// What the driver runs.
        driver: Version,
    },
    /// NVRTC is too old.
    #[error(
        "NVRTC {found} is too old, needed is {OLDEST} or newer\nhint: {}",
        toolkit(*driver)
    )]
    OldCompiler {
        /// Its version.
        found: Version,
        /// What the driver runs.
        driver: Version,
    },
    /// NVRTC writes what the driver does not load.
    #[error(
        "NVRTC {compiler} is newer than the driver, which runs CUDA {driver} and loads nothing newer\nhint: {}, or install a newer driver",
        toolkit(*driver)
    )]
    NewerCompiler {
        /// Version of NVRTC.
        compiler: Version,
        /// What the driver runs.
        driver: Version,
    },
    /// Kernels include headers that are not there.
    #[error("no CUDA headers: {}\nhint: {}", looked(path), toolkit(*driver))]
    NoHeaders {
        /// The file that was looked for, if there is a folder of CUDA at all.
        path: Option<PathBuf>,
        /// What the driver runs.
        driver: Version,
    },
}

fn toolkit(driver: Version) -> String {
    let Version { major, minor } = driver;
    format!(
        "install the CUDA toolkit {driver} (NVIDIA's packages: `sudo apt install cuda-toolkit-{major}-{minor}`); where it is not in `/usr/local/cuda`, `CUDA_PATH` names its folder"
    )
}

fn looked(path: &Option<PathBuf>) -> String {
    match path {
        Some(path) => format!("`{}` does not exist", path.display()),
        None => "neither `CUDA_PATH` nor `/usr/local/cuda` names a folder".to_owned(),
    }
}

fn cards(count: usize) -> String {
    match count {
        1 => "1 card".to_owned(),
        count => format!("{count} cards"),
    }
}

/// What helps against the errors that `cuInit` is known to answer.
fn remedy(code: i32) -> &'static str {
    match code {
        34 => "this is the toolkit's stub, not the driver: take `stubs` out of `LD_LIBRARY_PATH`",
        100 => {
            "the driver shows no card: `nvidia-smi` lists them, `CUDA_VISIBLE_DEVICES` hides some, a container needs `--gpus all`"
        }
        101 => "`CUDA_VISIBLE_DEVICES` names a card that is not there",
        803 => "the driver was updated and the old one still runs: restart the machine",
        804 => "the compatibility package does not know this card: remove `cuda-compat`",
        _ => "`nvidia-smi` says more; restarting the machine loads the driver anew",
    }
}
