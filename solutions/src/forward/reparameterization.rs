use burn::tensor::{Distribution, Tensor};
use labs::forward::Reparameterization;

use super::Reference;

impl Reparameterization for Reference {
    fn direct_sampling(&self, mu: Tensor<2>, sigma: Tensor<2>) -> Tensor<2> {
        let noise = mu.random_like(Distribution::Normal(0.0, 1.0));
        (mu + sigma * noise).detach()
    }

    fn reparameterized(&self, mu: Tensor<2>, sigma: Tensor<2>) -> Tensor<2> {
        let epsilon = mu.random_like(Distribution::Normal(0.0, 1.0));
        mu + sigma * epsilon
    }

    fn forward_step_sampling(&self, x_prev: Tensor<4>, beta_t: f64) -> Tensor<4> {
        let noise = x_prev.random_like(Distribution::Normal(0.0, 1.0));
        (x_prev * (1.0 - beta_t).sqrt() + noise * beta_t.sqrt()).detach()
    }

    fn forward_step_reparameterized(
        &self,
        x_prev: Tensor<4>,
        beta_t: f64,
    ) -> (Tensor<4>, Tensor<4>) {
        let epsilon = x_prev.random_like(Distribution::Normal(0.0, 1.0));
        let x_t = x_prev * (1.0 - beta_t).sqrt() + epsilon.clone() * beta_t.sqrt();
        (x_t, epsilon)
    }
}
