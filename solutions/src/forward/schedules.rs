use labs::forward::{NoiseSchedules, Schedule};

use super::Reference;

impl NoiseSchedules for Reference {
    fn linear(&self, timesteps: usize, beta_start: f64, beta_end: f64) -> Vec<f64> {
        let gaps = timesteps.saturating_sub(1).max(1) as f64;
        (0..timesteps)
            .map(|i| beta_start + i as f64 / gaps * (beta_end - beta_start))
            .collect()
    }

    fn cosine(&self, timesteps: usize, s: f64) -> Vec<f64> {
        let f = |t: usize| {
            let angle = (t as f64 / timesteps as f64 + s) / (1.0 + s) * std::f64::consts::FRAC_PI_2;
            angle.cos().powi(2)
        };
        (1..=timesteps)
            .map(|t| (1.0 - f(t) / f(t - 1)).min(0.999))
            .collect()
    }

    fn exponential(&self, timesteps: usize, beta_start: f64, beta_end: f64) -> Vec<f64> {
        let gaps = timesteps.saturating_sub(1).max(1) as f64;
        (0..timesteps)
            .map(|i| beta_start * (beta_end / beta_start).powf(i as f64 / gaps))
            .collect()
    }

    fn precompute(&self, betas: &[f64]) -> Schedule {
        let alphas: Vec<f64> = betas.iter().map(|beta| 1.0 - beta).collect();
        let alpha_cumprod: Vec<f64> = alphas
            .iter()
            .scan(1.0, |product, alpha| {
                *product *= alpha;
                Some(*product)
            })
            .collect();
        Schedule {
            betas: betas.to_vec(),
            sqrt_alpha_cumprod: alpha_cumprod.iter().map(|a| a.sqrt()).collect(),
            sqrt_one_minus_alpha_cumprod: alpha_cumprod.iter().map(|a| (1.0 - a).sqrt()).collect(),
            alphas,
            alpha_cumprod,
        }
    }
}
