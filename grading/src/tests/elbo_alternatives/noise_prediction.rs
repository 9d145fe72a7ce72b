//! Section 4: noise prediction.

use burn::tensor::{Distribution, Tensor};
use labs::elbo::{NoisePrediction, Schedule, Step, TractableReverse};

use super::{Single, TurnedOver, normal, single};

impl NoisePrediction for TurnedOver {
    fn forward_with_noise(
        &self,
        x0: Tensor<2>,
        t: Step,
        epsilon: Option<Tensor<2>>,
        s: &Schedule,
    ) -> (Tensor<2>, Tensor<2>) {
        let epsilon = match epsilon {
            Some(epsilon) => epsilon,
            None => Tensor::random(x0.dims(), Distribution::Normal(0.0, 1.0), &x0.device()),
        };
        let i = t.index();
        let signal = x0 * s.sqrt_alpha_cumprod[i];
        (
            epsilon.clone() * s.sqrt_one_minus_alpha_cumprod[i] + signal,
            epsilon,
        )
    }

    fn solve_for_x0(&self, x_t: Tensor<2>, epsilon: Tensor<2>, t: Step, s: &Schedule) -> Tensor<2> {
        let left = s.alpha_cumprod_at(t);
        x_t * (1.0 / left).sqrt() - epsilon * (1.0 / left - 1.0).sqrt()
    }

    /// 3b with 4b in it.
    fn mean_from_noise(
        &self,
        x_t: Tensor<2>,
        epsilon: Tensor<2>,
        t: Step,
        s: &Schedule,
    ) -> Tensor<2> {
        let x0 = self.solve_for_x0(x_t.clone(), epsilon, t, s);
        self.optimal_mean(x_t, x0, t, s)
    }
}

impl NoisePrediction for Single {
    fn forward_with_noise(
        &self,
        x0: Tensor<2>,
        t: Step,
        epsilon: Option<Tensor<2>>,
        s: &Schedule,
    ) -> (Tensor<2>, Tensor<2>) {
        let epsilon = epsilon.unwrap_or(normal(&x0));
        let left = single(s.alpha_cumprod_at(t));
        (
            x0 * left.sqrt() + epsilon.clone() * (1.0 - left).sqrt(),
            epsilon,
        )
    }

    fn solve_for_x0(&self, x_t: Tensor<2>, epsilon: Tensor<2>, t: Step, s: &Schedule) -> Tensor<2> {
        let left = single(s.alpha_cumprod_at(t));
        (x_t - epsilon * (1.0 - left).sqrt()) / left.sqrt()
    }

    fn mean_from_noise(
        &self,
        x_t: Tensor<2>,
        epsilon: Tensor<2>,
        t: Step,
        s: &Schedule,
    ) -> Tensor<2> {
        let (alpha, left) = (single(s.alphas[t.index()]), single(s.alpha_cumprod_at(t)));
        (x_t - epsilon * ((1.0 - alpha) / (1.0 - left).sqrt())) * (1.0 / alpha).sqrt()
    }
}
