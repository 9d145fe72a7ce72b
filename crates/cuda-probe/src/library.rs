//! Shared objects under the names that burn's backend tries, in its order.

use libloading::{Library, Symbol};

use crate::CudaError;

/// An opened library; it stays open, since the backend opens it again.
pub(crate) struct Opened {
    library: &'static Library,
    name: String,
}

impl Opened {
    /// The first of the names that the loader finds.
    pub(crate) fn first(names: &[String]) -> Option<Self> {
        names.iter().find_map(|name| {
            // SAFETY: these are NVIDIA's libraries by name; their initialisers have no precondition.
            let library = unsafe { Library::new(name) }.ok()?;
            Some(Self {
                library: Box::leak(Box::new(library)),
                name: name.clone(),
            })
        })
    }

    /// The name it was opened under.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// The function `name`.
    ///
    /// # Safety
    /// `F` must be the function's type in CUDA's headers.
    pub(crate) unsafe fn function<F: Copy>(&self, name: &'static str) -> Result<F, CudaError> {
        // SAFETY: as the caller promises.
        let symbol: Result<Symbol<'_, F>, _> = unsafe { self.library.get(name.as_bytes()) };
        symbol
            .map(|symbol| *symbol)
            .map_err(|_| CudaError::NotTheLibrary {
                library: self.name.clone(),
                function: name,
            })
    }
}

/// `libNAME.so`, then with each number that a release may carry, newest first.
pub(crate) fn names(name: &str, numbers: &[u32]) -> Vec<String> {
    let plain = format!("lib{name}.so");
    let numbered = numbers.iter().map(|number| format!("{plain}.{number}"));
    std::iter::once(plain.clone()).chain(numbered).collect()
}
