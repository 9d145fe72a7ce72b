//! Section 1: the sequential likelihood.

use burn::tensor::{Distribution, Tensor};
use labs::elbo::{Schedule, SequentialLikelihood, Step, Timestep};

use super::{Single, TurnedOver, normal, single};

impl SequentialLikelihood for TurnedOver {
    fn forward_step(&self, x_prev: Tensor<2>, t: Step, s: &Schedule) -> Tensor<2> {
        let [batch, _] = x_prev.dims();
        let column = || {
            let shape = [batch, 1];
            Tensor::<2>::random(shape, Distribution::Normal(0.0, 1.0), &x_prev.device())
        };
        let noise = Tensor::cat(vec![column(), column()], 1);
        (x_prev * (s.alphas[t.index()] / s.betas[t.index()]).sqrt() + noise)
            * s.betas[t.index()].sqrt()
    }

    fn forward_trajectory(&self, x0: Tensor<2>, s: &Schedule) -> Vec<Tensor<2>> {
        let noises: Vec<Tensor<2>> = s.betas.iter().map(|_| normal(&x0)).collect();
        let mut state = x0.clone();
        let later = s.betas.iter().zip(noises).map(|(beta, noise)| {
            state = state.clone() * (1.0 - beta).sqrt() + noise * beta.sqrt();
            state.clone()
        });
        std::iter::once(x0).chain(later).collect()
    }

    /// The jump by all its steps.
    fn direct_jump(&self, x0: Tensor<2>, t: Timestep, s: &Schedule) -> Tensor<2> {
        let walk = self.forward_trajectory(x0, s);
        walk[t.get()].clone()
    }
}

impl SequentialLikelihood for Single {
    fn forward_step(&self, x_prev: Tensor<2>, t: Step, s: &Schedule) -> Tensor<2> {
        let noise = normal(&x_prev);
        let root = |x: f64| Tensor::<1>::from_floats([x as f32], &x_prev.device()).sqrt();
        let (alpha, beta) = (root(s.alphas[t.index()]), root(s.betas[t.index()]));
        noise * beta.unsqueeze() + x_prev * alpha.unsqueeze()
    }

    fn forward_trajectory(&self, x0: Tensor<2>, s: &Schedule) -> Vec<Tensor<2>> {
        Step::all(s).fold(vec![x0], |mut states, t| {
            let last = states[states.len() - 1].clone();
            states.push(self.forward_step(last, t, s));
            states
        })
    }

    fn direct_jump(&self, x0: Tensor<2>, t: Timestep, s: &Schedule) -> Tensor<2> {
        let Some(i) = t.index() else { return x0 };
        let noise = normal(&x0);
        x0 * single(s.sqrt_alpha_cumprod[i]) + noise * single(s.sqrt_one_minus_alpha_cumprod[i])
    }
}
