//! Both samplers draw from one distribution.

use burn::tensor::Tensor;
use diffusion::ArgumentError;
use noisebook_runtime::figure::Values;
use noisebook_runtime::{Figure, Panel, Table, device, stats};

use super::{ReparameterizationDemo, decimal, errors_away};
use crate::forward::{Reparameterization, arguments};

const MU: f64 = 2.0;
const SIGMA: f64 = 0.5;

/// Draws of both samplers from N(2, 0.5²).
#[derive(Clone, Debug, PartialEq)]
pub struct Equivalence {
    /// Draws of `direct_sampling`.
    pub direct: Vec<f64>,
    /// Draws of `reparameterized`.
    pub reparameterized: Vec<f64>,
}

impl<T: Reparameterization> ReparameterizationDemo<'_, T> {
    /// `trials` draws of each sampler from N(2, 0.5²): [`Equivalence::table`] and [`Equivalence::figure`] show them.
    ///
    /// # Errors
    /// Below two trials, of which there is no standard deviation.
    pub fn equivalence(&self, trials: usize) -> Result<Equivalence, ArgumentError> {
        arguments::at_least("trials", trials, 2)?;
        let full = |value: f64| Tensor::full([trials, 1], value, &device());
        Ok(Equivalence {
            direct: self
                .answer
                .direct_sampling(full(MU), full(SIGMA))
                .into_values(),
            reparameterized: self
                .answer
                .reparameterized(full(MU), full(SIGMA))
                .into_values(),
        })
    }
}

impl Equivalence {
    /// Mean and standard deviation of each, and how many standard errors they are away from theory.
    ///
    /// The standard error of a mean of n draws is σ/√n, that of a standard deviation about σ/√(2n).
    pub fn table(&self) -> Table {
        let headers = [
            "sampler",
            "draws",
            "mean",
            "errors away",
            "std",
            "errors away",
        ];
        let theory = [
            "theory".into(),
            String::new(),
            format!("{MU:.4}"),
            String::new(),
            format!("{SIGMA:.4}"),
        ];
        Table::new(headers)
            .title("Two samplers, one distribution")
            .row(theory)
            .row(moments("direct (1a)", &self.direct))
            .row(moments("reparameterized (1b)", &self.reparameterized))
    }

    /// Histograms of both with the density of N(2, 0.5²), and normal Q-Q plots of both.
    pub fn figure(&self) -> Figure {
        let histograms = Panel::new("Histograms")
            .x_label("z")
            .y_label("density")
            .density_scale()
            .histogram("direct", &self.direct)
            .histogram("reparameterized", &self.reparameterized)
            .normal_curve("N(2, 0.5²)", MU, SIGMA);
        let quantiles = Panel::new("Normal Q-Q plot")
            .x_label("normal quantile")
            .y_label("standardised sample quantile")
            .normal_qq("direct", &self.direct)
            .normal_qq("reparameterized", &self.reparameterized)
            .diagonal("y = x", -3.5, 3.5);
        Figure::new("Direct and reparameterized draws")
            .panel(histograms)
            .panel(quantiles)
    }
}

fn moments(name: &str, draws: &[f64]) -> [String; 6] {
    let n = draws.len() as f64;
    let (mean, std) = (stats::mean(draws), stats::standard_deviation(draws));
    [
        name.into(),
        draws.len().to_string(),
        decimal(mean),
        errors_away(mean, MU, SIGMA / n.sqrt()),
        decimal(std),
        errors_away(std, SIGMA, SIGMA / (2.0 * n).sqrt()),
    ]
}
