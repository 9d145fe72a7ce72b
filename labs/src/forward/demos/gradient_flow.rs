//! Does a gradient come back through a sample?

use burn::nn::{Linear, LinearConfig};
use burn::tensor::Tensor;
use noisebook_runtime::figure::Values;
use noisebook_runtime::{Table, autodiff_device};

use super::ReparameterizationDemo;
use crate::forward::Reparameterization;

const INPUT: f64 = 2.0;
const SIGMA: f64 = 0.5;
const TARGET: f64 = 1.0;

impl<T: Reparameterization> ReparameterizationDemo<'_, T> {
    /// A layer `Linear(1, 1)` predicts mu from x = 2, z is drawn from N(mu, 0.5²), and the loss is (z - 1)². One row for each
    /// sampler: the sample, the loss, the gradient of the layer's weight or "none", and the same gradient by the chain rule,
    /// 2·(z - 1)·x.
    pub fn gradient_flow(&self) -> Table {
        let headers = ["sampler", "z", "loss", "∂loss/∂weight", "2·(z − 1)·x"];
        let direct = |mu, sigma| self.answer.direct_sampling(mu, sigma);
        let reparameterized = |mu, sigma| self.answer.reparameterized(mu, sigma);
        let layer = LinearConfig::new(1, 1).init(&autodiff_device());
        Table::new(headers)
            .title("Gradient flow through a sample")
            .row(flow("direct (1a)", &layer, direct))
            .row(flow("reparameterized (1b)", &layer, reparameterized))
    }
}

fn flow(
    name: &str,
    layer: &Linear,
    sample: impl Fn(Tensor<2>, Tensor<2>) -> Tensor<2>,
) -> [String; 5] {
    let device = autodiff_device();
    let mu = layer.forward(Tensor::full([1, 1], INPUT, &device));
    let z = sample(mu, Tensor::full([1, 1], SIGMA, &device));
    let loss = (z.clone() - TARGET).powi_scalar(2).sum();
    let gradient = if loss.is_tracked() {
        layer.weight.val().grad(&loss.backward())
    } else {
        None
    };
    let number = |values: Vec<f64>| super::decimal(values.first().copied());
    let z = z.into_values();
    let by_hand = z.iter().map(|z| 2.0 * (z - TARGET) * INPUT).collect();
    [
        name.into(),
        number(z),
        number(loss.into_values()),
        gradient.map_or_else(|| "none".into(), |gradient| number(gradient.into_values())),
        number(by_hand),
    ]
}
