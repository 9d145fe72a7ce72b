use burn::tensor::{Int, Tensor};

/// A network that sees the noise in an image: ε_θ(x_t, t) of DDPM (arXiv 2006.11239, section 3.2).
///
/// A conditional network implements it for the pair of the network and its labels.
pub trait Denoiser {
    /// The noise that it sees in `x_t`, of the same shape.
    ///
    /// Shapes: `x_t [batch, 1, 28, 28]`, images in [-1, 1] with their noise; `t [batch]`, each image's own timestep, 1 to T.
    fn epsilon(&self, x_t: Tensor<4>, t: Tensor<1, Int>) -> Tensor<4>;
}

impl<D: Denoiser + ?Sized> Denoiser for &D {
    fn epsilon(&self, x_t: Tensor<4>, t: Tensor<1, Int>) -> Tensor<4> {
        (**self).epsilon(x_t, t)
    }
}
