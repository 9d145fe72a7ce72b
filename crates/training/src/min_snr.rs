//! Min-SNR weights: steps with little noise do not drown the others (arXiv 2303.09556, section 3.4).

use burn::tensor::{Device, Int, Tensor};
use diffusion::{Schedule, Timestep};

/// The weights min(SNR_t, γ) / SNR_t of a loss on ε, as a table on the device.
#[derive(Clone, Debug)]
pub struct MinSnr {
    roots: Tensor<1>,
}

impl MinSnr {
    /// The table of a schedule; γ = 5 in the paper.
    pub fn new(schedule: &Schedule, gamma: f64, device: &Device) -> Self {
        let root = |t: Timestep| (gamma / schedule.snr_at(t)).min(1.0).sqrt() as f32;
        let roots: Vec<f32> = Timestep::all(schedule).map(root).collect();
        Self {
            roots: Tensor::from_floats(roots.as_slice(), device),
        }
    }

    /// √w of each image, `[batch, 1, 1, 1]`, from its timestep, `[batch]`, 1 to T.
    pub fn roots(&self, t: Tensor<1, Int>) -> Tensor<4> {
        let batch = t.dims()[0];
        self.roots
            .clone()
            .select(0, t - 1)
            .reshape([batch, 1, 1, 1])
    }
}

/// The pair `(√w·predicted, √w·noise)`: its plain mean squared error is the weighted one of the pair given, so that a loss that knows
/// nothing of weights is weighted.
///
/// Without weights, both come back as they are. Shapes: `[batch, 1, 28, 28]`, `t [batch]`, 1 to T.
pub fn weighted(
    weights: Option<&MinSnr>,
    predicted: Tensor<4>,
    noise: Tensor<4>,
    t: Tensor<1, Int>,
) -> (Tensor<4>, Tensor<4>) {
    let Some(weights) = weights else {
        return (predicted, noise);
    };
    let roots = weights.roots(t);
    (predicted * roots.clone(), noise * roots)
}
