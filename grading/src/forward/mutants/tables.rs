use labs::forward::schedules::handler;
use labs::forward::{NoiseSchedules, Schedule};
use solutions::forward::Reference;

use super::mutants;

/// The right tables, then changed by `mistake`.
fn with(betas: &[f64], mistake: impl FnOnce(&mut Schedule)) -> Schedule {
    let mut schedule = Reference.precompute(betas);
    mistake(&mut schedule);
    schedule
}

/// Both roots made anew from ᾱ.
fn roots(schedule: &mut Schedule) {
    schedule.sqrt_alpha_cumprod = schedule.alpha_cumprod.iter().map(|a| a.sqrt()).collect();
    schedule.sqrt_one_minus_alpha_cumprod = schedule
        .alpha_cumprod
        .iter()
        .map(|a| (1.0 - a).sqrt())
        .collect();
}

#[expect(clippy::cast_possible_truncation, reason = "the mistake shown")]
fn single(x: f64) -> f64 {
    f64::from(x as f32)
}

mutants! { NoiseSchedules by handler;
    "2d" "sum for product" CumulativeSum {
        fn precompute(&self, betas: &[f64]) -> Schedule {
            with(betas, |schedule| {
                let mut sum = 0.0;
                schedule.alpha_cumprod = schedule.alphas.iter().map(|alpha| { sum += alpha; sum }).collect();
                roots(schedule);
            })
        }
    }
    "2d" "ᾱ_{t-1} for ᾱ_t" Shifted {
        fn precompute(&self, betas: &[f64]) -> Schedule {
            with(betas, |schedule| {
                schedule.alpha_cumprod.rotate_right(1);
                schedule.alpha_cumprod[0] = 1.0;
                roots(schedule);
            })
        }
    }
    "2d" "√α for √ᾱ" RootOfAlpha {
        fn precompute(&self, betas: &[f64]) -> Schedule {
            with(betas, |schedule| schedule.sqrt_alpha_cumprod = schedule.alphas.iter().map(|a| a.sqrt()).collect())
        }
    }
    "2d" "1 - ᾱ without root" NoRoot {
        fn precompute(&self, betas: &[f64]) -> Schedule {
            with(betas, |schedule| {
                schedule.sqrt_one_minus_alpha_cumprod = schedule.alpha_cumprod.iter().map(|a| 1.0 - a).collect();
            })
        }
    }
    "2d" "1 - √ᾱ for √(1 - ᾱ)" RootInside {
        fn precompute(&self, betas: &[f64]) -> Schedule {
            with(betas, |schedule| {
                schedule.sqrt_one_minus_alpha_cumprod = schedule.alpha_cumprod.iter().map(|a| 1.0 - a.sqrt()).collect();
            })
        }
    }
    "2d" "product of the betas" ProductOfBetas {
        fn precompute(&self, betas: &[f64]) -> Schedule {
            with(betas, |schedule| {
                let mut product = 1.0;
                schedule.alpha_cumprod = schedule.betas.iter().map(|beta| { product *= beta; product }).collect();
                roots(schedule);
            })
        }
    }
    "2d" "alphas and betas swapped" SwappedNames {
        fn precompute(&self, betas: &[f64]) -> Schedule {
            with(betas, |schedule| std::mem::swap(&mut schedule.alphas, &mut schedule.betas))
        }
    }
    "2d" "1 - ᾱ computed in f32" SingleDifference {
        fn precompute(&self, betas: &[f64]) -> Schedule {
            with(betas, |schedule| {
                let root = |a: &f64| single(1.0 - single(*a)).sqrt();
                schedule.sqrt_one_minus_alpha_cumprod = schedule.alpha_cumprod.iter().map(root).collect();
            })
        }
    }
    "2d" "first value left out" FirstLeftOut {
        fn precompute(&self, betas: &[f64]) -> Schedule {
            with(betas, |schedule| { schedule.alpha_cumprod.remove(0); })
        }
    }
}
