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
        for beta in &schedule.betas[..t.get()] {
            let noise = noise_like(&x);
            x = x * (1.0 - beta).sqrt() + noise * beta.sqrt();
            states.push(x.clone());
        }
        (x, states)
    }

    fn direct(&self, x0: Tensor<4>, t: Timestep, schedule: &Schedule) -> (Tensor<4>, Tensor<4>) {
        let Some(i) = t.index() else {
            let zeros = x0.zeros_like();
            return (x0, zeros);
        };
        let epsilon = noise_like(&x0);
        let signal = x0 * schedule.sqrt_alpha_cumprod[i];
        let noise = epsilon.clone() * schedule.sqrt_one_minus_alpha_cumprod[i];
        (signal + noise, epsilon)
    }
}
