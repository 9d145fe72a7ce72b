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

#[cfg(test)]
mod tests {
    use noisebook_runtime::device;

    use super::*;

    /// ᾱ = 0.95, 0.5, 0.1: ratios 19, 1, 1/9, so that only the first one exceeds γ = 5.
    fn schedule() -> Schedule {
        let alpha_cumprod = vec![0.95, 0.5, 0.1];
        Schedule {
            betas: vec![0.05, 0.47, 0.8],
            alphas: vec![0.95, 0.53, 0.2],
            sqrt_alpha_cumprod: alpha_cumprod.iter().map(|a: &f64| a.sqrt()).collect(),
            sqrt_one_minus_alpha_cumprod: alpha_cumprod.iter().map(|a| (1.0 - a).sqrt()).collect(),
            alpha_cumprod,
        }
    }

    #[test]
    fn the_plain_error_of_the_weighted_pair_is_the_weighted_error() {
        let weights = MinSnr::new(&schedule(), 5.0, &device());
        let predicted = Tensor::<4>::ones([3, 1, 2, 2], &device()) * 3.0;
        let noise = predicted.zeros_like();
        let t = Tensor::<1, Int>::from_ints([1, 2, 3], &device());
        let (predicted, noise) = weighted(Some(&weights), predicted, noise, t);
        let errors = (predicted - noise).square().into_data();
        let errors: Vec<f64> = errors.iter::<f64>().step_by(4).collect();
        for (error, weight) in errors.into_iter().zip([5.0 / 19.0, 1.0, 1.0]) {
            assert!((error - 9.0 * weight).abs() < 1e-5, "{error} {weight}");
        }
    }
}
