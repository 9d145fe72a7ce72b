//! How `cargo noisebook train ddpm` trains the network of this lab.

use burn::tensor::{Device, Int, Tensor};
use labs::ddpm::{
    Schedule, SimpleUNet, SimpleUNetConfig, TIMESTEPS, TrainingBatch, linear_betas, noise_schedule,
    plan,
};
use training::{MinSnr, Plan, Profile, Recipe, Sampler, weighted};

use crate::ddpm::Reference;

/// [`SimpleUNet`] with the reference bodies.
#[derive(Clone, Copy, Debug)]
pub struct DdpmRecipe;

/// What one step of training minimises.
type Objective = Box<dyn Fn(&SimpleUNet, Tensor<4>, Tensor<1, Int>) -> Tensor<1>>;

/// The lab's schedule; its betas are sound, so that nothing can go wrong.
fn linear() -> Schedule {
    let betas = linear_betas(TIMESTEPS);
    let schedule = betas.and_then(|betas| noise_schedule(&Reference, &betas));
    schedule.unwrap_or_else(|error| panic!("{error}"))
}

impl Recipe for DdpmRecipe {
    type Model = SimpleUNet;

    fn name(&self) -> &'static str {
        "ddpm"
    }

    fn about(&self) -> &'static str {
        "the U-Net of the lab `ddpm`: digits from noise"
    }

    fn plan(&self, profile: Profile) -> Plan {
        plan(profile)
    }

    fn model(&self, plan: &Plan, device: &Device) -> SimpleUNet {
        let config = SimpleUNetConfig {
            width: plan.width,
            timesteps: plan.timesteps,
        };
        config.init(device)
    }

    fn objective(&self, plan: &Plan, device: &Device) -> Objective {
        let schedule = linear();
        let weights = plan
            .min_snr
            .map(|gamma| MinSnr::new(&schedule, gamma, device));
        Box::new(move |network, images, _| {
            let (x_t, t, noise) = Reference.noisy_batch(images, &schedule.alpha_cumprod);
            let predicted = network.forward(x_t, t.clone());
            let (predicted, noise) = weighted(weights.as_ref(), predicted, noise, t);
            Reference.loss(predicted, noise)
        })
    }

    fn samples(&self, model: &SimpleUNet, plan: &Plan, device: &Device) -> Option<Tensor<4>> {
        let sampler = Sampler::ancestral(&linear(), plan.sampling_steps).ok()?;
        Some(sampler.draw(model, plan.samples, device).images)
    }
}
