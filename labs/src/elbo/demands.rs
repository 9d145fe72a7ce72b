//! What each exercise demands of its arguments: the functions have the exercises' names, and [`Scaffold`](super::Scaffold) asks them
//! first. A result that has no place for an error makes it a panic with the same words.

use burn::tensor::Tensor;
use diffusion::{ArgumentError, Schedule, Step, Timestep};

use super::host::{plane, same_points};
use super::{LinearReverse, NoiseMlp, Trajectory};
use crate::forward::whole_tables;

type Checked = Result<(), ArgumentError>;

/// A step of this very schedule, whose tables are whole.
fn step(t: Step, schedule: &Schedule) -> Checked {
    whole_tables(schedule)?;
    schedule.step(t.get()).map(drop)
}

/// Of section 1.
pub mod likelihood {
    use super::*;

    /// Points, and a step of this schedule.
    pub fn forward_step(x_prev: &Tensor<2>, t: &Step, schedule: &Schedule) -> Checked {
        plane("x_prev", x_prev)?;
        step(*t, schedule)
    }

    /// Points, and whole tables.
    pub fn forward_trajectory(x0: &Tensor<2>, schedule: &Schedule) -> Checked {
        plane("x0", x0)?;
        whole_tables(schedule)
    }

    /// Points, and a timestep of this schedule.
    pub fn direct_jump(x0: &Tensor<2>, t: &Timestep, schedule: &Schedule) -> Checked {
        forward_trajectory(x0, schedule)?;
        schedule.timestep(t.get()).map(drop)
    }
}

/// Of section 2.
pub mod derivation {
    use super::*;
    use crate::elbo::terms::as_many;
    use crate::elbo::{BayesTerms, LogProbabilities, ReindexedTerms, SeparatedTerms};

    /// A trajectory and a model of as many steps as the schedule has.
    pub fn log_probabilities(
        trajectory: &Trajectory,
        model: &LinearReverse,
        schedule: &Schedule,
    ) -> Checked {
        whole_tables(schedule)?;
        trajectory.fits(schedule)?;
        model.fits(schedule)
    }

    /// At least one reverse term, and as many forward ones.
    pub fn separate(terms: &LogProbabilities) -> Checked {
        as_many("terms.reverse", &terms.reverse, terms.forward.len().max(1))
    }

    /// One forward term more than reverse ones.
    pub fn reindex(terms: &SeparatedTerms) -> Checked {
        as_many("terms.forward", &terms.forward, terms.reverse.len() + 1)
    }

    /// Terms and states of as many steps as the schedule has.
    pub fn bayes(terms: &ReindexedTerms, trajectory: &Trajectory, schedule: &Schedule) -> Checked {
        whole_tables(schedule)?;
        trajectory.fits(schedule)?;
        as_many("terms.forward", &terms.forward, schedule.timesteps() - 1)
    }

    /// As many posterior terms as reverse ones.
    pub fn kl_form(terms: &BayesTerms) -> Checked {
        as_many("terms.posterior", &terms.posterior, terms.reverse.len())
    }
}

/// Of section 3.
pub mod tractable_reverse {
    use super::*;

    /// As many points x_t as x_0, and a step of this schedule.
    pub fn posterior(x_t: &Tensor<2>, x0: &Tensor<2>, t: &Step, schedule: &Schedule) -> Checked {
        same_points(("x_t", x_t), ("x0", x0))?;
        step(*t, schedule)
    }

    /// As [`posterior`].
    pub fn optimal_mean(x_t: &Tensor<2>, x0: &Tensor<2>, t: &Step, schedule: &Schedule) -> Checked {
        posterior(x_t, x0, t, schedule)
    }

    /// A step of this schedule.
    pub fn optimal_variance(t: &Step, schedule: &Schedule) -> Checked {
        step(*t, schedule)
    }
}

/// Of section 4, the prediction of noise.
pub mod noise_prediction {
    use super::*;

    /// Points, noise of their shape if it is given, and a step of this schedule.
    pub fn forward_with_noise(
        x0: &Tensor<2>,
        t: &Step,
        epsilon: &Option<Tensor<2>>,
        schedule: &Schedule,
    ) -> Checked {
        plane("x0", x0)?;
        if let Some(epsilon) = epsilon {
            same_points(("x0", x0), ("epsilon", epsilon))?;
        }
        step(*t, schedule)
    }

    /// Points, noise of their shape, and a step of this schedule.
    pub fn solve_for_x0(
        x_t: &Tensor<2>,
        epsilon: &Tensor<2>,
        t: &Step,
        schedule: &Schedule,
    ) -> Checked {
        same_points(("x_t", x_t), ("epsilon", epsilon))?;
        step(*t, schedule)
    }

    /// As [`solve_for_x0`].
    pub fn mean_from_noise(
        x_t: &Tensor<2>,
        epsilon: &Tensor<2>,
        t: &Step,
        schedule: &Schedule,
    ) -> Checked {
        solve_for_x0(x_t, epsilon, t, schedule)
    }
}

/// Of section 4, the training.
pub mod training {
    use super::*;

    /// Points, and whole tables.
    pub fn simple_loss(_model: &NoiseMlp, x0: &Tensor<2>, schedule: &Schedule) -> Checked {
        plane("x0", x0)?;
        whole_tables(schedule)
    }
}

/// Of section 5.
pub mod three_forces {
    use super::*;

    /// As many points x_1 as x_0.
    pub fn reconstruction(
        x0: &Tensor<2>,
        x1: &Tensor<2>,
        _model: &NoiseMlp,
        schedule: &Schedule,
    ) -> Checked {
        same_points(("x0", x0), ("x1", x1))?;
        whole_tables(schedule)
    }

    /// Points, and whole tables.
    pub fn prior_matching(x0: &Tensor<2>, schedule: &Schedule) -> Checked {
        plane("x0", x0)?;
        whole_tables(schedule)
    }

    /// Points, and steps 2 to T of this schedule.
    pub fn denoising(
        x0: &Tensor<2>,
        timesteps: &[Step],
        _model: &NoiseMlp,
        schedule: &Schedule,
    ) -> Checked {
        prior_matching(x0, schedule)?;
        let range = 2..=schedule.timesteps();
        match timesteps.iter().find(|t| !range.contains(&t.get())) {
            None => Ok(()),
            Some(t) => Err(ArgumentError {
                argument: "timesteps",
                expected: format!("values in 2..={}", schedule.timesteps()),
                got: t.to_string(),
                hint: "at t = 1 there is no divergence: that term is the reconstruction",
            }),
        }
    }
}
