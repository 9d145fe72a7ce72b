use burn::tensor::Tensor;
use diffusion::Timestep;
use noisebook_runtime::figure::Values;
use noisebook_runtime::stats;

use super::{Finding, STANDARD_ERRORS, Validation};
use crate::forward::{ForwardJump, TrainingData};

/// The largest correlation of x_T with x_0 at which x_T passes for noise.
const STILL_NOISE: f64 = 0.05;

impl<J: ForwardJump, D: TrainingData> Validation<'_, J, D> {
    /// t = 0 is the clean image without noise, and x_T is as good as uncorrelated with it.
    ///
    /// Theory: r = √ᾱ_T·σ_0/√(ᾱ_T·σ_0² + 1 - ᾱ_T), which scatters by 1/√N over N pixels. It is small, never 0.
    pub(super) fn ends(&self, x0: &Tensor<4>) -> Finding {
        let (start, zeros) = self.jump.direct(x0.clone(), Timestep::CLEAN, self.schedule);
        let clean = x0.clone().into_values();
        let is_clean =
            start.into_values() == clean && zeros.into_values().iter().all(|noise| *noise == 0.0);
        let last = self.schedule.last();
        let (x_t, _) = self.jump.direct(x0.clone(), last, self.schedule);
        let found = correlation(&clean, &x_t.into_values());
        let signal = self.schedule.alpha_cumprod_at(last);
        let before = stats::variance(&clean).unwrap_or(0.0);
        let expected = (signal * before / (signal * before + 1.0 - signal)).sqrt();
        let error = STANDARD_ERRORS / (clean.len() as f64).sqrt();
        let words = if is_clean {
            "x₀ itself"
        } else {
            "not x₀ and zeros"
        };
        // Images of one colour have no correlation with anything.
        let agrees = found.is_none_or(|r| (r - expected).abs() <= error);
        let r = found.map_or_else(|| "none".into(), |r| format!("{r:+.4}"));
        Finding {
            check: "both ends: t = 0, and t = T against x₀",
            found: format!("t = 0: {words}; t = {last}: correlation {r}"),
            expected: format!("x₀ itself; {expected:.4} ± {error:.4}, and below {STILL_NOISE}"),
            holds: is_clean && agrees && expected < STILL_NOISE,
        }
    }
}

/// Pearson's correlation, where both lists vary.
fn correlation(a: &[f64], b: &[f64]) -> Option<f64> {
    let (mean_a, mean_b) = (stats::mean(a)?, stats::mean(b)?);
    let (std_a, std_b) = (stats::standard_deviation(a)?, stats::standard_deviation(b)?);
    let product = |(a, b): (&f64, &f64)| (a - mean_a) * (b - mean_b);
    let covariance = a.iter().zip(b).map(product).sum::<f64>() / (a.len() as f64 - 1.0);
    (std_a > 0.0 && std_b > 0.0).then(|| covariance / (std_a * std_b))
}
