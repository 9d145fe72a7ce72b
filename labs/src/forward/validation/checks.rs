use burn::tensor::Tensor;
use diffusion::{ArgumentError, Timestep};
use noisebook_runtime::figure::Values;
use noisebook_runtime::stats;

use super::{Finding, STANDARD_ERRORS, Validation};
use crate::forward::demos::TrainingDemo;
use crate::forward::{ForwardJump, TrainingData};

/// Training examples of the third check.
const EXAMPLES: usize = 5000;

/// Images that walk in the fifth check: a walk costs t jumps.
const WALKERS: usize = 8;

impl<J: ForwardJump, D: TrainingData> Validation<'_, J, D> {
    /// Var[x_t] = ᾱ_t·Var[x_0] + 1 - ᾱ_t over the N pixels of the batch, half way.
    ///
    /// Given x_0, the measured variance scatters by √((2·(1-ᾱ)² + 4·ᾱ·(1-ᾱ)·Var[x_0])/N).
    pub(super) fn variance(&self, x0: &Tensor<4>) -> Result<Finding, ArgumentError> {
        let t = self
            .schedule
            .timestep(self.schedule.timesteps().div_ceil(2))?;
        let signal = self.schedule.alpha_cumprod_at(t);
        let noise = 1.0 - signal;
        let clean = x0.clone().into_values();
        let before = stats::variance(&clean).unwrap_or(0.0);
        let (x_t, _) = self.jump.direct(x0.clone(), t, self.schedule);
        let found = stats::variance(&x_t.into_values()).unwrap_or(f64::NAN);
        let expected = signal * before + noise;
        let scatter = (2.0 * noise * noise + 4.0 * signal * noise * before) / clean.len() as f64;
        let allowed = STANDARD_ERRORS * scatter.sqrt();
        Ok(Finding {
            check: "variance; preserved only if Var[x₀] = 1",
            found: format!("Var[x₀] = {before:.3}, Var[xₜ] = {found:.4} at t = {t}"),
            expected: format!("ᾱ·Var[x₀] + 1 − ᾱ = {expected:.4} ± {allowed:.4}"),
            holds: (found - expected).abs() <= allowed,
        })
    }

    /// The timesteps of the training examples are even: Pearson's statistic of 20 counts, with the bound of Laurent and Massart
    /// (Annals of Statistics 28, 2000, lemma 1), which a right body exceeds with probability below 1e-7.
    pub(super) fn timesteps(&self, x0: &Tensor<4>) -> Result<Finding, ArgumentError> {
        const X: f64 = 16.12;
        let samples = TrainingDemo::new(self.data, self.schedule).samples(x0, EXAMPLES)?;
        let (found, k) = (samples.chi_square(), samples.degrees_of_freedom() as f64);
        let bound = k + 2.0 * (k * X).sqrt() + 2.0 * X;
        Ok(Finding {
            check: "timesteps uniform on 1..=T",
            found: format!("chi-square {found:.1} of {EXAMPLES} examples"),
            expected: format!("{k} ± {:.1}, below {bound:.0}", (2.0 * k).sqrt()),
            holds: found <= bound,
        })
    }

    /// ᾱ is the product of the alphas and falls at each step, and the squares of both factors add up to 1.
    pub(super) fn tables(&self) -> Finding {
        let (mut product, mut worst, mut falls) = (1.0, 0.0_f64, true);
        for t in Timestep::all(self.schedule).filter_map(Timestep::index) {
            let before = product;
            product *= 1.0 - self.schedule.betas[t];
            let (signal, noise) = (
                self.schedule.sqrt_alpha_cumprod[t],
                self.schedule.sqrt_one_minus_alpha_cumprod[t],
            );
            falls &= self.schedule.alpha_cumprod[t] < before;
            let off = [
                self.schedule.alpha_cumprod[t] / product - 1.0,
                signal * signal + noise * noise - 1.0,
                self.schedule.alphas[t] + self.schedule.betas[t] - 1.0,
            ];
            worst = off.iter().fold(worst, |worst, off| {
                if off.is_nan() {
                    f64::NAN
                } else {
                    worst.max(off.abs())
                }
            });
        }
        Finding {
            check: "tables of the schedule",
            found: format!(
                "ᾱ {} at each step; identities off by {worst:.0e}",
                if falls { "falls" } else { "does not fall" }
            ),
            expected: "ᾱ falls; ᾱ = Πα, signal² + noise² = 1 and α + β = 1 to 1e-9".into(),
            holds: falls && worst < 1e-9,
        }
    }

    /// The noise in x_t by walk and by jump, a quarter of the way: both have mean 0 and standard deviation √(1-ᾱ_t).
    pub(super) fn equivalence(&self, x0: &Tensor<4>) -> Result<Finding, ArgumentError> {
        let x0 = x0.clone().narrow(0, 0, WALKERS.min(x0.dims()[0]));
        let t = self
            .schedule
            .timestep(self.schedule.timesteps().div_ceil(4))?;
        let signal = self.schedule.alpha_cumprod_at(t);
        let clean = x0.clone().into_values();
        let std = (1.0 - signal).sqrt();
        let noise = |x_t: Tensor<4>| -> Vec<f64> {
            let pairs = x_t.into_values().into_iter().zip(&clean);
            pairs
                .map(|(after, before)| after - signal.sqrt() * before)
                .collect()
        };
        let walk = noise(self.jump.sequential(x0.clone(), t, self.schedule).0);
        let jump = noise(self.jump.direct(x0, t, self.schedule).0);
        let moments = |draws: &[f64]| {
            let mean = stats::mean(draws).unwrap_or(f64::NAN);
            (mean, stats::standard_deviation(draws).unwrap_or(f64::NAN))
        };
        let ((walk_mean, walk_std), (jump_mean, jump_std)) = (moments(&walk), moments(&jump));
        let error = std / (clean.len() as f64).sqrt();
        let right = |(mean, found): (f64, f64)| {
            mean.abs() <= STANDARD_ERRORS * error
                && (found - std).abs() <= STANDARD_ERRORS * error / 2_f64.sqrt()
        };
        Ok(Finding {
            check: "walk and jump have one law",
            found: format!(
                "at t = {t} mean {walk_mean:+.4}, {jump_mean:+.4}; std {walk_std:.4}, {jump_std:.4}"
            ),
            expected: format!(
                "mean 0 ± {:.4}, std √(1−ᾱ) = {std:.4} ± {:.4}",
                STANDARD_ERRORS * error,
                STANDARD_ERRORS * error / 2_f64.sqrt()
            ),
            holds: right((walk_mean, walk_std)) && right((jump_mean, jump_std)),
        })
    }
}
