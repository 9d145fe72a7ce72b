//! Networks that answer, put together from layers and from the bodies of exercises.

use burn::tensor::{Int, Tensor};
use training::Denoiser;

use super::{ClassCondition, ConditionalUNet, FilmForward, FilmUNet, Network};

/// The U-Net with these layers, run by this body of exercises 2a and 2d.
#[derive(Debug)]
pub struct FilmDenoiser<'a, T> {
    /// Runs the layers.
    pub answer: &'a T,
    /// The layers.
    pub network: &'a FilmUNet,
}

impl<T: FilmForward> Denoiser for FilmDenoiser<'_, T> {
    fn epsilon(&self, x_t: Tensor<4>, t: Tensor<1, Int>) -> Tensor<4> {
        let embedding = self.answer.time_embedding(t, self.network.embedding());
        self.answer.unet(self.network, x_t, embedding)
    }
}

/// The conditional U-Net with these layers, told a class for each image, run by these bodies of exercises 2a, 2d and 5a.
#[derive(Debug)]
pub struct ConditionalDenoiser<'a, T, C> {
    /// Runs the layers.
    pub answer: &'a T,
    /// Tells them the class.
    pub condition: &'a C,
    /// The layers.
    pub network: &'a ConditionalUNet,
    /// A class for each image, `[batch]`.
    pub labels: Tensor<1, Int>,
}

impl<T: FilmForward, C: ClassCondition> Denoiser for ConditionalDenoiser<'_, T, C> {
    fn epsilon(&self, x_t: Tensor<4>, t: Tensor<1, Int>) -> Tensor<4> {
        let layers = self.network.class_layers();
        let time = self.answer.time_embedding(t, self.network.unet.embedding());
        let both = self
            .condition
            .class_embedding(&layers, time, self.labels.clone());
        self.answer.unet(&self.network.unet, x_t, both)
    }
}

impl<'a> Network<'a> {
    /// A denoiser as an argument of exercises.
    pub fn of(denoiser: &'a impl Denoiser) -> Self {
        Self::new(|x_t, t| denoiser.epsilon(x_t, t))
    }
}
