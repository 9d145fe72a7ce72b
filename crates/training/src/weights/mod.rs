//! Weights in safetensors files under PyTorch's names, with a note of how they came about.

mod file;
mod provenance;

use std::borrow::Cow;
use std::path::Path;

use burn::module::Module;
use burn::store::{
    BurnToPyTorchAdapter, FloatCastAdapter, ModuleAdapter, ModuleSnapshot, PyTorchToBurnAdapter,
    SafetensorsStore,
};
use burn::tensor::DType;

use crate::TrainingError;
pub(crate) use file::{read, write};
pub use provenance::Provenance;

/// Layers that PyTorch's networks name by keywords of Rust; ours are called `r#final`.
const KEYWORDS: &str = r"(^|\.)(final|in|type|mod|match|loop)\.";

/// How many bits a kept number has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Precision {
    /// 32 bits, as trained.
    #[default]
    Full,
    /// 16 bits: half the size, and about three digits.
    Half,
}

/// The weights of a network and how they came about.
#[derive(Clone, Debug)]
pub struct Weights {
    name: String,
    bytes: Cow<'static, [u8]>,
    provenance: Provenance,
}

impl Weights {
    /// The weights of `model`.
    ///
    /// # Errors
    /// [`TrainingError::Weights`] where a layer cannot be written.
    pub fn of<M: Module>(
        model: &M,
        precision: Precision,
        provenance: Provenance,
    ) -> Result<Self, TrainingError> {
        let dtype = match precision {
            Precision::Full => DType::F32,
            Precision::Half => DType::F16,
        };
        let adapter = BurnToPyTorchAdapter.chain(FloatCastAdapter::to(dtype));
        let mut store = SafetensorsStore::from_bytes(None)
            .clear_metadata()
            .skip_enum_variants(true)
            .with_key_remapping(r"(^|\.)r#", "${1}")
            .with_to_adapter(adapter);
        for (key, value) in provenance.entries() {
            store = store.metadata(key, value);
        }
        let failed = |reason: String| TrainingError::Weights {
            name: provenance.name.clone(),
            reason,
        };
        model
            .valid()
            .save_into(&mut store)
            .map_err(|error| failed(error.to_string()))?;
        let bytes = store
            .get_bytes()
            .map_err(|error| failed(error.to_string()))?;
        Ok(Self {
            name: provenance.name.clone(),
            bytes: bytes.into(),
            provenance,
        })
    }

    /// Weights that lie in the program, called `name`.
    ///
    /// # Errors
    /// [`TrainingError::Weights`] where the bytes are no safetensors file.
    pub fn embedded(name: &str, bytes: &'static [u8]) -> Result<Self, TrainingError> {
        Self::read(name, bytes.into())
    }

    /// Weights from a safetensors file, ours or one that PyTorch wrote.
    ///
    /// # Errors
    /// [`TrainingError::File`] where it cannot be read, [`TrainingError::Weights`] where it is no safetensors file.
    pub fn open(path: impl AsRef<Path>) -> Result<Self, TrainingError> {
        let path = path.as_ref();
        Self::read(&path.display().to_string(), read(path)?.into())
    }

    fn read(name: &str, bytes: Cow<'static, [u8]>) -> Result<Self, TrainingError> {
        let provenance = Provenance::read(&bytes).map_err(|reason| TrainingError::Weights {
            name: name.to_owned(),
            reason,
        })?;
        Ok(Self {
            name: name.to_owned(),
            bytes,
            provenance,
        })
    }

    /// Writes the file, whole or not at all.
    ///
    /// # Errors
    /// [`TrainingError::File`] where it cannot be written.
    pub fn save(&self, path: impl AsRef<Path>) -> Result<(), TrainingError> {
        write(path.as_ref(), &self.bytes)
    }

    /// `model` with these weights, as 32-bit numbers on the device of `model`, without gradients.
    ///
    /// # Errors
    /// [`TrainingError::Weights`] naming the layers that are missing, left over, or of another shape.
    pub fn into_model<M: Module>(&self, model: M) -> Result<M, TrainingError> {
        let adapter = PyTorchToBurnAdapter.chain(FloatCastAdapter::to(DType::F32));
        let mut store = SafetensorsStore::from_bytes(Some(self.bytes.to_vec()))
            .skip_enum_variants(true)
            .with_key_remapping(KEYWORDS, "${1}r#${2}.")
            .allow_partial(true)
            .with_from_adapter(adapter);
        let mut model = model.valid();
        let failed = |reason: String| TrainingError::Weights {
            name: self.name.clone(),
            reason,
        };
        let applied = model
            .load_from(&mut store)
            .map_err(|error| failed(error.to_string()))?;
        if !applied.errors.is_empty() || !applied.missing.is_empty() {
            return Err(failed(applied.to_string()));
        }
        Ok(model)
    }

    /// How they came about.
    pub fn provenance(&self) -> &Provenance {
        &self.provenance
    }

    /// Size of the file in bytes.
    pub fn size(&self) -> usize {
        self.bytes.len()
    }
}
