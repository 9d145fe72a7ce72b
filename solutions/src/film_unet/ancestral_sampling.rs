use burn::tensor::{Distribution, Int, Tensor};
use labs::film_unet::{AncestralSampling, Network, Schedule, Step};

use super::Reference;

impl AncestralSampling for Reference {
    fn sample(&self, network: &Network, x: Tensor<4>, schedule: &Schedule) -> Tensor<4> {
        let (batch, device) = (x.dims()[0], x.device());
        let mut x = x;
        for t in Step::all(schedule).rev() {
            let (alpha, beta) = (schedule.alphas[t.index()], schedule.betas[t.index()]);
            let now = schedule.alpha_cumprod_at(t);
            let before = schedule.alpha_cumprod_at(t.before());
            let times = Tensor::<1, Int>::full([batch], t.get() as i64, &device);
            let epsilon = network.predict(x.clone(), times);
            let mean = (x - epsilon * (beta / (1.0 - now).sqrt())) / alpha.sqrt();
            let sigma = ((1.0 - before) / (1.0 - now) * beta).sqrt();
            let z = mean.random_like(Distribution::Normal(0.0, 1.0));
            x = mean + z * sigma;
        }
        x
    }
}
