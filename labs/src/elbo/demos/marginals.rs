//! The walk and the jump have one law.

use burn::tensor::Tensor;
use diffusion::{ArgumentError, Timestep};
use noisebook_runtime::figure::Values;
use noisebook_runtime::{Figure, Panel, Table, device, stats};

use super::{LikelihoodDemo, errors_away, signed};
use crate::elbo::{Point, SequentialLikelihood, host};

/// The states that are shown.
const SHOWN: [usize; 6] = [0, 5, 10, 20, 30, 49];

/// Draws of a single step.
const COPIES: usize = 2000;

impl<T: SequentialLikelihood> LikelihoodDemo<'_, T> {
    /// Sends 2,000 copies of `x_prev` through step `t`: mean and standard deviation of each coordinate by theory and as drawn, and how many
    /// standard errors they are apart.
    ///
    /// # Errors
    /// When `t` is 0 or beyond T, or the draws are not points of the plane.
    pub fn one_step(&self, x_prev: Point, t: usize) -> Result<Table, ArgumentError> {
        let t = self.schedule.step(t)?;
        let copies = host::tensor(&vec![x_prev; COPIES], &device());
        let drawn = self.answer.forward_step(copies, t, self.schedule);
        let drawn = host::points("forward_step", &drawn)?;
        let beta = self.schedule.beta_at(t);
        let (shrink, std) = ((1.0 - beta).sqrt(), beta.sqrt());
        let (xs, ys): (Vec<f64>, Vec<f64>) = drawn.iter().map(|p| (p.x, p.y)).unzip();
        let headers = ["", "mean", "errors away", "std", "errors away"];
        let mut table = Table::new(headers).title(format!("One step, t = {t}: 2,000 draws"));
        for (name, before, draws) in [("x", x_prev.x, xs), ("y", x_prev.y, ys)] {
            let theory = signed(shrink * before, 3);
            table.push([
                format!("{name}, theory"),
                theory,
                String::new(),
                signed(std, 3),
                String::new(),
            ]);
            let moments = moments(&draws, shrink * before, std);
            table.push(std::iter::once(format!("{name}, drawn")).chain(moments));
        }
        Ok(table)
    }

    /// The points `x0` after t = 0, 5, 10, 20, 30 and 49 steps: walked in the upper row, jumped in the lower one.
    ///
    /// # Errors
    /// When the schedule has fewer than 49 steps, or `x0` is not points of the plane.
    pub fn marginals(&self, x0: &Tensor<2>) -> Result<Figure, ArgumentError> {
        let walked = self.walk(x0)?;
        let mut figure = Figure::new("The same law twice: above the walk, below the jump")
            .columns(SHOWN.len())
            .width(1100)
            .panel_height(200);
        for t in SHOWN {
            let t = self.schedule.timestep(t)?;
            figure = figure.panel(cloud(format!("walk, t = {t}"), &walked[t.get()]));
        }
        for t in SHOWN {
            let t = self.schedule.timestep(t)?;
            let jumped = self.answer.direct_jump(x0.clone(), t, self.schedule);
            figure = figure.panel(cloud(format!("jump, t = {t}"), &jumped));
        }
        Ok(figure)
    }

    /// Mean and standard deviation of (x_t - √ᾱ_t·x_0)/√(1-ᾱ_t) for both ways at each of `timesteps`, 1 or more: by theory 0 and 1.
    ///
    /// # Errors
    /// When a timestep is 0 or beyond T, or `x0` is not points of the plane.
    pub fn agreement(&self, x0: &Tensor<2>, timesteps: &[usize]) -> Result<Table, ArgumentError> {
        let walked = self.walk(x0)?;
        let headers = ["t", "way", "mean", "errors away", "std", "errors away"];
        let mut table = Table::new(headers).title("The noise in x_t, scaled to mean 0 and std 1");
        for &t in timesteps {
            let step = self.schedule.step(t)?;
            let jumped = self
                .answer
                .direct_jump(x0.clone(), step.into(), self.schedule);
            for (way, x_t) in [("walk", &walked[t]), ("jump", &jumped)] {
                let noise = self.noise_in(x_t, x0, step.into());
                table.push(row(t, way, &noise));
            }
        }
        Ok(table)
    }

    fn walk(&self, x0: &Tensor<2>) -> Result<Vec<Tensor<2>>, ArgumentError> {
        host::plane("x0", x0)?;
        let states = self.answer.forward_trajectory(x0.clone(), self.schedule);
        let expected = self.schedule.timesteps() + 1;
        if states.len() == expected {
            return Ok(states);
        }
        Err(ArgumentError {
            argument: "forward_trajectory",
            expected: format!("{expected} states, x_0 to x_T"),
            got: states.len().to_string(),
            hint: "run the check of section 1: exercise 1b",
        })
    }

    fn noise_in(&self, x_t: &Tensor<2>, x0: &Tensor<2>, t: Timestep) -> Vec<f64> {
        let left = self.schedule.alpha_cumprod_at(t);
        let (after, before) = (x_t.clone().into_values(), x0.clone().into_values());
        let pairs = after.iter().zip(&before);
        pairs
            .map(|(after, before)| (after - left.sqrt() * before) / (1.0 - left).sqrt())
            .collect()
    }
}

fn row(t: usize, way: &str, noise: &[f64]) -> Vec<String> {
    let moments = moments(noise, 0.0, 1.0);
    [t.to_string(), way.into()]
        .into_iter()
        .chain(moments)
        .collect()
}

/// Mean and standard deviation, each with its distance from theory in standard errors.
fn moments(draws: &[f64], mean: f64, std: f64) -> [String; 4] {
    let n = draws.len() as f64;
    let got_mean = stats::mean(draws).unwrap_or(f64::NAN);
    let got_std = stats::standard_deviation(draws).unwrap_or(f64::NAN);
    [
        signed(got_mean, 3),
        errors_away(got_mean, mean, std / n.sqrt()),
        signed(got_std, 3),
        errors_away(got_std, std, std / (2.0 * n).sqrt()),
    ]
}

fn cloud(title: String, points: &Tensor<2>) -> Panel {
    Panel::new(title)
        .equal_aspect()
        .x_range(-4.0, 4.0)
        .y_range(-4.0, 4.0)
        .points("", points)
}
