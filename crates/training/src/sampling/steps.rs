//! One jump of the reverse chain, and which jumps are made.

use burn::tensor::Tensor;
use diffusion::{ArgumentError, Schedule, Timestep};
use noisebook_runtime::noise_like;

/// `steps` timesteps that are spread evenly over 1..=T, in order, the last one T.
pub(super) fn even(schedule: &Schedule, steps: usize) -> Result<Vec<usize>, ArgumentError> {
    let timesteps = schedule.timesteps();
    if !(1..=timesteps).contains(&steps) {
        return Err(ArgumentError {
            argument: "steps",
            expected: format!("1..={timesteps}"),
            got: steps.to_string(),
            hint: "a sampler visits some of the schedule's T steps, at most all of them",
        });
    }
    Ok((1..=steps)
        .map(|i| (i * timesteps + steps / 2) / steps)
        .collect())
}

/// The coefficients of the jump from x_t to x_s, s < t.
pub(super) struct Jump {
    signal: [f64; 2],
    noise: [f64; 2],
    sigma: f64,
}

impl Jump {
    /// From timestep `t` to `s`; σ is η times the posterior's (arXiv 2010.02502, equation 16).
    pub fn new(schedule: &Schedule, t: usize, s: usize, eta: f64) -> Self {
        let alpha_cumprod = |t: usize| {
            let t = Timestep::new(t, schedule.timesteps()).unwrap_or(Timestep::CLEAN);
            schedule.alpha_cumprod_at(t)
        };
        let (now, then) = (alpha_cumprod(t), alpha_cumprod(s));
        let variance = (1.0 - then) / (1.0 - now) * (1.0 - now / then);
        let sigma = eta * variance.sqrt();
        Self {
            signal: [now.sqrt(), then.sqrt()],
            noise: [
                (1.0 - now).sqrt(),
                (1.0 - then - sigma * sigma).max(0.0).sqrt(),
            ],
            sigma,
        }
    }

    /// x_s from x_t and the noise seen in it.
    pub fn apply(&self, x_t: Tensor<4>, epsilon: Tensor<4>, clip: bool) -> Tensor<4> {
        let mut x0 = (x_t.clone() - epsilon.clone() * self.noise[0]) / self.signal[0];
        let mut epsilon = epsilon;
        if clip {
            x0 = x0.clamp(-1.0, 1.0);
            epsilon = (x_t - x0.clone() * self.signal[0]) / self.noise[0];
        }
        let mean = x0 * self.signal[1] + epsilon * self.noise[1];
        if self.sigma == 0.0 {
            return mean;
        }
        let z = noise_like(&mean);
        mean + z * self.sigma
    }
}
