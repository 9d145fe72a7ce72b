//! Common mistakes in `ddpm`, each with the words of the hint that a student must get.

#[path = "support/mistakes.rs"]
mod support;

use burn::tensor::{Distribution, Int, Tensor};
use labs::ddpm::{ForwardSampling, ReverseSampling, Schedule, Step, TrainingBatch};
use solutions::ddpm::Reference;
use support::caught;

fn normal(like: &Tensor<4>) -> Tensor<4> {
    like.random_like(Distribution::Normal(0.0, 1.0))
}

#[test]
fn signal_left() {
    wrong!(Single: ForwardSampling {
        fn alpha_bars(&self, betas: &[f64]) -> Vec<f64> {
            betas.iter().map(|beta| 1.0 - beta).collect()
        }
    });
    caught(&Single, "1a", "the product of all of them up to t");
    wrong!(Shifted: ForwardSampling {
        fn alpha_bars(&self, betas: &[f64]) -> Vec<f64> {
            std::iter::once(1.0).chain(Reference.alpha_bars(betas)).collect()
        }
    });
    caught(&Shifted, "1a", "the list is shifted");
}

#[test]
fn jumps() {
    wrong!(NoRoots: ForwardSampling {
        fn q_sample(&self, x0: Tensor<4>, t: Tensor<1, Int>, bars: &[f64], noise: Option<Tensor<4>>) -> (Tensor<4>, Tensor<4>) {
            let noise = noise.unwrap_or_else(|| normal(&x0));
            let left = Tensor::<1>::from_data(bars, &x0.device()).select(0, t - 1);
            let left = left.reshape([x0.dims()[0], 1, 1, 1]);
            (x0 * left.clone() + noise.clone() * (-left + 1.0), noise)
        }
    });
    caught(&NoRoots, "1b", "expected √ᾱ_t");
    wrong!(Columns: ForwardSampling {
        fn q_sample(&self, x0: Tensor<4>, t: Tensor<1, Int>, bars: &[f64], noise: Option<Tensor<4>>) -> (Tensor<4>, Tensor<4>) {
            let ([batch, .., width], noise) = (x0.dims(), noise.unwrap_or_else(|| normal(&x0)));
            if batch != width {
                return Reference.q_sample(x0, t, bars, Some(noise));
            }
            let left = Tensor::<1>::from_data(bars, &x0.device()).select(0, t - 1);
            let left = left.reshape([1, 1, 1, batch]);
            (x0 * left.clone().sqrt() + noise.clone() * (-left + 1.0).sqrt(), noise)
        }
    });
    caught(
        &Columns,
        "1b",
        "reaches all pixels of its image and no other's",
    );
    wrong!(Ignored: ForwardSampling {
        fn q_sample(&self, x0: Tensor<4>, t: Tensor<1, Int>, bars: &[f64], _: Option<Tensor<4>>) -> (Tensor<4>, Tensor<4>) {
            Reference.q_sample(x0, t, bars, None)
        }
    });
    caught(&Ignored, "1b", "expected");
}

#[test]
fn batches() {
    wrong!(ZeroBased: TrainingBatch {
        fn sample_timesteps(&self, x0: &Tensor<4>, timesteps: usize) -> Tensor<1, Int> {
            Reference.sample_timesteps(x0, timesteps) - 1
        }
        fn sample_noise(&self, x0: &Tensor<4>) -> Tensor<4> {
            x0.random_like(Distribution::Default)
        }
        fn noisy_batch(&self, x0: Tensor<4>, bars: &[f64]) -> (Tensor<4>, Tensor<1, Int>, Tensor<4>) {
            let (x_t, t, noise) = Reference.noisy_batch(x0, bars);
            let other = normal(&noise);
            (x_t, t, other)
        }
        fn loss(&self, predicted: Tensor<4>, noise: Tensor<4>) -> Tensor<1> {
            (predicted - noise).powi_scalar(2).sum()
        }
    });
    caught(&ZeroBased, "3a", "timesteps begin at 1");
    caught(&ZeroBased, "3b", "uniform noise");
    caught(&ZeroBased, "3c", "draw each of them once and keep it");
    caught(&ZeroBased, "3d", "the sum of the squares");
    wrong!(OneTimestep: TrainingBatch {
        fn sample_timesteps(&self, x0: &Tensor<4>, timesteps: usize) -> Tensor<1, Int> {
            let t = Reference.sample_timesteps(x0, timesteps);
            t.narrow(0, 0, 1).expand([x0.dims()[0]])
        }
        fn loss(&self, predicted: Tensor<4>, noise: Tensor<4>) -> Tensor<1> {
            Reference.loss(predicted.detach(), noise)
        }
    });
    caught(&OneTimestep, "3a", "one timestep for the whole batch");
    caught(&OneTimestep, "3d", "cuts the graph");
}

#[test]
fn steps_back() {
    wrong!(WholeWay: ReverseSampling {
        fn reverse_mean(&self, x_t: Tensor<4>, eps_hat: Tensor<4>, t: Step, s: &Schedule) -> Tensor<4> {
            let i = t.index();
            (x_t - eps_hat * s.sqrt_one_minus_alpha_cumprod[i]) / s.sqrt_alpha_cumprod[i]
        }
        fn reverse_step(&self, x_t: Tensor<4>, eps_hat: Tensor<4>, t: Step, z: Tensor<4>, s: &Schedule) -> Tensor<4> {
            Reference.reverse_mean(x_t, eps_hat, t, s) + z * s.betas[t.index()].sqrt()
        }
    });
    caught(&WholeWay, "4a", "that leads back to x_0");
    caught(&WholeWay, "4b", "nobody comes after it");
    wrong!(Variance: ReverseSampling {
        fn reverse_mean(&self, x_t: Tensor<4>, eps_hat: Tensor<4>, t: Step, s: &Schedule) -> Tensor<4> {
            let i = t.index();
            (x_t - eps_hat * s.betas[i]) / s.alphas[i].sqrt()
        }
        fn reverse_step(&self, x_t: Tensor<4>, eps_hat: Tensor<4>, t: Step, z: Tensor<4>, s: &Schedule) -> Tensor<4> {
            let mean = Reference.reverse_mean(x_t, eps_hat, t, s);
            if t == Step::FIRST { mean } else { mean + z * s.betas[t.index()] }
        }
    });
    caught(&Variance, "4a", "to be divided by √(1-ᾱ_t)");
    caught(&Variance, "4b", "a variance: expected √β_t");
}
