//! How a network is trained by `cargo noisebook train`.

mod run;

use std::path::PathBuf;

use burn::module::Module;
use burn::tensor::{Device, Int, Tensor};
use noisebook_runtime::display;

use crate::{Plan, Precision, Profile, Quality, TrainingError, Weights};

/// The loss of a network on images `[batch, 1, 28, 28]` and their classes `[batch]`: a tensor `[1]`.
pub type Objective<M> = Box<dyn Fn(&M, Tensor<4>, Tensor<1, Int>) -> Tensor<1>>;

/// What is known of trained weights: names and values, kept with them.
pub type Notes = Vec<(String, String)>;

/// What to train: a network, its numbers and its loss. Each lab with a network has one, with the reference bodies.
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

    /// Draws `plan.samples` digits, `[n, 1, 28, 28]`, from a trained network; nothing for a network that draws none.
    fn samples(&self, model: &Self::Model, plan: &Plan, device: &Device) -> Option<Tensor<4>>;

    /// Measures a trained network: shows the result and gives what is kept with the weights. As a rule, the quality of
    /// [`samples`](Self::samples).
    ///
    /// # Errors
    /// [`TrainingError`] where samples or digits cannot be measured.
    fn measure(
        &self,
        model: &Self::Model,
        plan: &Plan,
        device: &Device,
    ) -> Result<Notes, TrainingError> {
        let Some(images) = self.samples(model, plan, device) else {
            return Ok(Notes::new());
        };
        let quality = Quality::measure(&images)?;
        quality.table().show();
        display::channel().line(&quality.verdict());
        Ok(quality.notes())
    }
}

/// One run of a recipe.
#[derive(Clone, Debug)]
pub struct Job {
    /// How much to train.
    pub profile: Profile,
    /// The seed of everything random.
    pub seed: u64,
    /// The file for the weights; a checkpoint is kept beside it while they are trained.
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

    /// The numbers of a profile.
    fn plan(&self, profile: Profile) -> Plan;

    /// Trains, measures, keeps the weights and gives them. A run that was interrupted goes on.
    ///
    /// # Errors
    /// Whatever goes wrong on the way: data, training, files.
    fn train(&self, job: &Job) -> Result<Weights, TrainingError>;

    /// Whether kept weights are those of this network.
    ///
    /// # Errors
    /// [`TrainingError::Weights`] with the layers that do not fit.
    fn fits(&self, weights: &Weights, profile: Profile) -> Result<(), TrainingError>;

    /// Measures kept weights anew.
    ///
    /// # Errors
    /// [`TrainingError::Weights`] where they are another network's.
    fn measure(
        &self,
        weights: &Weights,
        profile: Profile,
        seed: u64,
    ) -> Result<Notes, TrainingError>;

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
