//! Handwritten digits: 10,000 of MNIST come with Noisebook, the full set can be read from a folder.
//!
//! Images are `[n, 1, 28, 28]` in [-1, 1], black background at -1, as diffusion models want them.

mod error;
mod idx;
mod split;

use std::io::Read;
use std::path::Path;
use std::sync::OnceLock;

use burn::tensor::{Device, Int, Tensor};

pub use error::DataError;
pub use split::{Batch, Batches, SIDE, Split};

/// MNIST: training and test digits.
#[derive(Clone, Debug)]
pub struct Mnist {
    /// The digits to train on.
    pub train: Split,
    /// The digits held back.
    pub test: Split,
}

const EMBEDDED: [&[u8]; 4] = [
    include_bytes!("../../assets/mnist/train-images-idx3-ubyte.gz"),
    include_bytes!("../../assets/mnist/train-labels-idx1-ubyte.gz"),
    include_bytes!("../../assets/mnist/t10k-images-idx3-ubyte.gz"),
    include_bytes!("../../assets/mnist/t10k-labels-idx1-ubyte.gz"),
];

impl Mnist {
    /// The digits that come with Noisebook: 9,000 to train on and 1,000 to test, the first 10,000 of MNIST's training set.
    ///
    /// # Errors
    /// [`DataError`] where no temporary folder can be written.
    pub fn embedded() -> Result<Self, DataError> {
        static LOADED: OnceLock<Mnist> = OnceLock::new();
        if let Some(mnist) = LOADED.get() {
            return Ok(mnist.clone());
        }
        let mnist = idx::read(
            idx::NAMES.map(|name| format!("embedded {name}.gz")),
            EMBEDDED.map(Vec::from),
        )?;
        Ok(LOADED.get_or_init(|| mnist).clone())
    }

    /// MNIST from a folder with its four files under their usual names, plain or `.gz`.
    ///
    /// # Errors
    /// [`DataError`] with the file's name, what was expected and what was found, for a missing, damaged or short file.
    pub fn from_folder(folder: impl AsRef<Path>) -> Result<Self, DataError> {
        let mut names = idx::NAMES.map(String::from);
        let mut files: [Vec<u8>; 4] = Default::default();
        for (name, bytes) in names.iter_mut().zip(&mut files) {
            let path = find(folder.as_ref(), name)?;
            *name = path.display().to_string();
            std::fs::File::open(&path)
                .and_then(|mut file| file.read_to_end(bytes))
                .map_err(|source| DataError::Unreadable {
                    file: name.clone(),
                    source,
                })?;
        }
        idx::read(names, files)
    }

    /// Training images `range` as `[n, 1, 28, 28]` in [-1, 1].
    ///
    /// # Errors
    /// [`DataError::OutOfRange`] where the range leaves the training set.
    pub fn train_images(
        &self,
        range: std::ops::Range<usize>,
        device: &Device,
    ) -> Result<Tensor<4>, DataError> {
        self.train.images(range, device)
    }

    /// Classes of the training images `range` as `[n]`.
    ///
    /// # Errors
    /// [`DataError::OutOfRange`] where the range leaves the training set.
    pub fn train_labels(
        &self,
        range: std::ops::Range<usize>,
        device: &Device,
    ) -> Result<Tensor<1, Int>, DataError> {
        self.train.labels(range, device)
    }

    /// The `nth` training digit (from 0) of the class `label` as `[1, 1, 28, 28]` in [-1, 1].
    ///
    /// # Errors
    /// [`DataError::NoSuchDigit`] where there is none.
    pub fn digit(&self, label: u8, nth: usize, device: &Device) -> Result<Tensor<4>, DataError> {
        self.train.digit(label, nth, device)
    }
}

fn find(folder: &Path, name: &str) -> Result<std::path::PathBuf, DataError> {
    let choices = [folder.join(name), folder.join(format!("{name}.gz"))];
    choices
        .into_iter()
        .find(|path| path.is_file())
        .ok_or_else(|| DataError::Missing {
            folder: folder.display().to_string(),
            name: name.to_owned(),
        })
}
