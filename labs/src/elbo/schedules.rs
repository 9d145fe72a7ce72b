//! The schedules of this lab: the one that works, and the one beside it that does not.

use diffusion::{ArgumentError, Schedule};

/// T of this lab.
pub const TIMESTEPS: usize = 50;

/// DDPM's ends, made for 1000 steps.
const ENDS: (f64, f64) = (1e-4, 0.02);

/// Smallest T whose scaled β_T stays below 1.
const SHORTEST: usize = 21;

/// The linear schedule with DDPM's ends times 1000/T, so that T steps bring as much noise as DDPM's thousand: for T = 50, β from
/// 0.002 to 0.4 and ᾱ_T = 7.7e-6.
///
/// # Errors
/// When `timesteps` is below 21, where β_T would reach 1.
pub fn scaled_schedule(timesteps: usize) -> Result<Schedule, ArgumentError> {
    if timesteps < SHORTEST {
        return Err(ArgumentError {
            argument: "timesteps",
            expected: format!("{SHORTEST} or more"),
            got: timesteps.to_string(),
            hint: "the last beta is 20/T, a variance below 1",
        });
    }
    let scale = 1000.0 / timesteps as f64;
    between(timesteps, ENDS.0 * scale, ENDS.1 * scale)
}

/// The linear schedule with DDPM's ends as they are, 1e-4 and 0.02, whatever T is: for T = 50, ᾱ_T = 0.60, so x_T is mostly data.
///
/// # Errors
/// When `timesteps` is 0.
pub fn unscaled_schedule(timesteps: usize) -> Result<Schedule, ArgumentError> {
    between(timesteps, ENDS.0, ENDS.1)
}

/// T equal steps that together leave as much signal as the scaled schedule of this lab.
///
/// # Errors
/// When `timesteps` is 0.
pub(super) fn even_schedule(timesteps: usize) -> Result<Schedule, ArgumentError> {
    let left = scaled_schedule(TIMESTEPS)?.alpha_cumprod[TIMESTEPS - 1];
    let beta = 1.0 - left.powf(1.0 / timesteps as f64);
    between(timesteps, beta, beta)
}

fn between(timesteps: usize, first: f64, last: f64) -> Result<Schedule, ArgumentError> {
    let gap = (last - first) / timesteps.saturating_sub(1).max(1) as f64;
    let betas: Vec<f64> = (0..timesteps).map(|i| first + gap * i as f64).collect();
    ArgumentError::check_betas(&betas)?;
    let alphas: Vec<f64> = betas.iter().map(|beta| 1.0 - beta).collect();
    let mut left = 1.0;
    let mut alpha_cumprod = Vec::new();
    for alpha in &alphas {
        left *= alpha;
        alpha_cumprod.push(left);
    }
    let root = |of: fn(f64) -> f64| alpha_cumprod.iter().map(|&left| of(left).sqrt()).collect();
    Ok(Schedule {
        sqrt_alpha_cumprod: root(|left| left),
        sqrt_one_minus_alpha_cumprod: root(|left| 1.0 - left),
        betas,
        alphas,
        alpha_cumprod,
    })
}
