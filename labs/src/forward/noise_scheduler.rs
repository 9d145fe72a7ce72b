//! A noise schedule that knows its name.

use std::fmt;
use std::ops::Deref;

use diffusion::{ArgumentError, Schedule};

use super::NoiseSchedules;

/// The schedules of this lab.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ScheduleKind {
    /// β even in t, from 1e-4 to 0.02. Source: DDPM, arXiv 2006.11239, section 4.
    Linear,
    /// ᾱ a squared cosine with offset 0.008. Source: Improved DDPM, arXiv 2102.09672, equation 17.
    Cosine,
    /// ln β even in t, from 1e-4 to 0.02.
    Exponential,
}

impl ScheduleKind {
    /// All of them, in the order of the figures.
    pub const ALL: [Self; 3] = [Self::Linear, Self::Cosine, Self::Exponential];

    /// β_1 of the linear and the exponential schedule.
    pub const BETA_START: f64 = 1e-4;
    /// β_T of the linear and the exponential schedule.
    pub const BETA_END: f64 = 0.02;
    /// Offset s of the cosine schedule.
    pub const COSINE_OFFSET: f64 = 0.008;

    /// The schedule's name in figures and tables.
    pub fn name(self) -> &'static str {
        match self {
            Self::Linear => "linear",
            Self::Cosine => "cosine",
            Self::Exponential => "exponential",
        }
    }

    fn betas(self, schedules: &impl NoiseSchedules, timesteps: usize) -> Vec<f64> {
        match self {
            Self::Linear => schedules.linear(timesteps, Self::BETA_START, Self::BETA_END),
            Self::Cosine => schedules.cosine(timesteps, Self::COSINE_OFFSET),
            Self::Exponential => schedules.exponential(timesteps, Self::BETA_START, Self::BETA_END),
        }
    }
}

impl fmt::Display for ScheduleKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A [`Schedule`] with its name, made by any body of [`NoiseSchedules`]. All of the schedule's tables are reached through it.
#[derive(Clone, Debug, PartialEq)]
pub struct NoiseScheduler {
    kind: ScheduleKind,
    schedule: Schedule,
}

impl NoiseScheduler {
    /// The schedule `kind` with `timesteps` steps, its betas and tables computed by `schedules`.
    ///
    /// # Errors
    /// When `timesteps` is 0, a beta lies outside (0, 1), or a table has another length.
    pub fn new(
        schedules: &impl NoiseSchedules,
        kind: ScheduleKind,
        timesteps: usize,
    ) -> Result<Self, ArgumentError> {
        let betas = kind.betas(schedules, timesteps);
        ArgumentError::check_betas(&betas)?;
        check_length("betas", &betas, timesteps)?;
        let schedule = schedules.precompute(&betas);
        check_length("schedule.betas", &schedule.betas, timesteps)?;
        check_length("alphas", &schedule.alphas, timesteps)?;
        check_length("alpha_cumprod", &schedule.alpha_cumprod, timesteps)?;
        check_length(
            "sqrt_alpha_cumprod",
            &schedule.sqrt_alpha_cumprod,
            timesteps,
        )?;
        check_length(
            "sqrt_one_minus_alpha_cumprod",
            &schedule.sqrt_one_minus_alpha_cumprod,
            timesteps,
        )?;
        Ok(Self { kind, schedule })
    }

    /// One scheduler of each kind.
    ///
    /// # Errors
    /// As [`NoiseScheduler::new`].
    pub fn all(
        schedules: &impl NoiseSchedules,
        timesteps: usize,
    ) -> Result<Vec<Self>, ArgumentError> {
        ScheduleKind::ALL
            .into_iter()
            .map(|kind| Self::new(schedules, kind, timesteps))
            .collect()
    }

    /// Which schedule this is.
    pub fn kind(&self) -> ScheduleKind {
        self.kind
    }

    /// Its tables.
    pub fn schedule(&self) -> &Schedule {
        &self.schedule
    }
}

impl Deref for NoiseScheduler {
    type Target = Schedule;

    fn deref(&self) -> &Schedule {
        &self.schedule
    }
}

fn check_length(
    table: &'static str,
    values: &[f64],
    timesteps: usize,
) -> Result<(), ArgumentError> {
    if values.len() == timesteps {
        return Ok(());
    }
    Err(ArgumentError {
        argument: table,
        expected: format!("{timesteps} values, one for each timestep"),
        got: values.len().to_string(),
        hint: "run the check of section 2 first: it names the exercise concerned",
    })
}
