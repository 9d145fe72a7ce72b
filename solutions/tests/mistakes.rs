//! Common mistakes, each with the words of the hint that a student must get.

#[path = "support/mistakes.rs"]
mod support;

use burn::tensor::{Distribution, Tensor};
use labs::forward::{
    ForwardJump, ForwardJumpDerivation, InductionRow, NoiseSchedules, Reparameterization, Schedule,
    Timestep, TwoStepExpansion,
};

use support::caught;

fn normal<const D: usize>(like: &Tensor<D>) -> Tensor<D> {
    like.random_like(Distribution::Normal(0.0, 1.0))
}

#[test]
fn sampling() {
    wrong!(Uniform: Reparameterization {
        fn direct_sampling(&self, mu: Tensor<2>, sigma: Tensor<2>) -> Tensor<2> {
            let noise = mu.random_like(Distribution::Default);
            (mu + sigma * noise).detach()
        }
        fn reparameterized(&self, mu: Tensor<2>, sigma: Tensor<2>) -> Tensor<2> {
            let noise = normal(&mu);
            mu + sigma.clone() * sigma * noise
        }
    });
    caught(&Uniform, "1a", "looks uniform");
    caught(&Uniform, "1b", "sigma²");

    wrong!(Graph: Reparameterization {
        fn direct_sampling(&self, mu: Tensor<2>, sigma: Tensor<2>) -> Tensor<2> {
            let noise = normal(&mu);
            mu + sigma * noise
        }
        fn reparameterized(&self, mu: Tensor<2>, sigma: Tensor<2>) -> Tensor<2> {
            let noise = normal(&mu);
            (mu + sigma * noise).detach()
        }
    });
    caught(&Graph, "1a", "`.detach()` cuts");
    caught(&Graph, "1b", "no gradient reaches mu");

    wrong!(Rows: Reparameterization {
        fn direct_sampling(&self, mu: Tensor<2>, sigma: Tensor<2>) -> Tensor<2> {
            let noise = normal(&mu.clone().narrow(1, 0, 1));
            (mu + sigma * noise).detach()
        }
        fn reparameterized(&self, mu: Tensor<2>, sigma: Tensor<2>) -> Tensor<2> {
            let noise = normal(&mu);
            mu + sigma.detach() * noise
        }
    });
    caught(&Rows, "1b", "no gradient reaches sigma");
}

#[test]
fn one_step() {
    wrong!(Variance: Reparameterization {
        fn forward_step_sampling(&self, x_prev: Tensor<4>, beta_t: f64) -> Tensor<4> {
            let noise = normal(&x_prev);
            (x_prev * (1.0 - beta_t).sqrt() + noise * beta_t).detach()
        }
        fn forward_step_reparameterized(&self, x_prev: Tensor<4>, beta_t: f64) -> (Tensor<4>, Tensor<4>) {
            let noise = normal(&x_prev) * beta_t.sqrt();
            (x_prev * (1.0 - beta_t).sqrt() + noise.clone(), noise)
        }
    });
    caught(&Variance, "1c", "β is a variance");
    caught(&Variance, "1d", "before it is multiplied by √β");

    wrong!(Shrink: Reparameterization {
        fn forward_step_sampling(&self, x_prev: Tensor<4>, beta_t: f64) -> Tensor<4> {
            let noise = normal(&x_prev);
            (x_prev * (1.0 - beta_t) + noise * beta_t.sqrt()).detach()
        }
        fn forward_step_reparameterized(&self, x_prev: Tensor<4>, beta_t: f64) -> (Tensor<4>, Tensor<4>) {
            let (used, returned) = (normal(&x_prev), normal(&x_prev));
            (x_prev * (1.0 - beta_t).sqrt() + used * beta_t.sqrt(), returned)
        }
    });
    caught(&Shrink, "1c", "factor is 1-β, expected √(1-β)");
    caught(&Shrink, "1d", "the very one you added");
}

#[test]
fn schedules() {
    wrong!(ZeroBased: NoiseSchedules {
        fn linear(&self, timesteps: usize, beta_start: f64, beta_end: f64) -> Vec<f64> {
            let fraction = |t: usize| t as f64 / (timesteps - 1).max(1) as f64;
            (1..=timesteps).map(|t| beta_start + fraction(t) * (beta_end - beta_start)).collect()
        }
        fn cosine(&self, timesteps: usize, s: f64) -> Vec<f64> {
            let f = |t: f64| ((t / timesteps as f64 + s) / (1.0 + s) * std::f64::consts::FRAC_PI_2).cos().powi(2);
            (1..=timesteps).map(|t| f(t as f64) / f(0.0)).collect()
        }
        fn exponential(&self, timesteps: usize, beta_start: f64, beta_end: f64) -> Vec<f64> {
            let gaps = (timesteps - 1).max(1) as f64;
            (0..timesteps).map(|i| beta_start + i as f64 / gaps * (beta_end - beta_start)).collect()
        }
        fn precompute(&self, betas: &[f64]) -> Schedule {
            let alphas: Vec<f64> = betas.iter().map(|beta| 1.0 - beta).collect();
            let roots = alphas.iter().map(|alpha| alpha.sqrt()).collect();
            Schedule {
                betas: betas.to_vec(),
                alpha_cumprod: alphas.clone(),
                sqrt_alpha_cumprod: roots,
                sqrt_one_minus_alpha_cumprod: betas.iter().map(|beta| beta.sqrt()).collect(),
                alphas,
            }
        }
    });
    caught(&ZeroBased, "2a", "timesteps are 1-based");
    caught(&ZeroBased, "2b", "these are ᾱ_t");
    caught(&ZeroBased, "2c", "even in ln β");
    caught(&ZeroBased, "2d", "product of α_1 to α_t");

    wrong!(Unclipped: NoiseSchedules {
        fn linear(&self, timesteps: usize, beta_start: f64, beta_end: f64) -> Vec<f64> {
            let fraction = |t: usize| (t - 1) as f64 / (timesteps - 1) as f64;
            (1..=timesteps).map(|t| beta_start + fraction(t) * (beta_end - beta_start)).collect()
        }
        fn cosine(&self, timesteps: usize, s: f64) -> Vec<f64> {
            let f = |t: usize| ((t as f64 / timesteps as f64 + s) / (1.0 + s) * std::f64::consts::FRAC_PI_2).cos().powi(2);
            (1..=timesteps).map(|t| 1.0 - f(t) / f(t - 1)).collect()
        }
    });
    caught(&Unclipped, "2a", "0/0");
    caught(&Unclipped, "2b", "clip at 0.999");
}

#[test]
fn walking() {
    wrong!(Late: ForwardJump {
        fn sequential(&self, x0: Tensor<4>, t: Timestep, schedule: &Schedule) -> (Tensor<4>, Vec<Tensor<4>>) {
            let mut states = vec![x0];
            for step in 1..=t.get() {
                let beta = schedule.betas[step.min(schedule.timesteps() - 1)];
                let x = states[step - 1].clone();
                let noise = normal(&x);
                states.push(x * (1.0 - beta).sqrt() + noise * beta.sqrt());
            }
            (states[t.get()].clone(), states)
        }
        fn direct(&self, x0: Tensor<4>, t: Timestep, schedule: &Schedule) -> (Tensor<4>, Tensor<4>) {
            let i = t.get().min(schedule.timesteps() - 1);
            let epsilon = normal(&x0);
            let signal = x0 * schedule.sqrt_alpha_cumprod[i];
            (signal + epsilon.clone() * schedule.sqrt_one_minus_alpha_cumprod[i], epsilon)
        }
    });
    caught(&Late, "3a", "index s - 1");
    caught(&Late, "3b", "index t - 1");

    wrong!(OneNoise: ForwardJump {
        fn sequential(&self, x0: Tensor<4>, t: Timestep, schedule: &Schedule) -> (Tensor<4>, Vec<Tensor<4>>) {
            let noise = normal(&x0);
            let mut states = vec![x0];
            for (step, beta) in schedule.betas[..t.get()].iter().enumerate() {
                states.push(states[step].clone() * (1.0 - beta).sqrt() + noise.clone() * beta.sqrt());
            }
            (states[t.get()].clone(), states)
        }
        fn direct(&self, x0: Tensor<4>, t: Timestep, schedule: &Schedule) -> (Tensor<4>, Tensor<4>) {
            let alpha_cumprod = schedule.alpha_cumprod_at(t);
            let epsilon = normal(&x0);
            (x0 * alpha_cumprod + epsilon.clone() * (1.0 - alpha_cumprod), epsilon)
        }
    });
    caught(&OneNoise, "3a", "inside the loop");
    caught(&OneNoise, "3b", "expected their roots");

    wrong!(NoZero: ForwardJump {
        fn sequential(&self, x0: Tensor<4>, _t: Timestep, _schedule: &Schedule) -> (Tensor<4>, Vec<Tensor<4>>) {
            (x0.clone(), vec![x0])
        }
        fn direct(&self, x0: Tensor<4>, t: Timestep, schedule: &Schedule) -> (Tensor<4>, Tensor<4>) {
            let i = t.get() - 1;
            let epsilon = normal(&x0);
            let signal = x0 * schedule.sqrt_alpha_cumprod[i];
            (signal + epsilon.clone() * schedule.sqrt_one_minus_alpha_cumprod[i], epsilon)
        }
    });
    caught(&NoZero, "3a", "x_0 is a state too");
    caught(&NoZero, "3b", "panicked");
}

#[test]
fn derivation() {
    wrong!(Sum: ForwardJumpDerivation {
        fn two_step_expansion(&self, beta1: f64, beta2: f64) -> TwoStepExpansion {
            let alpha = (1.0 - beta1) * (1.0 - beta2);
            TwoStepExpansion {
                signal_by_substitution: alpha.sqrt(),
                signal_direct: alpha.sqrt(),
                noise_variance_by_substitution: beta1 + beta2,
                noise_variance_direct: 1.0 - alpha,
            }
        }
        fn induction_table(&self, betas: &[f64]) -> Vec<InductionRow> {
            let row = |n| InductionRow { n, alpha_cumprod: 1.0, signal_squared: 1.0, noise_squared: 0.0, sum: 1.0 };
            (0..=betas.len()).map(row).collect()
        }
    });
    caught(&Sum, "3c", "this is β_1 + β_2");
    caught(&Sum, "3d", "n = 0 is where the induction begins");
}
