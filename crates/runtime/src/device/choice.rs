//! What `NOISEBOOK_DEVICE` asks for, and why a device cannot be had.

use std::fmt;
use std::str::FromStr;

use cuda_probe::CudaError;

/// Name of the environment variable that asks for a device.
pub const DEVICE_VARIABLE: &str = "NOISEBOOK_DEVICE";

/// What `NOISEBOOK_DEVICE` asks for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DeviceChoice {
    /// The first CUDA device where one works, else the processor.
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
    /// This build has no CUDA, and the machine no driver.
    #[error(
        "this build has no CUDA, and this machine no NVIDIA driver\n\
         hint: set `{DEVICE_VARIABLE}=cpu`; every lab runs on the processor"
    )]
    NotBuilt,
    /// This build has no CUDA, though the machine has a driver.
    #[error(
        "this build has no CUDA, though this machine has an NVIDIA driver\n\
         hint: `NOISEBOOK_DEVICE=cuda cargo noisebook setup` builds it; then start the kernel anew"
    )]
    Buildable,
    /// Something of CUDA is missing on this machine.
    #[error(transparent)]
    Cuda(#[from] CudaError),
    /// All is there, but a small computation failed.
    #[error(
        "cuda:{index} does not compute: {cause}\n\
         hint: set `{DEVICE_VARIABLE}=cpu` to go on; `cargo noisebook doctor` shows what of CUDA is installed"
    )]
    Broken {
        /// The device.
        index: usize,
        /// What it said.
        cause: String,
    },
}

impl DeviceError {
    /// What is wrong, without the hint.
    pub(super) fn fact(&self) -> String {
        let text = self.to_string();
        text.lines().next().unwrap_or_default().to_owned()
    }
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
        assert!(!error.fact().contains("hint:"));
    }
}
