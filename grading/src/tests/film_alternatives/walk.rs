use burn::tensor::{Distribution, Int, Tensor};
use labs::film_unet::{
    AncestralSampling, BetaSchedules, ImageNoise, Network, Schedule, ScheduleKind, TrainingStep,
};

use super::TurnedOver;

/// ᾱ_t of each image in `f32`, `[batch, 1, 1, 1]`.
fn left(t: &Tensor<1, Int>, schedule: &Schedule) -> Tensor<4> {
    let table: Vec<f32> = schedule.alpha_cumprod.iter().map(|&x| x as f32).collect();
    let table = Tensor::<1>::from_floats(table.as_slice(), &t.device());
    table.gather(0, t.clone() - 1).reshape([-1, 1, 1, 1])
}

impl ImageNoise for TurnedOver {
    fn coefficients(&self, t: Tensor<1, Int>, schedule: &Schedule) -> (Tensor<4>, Tensor<4>) {
        let left = left(&t, schedule);
        (left.clone().sqrt(), (-left + 1.0).sqrt())
    }

    fn add_noise(
        &self,
        x0: Tensor<4>,
        epsilon: Tensor<4>,
        t: Tensor<1, Int>,
        schedule: &Schedule,
    ) -> Tensor<4> {
        let left = left(&t, schedule);
        epsilon * (-left.clone() + 1.0).sqrt() + x0 * left.sqrt()
    }
}

impl TrainingStep for TurnedOver {
    /// Noise before times, errors scaled by √w before they are squared.
    fn train_step(
        &self,
        network: &Network,
        x0: Tensor<4>,
        schedule: &Schedule,
        weights: &[f64],
    ) -> Tensor<1> {
        let (batch, device) = (x0.dims()[0], x0.device());
        let noise = Tensor::<4>::random(x0.dims(), Distribution::Normal(0.0, 1.0), &device);
        let share = Tensor::<1>::random([batch], Distribution::Uniform(0.0, 1.0), &device);
        let steps = schedule.timesteps() as f64;
        let t = (share * steps)
            .floor()
            .int()
            .clamp(0, schedule.timesteps() as i64 - 1)
            + 1;
        let roots: Vec<f32> = weights.iter().map(|w| w.sqrt() as f32).collect();
        let roots = Tensor::<1>::from_floats(roots.as_slice(), &device);
        let roots = roots.gather(0, t.clone() - 1).reshape([-1, 1, 1, 1]);
        let x_t = self.add_noise(x0, noise.clone(), t.clone(), schedule);
        let error = (network.predict(x_t, t) - noise) * roots;
        error.powi_scalar(2).mean()
    }

    fn clip_factor(&self, norms: &[f64], max_norm: f64) -> f64 {
        let squared: f64 = norms.iter().map(|norm| norm.powi(2)).sum();
        if squared <= max_norm * max_norm {
            return 1.0;
        }
        (max_norm * max_norm / squared).sqrt()
    }
}

impl AncestralSampling for TurnedOver {
    /// By way of the clean image: the posterior's mean of x_0's estimate.
    fn sample(&self, network: &Network, x: Tensor<4>, schedule: &Schedule) -> Tensor<4> {
        let (batch, device) = (x.dims()[0], x.device());
        let mut x = x;
        for t in (1..=schedule.timesteps()).rev() {
            let now = schedule.alpha_cumprod[t - 1];
            let before = if t > 1 {
                schedule.alpha_cumprod[t - 2]
            } else {
                1.0
            };
            let (alpha, beta) = (schedule.alphas[t - 1], schedule.betas[t - 1]);
            let epsilon = network.predict(x.clone(), Tensor::full([batch], t as i64, &device));
            let clean = (x.clone() - epsilon * (1.0 - now).sqrt()) / now.sqrt();
            let of_clean = before.sqrt() * beta / (1.0 - now);
            let of_noisy = alpha.sqrt() * (1.0 - before) / (1.0 - now);
            x = clean * of_clean + x * of_noisy;
            if t > 1 {
                let sigma = ((1.0 - before) / (1.0 - now) * beta).sqrt();
                x = x.clone() + x.random_like(Distribution::Normal(0.0, sigma));
            }
        }
        x
    }
}

impl BetaSchedules for TurnedOver {
    fn betas(&self, kind: ScheduleKind, timesteps: usize) -> Vec<f64> {
        let gaps = (timesteps as f64 - 1.0).max(1.0);
        let between = |share: f64| 1e-4 * (1.0 - share) + 0.02 * share;
        let angle = |t: f64| std::f64::consts::FRAC_PI_2 * (t / timesteps as f64 + 0.008) / 1.008;
        (0..timesteps)
            .map(|i| i as f64)
            .map(|i| match kind {
                ScheduleKind::Linear => between(i / gaps),
                ScheduleKind::Cosine => {
                    let ratio = angle(i + 1.0).cos() / angle(i).cos();
                    (1.0 - ratio * ratio).clamp(0.0, 0.999)
                }
                ScheduleKind::Sigmoid => {
                    between(0.5 + 0.5 * ((12.0 * i / gaps - 6.0) / 2.0).tanh())
                }
            })
            .collect()
    }
}
