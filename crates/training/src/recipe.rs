//! How a lab's network is trained by `cargo noisebook train`.

use std::path::PathBuf;

use burn::module::Module;
use burn::tensor::{Device, Int, Tensor};
use noisebook_runtime::data::Mnist;

use crate::{Plan, Precision, Profile, Provenance, Trainer, TrainingError, Weights};

/// The loss of a network on images `[batch, 1, 28, 28]` and their classes `[batch]`: a tensor `[1]`.
pub type Objective<M> = Box<dyn Fn(&M, Tensor<4>, Tensor<1, Int>) -> Tensor<1>>;

/// What to train: a network, its numbers and its loss. Each lab has one, with the reference bodies.
pub trait Recipe: Sync {
    /// The network.
    type Model: Module;

    /// The name on the command line, as `ddpm`.
    fn name(&self) -> &'static str;

    /// What it trains, in a few words.
    fn about(&self) -> &'static str;

    /// The numbers of a profile.
    fn plan(&self, profile: Profile) -> Plan;

    /// The network with fresh weights.
    fn model(&self, plan: &Plan, device: &Device) -> Self::Model;

    /// The loss; tables that it needs lie on `device`, which has gradients.
    fn objective(&self, plan: &Plan, device: &Device) -> Objective<Self::Model>;

    /// Draws `plan.samples` digits from a trained network; nothing for a network that draws none.
    fn samples(&self, model: &Self::Model, plan: &Plan, device: &Device) -> Option<Tensor<4>>;
}

/// One run of a recipe.
#[derive(Clone, Debug)]
pub struct Job {
    /// How much to train.
    pub profile: Profile,
    /// The seed of everything random.
    pub seed: u64,
    /// The file for the weights; a checkpoint is kept beside it.
    pub out: PathBuf,
    /// How many bits a kept number has.
    pub precision: Precision,
    /// The command line, kept with the weights.
    pub command: String,
}

/// A [`Recipe`] whatever its network is.
pub trait AnyRecipe: Sync {
    /// The name on the command line.
    fn name(&self) -> &'static str;

    /// What it trains, in a few words.
    fn about(&self) -> &'static str;

    /// Trains, keeps the weights and gives them.
    ///
    /// # Errors
    /// Whatever goes wrong on the way: data, training, files.
    fn train(&self, job: &Job) -> Result<Weights, TrainingError>;

    /// Draws the plan's number of digits from kept weights.
    ///
    /// # Errors
    /// [`TrainingError::Weights`] where they are another network's.
    fn draw(
        &self,
        weights: &Weights,
        profile: Profile,
        seed: u64,
    ) -> Result<Option<Tensor<4>>, TrainingError>;
}

impl<R: Recipe> AnyRecipe for R {
    fn name(&self) -> &'static str {
        Recipe::name(self)
    }

    fn about(&self) -> &'static str {
        Recipe::about(self)
    }

    fn train(&self, job: &Job) -> Result<Weights, TrainingError> {
        let device = noisebook_runtime::autodiff_device();
        let plan = self.plan(job.profile);
        let objective = self.objective(&plan, &device);
        let digits = Mnist::embedded()?.train;
        let model = self.model(&plan, &device);
        let mut trainer = Trainer::new(model, plan, job.seed)
            .with_checkpoint(job.out.with_extension("checkpoint"))?;
        while !trainer.is_finished() {
            trainer.fit(&digits, &objective)?;
        }
        let provenance = Provenance {
            name: format!("{}-{}", Recipe::name(self), job.profile),
            command: job.command.clone(),
            seed: job.seed,
            steps: trainer.steps(),
            loss: trainer
                .history()
                .epochs()
                .last()
                .copied()
                .unwrap_or(f64::NAN),
            device: noisebook_runtime::describe(),
            notes: Vec::new(),
        };
        let weights = Weights::of(&trainer.model(), job.precision, provenance)?;
        weights.save(&job.out)?;
        Ok(weights)
    }

    fn draw(
        &self,
        weights: &Weights,
        profile: Profile,
        seed: u64,
    ) -> Result<Option<Tensor<4>>, TrainingError> {
        let device = noisebook_runtime::device();
        let plan = self.plan(profile);
        let model = weights.into_model(self.model(&plan, &device))?;
        device.seed(seed);
        Ok(self.samples(&model, &plan, &device))
    }
}
