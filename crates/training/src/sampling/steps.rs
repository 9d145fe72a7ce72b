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

#[cfg(test)]
mod tests {
    use diffusion::Schedule;

    use super::*;

    fn linear(timesteps: usize) -> Schedule {
        let betas: Vec<f64> = (0..timesteps)
            .map(|i| 1e-3 + 0.03 * i as f64 / timesteps as f64)
            .collect();
        let alphas: Vec<f64> = betas.iter().map(|beta| 1.0 - beta).collect();
        let alpha_cumprod: Vec<f64> = (1..=timesteps)
            .map(|t| alphas[..t].iter().product())
            .collect();
        Schedule {
            sqrt_alpha_cumprod: alpha_cumprod.iter().map(|a| a.sqrt()).collect(),
            sqrt_one_minus_alpha_cumprod: alpha_cumprod.iter().map(|a| (1.0 - a).sqrt()).collect(),
            betas,
            alphas,
            alpha_cumprod,
        }
    }

    /// With η = 1 and single steps the rule is DDPM's posterior (arXiv 2006.11239, equations 6 and 7).
    #[test]
    fn single_steps_draw_from_the_posterior() {
        let schedule = linear(100);
        for t in 2..=100 {
            let (now, before) = (schedule.alpha_cumprod[t - 1], schedule.alpha_cumprod[t - 2]);
            let (alpha, beta) = (schedule.alphas[t - 1], schedule.betas[t - 1]);
            let jump = Jump::new(&schedule, t, t - 1, 1.0);
            let of_x_t = jump.noise[1] / jump.noise[0];
            let of_x0 = jump.signal[1] - of_x_t * jump.signal[0];
            let expected = [
                (of_x0, before.sqrt() * beta / (1.0 - now)),
                (of_x_t, alpha.sqrt() * (1.0 - before) / (1.0 - now)),
                (jump.sigma.powi(2), (1.0 - before) / (1.0 - now) * beta),
            ];
            for (got, expected) in expected {
                assert!((got - expected).abs() < 1e-12, "t = {t}: {got} {expected}");
            }
        }
    }

    #[test]
    fn the_last_jump_gives_the_image_itself() {
        let jump = Jump::new(&linear(10), 3, 0, 1.0);
        assert_eq!((jump.signal[1], jump.noise[1], jump.sigma), (1.0, 0.0, 0.0));
    }

    #[test]
    fn even_steps_are_distinct_and_end_at_the_last() {
        let schedule = linear(1000);
        for steps in [1, 2, 7, 50, 999, 1000] {
            let visited = even(&schedule, steps).expect("within 1..=T");
            assert!(visited.is_sorted_by(|a, b| a < b) && visited[0] >= 1);
            assert_eq!((visited.len(), visited.last()), (steps, Some(&1000)));
        }
        for steps in [0, 1001] {
            let error = even(&schedule, steps).expect_err("outside").to_string();
            assert!(
                error.contains("expected 1..=1000") && error.contains("hint:"),
                "{error}"
            );
        }
    }
}
