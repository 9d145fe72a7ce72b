//! One forward step: theory against samples, pixel by pixel.

use burn::tensor::Tensor;
use diffusion::ArgumentError;
use noisebook_runtime::figure::Values;
use noisebook_runtime::{Figure, Panel, Table, stats};

use super::{ReparameterizationDemo, decimal, signed};
use crate::forward::{Reparameterization, arguments};

/// Copies of the image that go through the step together.
const COPIES: usize = 1000;

/// Many draws of q(x_t | x_{t-1}) from one image, at its darkest, its middle and its brightest pixel.
#[derive(Clone, Debug, PartialEq)]
pub struct OneStep {
    /// Variance of the step.
    pub beta_t: f64,
    /// What became of each pixel.
    pub pixels: Vec<PixelDraws>,
}

/// One pixel before the step and many times after it.
#[derive(Clone, Debug, PartialEq)]
pub struct PixelDraws {
    /// Its value in x_{t-1}.
    pub before: f64,
    /// Draws of `forward_step_sampling`.
    pub sampled: Vec<f64>,
    /// Draws of `forward_step_reparameterized`.
    pub reparameterized: Vec<f64>,
}

impl<T: Reparameterization> ReparameterizationDemo<'_, T> {
    /// Sends 1,000 copies of `x_prev`, one image `[1, channel, height, width]`, through one step with variance `beta_t`, by 1c and
    /// by 1d.
    ///
    /// # Errors
    /// When `x_prev` is not one image with finite pixels, or `beta_t` lies outside (0, 1).
    pub fn one_step(&self, x_prev: Tensor<4>, beta_t: f64) -> Result<OneStep, ArgumentError> {
        arguments::one_image("x_prev", &x_prev)?;
        arguments::beta("beta_t", beta_t)?;
        let copies = x_prev.clone().repeat_dim(0, COPIES);
        let sampled = self
            .answer
            .forward_step_sampling(copies.clone(), beta_t)
            .into_values();
        let (x_t, _) = self.answer.forward_step_reparameterized(copies, beta_t);
        let reparameterized = x_t.into_values();
        let before = x_prev.into_values();
        let draws_of = |values: &[f64], pixel: usize| {
            values
                .iter()
                .skip(pixel)
                .step_by(before.len())
                .copied()
                .collect()
        };
        let pixels = interesting_pixels(&before)
            .into_iter()
            .map(|pixel| PixelDraws {
                before: before[pixel],
                sampled: draws_of(&sampled, pixel),
                reparameterized: draws_of(&reparameterized, pixel),
            });
        Ok(OneStep {
            beta_t,
            pixels: pixels.collect(),
        })
    }
}

/// Where the darkest, the most middling and the brightest pixel are.
fn interesting_pixels(values: &[f64]) -> Vec<usize> {
    let nearest = |target: f64| {
        let off = |i: &usize| (values[*i] - target).abs();
        (0..values.len()).min_by(|a, b| off(a).total_cmp(&off(b)))
    };
    [-1.0, 0.0, 1.0].into_iter().filter_map(nearest).collect()
}

impl OneStep {
    /// Mean √(1-β)·x and standard deviation √β by theory, and both as measured over the draws of 1c and 1d.
    pub fn table(&self) -> Table {
        let headers = ["pixel before", "", "mean of x_t", "std of x_t"];
        let mut table = Table::new(headers).title(format!("One step with β = {}", self.beta_t));
        for pixel in &self.pixels {
            let mean = (1.0 - self.beta_t).sqrt() * pixel.before;
            let row =
                |name: &str, mean, std| [String::new(), name.into(), decimal(mean), decimal(std)];
            table.push([
                signed(pixel.before, 3),
                "theory".into(),
                decimal(Some(mean)),
                decimal(Some(self.beta_t.sqrt())),
            ]);
            for (name, draws) in [("1c", &pixel.sampled), ("1d", &pixel.reparameterized)] {
                table.push(row(
                    name,
                    stats::mean(draws),
                    stats::standard_deviation(draws),
                ));
            }
        }
        table
    }

    /// One panel for each pixel: histograms of 1c's and 1d's draws with the density N(√(1-β)·x, β).
    pub fn figure(&self) -> Figure {
        let figure = Figure::new(format!(
            "Theory against sample: one step with β = {}",
            self.beta_t
        ))
        .columns(3);
        self.pixels
            .iter()
            .fold(figure, |figure, pixel| figure.panel(self.panel(pixel)))
    }

    fn panel(&self, pixel: &PixelDraws) -> Panel {
        let mean = (1.0 - self.beta_t).sqrt() * pixel.before;
        Panel::new(format!("from x = {}", signed(pixel.before, 2)))
            .x_label("value of the pixel after the step")
            .y_label("density")
            .density_scale()
            .histogram("1c", &pixel.sampled)
            .histogram("1d", &pixel.reparameterized)
            .normal_curve("N(√(1−β)·x, β)", mean, self.beta_t.sqrt())
    }
}
