//! CUDA's headers, which kernels include: half precision and the tensor cores' instructions.

use std::path::{Path, PathBuf};

use crate::{CudaError, Version};

/// Each kernel of half precision includes it.
const HEADER: &str = "include/cuda_fp16.h";

/// The folder that holds CUDA's headers; `driver` says which toolkit to install where there is none.
///
/// # Errors
/// [`CudaError::NoHeaders`]
pub fn headers(driver: Version) -> Result<PathBuf, CudaError> {
    let Some(folder) = folder() else {
        return Err(CudaError::NoHeaders { path: None, driver });
    };
    let header = folder.join(HEADER);
    if header.is_file() {
        return Ok(folder.join("include"));
    }
    let path = Some(header);
    Err(CudaError::NoHeaders { path, driver })
}

/// The toolkit's folder, where burn's backend looks for it.
pub(crate) fn folder() -> Option<PathBuf> {
    if let Some(path) = std::env::var_os("CUDA_PATH") {
        return Some(path.into());
    }
    let usual = ["/usr/local/cuda", "/opt/cuda"].map(Path::new);
    let found = usual.into_iter().find(|path| path.exists());
    let distribution = || Path::new("/usr/bin/nvcc").exists().then(|| "/usr".into());
    found.map(Path::to_owned).or_else(distribution)
}
