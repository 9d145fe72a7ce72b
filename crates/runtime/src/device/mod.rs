//! Which device this session computes on.
//!
//! The environment variable `NOISEBOOK_DEVICE` asks for one: `auto` (the default), `cpu`, or `cuda:N`. A CUDA device is offered
//! only by a build with the feature `cuda`, and only after a computation on it came out right.

#[cfg(feature = "cuda")]
mod cache;
mod choice;
#[cfg(feature = "cuda")]
mod cuda;
#[cfg(not(feature = "cuda"))]
#[path = "none.rs"]
mod cuda;

use std::sync::{Once, OnceLock};

use burn::tensor::Device;

use crate::memory;

pub use choice::{DEVICE_VARIABLE, DeviceChoice, DeviceError};

impl DeviceChoice {
    /// The device itself, without gradients.
    ///
    /// # Errors
    /// The reason why a CUDA device that was asked for cannot be had; `auto` takes the processor then.
    pub fn device(self) -> Result<Device, DeviceError> {
        match self {
            Self::Cpu => Ok(Device::flex()),
            Self::Auto => Ok(automatic().unwrap_or_else(|_| Device::flex())),
            Self::Cuda(index) => Ok(cuda::open(index)?.device),
        }
    }
}

/// The first CUDA device, looked for once in a process: a session does not change its device in the middle.
fn automatic() -> Result<Device, DeviceError> {
    static FOUND: OnceLock<Result<Device, DeviceError>> = OnceLock::new();
    FOUND
        .get_or_init(|| cuda::open(0).map(|working| working.device))
        .clone()
}

/// The device that `NOISEBOOK_DEVICE` asks for.
///
/// # Errors
/// A [`DeviceError`] where the wish cannot be met; [`device`] goes on with the processor instead.
pub fn requested_device() -> Result<Device, DeviceError> {
    DeviceChoice::from_environment()?.device()
}

/// The device of this session, without gradients.
///
/// Where `NOISEBOOK_DEVICE` asks for a device that is not there, the error goes to stderr once and the session runs on the processor.
pub fn device() -> Device {
    static WARNED: Once = Once::new();
    memory::keep();
    requested_device().unwrap_or_else(|error| {
        WARNED.call_once(|| eprintln!("warning: {error}\nThis session goes on with `cpu`."));
        Device::flex()
    })
}

/// The device of this session with gradients: tensors made on it can be trained.
pub fn autodiff_device() -> Device {
    device().autodiff()
}

/// Seeds the random numbers of this session's device; equal seeds give equal tensors in a single-threaded program.
pub fn seed(seed: u64) {
    device().seed(seed);
}

/// One line: the device that runs, and why another does not.
///
/// For example `cpu (flex, 2 threads); cuda: this build has no CUDA, and this machine no NVIDIA driver`.
pub fn describe() -> String {
    described(DeviceChoice::from_environment())
}

fn described(choice: Result<DeviceChoice, DeviceError>) -> String {
    let cpu = format!("cpu (flex, {})", threads());
    match choice {
        Err(error) => format!("{cpu}; {}", error.fact()),
        Ok(DeviceChoice::Cpu) => format!("{cpu}, as `{DEVICE_VARIABLE}` asks"),
        Ok(DeviceChoice::Auto) => with_cuda(0, &cpu, "cuda"),
        Ok(choice @ DeviceChoice::Cuda(index)) => {
            with_cuda(index, &cpu, &format!("{choice} was asked for"))
        }
    }
}

fn with_cuda(index: usize, cpu: &str, otherwise: &str) -> String {
    match cuda::open(index) {
        Ok(working) => format!("cuda:{index} ({}), not {cpu}", working.about),
        Err(error) => format!("{cpu}; {otherwise}: {}", error.fact()),
    }
}

fn threads() -> String {
    let asked = std::env::var("RAYON_NUM_THREADS")
        .ok()
        .and_then(|n| n.parse().ok());
    let count = asked
        .filter(|&n: &usize| n > 0)
        .unwrap_or_else(|| std::thread::available_parallelism().map_or(1, usize::from));
    if count == 1 {
        "1 thread".into()
    } else {
        format!("{count} threads")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_device_that_cannot_be_had_says_why_and_what_to_do() {
        let Err(error) = DeviceChoice::Cuda(99).device() else {
            panic!("no machine has a hundred cards");
        };
        assert!(error.to_string().contains("\nhint: "), "{error}");
        let described = described(Ok(DeviceChoice::Cuda(99)));
        let expected = format!("; cuda:99 was asked for: {}", error.fact());
        assert!(
            described.starts_with("cpu (flex, ") && described.ends_with(&expected),
            "{described}"
        );
    }

    #[test]
    fn the_processor_is_always_there() {
        assert_eq!(DeviceChoice::Cpu.device(), Ok(Device::flex()));
        assert!(DeviceChoice::Auto.device().is_ok());
        let described = described(Ok(DeviceChoice::Cpu));
        assert!(
            described.ends_with("`NOISEBOOK_DEVICE` asks"),
            "{described}"
        );
    }

    #[test]
    fn a_word_that_names_no_device_is_described() {
        let described = described("gpu".parse());
        assert!(described.contains("got `gpu`") && !described.contains('\n'));
    }

    #[test]
    fn the_autodiff_device_tracks_gradients_and_the_plain_one_does_not() {
        assert!(autodiff_device().is_autodiff());
        assert!(!device().is_autodiff());
    }
}
