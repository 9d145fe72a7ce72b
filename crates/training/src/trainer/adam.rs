use burn::module::Module;
use burn::optim::{AdamConfig, GradientsParams, ModuleOptimizer};
use burn::store::RecordError;
use burn::tensor::Bytes;

/// Adam and its moments (arXiv 1412.6980), with PyTorch's ε of 1e-8.
#[derive(Clone)]
pub(super) struct Adam(ModuleOptimizer);

impl Adam {
    pub fn new() -> Self {
        Self(AdamConfig::new().with_epsilon(1e-8).init())
    }

    pub fn step<M: Module>(&mut self, rate: f64, model: M, gradients: GradientsParams) -> M {
        self.0.step(rate, model, gradients)
    }

    pub fn bytes(&self) -> Result<Vec<u8>, RecordError> {
        Ok(self.0.into_bytes()?.to_vec())
    }

    pub fn from_bytes(bytes: Vec<u8>) -> Result<Self, RecordError> {
        Ok(Self(
            Self::new().0.from_bytes(Bytes::from_bytes_vec(bytes))?,
        ))
    }
}

impl std::fmt::Debug for Adam {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Adam")
    }
}
