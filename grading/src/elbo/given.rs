//! What the tests are given: schedules of no named kind, points, models, trajectories.

use burn::tensor::{Device, Tensor};
use exercise::expect::{self, STANDARD_ERRORS};
use exercise::{Failure, Inputs, TestResult};
use labs::elbo::{
    LinearReverse, LinearStep, NoiseMlp, Point, Schedule, Step, Timestep, Trajectory,
};

pub use crate::given::uneven;

/// 9,216 coordinates.
pub const SIZE: [usize; 2] = [4608, 2];

/// How exact numbers of the host must be.
pub const TOLERANCE: f64 = 1e-9;

/// How exact numbers must be that went through tensors of `f32`.
pub const SINGLE: f64 = 1e-4;

/// Step `t`, which the schedule has.
pub fn at(schedule: &Schedule, t: usize) -> Step {
    schedule.step(t).unwrap_or(Step::FIRST)
}

/// Timestep `t`, which the schedule has.
pub fn timestep(schedule: &Schedule, t: usize) -> Timestep {
    schedule.timestep(t).unwrap_or(Timestep::CLEAN)
}

/// Points that differ from row to row and from column to column.
pub fn points(inputs: &mut Inputs, batch: usize) -> Tensor<2> {
    inputs.uniform_tensor([batch, 2], -2.5, 2.5)
}

/// The same point in each row.
pub fn copies([x, y]: [f64; 2], batch: usize) -> Tensor<2> {
    Tensor::<2>::from_data([[x, y]], &Device::flex()).expand([batch, 2])
}

/// A trajectory whose every coordinate is random: no chain's draw, which no term may take for granted.
pub fn trajectory(inputs: &mut Inputs, timesteps: usize) -> Trajectory {
    let mut point = || Point {
        x: inputs.uniform(-2.0, 2.0),
        y: inputs.uniform(-2.0, 2.0),
    };
    Trajectory {
        states: (0..=timesteps).map(|_| point()).collect(),
    }
}

/// A reverse model whose steps all differ, in mean and in variance.
pub fn linear(inputs: &mut Inputs, timesteps: usize) -> LinearReverse {
    let mut step = || {
        let mut point = |low: f64, high: f64| Point {
            x: inputs.uniform(low, high),
            y: inputs.uniform(low, high),
        };
        let (first_row, second_row) = (point(0.3, 1.0), point(-1.0, 0.3));
        let shift = point(-0.5, 0.5);
        LinearStep {
            first_row,
            second_row,
            shift,
            variance: point(0.1, 0.9).x,
        }
    };
    LinearReverse {
        steps: (0..timesteps).map(|_| step()).collect(),
    }
}

/// A list of numbers that are all different.
pub fn terms(inputs: &mut Inputs, count: usize) -> Vec<f64> {
    (0..count).map(|_| inputs.uniform(-9.0, 9.0)).collect()
}

/// What a network that answers `weight`·x_t + `time_weight`·t/T + `bias` has to do with the noise.
#[derive(Clone, Copy)]
pub struct Affine {
    pub weight: f64,
    pub time_weight: f64,
    pub bias: [f64; 2],
}

impl Affine {
    pub fn model(self, timesteps: usize) -> NoiseMlp {
        let bias = self.bias.map(|b| b as f32);
        let device = Device::flex();
        NoiseMlp::affine(
            self.weight as f32,
            self.time_weight as f32,
            bias,
            timesteps,
            &device,
        )
    }

    /// Mean and variance over ε of ‖ε - ε_θ(x_t, t)‖² for one point: ε - ε_θ = a·ε - c with a = 1 - weight·√(1-ᾱ_t) and
    /// c = weight·√ᾱ_t·x_0 + time_weight·t/T + bias, so that the mean is 2a² + ‖c‖² and the variance 4a⁴ + 4a²‖c‖².
    pub fn gap(self, x0: [f64; 2], t: Step, schedule: &Schedule) -> (f64, f64) {
        let left = schedule.alpha_cumprod_at(t);
        let a = 1.0 - self.weight * (1.0 - left).sqrt();
        let time = self.time_weight * t.get() as f64 / schedule.timesteps() as f64;
        let c = |i: usize| self.weight * left.sqrt() * x0[i] + time + self.bias[i];
        let squared = c(0) * c(0) + c(1) * c(1);
        (
            2.0 * a * a + squared,
            4.0 * a.powi(4) + 4.0 * a * a * squared,
        )
    }
}

/// The rows of `[batch, 2]`.
pub fn rows(points: &Tensor<2>) -> Vec<[f64; 2]> {
    let values = expect::values(points);
    values.chunks_exact(2).map(|row| [row[0], row[1]]).collect()
}

/// `got` lies within 5.5 standard errors of the mean of many draws.
pub fn mean_of(what: &str, got: f64, mean: f64, error: f64) -> TestResult {
    expect::finite(what, &[got])?;
    let off = (got - mean) / error;
    // Rounding in `f32` counts where the draws hardly matter.
    let rounding = SINGLE * (1.0 + mean.abs());
    if off.abs() <= STANDARD_ERRORS || (got - mean).abs() <= rounding {
        return Ok(());
    }
    Err(Failure::new(format!(
        "`{what}` is off by {off:+.1} standard errors of its mean over many draws"
    )))
}
