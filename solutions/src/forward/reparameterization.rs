use burn::tensor::Tensor;
use labs::forward::{Reparameterization, noise_like};

use super::Reference;

impl Reparameterization for Reference {
    fn direct_sampling(&self, mu: Tensor<2>, sigma: Tensor<2>) -> Tensor<2> {
        let noise = noise_like(&mu);
        (mu + sigma * noise).detach()
    }

    fn reparameterized(&self, mu: Tensor<2>, sigma: Tensor<2>) -> Tensor<2> {
        let epsilon = noise_like(&mu);
        mu + sigma * epsilon
    }

    fn forward_step_sampling(&self, x_prev: Tensor<4>, beta_t: f64) -> Tensor<4> {
        let noise = noise_like(&x_prev);
        (x_prev * (1.0 - beta_t).sqrt() + noise * beta_t.sqrt()).detach()
    }

    fn forward_step_reparameterized(
        &self,
        x_prev: Tensor<4>,
        beta_t: f64,
    ) -> (Tensor<4>, Tensor<4>) {
        let epsilon = noise_like(&x_prev);
        let x_t = x_prev * (1.0 - beta_t).sqrt() + epsilon.clone() * beta_t.sqrt();
        (x_t, epsilon)
    }
}
