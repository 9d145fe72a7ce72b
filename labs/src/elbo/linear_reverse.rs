//! A reverse model whose likelihood can be worked out by hand.

use diffusion::{ArgumentError, Schedule, Step};

use super::Point;

/// One step of a [`LinearReverse`]: p(x_{t-1} | x_t) = N(W·x_t + shift, variance·I).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LinearStep {
    /// First row of the matrix W.
    pub first_row: Point,
    /// Second row of the matrix W.
    pub second_row: Point,
    /// What is added to W·x_t.
    pub shift: Point,
    /// Variance of each coordinate.
    pub variance: f64,
}

exercise::wire_struct!(LinearStep {
    first_row,
    second_row,
    shift,
    variance
});

/// A reverse model p_θ(x_{t-1} | x_t) that is linear in x_t, with the start p(x_T) = N(0, I): a stand-in for a network, given.
#[derive(Clone, Debug, PartialEq)]
pub struct LinearReverse {
    /// The step from x_t to x_{t-1} stands at index t - 1.
    pub steps: Vec<LinearStep>,
}

exercise::wire_struct!(LinearReverse { steps });

impl LinearReverse {
    /// The model N(√α_t·x_t, β_t·I), which runs the forward chain backwards exactly if the data are N(0, I).
    ///
    /// Its bound is tight: log p(x_0:T) - log q(x_1:T | x_0) = log N(x_0; 0, I) on every trajectory.
    pub fn reversible(schedule: &Schedule) -> Self {
        let step = |(alpha, beta): (&f64, &f64)| LinearStep {
            first_row: Point {
                x: alpha.sqrt(),
                y: 0.0,
            },
            second_row: Point {
                x: 0.0,
                y: alpha.sqrt(),
            },
            shift: Point::default(),
            variance: *beta,
        };
        Self {
            steps: schedule
                .alphas
                .iter()
                .zip(&schedule.betas)
                .map(step)
                .collect(),
        }
    }

    /// A random model near the reversible one: each entry of W and of the shift is moved by up to `spread` times β_t.
    ///
    /// The same seed gives the same model.
    pub fn random(schedule: &Schedule, spread: f64, seed: u64) -> Self {
        let mut inputs = exercise::Inputs::new(seed);
        let mut moved = |beta: f64| Point {
            x: spread * beta * inputs.uniform(-1.0, 1.0),
            y: spread * beta * inputs.uniform(-1.0, 1.0),
        };
        let mut model = Self::reversible(schedule);
        for step in &mut model.steps {
            step.first_row = step.first_row + moved(step.variance);
            step.second_row = step.second_row + moved(step.variance);
            step.shift = moved(step.variance);
        }
        model
    }

    /// Mean of p_θ(x_{t-1} | x_t).
    ///
    /// # Panics
    /// When the model has fewer steps than `t`.
    pub fn mean(&self, x_t: Point, t: Step) -> Point {
        let step = self.step(t);
        let product = Point {
            x: step.first_row.dot(x_t),
            y: step.second_row.dot(x_t),
        };
        product + step.shift
    }

    /// Variance of each coordinate of p_θ(x_{t-1} | x_t).
    ///
    /// # Panics
    /// When the model has fewer steps than `t`.
    pub fn variance(&self, t: Step) -> f64 {
        self.step(t).variance
    }

    /// log p_θ(x_0), exactly: a linear model makes x_0 a Gaussian, whose mean and covariance are carried from x_T to x_0.
    pub fn log_likelihood(&self, x0: Point) -> f64 {
        let mut mean = Point::default();
        // Covariance [[xx, xy], [xy, yy]].
        let (mut xx, mut xy, mut yy) = (1.0, 0.0, 1.0);
        for step in self.steps.iter().rev() {
            let (a, b) = (step.first_row, step.second_row);
            mean = Point {
                x: a.dot(mean),
                y: b.dot(mean),
            } + step.shift;
            let times = |row: Point| Point {
                x: xx * row.x + xy * row.y,
                y: xy * row.x + yy * row.y,
            };
            let (first, second) = (times(a), times(b));
            (xx, xy, yy) = (
                a.dot(first) + step.variance,
                a.dot(second),
                b.dot(second) + step.variance,
            );
        }
        let (off, determinant) = (x0 - mean, xx * yy - xy * xy);
        let squares =
            (yy * off.x * off.x - 2.0 * xy * off.x * off.y + xx * off.y * off.y) / determinant;
        -std::f64::consts::TAU.ln() - 0.5 * (determinant.ln() + squares)
    }

    fn step(&self, t: Step) -> &LinearStep {
        let step = self.steps.get(t.index());
        step.unwrap_or_else(|| panic!("{}", self.too_short(t.get())))
    }

    /// Fails unless the model has the schedule's number of steps.
    pub(super) fn fits(&self, schedule: &Schedule) -> Result<(), ArgumentError> {
        if self.steps.len() == schedule.timesteps() {
            return Ok(());
        }
        Err(self.too_short(schedule.timesteps()))
    }

    fn too_short(&self, expected: usize) -> ArgumentError {
        ArgumentError {
            argument: "model",
            expected: format!("{expected} steps"),
            got: self.steps.len().to_string(),
            hint: "make the model from the schedule that the trajectory was drawn with",
        }
    }
}
