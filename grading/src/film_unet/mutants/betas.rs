use std::f64::consts::FRAC_PI_2;

use labs::film_unet::beta_schedules::handler;
use labs::film_unet::{BetaSchedules, ScheduleKind};
use solutions::film_unet::Reference;

use super::mutants;

/// The right betas, but for one schedule.
fn but(
    kind: ScheduleKind,
    wrong: ScheduleKind,
    timesteps: usize,
    beta: impl Fn(f64) -> f64,
) -> Vec<f64> {
    if kind == wrong {
        (1..=timesteps).map(|t| beta(t as f64)).collect()
    } else {
        Reference.betas(kind, timesteps)
    }
}

fn f(share: f64, s: f64) -> f64 {
    ((share + s) / (1.0 + s) * FRAC_PI_2).cos().powi(2)
}

fn way(t: f64, timesteps: usize) -> f64 {
    (t - 1.0) / timesteps.saturating_sub(1).max(1) as f64
}

fn sigmoid(u: f64) -> f64 {
    1.0 / (1.0 + (-u).exp())
}

use ScheduleKind::{Cosine, Linear, Sigmoid};

mutants! { BetaSchedules by handler;
    "6a" "linear: t/T" OverT {
        fn betas(&self, kind: ScheduleKind, timesteps: usize) -> Vec<f64> {
            but(kind, Linear, timesteps, |t| 1e-4 + 0.0199 * t / timesteps as f64)
        }
    }
    "6a" "linear: begins at 0" FromZero {
        fn betas(&self, kind: ScheduleKind, timesteps: usize) -> Vec<f64> {
            but(kind, Linear, timesteps, |t| (0.02 * way(t, timesteps)).max(1e-9))
        }
    }
    "6a" "cosine: ᾱ for β" Remaining {
        fn betas(&self, kind: ScheduleKind, timesteps: usize) -> Vec<f64> {
            but(kind, Cosine, timesteps, |t| (f(t / timesteps as f64, 0.008) / f(0.0, 0.008)).clamp(1e-9, 0.999))
        }
    }
    "6a" "cosine: 1 - ᾱ for β" Lost {
        fn betas(&self, kind: ScheduleKind, timesteps: usize) -> Vec<f64> {
            but(kind, Cosine, timesteps, |t| (1.0 - f(t / timesteps as f64, 0.008) / f(0.0, 0.008)).min(0.999))
        }
    }
    "6a" "cosine: no offset" NoOffset {
        fn betas(&self, kind: ScheduleKind, timesteps: usize) -> Vec<f64> {
            let g = |t: f64| f(t / timesteps as f64, 0.0);
            but(kind, Cosine, timesteps, |t| (1.0 - g(t) / g(t - 1.0)).min(0.999))
        }
    }
    "6a" "cosine: not clipped" NotClipped {
        fn betas(&self, kind: ScheduleKind, timesteps: usize) -> Vec<f64> {
            let g = |t: f64| f(t / timesteps as f64, 0.008);
            but(kind, Cosine, timesteps, |t| 1.0 - g(t) / g(t - 1.0))
        }
    }
    "6a" "cosine: not squared" NotSquared {
        fn betas(&self, kind: ScheduleKind, timesteps: usize) -> Vec<f64> {
            let g = |t: f64| f(t / timesteps as f64, 0.008).sqrt();
            but(kind, Cosine, timesteps, |t| (1.0 - g(t) / g(t - 1.0)).min(0.999))
        }
    }
    "6a" "sigmoid: not scaled" NotScaled {
        fn betas(&self, kind: ScheduleKind, timesteps: usize) -> Vec<f64> {
            but(kind, Sigmoid, timesteps, |t| sigmoid(-6.0 + 12.0 * way(t, timesteps)))
        }
    }
    "6a" "sigmoid: upside down" Falling {
        fn betas(&self, kind: ScheduleKind, timesteps: usize) -> Vec<f64> {
            but(kind, Sigmoid, timesteps, |t| 1e-4 + 0.0199 * sigmoid(6.0 - 12.0 * way(t, timesteps)))
        }
    }
    "6a" "sigmoid: u from 0" FromTheMiddle {
        fn betas(&self, kind: ScheduleKind, timesteps: usize) -> Vec<f64> {
            but(kind, Sigmoid, timesteps, |t| 1e-4 + 0.0199 * sigmoid(6.0 * way(t, timesteps)))
        }
    }
}
