use burn::tensor::{Distribution, Tensor};
use labs::elbo::{Schedule, SequentialLikelihood, Step, Timestep};

use super::Reference;

impl SequentialLikelihood for Reference {
    fn forward_step(&self, x_prev: Tensor<2>, t: Step, schedule: &Schedule) -> Tensor<2> {
        let (alpha, beta) = (schedule.alpha_at(t), schedule.beta_at(t));
        let noise = x_prev.random_like(Distribution::Normal(0.0, 1.0));
        x_prev * alpha.sqrt() + noise * beta.sqrt()
    }

    fn forward_trajectory(&self, x0: Tensor<2>, schedule: &Schedule) -> Vec<Tensor<2>> {
        let mut states = vec![x0];
        for t in Step::all(schedule) {
            let x_prev = states[t.index()].clone();
            states.push(self.forward_step(x_prev, t, schedule));
        }
        states
    }

    fn direct_jump(&self, x0: Tensor<2>, t: Timestep, schedule: &Schedule) -> Tensor<2> {
        let alpha_cumprod = schedule.alpha_cumprod_at(t);
        let noise = x0.random_like(Distribution::Normal(0.0, 1.0));
        x0 * alpha_cumprod.sqrt() + noise * (1.0 - alpha_cumprod).sqrt()
    }
}
