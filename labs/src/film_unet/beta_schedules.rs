//! Section 6: how the noise is spread over the timesteps.

use exercise::exercise;

use super::ScheduleKind;

/// The betas of three schedules.
#[exercise(section = 6, checks = super::checks::BETA_SCHEDULES)]
pub trait BetaSchedules {
    /// The betas β_1 to β_T of a schedule, T = `timesteps` values inside (0, 1).
    ///
    /// - `Linear`: even from 1e-4 at t = 1 to 0.02 at t = T.
    /// - `Cosine`: ᾱ_t = f(t)/f(0) with f(t) = cos²(((t/T + 0.008)/1.008)·π/2), and β_t = 1 - ᾱ_t/ᾱ_{t-1}, at most 0.999.
    /// - `Sigmoid`: 1e-4 + (0.02 - 1e-4)·σ(u_t), with u_t even from -6 at t = 1 to 6 at t = T and σ(u) = 1/(1 + e^{-u}).
    ///
    /// With T = 1 the fraction of the way is 0. Sources: DDPM, arXiv 2006.11239, section 4; Improved DDPM, arXiv 2102.09672, equation 17.
    #[task(
        id = "6a",
        points = 7,
        title = "Three schedules",
        hints(
            "Two of them give β, one gives ᾱ. What must be done to the latter before it is a list of betas?",
            "The fraction of the way at t is (t - 1)/(T - 1), and 0 for T = 1. In ᾱ_t/ᾱ_{t-1} the f(0) cancels; at t = T the ratio is 0, which is what the clip is for.",
            "`match kind { ScheduleKind::Linear => 1e-4 + (0.02 - 1e-4) * way(t), ScheduleKind::Cosine => (1.0 - f(t) / f(t - 1)).min(0.999), ScheduleKind::Sigmoid => 1e-4 + (0.02 - 1e-4) / (1.0 + (6.0 - 12.0 * way(t)).exp()) }` for each t in `1..=timesteps`"
        )
    )]
    fn betas(&self, kind: ScheduleKind, timesteps: usize) -> Vec<f64>;
}
