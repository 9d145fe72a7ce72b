//! What of CUDA this machine has, and what to install where something is missing.
//!
//! Nothing of CUDA is needed to build this crate: the libraries are opened while the program runs, under the names that
//! burn's backend looks for. It computes nothing; whether a device really works, only a computation on it tells.

mod compiler;
mod driver;
mod error;
mod headers;
mod library;
mod version;

pub use compiler::Compiler;
pub use driver::{Card, Driver};
pub use error::CudaError;
pub use headers::headers;
pub use version::Version;

use std::fmt;

/// Everything that computing on a CUDA device needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cuda {
    /// NVIDIA's driver.
    pub driver: Driver,
    /// NVRTC, which compiles kernels.
    pub compiler: Compiler,
}

impl Cuda {
    /// Looks for driver, at least one card, compiler, headers, and whether their versions go together.
    ///
    /// # Errors
    /// The first thing that is missing, with a hint at what to do.
    pub fn find() -> Result<Self, CudaError> {
        let driver = Driver::find()?;
        if driver.cards.is_empty() {
            return Err(CudaError::NoCard);
        }
        let compiler = Compiler::find(driver.version)?;
        headers(driver.version)?;
        Ok(Self { driver, compiler })
    }

    /// The card with this index.
    ///
    /// # Errors
    /// [`CudaError::NoSuchCard`] where the driver shows fewer cards.
    pub fn card(&self, index: usize) -> Result<&Card, CudaError> {
        let count = self.driver.cards.len();
        let card = self.driver.cards.get(index);
        card.ok_or(CudaError::NoSuchCard { index, count })
    }
}

impl fmt::Display for Cuda {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "driver: runs CUDA {}", self.driver.version)?;
        for (index, card) in self.driver.cards.iter().enumerate() {
            writeln!(f, "cuda:{index}: {card}")?;
        }
        let Compiler { version, library } = &self.compiler;
        writeln!(f, "compiler: NVRTC {version} ({library})")
    }
}
