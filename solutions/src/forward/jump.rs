use burn::tensor::Tensor;
use labs::forward::{ForwardJump, Schedule, Timestep, noise_like};

use super::Reference;

impl ForwardJump for Reference {
    fn sequential(
        &self,
        x0: Tensor<4>,
        t: Timestep,
        schedule: &Schedule,
    ) -> (Tensor<4>, Vec<Tensor<4>>) {
        let mut x = x0;
        let mut states = vec![x.clone()];
        for step in schedule.steps_to(t) {
            let beta = schedule.beta_at(step);
            let noise = noise_like(&x);
            x = x * (1.0 - beta).sqrt() + noise * beta.sqrt();
            states.push(x.clone());
        }
        (x, states)
    }

    fn direct(&self, x0: Tensor<4>, t: Timestep, schedule: &Schedule) -> (Tensor<4>, Tensor<4>) {
        if t == Timestep::CLEAN {
            let zeros = x0.zeros_like();
            return (x0, zeros);
        }
        let epsilon = noise_like(&x0);
        let alpha_cumprod = schedule.alpha_cumprod_at(t);
        let noise = epsilon.clone() * (1.0 - alpha_cumprod).sqrt();
        (x0 * alpha_cumprod.sqrt() + noise, epsilon)
    }
}
