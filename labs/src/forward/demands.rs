//! What each exercise demands of its arguments: the functions have the exercises' names, and [`Scaffold`](super::Scaffold) asks them
//! first. A result that has no place for an error makes it a panic with the same words.

use burn::tensor::Tensor;
use diffusion::{ArgumentError, Schedule, Timestep};

use super::arguments;

type Checked = Result<(), ArgumentError>;

/// Of section 1.
pub mod reparameterization {
    use super::*;

    /// `mu` and `sigma` have one shape, and `sigma` is positive.
    pub fn direct_sampling(mu: &Tensor<2>, sigma: &Tensor<2>) -> Checked {
        arguments::normal_law(mu, sigma)
    }

    /// As [`direct_sampling`].
    pub fn reparameterized(mu: &Tensor<2>, sigma: &Tensor<2>) -> Checked {
        arguments::normal_law(mu, sigma)
    }

    /// Images, and a variance inside (0, 1).
    pub fn forward_step_sampling(x_prev: &Tensor<4>, beta_t: &f64) -> Checked {
        arguments::images("x_prev", x_prev)?;
        arguments::beta("beta_t", *beta_t)
    }

    /// As [`forward_step_sampling`].
    pub fn forward_step_reparameterized(x_prev: &Tensor<4>, beta_t: &f64) -> Checked {
        forward_step_sampling(x_prev, beta_t)
    }
}

/// Of section 2.
pub mod schedules {
    use super::*;

    /// At least one step, both ends inside (0, 1).
    pub fn linear(timesteps: &usize, beta_start: &f64, beta_end: &f64) -> Checked {
        arguments::at_least("timesteps", *timesteps, 1)?;
        arguments::beta("beta_start", *beta_start)?;
        arguments::beta("beta_end", *beta_end)
    }

    /// At least one step, and an offset that is not negative.
    pub fn cosine(timesteps: &usize, s: &f64) -> Checked {
        arguments::at_least("timesteps", *timesteps, 1)?;
        arguments::offset("s", *s)
    }

    /// As [`linear`].
    pub fn exponential(timesteps: &usize, beta_start: &f64, beta_end: &f64) -> Checked {
        linear(timesteps, beta_start, beta_end)
    }

    /// At least one beta, all inside (0, 1).
    pub fn precompute(betas: &[f64]) -> Checked {
        ArgumentError::check_betas(betas)
    }
}

/// Of section 3, the jump.
pub mod jump {
    use super::*;

    /// Images, whole tables, and a timestep of this schedule.
    pub fn sequential(x0: &Tensor<4>, t: &Timestep, schedule: &Schedule) -> Checked {
        arguments::images("x0", x0)?;
        arguments::schedule(schedule)?;
        schedule.timestep(t.get()).map(drop)
    }

    /// Images, and a timestep of this schedule. The jump takes microseconds, and a look at every pixel as many again.
    pub fn direct(x0: &Tensor<4>, t: &Timestep, schedule: &Schedule) -> Checked {
        arguments::some_images("x0", x0)?;
        schedule.timestep(t.get()).map(drop)
    }
}

/// Of section 3, the derivation.
pub mod derivation {
    use super::*;

    /// Both betas inside (0, 1).
    pub fn two_step_expansion(beta1: &f64, beta2: &f64) -> Checked {
        arguments::beta("beta1", *beta1)?;
        arguments::beta("beta2", *beta2)
    }

    /// At least one beta, all inside (0, 1).
    pub fn induction_table(betas: &[f64]) -> Checked {
        ArgumentError::check_betas(betas)
    }
}

/// Of section 4.
pub mod training {
    use super::*;

    /// Images, and whole tables. Not every pixel: that would take as long as the example itself.
    pub fn training_sample(x0: &Tensor<4>, schedule: &Schedule) -> Checked {
        arguments::some_images("x0", x0)?;
        arguments::schedule(schedule)
    }
}
