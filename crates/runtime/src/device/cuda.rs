//! CUDA devices: offered only after a small computation on them came out right.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Mutex, PoisonError};

use burn::tensor::activation::relu;
use burn::tensor::{Device, Tensor, TensorData};
use cuda_probe::Cuda;

use super::cache;
use super::choice::DeviceError;

/// A device that computes.
#[derive(Clone, Debug)]
pub struct Working {
    /// The device.
    pub device: Device,
    /// Its name, memory and CUDA: `NVIDIA L4, 22 GiB, CUDA 12.8`.
    pub about: String,
}

/// The CUDA device with this index; each is tried once in a process.
pub fn open(index: usize) -> Result<Working, DeviceError> {
    static TRIED: Mutex<Vec<(usize, Result<Working, DeviceError>)>> = Mutex::new(Vec::new());
    let mut tried = TRIED.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some((_, result)) = tried.iter().find(|(i, _)| *i == index) {
        return result.clone();
    }
    let result = attempt(index);
    tried.push((index, result.clone()));
    result
}

fn attempt(index: usize) -> Result<Working, DeviceError> {
    let cuda = Cuda::find()?;
    let card = cuda.card(index)?;
    cache::configure();
    let device = quietly(|| compute(&Device::cuda(index)))
        .map_err(|cause| DeviceError::Broken { index, cause })?;
    Ok(Working {
        device,
        about: format!("{card}, CUDA {}", cuda.compiler.version),
    })
}

/// A product, a sum and a comparison of small whole numbers, which any arithmetic gets right, read back.
fn compute(device: &Device) -> Result<Device, String> {
    const SIDE: usize = 8;
    let values: Vec<f32> = (0..SIDE * SIDE).map(|i| (i % 5) as f32 - 2.0).collect();
    let on = |device: &Device| {
        let x = Tensor::<2>::from_data(TensorData::new(values.clone(), [SIDE, SIDE]), device);
        let y = relu(x.clone().matmul(x.clone().transpose()) + x);
        let read = y.try_into_data().map_err(|error| error.to_string())?;
        read.try_to_vec::<f32>()
            .map_err(|error| format!("{error:?}"))
    };
    let (expected, got) = (on(&Device::flex())?, on(device)?);
    match expected == got {
        true => Ok(device.clone()),
        false => Err("a product of small matrices came out wrong".to_owned()),
    }
}

/// The backend panics where a library is missing or the driver refuses; its words become the error.
fn quietly<T>(body: impl FnOnce() -> Result<T, String>) -> Result<T, String> {
    let hook = std::panic::take_hook();
    std::panic::set_hook(Box::new(|_| {}));
    let result = catch_unwind(AssertUnwindSafe(body));
    std::panic::set_hook(hook);
    result.unwrap_or_else(|panic| {
        let text = panic.downcast_ref::<String>().cloned();
        let word = || panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
        Err(text
            .or_else(word)
            .unwrap_or_else(|| "the backend panicked".to_owned()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_computation_comes_out_right_on_the_processor() {
        assert_eq!(compute(&Device::flex()), Ok(Device::flex()));
    }

    #[test]
    fn what_the_backend_panics_with_becomes_the_error() {
        let error = quietly(|| -> Result<(), String> { panic!("no {}", "libnvrtc") });
        assert_eq!(error, Err("no libnvrtc".to_owned()));
    }

    /// LLVM is not in this build: kernels must go through NVRTC.
    #[test]
    fn kernels_are_compiled_by_nvrtc() {
        use cubecl::cuda::compiler::CudaBackend;
        assert_eq!(CudaBackend::default(), CudaBackend::Cpp);
    }
}
