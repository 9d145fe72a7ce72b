use burn::module::{Module, Param};
use burn::nn::{Embedding, EmbeddingConfig, Linear, LinearConfig};
use burn::tensor::{Device, Tensor};

use super::{FilmUNet, UNetConfig};

/// What turns a class and a time into one embedding.
#[derive(Module, Debug)]
pub struct ClassEmbedding {
    /// One learned row for each class, `[classes, dim]`.
    pub table: Param<Tensor<2>>,
    /// From `2·dim` numbers, time and class, to `dim`.
    pub combined_proj: Linear,
}

/// A U-Net that is told the class. Fields are named as in PyTorch's `state_dict`; the U-Net's own layers stand below `unet`.
#[derive(Module, Debug)]
pub struct ConditionalUNet {
    /// The layers of the U-Net, which knows nothing of classes.
    pub unet: FilmUNet,
    /// One learned row for each class.
    pub class_embedding: Embedding,
    /// From time and class to what the blocks are told.
    pub combined_proj: Linear,
}

impl ConditionalUNet {
    pub(super) fn new(config: &UNetConfig, classes: usize, device: &Device) -> Self {
        let dim = config.embedding;
        Self {
            unet: FilmUNet::new(config, device),
            class_embedding: EmbeddingConfig::new(classes, dim).init(device),
            combined_proj: LinearConfig::new(2 * dim, dim).init(device),
        }
    }

    /// The layers of exercise 5a.
    pub fn class_layers(&self) -> ClassEmbedding {
        ClassEmbedding {
            table: self.class_embedding.weight.clone(),
            combined_proj: self.combined_proj.clone(),
        }
    }

    /// The number of classes.
    pub fn classes(&self) -> usize {
        self.class_embedding.weight.dims()[0]
    }
}
