//! Which device this session computes on.
//!
//! The environment variable `NOISEBOOK_DEVICE` asks for one: `auto` (the default), `cpu`, or `cuda:N`.

use std::fmt;
use std::str::FromStr;
use std::sync::Once;

use burn::tensor::Device;

use crate::memory;

/// Name of the environment variable that asks for a device.
pub const DEVICE_VARIABLE: &str = "NOISEBOOK_DEVICE";

/// What `NOISEBOOK_DEVICE` asks for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DeviceChoice {
    /// The fastest device of this build.
    #[default]
    Auto,
    /// The processor.
    Cpu,
    /// The CUDA device with this index.
    Cuda(usize),
}

/// Why a device cannot be had.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DeviceError {
    /// A word that names no device.
    #[error(
        "`{DEVICE_VARIABLE}`: expected `auto`, `cpu` or `cuda:N`, got `{0}`\n\
         hint: unset it to let Noisebook choose"
    )]
    Unknown(String),
    /// CUDA was asked for and this build has none.
    #[error(
        "`{DEVICE_VARIABLE}=cuda:{0}`: this build has no CUDA\n\
         hint: set `{DEVICE_VARIABLE}=cpu`; every lab runs on the processor"
    )]
    CudaNotBuilt(usize),
}

impl FromStr for DeviceChoice {
    type Err = DeviceError;

    fn from_str(word: &str) -> Result<Self, DeviceError> {
        let lower = word.trim().to_ascii_lowercase();
        match lower.as_str() {
            "" | "auto" => Ok(Self::Auto),
            "cpu" => Ok(Self::Cpu),
            "cuda" => Ok(Self::Cuda(0)),
            other => other
                .strip_prefix("cuda:")
                .and_then(|index| index.parse().ok())
                .map(Self::Cuda)
                .ok_or_else(|| DeviceError::Unknown(word.to_owned())),
        }
    }
}

impl fmt::Display for DeviceChoice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Auto => f.write_str("auto"),
            Self::Cpu => f.write_str("cpu"),
            Self::Cuda(index) => write!(f, "cuda:{index}"),
        }
    }
}

impl DeviceChoice {
    /// What the environment asks for.
    ///
    /// # Errors
    /// [`DeviceError::Unknown`] for a word that names no device.
    pub fn from_environment() -> Result<Self, DeviceError> {
        std::env::var(DEVICE_VARIABLE).unwrap_or_default().parse()
    }

    /// The device itself, without gradients.
    ///
    /// # Errors
    /// [`DeviceError::CudaNotBuilt`] for CUDA, which this build does not contain.
    pub fn device(self) -> Result<Device, DeviceError> {
        match self {
            Self::Auto | Self::Cpu => Ok(Device::flex()),
            Self::Cuda(index) => Err(DeviceError::CudaNotBuilt(index)),
        }
    }
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
/// For example `cpu (flex, 2 threads); cuda: not built in`.
pub fn describe() -> String {
    let cpu = format!("cpu (flex, {})", threads());
    match requested_device() {
        Ok(_) => format!("{cpu}; cuda: not built in"),
        Err(DeviceError::CudaNotBuilt(index)) => {
            format!("{cpu}; cuda:{index} was asked for but is not built in")
        }
        Err(DeviceError::Unknown(word)) => {
            format!("{cpu}; `{word}` was asked for but names no device")
        }
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
    fn each_word_names_its_device() {
        for (word, choice) in [
            ("", DeviceChoice::Auto),
            ("auto", DeviceChoice::Auto),
            ("CPU", DeviceChoice::Cpu),
            ("cuda", DeviceChoice::Cuda(0)),
            ("cuda:3", DeviceChoice::Cuda(3)),
        ] {
            assert_eq!(word.parse(), Ok(choice), "{word}");
        }
    }

    #[test]
    fn an_unknown_word_is_quoted_back() {
        let error = "gpu:x".parse::<DeviceChoice>().unwrap_err();
        assert!(error.to_string().contains("got `gpu:x`"), "{error}");
    }

    #[test]
    fn cuda_says_that_it_is_not_built_and_how_to_go_on() {
        let error = DeviceChoice::Cuda(1).device().unwrap_err().to_string();
        assert!(
            error.contains("cuda:1") && error.contains("hint:"),
            "{error}"
        );
    }

    #[test]
    fn the_autodiff_device_tracks_gradients_and_the_plain_one_does_not() {
        assert!(autodiff_device().is_autodiff());
        assert!(!device().is_autodiff());
    }
}
