//! Section 4d: the simple loss.

use burn::tensor::{Distribution, Int, Tensor, TensorData};
use labs::elbo::{NoiseMlp, Schedule, SimpleTraining};

use super::{Single, TurnedOver, normal};

/// A table's values at each point's t, by the tensor's own look-up.
fn looked_up(table: &[f64], t: &Tensor<1, Int>) -> Tensor<2> {
    let table: Vec<f32> = table.iter().map(|&x| x as f32).collect();
    let shape = [table.len()];
    let table = Tensor::<1>::from_data(TensorData::new(table, shape), &t.device());
    table.select(0, t.clone() - 1).unsqueeze_dim(1)
}

impl SimpleTraining for TurnedOver {
    fn simple_loss(&self, model: &NoiseMlp, x0: Tensor<2>, s: &Schedule) -> Tensor<1> {
        let epsilon = normal(&x0);
        let share = Tensor::<1>::random([x0.dims()[0]], Distribution::Default, &x0.device());
        let t = (share * s.timesteps() as f64).int() + 1;
        let left = looked_up(&s.alpha_cumprod, &t);
        let x_t = x0 * left.clone().sqrt() + epsilon.clone() * (-left + 1.0).sqrt();
        let error = model.forward(x_t, t) - epsilon;
        (error.clone() * error).mean() * 2.0
    }
}

impl SimpleTraining for Single {
    /// Point by point.
    fn simple_loss(&self, model: &NoiseMlp, x0: Tensor<2>, s: &Schedule) -> Tensor<1> {
        let [batch, _] = x0.dims();
        let range = Distribution::Uniform(0.0, s.timesteps() as f64);
        let index = Tensor::<1, Int>::random([batch], range, &x0.device());
        let epsilon = normal(&x0);
        let x_t = x0 * looked_up(&s.sqrt_alpha_cumprod, &(index.clone() + 1))
            + epsilon.clone() * looked_up(&s.sqrt_one_minus_alpha_cumprod, &(index.clone() + 1));
        let error = epsilon - model.forward(x_t, index + 1);
        error.powf_scalar(2.0).sum() / batch as f64
    }
}
