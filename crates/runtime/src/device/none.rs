//! A build without CUDA: every CUDA device is refused, and the reason says whether one could be had.

use burn::tensor::Device;
use cuda_probe::Driver;

use super::choice::DeviceError;

/// A device that computes; there is none here.
#[derive(Clone, Debug)]
pub struct Working {
    /// The device.
    pub device: Device,
    /// Its name.
    pub about: String,
}

/// Why there is no CUDA device.
pub fn open(_: usize) -> Result<Working, DeviceError> {
    Err(match Driver::is_installed() {
        true => DeviceError::Buildable,
        false => DeviceError::NotBuilt,
    })
}
