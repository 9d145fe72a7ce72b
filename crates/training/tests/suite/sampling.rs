//! Samplers against distributions whose best denoiser is known.

use burn::tensor::{Int, Tensor};
use diffusion::Schedule;
use noisebook_runtime::data::Mnist;
use noisebook_runtime::device;
use training::{Denoiser, Sampler};

use crate::support::{TIMESTEPS, Tiny, schedule};
use crate::turn;

/// Sees the noise exactly, because all images are one: ε = (x_t - √ᾱ·x0) / √(1 - ᾱ).
struct OneImage(Tensor<4>, Schedule);

impl Denoiser for OneImage {
    fn epsilon(&self, x_t: Tensor<4>, t: Tensor<1, Int>) -> Tensor<4> {
        let t: i64 = t.into_data().iter::<i64>().next().expect("a timestep");
        let index = t as usize - 1;
        let signal = self.1.sqrt_alpha_cumprod[index];
        (x_t - self.0.clone() * signal) / self.1.sqrt_one_minus_alpha_cumprod[index]
    }
}

/// The best guess where pixels are independent N(0, s²): ε = √(1 - ᾱ)·x_t / (ᾱ·s² + 1 - ᾱ).
struct Gaussian(f64, Schedule);

impl Denoiser for Gaussian {
    fn epsilon(&self, x_t: Tensor<4>, t: Tensor<1, Int>) -> Tensor<4> {
        let t: i64 = t.into_data().iter::<i64>().next().expect("a timestep");
        let kept = self.1.alpha_cumprod[t as usize - 1];
        x_t * ((1.0 - kept).sqrt() / (kept * self.0 * self.0 + 1.0 - kept))
    }
}

fn largest(x: Tensor<4>) -> f64 {
    x.abs()
        .max()
        .into_data()
        .iter::<f64>()
        .next()
        .expect("a number")
}

#[test]
fn whoever_sees_the_noise_exactly_gets_the_image_back() {
    let _turn = turn();
    let digit = Mnist::embedded()
        .and_then(|mnist| mnist.digit(3, 0, &device()))
        .expect("a digit");
    let schedule = schedule();
    let model = OneImage(digit.clone(), schedule.clone());
    let samplers = [
        Sampler::ddpm(&schedule),
        Sampler::ancestral(&schedule, 7).expect("steps"),
        Sampler::ddim(&schedule, 1).expect("steps"),
        Sampler::ddim(&schedule, 20).expect("steps").clip(false),
    ];
    for sampler in samplers {
        let drawn = sampler.draw(&model, 2, &device()).images;
        assert_eq!(drawn.dims(), [2, 1, 28, 28]);
        let off = largest(drawn - digit.clone());
        assert!(off < 1e-4, "{off} from {sampler:?}");
    }
}

/// The denoiser is linear, so the variance of what is drawn follows from the coefficients alone, step by step; 64 images show it with
/// a standard error of 0.6 %. It is that of the data, but for the coarseness of the steps.
#[test]
fn the_variance_of_a_normal_distribution_is_drawn() {
    let _turn = turn();
    let schedule = fine_schedule();
    let model = Gaussian(0.5, schedule.clone());
    device().seed(5);
    for (eta, sampler) in [
        (1.0, Sampler::ancestral(&schedule, 200)),
        (0.0, Sampler::ddim(&schedule, 200)),
    ] {
        let drawn = sampler
            .expect("steps")
            .clip(false)
            .draw(&model, 64, &device())
            .images;
        let variance = drawn.clone().square().mean() - drawn.mean().square();
        let variance: f64 = variance.into_data().iter::<f64>().next().expect("a number");
        let expected = variance_after(&schedule, 5, eta);
        assert!(
            (variance / expected - 1.0).abs() < 0.032,
            "{variance} {expected}"
        );
        assert!((expected / 0.25 - 1.0).abs() < 0.1, "{expected}");
    }
}

/// The variance of x_0 after jumps over `stride` timesteps each, from N(0, 1), with the denoiser of N(0, 0.25).
fn variance_after(schedule: &Schedule, stride: usize, eta: f64) -> f64 {
    let kept = |t: usize| {
        if t == 0 {
            1.0
        } else {
            schedule.alpha_cumprod[t - 1]
        }
    };
    let times = (1..=schedule.timesteps() / stride)
        .rev()
        .map(|i| i * stride);
    times.fold(1.0, |variance, t| {
        let (now, then) = (kept(t), kept(t - stride));
        let seen = (1.0 - now).sqrt() / (now * 0.25 + 1.0 - now);
        let drawn = eta * eta * (1.0 - then) / (1.0 - now) * (1.0 - now / then);
        let image = (1.0 - (1.0 - now).sqrt() * seen) / now.sqrt();
        let factor = then.sqrt() * image + (1.0 - then - drawn).max(0.0).sqrt() * seen;
        factor * factor * variance + drawn
    })
}

fn fine_schedule() -> Schedule {
    let betas: Vec<f64> = (0..1000)
        .map(|i| 1e-4 + (0.02 - 1e-4) * f64::from(i) / 999.0)
        .collect();
    let alphas: Vec<f64> = betas.iter().map(|beta| 1.0 - beta).collect();
    let products = alphas.iter().scan(1.0, |product, alpha| {
        *product *= alpha;
        Some(*product)
    });
    let alpha_cumprod: Vec<f64> = products.collect();
    Schedule {
        sqrt_alpha_cumprod: alpha_cumprod.iter().map(|a| a.sqrt()).collect(),
        sqrt_one_minus_alpha_cumprod: alpha_cumprod.iter().map(|a| (1.0 - a).sqrt()).collect(),
        betas,
        alphas,
        alpha_cumprod,
    }
}

#[test]
fn ddim_is_fixed_by_its_noise_and_states_lead_from_noise_to_image() {
    let _turn = turn();
    let schedule = schedule();
    let model = Gaussian(0.5, schedule.clone());
    let noise = Tensor::<4>::random(
        [3, 1, 28, 28],
        burn::tensor::Distribution::Normal(0.0, 1.0),
        &device(),
    );
    let sampler = Sampler::ddim(&schedule, 10).expect("steps").keep(4);
    let [first, second] = [(); 2].map(|()| sampler.sample(&model, noise.clone()));
    assert_eq!(largest(first.images.clone() - second.images), 0.0);
    let times: Vec<usize> = first.states.iter().map(|state| state.t).collect();
    assert_eq!(times, [TIMESTEPS, 35, 15, 0]);
    assert_eq!(largest(first.states[0].x_t.clone() - noise), 0.0);
    assert_eq!(largest(first.states[3].x_t.clone() - first.images), 0.0);
}

#[test]
fn a_network_with_gradients_leaves_no_graph_behind() {
    let _turn = turn();
    let schedule = schedule();
    let images = Sampler::ddim(&schedule, 5)
        .expect("steps")
        .draw(&Tiny::new(4), 2, &device())
        .images;
    assert!(!images.is_autodiff() && !images.is_tracked());
}
