//! A tiny network and a run of it that takes milliseconds.

use burn::module::Module;
use burn::nn::conv::{Conv2d, Conv2dConfig};
use burn::nn::{BatchNorm, BatchNormConfig, PaddingConfig2d};
use burn::tensor::activation::silu;
use burn::tensor::{Device, Int, Tensor};
use convolution::Convolve;
use diffusion::Schedule;
use noisebook_runtime::data::{Mnist, Split};
use noisebook_runtime::{autodiff_device, noise_like};
use training::{Denoiser, MinSnr, Plan, RateSchedule, Trainer, weighted};

/// Steps of the tests' schedule.
pub const TIMESTEPS: usize = 50;

/// Two convolutions with batch normalisation between them; the time is a second channel.
#[derive(Module, Debug)]
pub struct Tiny {
    first: Conv2d,
    norm: BatchNorm,
    last: Conv2d,
}

impl Tiny {
    /// Fresh weights on this session's device.
    pub fn new(width: usize) -> Self {
        let device = autodiff_device();
        let conv = |channels: [usize; 2]| {
            Conv2dConfig::new(channels, [3, 3])
                .with_padding(PaddingConfig2d::Explicit(1, 1, 1, 1))
                .init(&device)
        };
        Self {
            first: conv([2, width]),
            norm: BatchNormConfig::new(width).init(&device),
            last: conv([width, 1]),
        }
    }
}

impl Denoiser for Tiny {
    fn epsilon(&self, x_t: Tensor<4>, t: Tensor<1, Int>) -> Tensor<4> {
        let [batch, _, height, width] = x_t.dims();
        let time = t.float().reshape([batch, 1, 1, 1]) / TIMESTEPS as f64;
        let x = Tensor::cat(vec![x_t, time.expand([batch, 1, height, width])], 1);
        let x = silu(self.norm.forward(self.first.convolve(x)));
        self.last.convolve(x)
    }
}

/// A linear schedule of [`TIMESTEPS`] steps, scaled as if there were 1000.
pub fn schedule() -> Schedule {
    let scale = 1000.0 / TIMESTEPS as f64;
    let beta = |i: usize| scale * (1e-4 + (0.02 - 1e-4) * i as f64 / (TIMESTEPS - 1) as f64);
    let betas: Vec<f64> = (0..TIMESTEPS).map(beta).collect();
    let alphas: Vec<f64> = betas.iter().map(|beta| 1.0 - beta).collect();
    let alpha_cumprod: Vec<f64> = alphas
        .iter()
        .scan(1.0, |product, alpha| {
            *product *= alpha;
            Some(*product)
        })
        .collect();
    Schedule {
        sqrt_alpha_cumprod: alpha_cumprod.iter().map(|a| a.sqrt()).collect(),
        sqrt_one_minus_alpha_cumprod: alpha_cumprod.iter().map(|a| (1.0 - a).sqrt()).collect(),
        betas,
        alphas,
        alpha_cumprod,
    }
}

/// The simple loss, weighted if the plan says so.
pub fn loss(plan: &Plan) -> impl Fn(&Tiny, Tensor<4>, Tensor<1, Int>) -> Tensor<1> + use<> {
    let device = autodiff_device();
    let schedule = schedule();
    let weights = plan
        .min_snr
        .map(|gamma| MinSnr::new(&schedule, gamma, &device));
    let (signal, spread) = (
        table(&schedule.sqrt_alpha_cumprod, &device),
        table(&schedule.sqrt_one_minus_alpha_cumprod, &device),
    );
    move |model, x0, _| {
        let batch = x0.dims()[0];
        let uniform = burn::tensor::Distribution::Uniform(1.0, TIMESTEPS as f64 + 1.0);
        let t = Tensor::<1, Int>::random([batch], uniform, &x0.device());
        let at = |table: &Tensor<1>| {
            let picked = table.clone().select(0, t.clone() - 1);
            picked.reshape([batch, 1, 1, 1])
        };
        let noise = noise_like(&x0);
        let x_t = x0 * at(&signal) + noise.clone() * at(&spread);
        let predicted = model.epsilon(x_t, t.clone());
        let (predicted, noise) = weighted(weights.as_ref(), predicted, noise, t.clone());
        (predicted - noise).square().mean()
    }
}

fn table(values: &[f64], device: &Device) -> Tensor<1> {
    let values: Vec<f32> = values.iter().map(|value| *value as f32).collect();
    Tensor::from_floats(values.as_slice(), device)
}

/// 64 digits, four steps an epoch.
pub fn digits() -> Split {
    Mnist::embedded().expect("embedded digits").train.first(64)
}

/// A run with everything switched on.
pub fn plan(phases: &[usize]) -> Plan {
    Plan {
        width: 4,
        timesteps: TIMESTEPS,
        batch: 16,
        phases: phases.to_vec(),
        learning_rate: 1e-2,
        rate_schedule: RateSchedule::Cosine { warm_up: 3 },
        ema: Some(0.9),
        min_snr: Some(5.0),
        clip_norm: Some(1.0),
        samples: 4,
        sampling_steps: 5,
        ..Plan::quick()
    }
}

/// A trainer of a fresh tiny network.
pub fn trainer(phases: &[usize], seed: u64) -> Trainer<Tiny> {
    Trainer::new(Tiny::new(4), plan(phases), seed)
}

/// All numbers of a network, bit for bit, in order.
pub fn bits<M: Module>(model: &M) -> Vec<u32> {
    #[derive(Default)]
    struct Bits(Vec<u32>);
    impl burn::module::ModuleVisitor for Bits {
        fn visit_float<const D: usize>(&mut self, param: &burn::module::Param<Tensor<D>>) {
            let data = param.val().into_data();
            self.0.extend(data.iter::<f32>().map(f32::to_bits));
        }
    }
    let mut bits = Bits::default();
    model.valid().visit(&mut bits);
    bits.0
}
