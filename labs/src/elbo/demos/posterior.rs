//! The reverse step that knows x_0.

use burn::tensor::Tensor;
use diffusion::{ArgumentError, Schedule, Step};
use noisebook_runtime::{Figure, Panel, Table, device};

use super::{signed, small};
use crate::elbo::{
    ElboDerivation, LinearReverse, Point, TractableReverse, Trajectory, host, log_normal,
};

/// Demos of section 3: [`weights`](Self::weights), [`means`](Self::means), [`bayes`](Self::bayes).
#[derive(Clone, Copy, Debug)]
pub struct PosteriorDemo<'a, T> {
    answer: &'a T,
    schedule: &'a Schedule,
}

/// How much of x_0 and of x_t is in the posterior's mean, for t = 1..=T at index t - 1.
#[derive(Clone, Debug, PartialEq)]
pub struct PosteriorWeights {
    /// Weight of x_0.
    pub x0: Vec<f64>,
    /// Weight of x_t.
    pub x_t: Vec<f64>,
    /// √ᾱ_t and √ᾱ_{t-1}, for the identity that does hold.
    roots: Vec<(f64, f64)>,
}

impl<'a, T: TractableReverse> PosteriorDemo<'a, T> {
    /// The demos of section 3 with these bodies and this schedule.
    pub fn new(answer: &'a T, schedule: &'a Schedule) -> Self {
        Self { answer, schedule }
    }

    /// Reads both weights off the optimal mean of x_0 = (1, 0) and x_t = (0, 1).
    ///
    /// # Errors
    /// When a mean is not a point of the plane.
    pub fn weights(&self) -> Result<PosteriorWeights, ArgumentError> {
        let unit = |x, y| host::tensor(&[Point { x, y }], &device());
        let mut weights = PosteriorWeights {
            x0: Vec::new(),
            x_t: Vec::new(),
            roots: Vec::new(),
        };
        for t in Step::all(self.schedule) {
            let mean = self
                .answer
                .optimal_mean(unit(0.0, 1.0), unit(1.0, 0.0), t, self.schedule);
            for mean in host::points("optimal_mean", &mean)? {
                weights.x0.push(mean.x);
                weights.x_t.push(mean.y);
            }
            let root = |t| self.schedule.alpha_cumprod_at(t).sqrt();
            weights.roots.push((root(t.into()), root(t.before())));
        }
        Ok(weights)
    }

    /// One point, its x_t and the posterior's mean with one standard deviation as bars at each of `timesteps`; `epsilon` is the noise
    /// in every x_t. The last panel compares the variance with β_t.
    ///
    /// # Errors
    /// When a timestep is 0 or beyond T, or the tensors are not points of the plane.
    pub fn means(
        &self,
        x0: &Tensor<2>,
        epsilon: &Tensor<2>,
        timesteps: &[usize],
    ) -> Result<Figure, ArgumentError> {
        host::plane("x0", x0)?;
        host::plane("epsilon", epsilon)?;
        let mut figure = Figure::new("Where was the point one step earlier, if it came from x₀?")
            .columns(3)
            .width(1000)
            .panel_height(320);
        for &t in timesteps {
            figure = figure.panel(self.mean_panel(x0, epsilon, self.schedule.step(t)?)?);
        }
        Ok(figure.panel(self.variance_panel()))
    }

    fn mean_panel(
        &self,
        x0: &Tensor<2>,
        epsilon: &Tensor<2>,
        t: Step,
    ) -> Result<Panel, ArgumentError> {
        let left = self.schedule.alpha_cumprod_at(t);
        let x_t = x0.clone() * left.sqrt() + epsilon.clone() * (1.0 - left).sqrt();
        let mean = self
            .answer
            .optimal_mean(x_t.clone(), x0.clone(), t, self.schedule);
        let std = self.answer.optimal_variance(t, self.schedule).sqrt();
        let means = host::points("optimal_mean", &mean)?;
        let (xs, ys): (Vec<f64>, Vec<f64>) = means.iter().map(|p| (p.x, p.y)).unzip();
        let bars = vec![std; xs.len()];
        Ok(Panel::new(format!("t = {t}: σ = {std:.2}"))
            .equal_aspect()
            .x_range(-3.2, 3.2)
            .y_range(-3.2, 3.2)
            .points("x₀", x0)
            .points("xₜ", &x_t)
            .arrows("", &x_t, &mean)
            .quiet()
            .error_bars("mean ± σ", xs, ys, bars))
    }

    fn variance_panel(&self) -> Panel {
        let variance = |t| self.answer.optimal_variance(t, self.schedule);
        let variances: Vec<f64> = Step::all(self.schedule).map(variance).collect();
        let ts = 1..=self.schedule.timesteps();
        Panel::new("Variance of the posterior")
            .x_label("t")
            .y_label("σ²")
            .line("posterior", ts.clone(), variances)
            .dashed_line("βₜ", ts, &self.schedule.betas)
    }

    /// Closes the circle with section 2: at each of `timesteps`, 2 or more, log q(x_{t-1} | x_t, x_0) by Bayes' rule, as 2d has it, and as the
    /// density of the Gaussian of 3b and 3c.
    ///
    /// # Errors
    /// When a timestep is below 2 or beyond T, or the trajectory does not fit the schedule.
    pub fn bayes(
        &self,
        derivation: &impl ElboDerivation,
        trajectory: &Trajectory,
        timesteps: &[usize],
    ) -> Result<Table, ArgumentError> {
        let by_rule = self.by_rule(derivation, trajectory)?;
        let headers = [
            "t",
            "by Bayes' rule (2d)",
            "by mean and variance (3b, 3c)",
            "apart",
        ];
        let mut table = Table::new(headers).title("log q(x_{t−1} | x_t, x₀) on one trajectory");
        for &t in timesteps {
            let rule = t.checked_sub(2).and_then(|index| by_rule.get(index));
            let rule = *rule.ok_or_else(|| ArgumentError {
                argument: "timesteps",
                expected: format!("2..={}", self.schedule.timesteps()),
                got: t.to_string(),
                hint: "at t = 1 the posterior is a point and has no density",
            })?;
            let closed = self.log_density(trajectory, self.schedule.step(t)?)?;
            let apart = small((rule - closed).abs());
            table.push([t.to_string(), signed(rule, 6), signed(closed, 6), apart]);
        }
        Ok(table)
    }

    fn by_rule(
        &self,
        derivation: &impl ElboDerivation,
        trajectory: &Trajectory,
    ) -> Result<Vec<f64>, ArgumentError> {
        trajectory.fits(self.schedule)?;
        let model = LinearReverse::reversible(self.schedule);
        let terms = derivation.log_probabilities(trajectory, &model, self.schedule);
        let terms = derivation.reindex(&derivation.separate(&terms));
        Ok(derivation
            .bayes(&terms, trajectory, self.schedule)
            .posterior)
    }

    fn log_density(&self, trajectory: &Trajectory, t: Step) -> Result<f64, ArgumentError> {
        let (x, tensor) = (&trajectory.states, |point| {
            host::tensor(&[point], &device())
        });
        let mean = self
            .answer
            .optimal_mean(tensor(x[t.get()]), tensor(x[0]), t, self.schedule);
        let variance = self.answer.optimal_variance(t, self.schedule);
        let density = |&mean: &Point| log_normal(x[t.index()], mean, variance);
        Ok(host::points("optimal_mean", &mean)?
            .first()
            .map_or(f64::NAN, density))
    }
}

impl PosteriorWeights {
    /// Weight of x_0 plus weight of x_t, for each t.
    pub fn sums(&self) -> Vec<f64> {
        self.x0.iter().zip(&self.x_t).map(|(a, b)| a + b).collect()
    }

    /// The first t at which x_t weighs more than x_0.
    pub fn crossing(&self) -> Option<usize> {
        let mut pairs = self.x0.iter().zip(&self.x_t);
        pairs.position(|(x0, x_t)| x_t > x0).map(|index| index + 1)
    }

    /// The largest deviation from what does hold: weight of x_0 + √ᾱ_t · weight of x_t = √ᾱ_{t-1}.
    pub fn identity_error(&self) -> f64 {
        let weights = self.x0.iter().zip(&self.x_t).zip(&self.roots);
        weights
            .map(|((x0, x_t), (now, before))| (x0 + now * x_t - before).abs())
            .fold(0.0, f64::max)
    }

    /// Both weights and their sum over t, and their ratio on a logarithmic axis.
    pub fn figure(&self) -> Figure {
        let ts = 1..=self.x0.len();
        let weights = Panel::new("Weights in the mean")
            .x_label("t")
            .y_label("weight")
            .line("x₀", ts.clone(), &self.x0)
            .line("xₜ", ts.clone(), &self.x_t)
            .line("their sum", ts, self.sums())
            .horizontal_line("1", 1.0);
        // At t = 1 the weight of x_t is 0 and the ratio infinite.
        let later = 2..=self.x0.len();
        let ratios = self
            .x0
            .iter()
            .zip(&self.x_t)
            .skip(1)
            .map(|(x0, x_t)| x0 / x_t);
        let ratio = Panel::new("Ratio, from t = 2")
            .x_label("t")
            .y_label("weight of x₀ / weight of xₜ")
            .log_y()
            .line("ratio", later, ratios.collect::<Vec<f64>>())
            .horizontal_line("equal weights", 1.0);
        Figure::new("Whom does the mean trust: x₀ or xₜ?")
            .panel(weights)
            .panel(ratio)
    }
}
