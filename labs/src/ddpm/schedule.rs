//! The schedule of this lab: given betas, and tables that rest on the student's ᾱ.

use diffusion::{ArgumentError, Schedule};

use super::ForwardSampling;

/// T of this lab.
pub const TIMESTEPS: usize = 1000;

/// β_1 and β_T.
const ENDS: (f64, f64) = (1e-4, 0.02);

/// The linear schedule: `timesteps` betas, even in t, from 1e-4 to 0.02.
///
/// Source: DDPM, arXiv 2006.11239, section 4.
///
/// # Errors
/// When `timesteps` is 0.
pub fn linear_betas(timesteps: usize) -> Result<Vec<f64>, ArgumentError> {
    if timesteps == 0 {
        return Err(ArgumentError {
            argument: "timesteps",
            expected: "1 or more".into(),
            got: "0".into(),
            hint: "DDPM takes 1000",
        });
    }
    let gap = (ENDS.1 - ENDS.0) / (timesteps - 1).max(1) as f64;
    Ok((0..timesteps).map(|i| ENDS.0 + gap * i as f64).collect())
}

/// All tables of a schedule with these betas, where ᾱ is what `answer` makes of them (1a).
///
/// # Errors
/// When a beta lies outside (0, 1), or `answer` gives another number of values, or one outside (0, 1).
pub fn noise_schedule<A: ForwardSampling>(
    answer: &A,
    betas: &[f64],
) -> Result<Schedule, ArgumentError> {
    ArgumentError::check_betas(betas)?;
    let alpha_cumprod = answer.alpha_bars(betas);
    check_alpha_bars(&alpha_cumprod, betas.len())?;
    let root = |of: fn(f64) -> f64| alpha_cumprod.iter().map(|&left| of(left).sqrt()).collect();
    Ok(Schedule {
        betas: betas.to_vec(),
        alphas: betas.iter().map(|beta| 1.0 - beta).collect(),
        sqrt_alpha_cumprod: root(|left| left),
        sqrt_one_minus_alpha_cumprod: root(|left| 1.0 - left),
        alpha_cumprod,
    })
}

fn check_alpha_bars(alpha_bars: &[f64], timesteps: usize) -> Result<(), ArgumentError> {
    let refuse = |expected: String, got: String| {
        Err(ArgumentError {
            argument: "alpha_bars",
            expected,
            got,
            hint: "run the check of exercise 1a first",
        })
    };
    if alpha_bars.len() != timesteps {
        let expected = format!("{timesteps} values, one for each timestep");
        return refuse(expected, alpha_bars.len().to_string());
    }
    match alpha_bars
        .iter()
        .position(|&left| !(left > 0.0 && left < 1.0))
    {
        None => Ok(()),
        Some(i) => {
            let got = format!("{} at t = {}", alpha_bars[i], i + 1);
            refuse("every value inside (0, 1)".into(), got)
        }
    }
}
