//! The schedules that section 6 compares.

use diffusion::{ArgumentError, Schedule};
use exercise::{CallError, Reader, Wire, Writer};

/// A noise schedule by its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ScheduleKind {
    /// β even in t, from 1e-4 to 0.02. Source: DDPM, arXiv 2006.11239, section 4.
    Linear,
    /// ᾱ a squared cosine with offset 0.008. Source: Improved DDPM, arXiv 2102.09672, equation 17.
    Cosine,
    /// β a logistic curve between 1e-4 and 0.02, which it approaches and does not meet.
    Sigmoid,
}

impl ScheduleKind {
    /// All of them, in the order of the figures.
    pub const ALL: [Self; 3] = [Self::Linear, Self::Cosine, Self::Sigmoid];

    /// The schedule's name in figures and tables.
    pub fn name(self) -> &'static str {
        match self {
            Self::Linear => "linear",
            Self::Cosine => "cosine",
            Self::Sigmoid => "sigmoid",
        }
    }
}

impl std::fmt::Display for ScheduleKind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}

impl Wire for ScheduleKind {
    fn put(&self, out: &mut Writer) {
        (*self as usize).put(out);
    }

    fn take(from: &mut Reader<'_>) -> Result<Self, CallError> {
        let index = usize::take(from)?;
        let unknown = || CallError::Mismatch {
            what: "kind".into(),
            expected: format!("a schedule, 0 to {}", Self::ALL.len() - 1),
            got: index.to_string(),
        };
        Self::ALL.get(index).copied().ok_or_else(unknown)
    }
}

/// DDPM's schedule, linear from 1e-4 to 0.02 in a thousand steps.
pub fn linear_schedule() -> Schedule {
    let betas = (0..1000).map(|i| 1e-4 + (0.02 - 1e-4) * f64::from(i) / 999.0);
    tables(betas.collect())
}

/// All tables of a schedule, from its betas.
///
/// # Errors
/// When there is none, or one lies outside (0, 1).
pub fn schedule(betas: &[f64]) -> Result<Schedule, ArgumentError> {
    ArgumentError::check_betas(betas)?;
    Ok(tables(betas.to_vec()))
}

/// The schedule that visits only the given timesteps of another one, in rising order: step k of it leads from the (k-1)th to the kth of them, and leaves as much
/// signal as the long way.
///
/// Source: Improved DDPM, arXiv 2102.09672, section 4.
///
/// # Errors
/// When there is none, they do not rise, or one is not a step of `schedule`.
pub fn respaced(schedule: &Schedule, timesteps: &[usize]) -> Result<Schedule, ArgumentError> {
    let mut before = 0;
    let mut betas = Vec::new();
    for &t in timesteps {
        let step = schedule.step(t)?;
        if t <= before {
            return Err(ArgumentError {
                argument: "timesteps",
                expected: format!("a number above {before}"),
                got: t.to_string(),
                hint: "give the timesteps in rising order, each once",
            });
        }
        let left = schedule.alpha_cumprod_at(schedule.timestep(before)?);
        betas.push(1.0 - schedule.alpha_cumprod_at(step) / left);
        before = t;
    }
    self::schedule(&betas)
}

/// `count` timesteps of a schedule with `timesteps`, evenly spread; the last one is T.
///
/// # Errors
/// When `count` is 0 or more than there are.
pub fn spread(timesteps: usize, count: usize) -> Result<Vec<usize>, ArgumentError> {
    if count == 0 || count > timesteps {
        return Err(ArgumentError {
            argument: "steps",
            expected: format!("1..={timesteps}"),
            got: count.to_string(),
            hint: "each sampling step is one of the schedule's timesteps",
        });
    }
    let at = |k: usize| (k as f64 * timesteps as f64 / count as f64).round() as usize;
    Ok((1..=count).map(at).collect())
}

fn tables(betas: Vec<f64>) -> Schedule {
    let alphas: Vec<f64> = betas.iter().map(|beta| 1.0 - beta).collect();
    let mut left = 1.0;
    let mut alpha_cumprod = Vec::with_capacity(alphas.len());
    for alpha in &alphas {
        left *= alpha;
        alpha_cumprod.push(left);
    }
    let roots = |of: fn(f64) -> f64| alpha_cumprod.iter().map(|&left| of(left).sqrt()).collect();
    Schedule {
        sqrt_alpha_cumprod: roots(|left| left),
        sqrt_one_minus_alpha_cumprod: roots(|left| 1.0 - left),
        betas,
        alphas,
        alpha_cumprod,
    }
}
