//! From noise to images: the reverse chain over all steps, or over few of them.

mod steps;

use burn::tensor::{Device, Int, Tensor};
use diffusion::{ArgumentError, Schedule};
use noisebook_runtime::data::SIDE;
use noisebook_runtime::{noise_like, progress};

use crate::Denoiser;
use steps::{Jump, even};

/// Draws images with a [`Denoiser`], given the schedule that it was trained with.
///
/// One rule for all: η = 1 draws from the posterior as DDPM does (arXiv 2006.11239, equation 7), η = 0 is DDIM, which adds no noise
/// (arXiv 2010.02502, equation 12).
#[derive(Clone, Debug)]
pub struct Sampler {
    schedule: Schedule,
    timesteps: Vec<usize>,
    eta: f64,
    clip: bool,
    keep: usize,
}

/// An image on its way.
#[derive(Clone, Debug)]
pub struct State {
    /// The timestep, T for pure noise, 0 for the result.
    pub t: usize,
    /// The images at `t`, `[n, 1, 28, 28]`.
    pub x_t: Tensor<4>,
}

/// What a [`Sampler`] drew.
#[derive(Clone, Debug)]
pub struct Sampled {
    /// The images, `[n, 1, 28, 28]`, in [-1, 1] if x̂0 was clipped.
    pub images: Tensor<4>,
    /// The states asked for by [`Sampler::keep`], from noise to image.
    pub states: Vec<State>,
}

impl Sampler {
    /// DDPM: all T steps, η = 1.
    pub fn ddpm(schedule: &Schedule) -> Self {
        Self {
            schedule: schedule.clone(),
            timesteps: (1..=schedule.timesteps()).collect(),
            eta: 1.0,
            clip: true,
            keep: 0,
        }
    }

    /// DDPM's rule over `steps` steps that are spread evenly over 1..=T, T among them.
    ///
    /// # Errors
    /// When `steps` is not within 1..=T.
    pub fn ancestral(schedule: &Schedule, steps: usize) -> Result<Self, ArgumentError> {
        Ok(Self {
            timesteps: even(schedule, steps)?,
            ..Self::ddpm(schedule)
        })
    }

    /// DDIM: `steps` steps that are spread evenly over 1..=T, η = 0. Equal noise gives equal images.
    ///
    /// # Errors
    /// When `steps` is not within 1..=T.
    pub fn ddim(schedule: &Schedule, steps: usize) -> Result<Self, ArgumentError> {
        Ok(Self {
            eta: 0.0,
            ..Self::ancestral(schedule, steps)?
        })
    }

    /// Whether x̂0 is clipped to [-1, 1] in every step; it is, unless told otherwise.
    pub fn clip(mut self, clip: bool) -> Self {
        self.clip = clip;
        self
    }

    /// Keeps `count` states, spread evenly, the first noise and the result among them.
    pub fn keep(mut self, count: usize) -> Self {
        self.keep = count;
        self
    }

    /// Draws `count` images with the device's random numbers.
    pub fn draw(&self, model: &impl Denoiser, count: usize, device: &Device) -> Sampled {
        self.sample(
            model,
            noise_like(&Tensor::<4>::zeros([count, 1, SIDE, SIDE], device)),
        )
    }

    /// The images that noise `x_T`, `[n, 1, 28, 28]`, becomes. No gradient graph is kept; batch
    /// normalisation wants a network out of training, as [`Trainer::model`](crate::Trainer::model) gives it.
    pub fn sample(&self, model: &impl Denoiser, noise: Tensor<4>) -> Sampled {
        let mut bar = progress("Sampling", self.timesteps.len());
        let mut states = Vec::new();
        let mut x = noise;
        let device = x.device();
        for (done, &t) in self.timesteps.iter().rev().enumerate() {
            self.remember(&mut states, done, t, &x);
            let before = self.timesteps.len() - done - 1;
            let s = before
                .checked_sub(1)
                .map_or(0, |index| self.timesteps[index]);
            let ts = Tensor::<1, Int>::full([x.dims()[0]], t as i64, &device);
            // A network with gradients would make the graph longer with each step.
            let epsilon = model.epsilon(x.clone(), ts).inner();
            x = Jump::new(&self.schedule, t, s, self.eta).apply(x, epsilon, self.clip);
            bar.step();
        }
        self.remember(&mut states, self.timesteps.len(), 0, &x);
        Sampled { images: x, states }
    }

    /// Keeps the state after `done` steps if it is one of those asked for.
    fn remember(&self, states: &mut Vec<State>, done: usize, t: usize, x: &Tensor<4>) {
        let (gaps, steps) = (self.keep.saturating_sub(1).max(1), self.timesteps.len());
        let wanted = (0..self.keep).any(|i| (i * steps + gaps / 2) / gaps == done);
        if wanted {
            states.push(State { t, x_t: x.clone() });
        }
    }
}
