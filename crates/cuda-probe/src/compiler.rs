//! NVRTC, which compiles kernels while the program runs: `libnvrtc.so`.

use std::ffi::c_int;

use crate::headers::folder;
use crate::library::{Opened, names};
use crate::{CudaError, Version};

/// The oldest CUDA that kernels are written for.
pub(crate) const OLDEST: Version = Version {
    major: 12,
    minor: 0,
};

/// NVRTC.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Compiler {
    /// Its version.
    pub version: Version,
    /// Where it is, as far as the loader was told.
    pub library: String,
}

impl Compiler {
    /// Looks where the loader looks, then in the toolkit's folder. One that is found there stays open, so that the backend
    /// finds it by its name.
    ///
    /// # Errors
    /// [`CudaError::NoCompiler`], [`CudaError::OldCompiler`], and [`CudaError::NewerCompiler`] where `driver` would not load
    /// what it writes.
    pub fn find(driver: Version) -> Result<Self, CudaError> {
        let library = open().ok_or(CudaError::NoCompiler { driver })?;
        let version = version(&library)?;
        if version < OLDEST {
            return Err(CudaError::OldCompiler {
                found: version,
                driver,
            });
        }
        if version > driver {
            return Err(CudaError::NewerCompiler {
                compiler: version,
                driver,
            });
        }
        Ok(Self {
            version,
            library: library.name().to_owned(),
        })
    }
}

fn open() -> Option<Opened> {
    let names = names("nvrtc", &[13, 12, 11]);
    Opened::first(&names).or_else(|| {
        let toolkit = folder()?;
        let folders = ["lib64", "lib", "targets/x86_64-linux/lib"];
        let paths = folders.iter().flat_map(|folder| {
            let folder = toolkit.join(folder);
            names
                .iter()
                .map(move |name| folder.join(name).to_string_lossy().into_owned())
        });
        Opened::first(&paths.collect::<Vec<_>>())
    })
}

fn version(library: &Opened) -> Result<Version, CudaError> {
    // SAFETY: the type in `nvrtc.h`.
    let get: unsafe extern "C" fn(*mut c_int, *mut c_int) -> c_int =
        unsafe { library.function("nvrtcVersion") }?;
    let (mut major, mut minor) = (0, 0);
    // SAFETY: writes two numbers; it fails only for null pointers.
    unsafe { get(&mut major, &mut minor) };
    Ok(Version {
        major: major.unsigned_abs(),
        minor: minor.unsigned_abs(),
    })
}
