use crate::{ArgumentError, Step, Timestep};

/// The tables of a noise schedule, one value for each timestep `t = 1..=T` at index `t - 1`.
///
/// Tables are kept in `f64` and cast where they meet a tensor: in `f32`, posterior log-densities would be off by up to 1.5e-2.
/// Symbols as in DDPM (arXiv 2006.11239), section 2.
#[derive(Clone, Debug, PartialEq)]
pub struct Schedule {
    /// β_t, the variance of one noising step.
    pub betas: Vec<f64>,
    /// α_t = 1 - β_t.
    pub alphas: Vec<f64>,
    /// ᾱ_t = α_1 · … · α_t, the share of the signal's variance that is left.
    pub alpha_cumprod: Vec<f64>,
    /// √ᾱ_t, the factor of the clean image in x_t.
    pub sqrt_alpha_cumprod: Vec<f64>,
    /// √(1 - ᾱ_t), the factor of the noise in x_t.
    pub sqrt_one_minus_alpha_cumprod: Vec<f64>,
}

exercise::wire_struct!(Schedule {
    betas,
    alphas,
    alpha_cumprod,
    sqrt_alpha_cumprod,
    sqrt_one_minus_alpha_cumprod
});

impl Schedule {
    /// T, the number of steps.
    pub fn timesteps(&self) -> usize {
        self.betas.len()
    }

    /// Timestep `t` of this schedule.
    ///
    /// # Errors
    /// When `t > T`.
    pub fn timestep(&self, t: usize) -> Result<Timestep, ArgumentError> {
        Timestep::new(t, self.timesteps())
    }

    /// Step `t` of this schedule.
    ///
    /// # Errors
    /// When `t` is 0 or larger than T.
    pub fn step(&self, t: usize) -> Result<Step, ArgumentError> {
        Step::new(t, self.timesteps())
    }

    /// T as a timestep.
    pub fn last(&self) -> Timestep {
        Timestep(self.timesteps())
    }

    /// β_t, the variance of step `t`.
    ///
    /// # Panics
    /// In the words of an [`ArgumentError`], when `t` is a step of a longer schedule; so do the other look-ups.
    pub fn beta_at(&self, t: Step) -> f64 {
        self.look_up(&self.betas, t.index(), 1)
    }

    /// α_t = 1 - β_t.
    ///
    /// # Panics
    /// When `t` is a step of a longer schedule.
    pub fn alpha_at(&self, t: Step) -> f64 {
        self.look_up(&self.alphas, t.index(), 1)
    }

    /// ᾱ_t, which is 1 for the clean image.
    ///
    /// # Panics
    /// When `t` is a timestep of a longer schedule.
    pub fn alpha_cumprod_at(&self, t: impl Into<Timestep>) -> f64 {
        let index = t.into().index();
        index.map_or(1.0, |i| self.look_up(&self.alpha_cumprod, i, 0))
    }

    /// Steps `1..=t` of this schedule, which lead from x_0 to x_t.
    ///
    /// # Panics
    /// When `t` is a timestep of a longer schedule.
    pub fn steps_to(&self, t: Timestep) -> impl Iterator<Item = Step> + use<> {
        if t > self.last() {
            panic!("{}", self.too_late(t.get(), 0));
        }
        Step::all(self).take(t.get())
    }

    /// Signal-to-noise ratio ᾱ_t / (1 - ᾱ_t), a ratio of variances; infinite for the clean image.
    ///
    /// # Panics
    /// When `t` is a timestep of a longer schedule.
    pub fn snr_at(&self, t: impl Into<Timestep>) -> f64 {
        let alpha_cumprod = self.alpha_cumprod_at(t);
        alpha_cumprod / (1.0 - alpha_cumprod)
    }

    /// The first timestep at which `holds` holds.
    pub fn first(&self, holds: impl Fn(Timestep) -> bool) -> Option<Timestep> {
        Timestep::all(self).find(|&t| holds(t))
    }

    fn look_up(&self, table: &[f64], index: usize, first: usize) -> f64 {
        let value = table.get(index).copied();
        value.unwrap_or_else(|| panic!("{}", self.too_late(index + 1, first)))
    }

    fn too_late(&self, t: usize, first: usize) -> ArgumentError {
        ArgumentError {
            argument: "t",
            expected: format!("{first}..={}", self.timesteps()),
            got: t.to_string(),
            hint: "this `t` belongs to a longer schedule: `schedule.timestep(t)` and `schedule.step(t)` make one that fits",
        }
    }
}
