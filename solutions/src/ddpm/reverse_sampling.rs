use burn::tensor::Tensor;
use labs::ddpm::{ReverseSampling, Schedule, Step};

use super::Reference;

impl ReverseSampling for Reference {
    fn reverse_mean(
        &self,
        x_t: Tensor<4>,
        eps_hat: Tensor<4>,
        t: Step,
        schedule: &Schedule,
    ) -> Tensor<4> {
        let i = t.index();
        let removed = schedule.betas[i] / schedule.sqrt_one_minus_alpha_cumprod[i];
        (x_t - eps_hat * removed) / schedule.alphas[i].sqrt()
    }

    fn reverse_step(
        &self,
        x_t: Tensor<4>,
        eps_hat: Tensor<4>,
        t: Step,
        z: Tensor<4>,
        schedule: &Schedule,
    ) -> Tensor<4> {
        let mean = self.reverse_mean(x_t, eps_hat, t, schedule);
        if t == Step::FIRST {
            return mean;
        }
        mean + z * schedule.betas[t.index()].sqrt()
    }
}
