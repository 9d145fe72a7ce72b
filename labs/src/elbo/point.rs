//! One point of the plane and its way through the chain, in `f64`: on the host, where log-densities keep their digits.

use std::ops::{Add, Mul, Sub};

use burn::tensor::Tensor;
use diffusion::{ArgumentError, Schedule};

use super::host;

/// A point of the plane, or a vector.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Point {
    /// First coordinate.
    pub x: f64,
    /// Second coordinate.
    pub y: f64,
}

exercise::wire_struct!(Point { x, y });

impl Point {
    /// d, the number of coordinates.
    pub const DIMENSION: f64 = 2.0;

    /// Inner product.
    pub fn dot(self, other: Self) -> f64 {
        self.x * other.x + self.y * other.y
    }

    /// Squared length, ‖·‖².
    pub fn squared_norm(self) -> f64 {
        self.dot(self)
    }
}

impl Add for Point {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            x: self.x + other.x,
            y: self.y + other.y,
        }
    }
}

impl Sub for Point {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        self + other * -1.0
    }
}

impl Mul<f64> for Point {
    type Output = Self;

    fn mul(self, factor: f64) -> Self {
        Self {
            x: self.x * factor,
            y: self.y * factor,
        }
    }
}

/// log N(x; mean, variance·I) in nats: the logarithm of the density, with its constant, summed over both coordinates.
///
/// -d/2·log(2π·variance) - ‖x - mean‖²/(2·variance) with d = 2; `variance` is positive.
pub fn log_normal(x: Point, mean: Point, variance: f64) -> f64 {
    let constant = 0.5 * Point::DIMENSION * (std::f64::consts::TAU * variance).ln();
    -constant - (x - mean).squared_norm() / (2.0 * variance)
}

/// One point's way through the forward chain: x_0, …, x_T.
#[derive(Clone, Debug, PartialEq)]
pub struct Trajectory {
    /// The states: `states[t]` is x_t, so there are T + 1 of them.
    pub states: Vec<Point>,
}

exercise::wire_struct!(Trajectory { states });

impl Trajectory {
    /// The way of the point in row `row` of each state `[batch, 2]`.
    ///
    /// # Errors
    /// When there is no state, or a state has no such row or another number of columns.
    pub fn of(states: &[Tensor<2>], row: usize) -> Result<Self, ArgumentError> {
        if states.is_empty() {
            return Err(ArgumentError {
                argument: "states",
                expected: "x_0 and one state for each step".into(),
                got: "none".into(),
                hint: "run the check of section 1 first: it names the exercise concerned",
            });
        }
        let point = |state| pick(&host::points("states", state)?, row);
        let states: Result<_, ArgumentError> = states.iter().map(point).collect();
        Ok(Self { states: states? })
    }

    /// Fails unless there is one state for each of the schedule's timesteps 0..=T.
    pub(super) fn fits(&self, schedule: &Schedule) -> Result<(), ArgumentError> {
        let expected = schedule.timesteps() + 1;
        if self.states.len() == expected {
            return Ok(());
        }
        Err(ArgumentError {
            argument: "trajectory",
            expected: format!("{expected} states, x_0 to x_T"),
            got: self.states.len().to_string(),
            hint: "run the check of section 1 first: it names the exercise concerned",
        })
    }

    /// All ways of a batch: one trajectory for each row of the states `[batch, 2]`.
    ///
    /// # Errors
    /// As [`Trajectory::of`].
    pub fn all(states: &[Tensor<2>]) -> Result<Vec<Self>, ArgumentError> {
        let columns: Result<Vec<Vec<Point>>, ArgumentError> = states
            .iter()
            .map(|state| host::points("states", state))
            .collect();
        let columns = columns?;
        let batch = columns.first().map_or(0, Vec::len);
        (0..batch)
            .map(|row| {
                let states: Result<_, _> = columns.iter().map(|state| pick(state, row)).collect();
                Ok(Self { states: states? })
            })
            .collect()
    }
}

fn pick(points: &[Point], row: usize) -> Result<Point, ArgumentError> {
    points.get(row).copied().ok_or_else(|| ArgumentError {
        argument: "row",
        expected: format!("below {}, the number of points", points.len()),
        got: row.to_string(),
        hint: "rows are counted from 0, and every state of a trajectory has as many as x_0",
    })
}
