//! Section 2: how much noise each step adds.

use diffusion::Schedule;
use exercise::exercise;

/// Noise schedules: β_t for t = 1..=T, and the tables made of them. All tables are `f64`, index t - 1 holds timestep t.
#[exercise(section = 2, checks = super::checks::SCHEDULES, demands = super::demands::schedules)]
pub trait NoiseSchedules {
    /// The linear schedule: β_t runs evenly from `beta_start` at t = 1 to `beta_end` at t = T.
    ///
    /// Returns T values inside (0, 1); with T = 1 the one value is `beta_start`. Source: DDPM, arXiv 2006.11239, section 4.
    #[task(
        id = "2a",
        points = 6,
        title = "Linear schedule",
        hints(
            "How many equal gaps lie between T values?",
            "The fraction of the way at timestep t is (t - 1)/(T - 1). Mind T = 1.",
            "`(1..=timesteps).map(|t| beta_start + (t - 1) as f64 / (timesteps - 1).max(1) as f64 * (beta_end - beta_start)).collect()`"
        )
    )]
    fn linear(&self, timesteps: usize, beta_start: f64, beta_end: f64) -> Vec<f64>;

    /// The cosine schedule: ᾱ_t = f(t)/f(0) with f(t) = cos²(((t/T + s)/(1 + s))·π/2), and β_t = 1 - ᾱ_t/ᾱ_{t-1}, at most 0.999.
    ///
    /// Returns T values inside (0, 1). Source: Improved DDPM, arXiv 2102.09672, equation 17.
    #[task(
        id = "2b",
        points = 8,
        title = "Cosine schedule",
        hints(
            "This schedule is given by what is left of the signal, ᾱ; β follows from two neighbours.",
            "f(0) cancels in ᾱ_t/ᾱ_{t-1}. At t = T the ratio is 0: that is what the clip is for.",
            "β_t = `(1.0 - f(t) / f(t - 1)).min(0.999)` with f as a closure over `t as f64`"
        )
    )]
    fn cosine(&self, timesteps: usize, s: f64) -> Vec<f64>;

    /// The exponential schedule: ln β_t runs evenly from ln `beta_start` at t = 1 to ln `beta_end` at t = T.
    ///
    /// Returns T values inside (0, 1); with T = 1 the one value is `beta_start`.
    #[task(
        id = "2c",
        points = 5,
        title = "Exponential schedule",
        hints(
            "Which quantity grows by equal amounts from step to step: β, or its logarithm?",
            "Neighbours have a constant ratio. Use the same fraction (t - 1)/(T - 1) as in 2a.",
            "β_t = `beta_start * (beta_end / beta_start).powf(fraction)`"
        )
    )]
    fn exponential(&self, timesteps: usize, beta_start: f64, beta_end: f64) -> Vec<f64>;

    /// All tables of a schedule from its betas: α_t = 1 - β_t, ᾱ_t = α_1·…·α_t, √ᾱ_t and √(1 - ᾱ_t).
    ///
    /// `betas` has one value inside (0, 1) for each timestep; each table is as long. Source: DDPM, arXiv 2006.11239, section 2.
    #[task(
        id = "2d",
        points = 6,
        title = "Tables of a schedule",
        hints(
            "ᾱ is a running product: each value is the one before times α_t.",
            "`scan` carries the product along; its start is ᾱ_0 = 1. Both roots are of ᾱ and of 1 - ᾱ, not of α.",
            "`alphas.iter().scan(1.0, |product, alpha| { *product *= alpha; Some(*product) }).collect()`"
        )
    )]
    fn precompute(&self, betas: &[f64]) -> Schedule;
}
