//! Training that can be watched, interrupted and taken up again.

mod run;
mod seeds;
mod step;
mod words;

use std::path::{Path, PathBuf};

use burn::module::Module;
use burn::optim::{AdamConfig, ModuleOptimizer};
use burn::tensor::{Int, Tensor};
use noisebook_runtime::data::Split;
use noisebook_runtime::{Figure, device};

use crate::{Average, History, Plan, TrainingError};

/// A network in training: its weights and their average, Adam's moments, and how far it is.
///
/// Equal seeds and equal numbers of threads give equal weights: the numbers drawn in a step depend on the seed and the step alone.
/// Keep it in a variable of its own: a cell that is interrupted leaves it at the last whole step, and [`fit`](Self::fit) goes on there.
#[derive(Clone, Debug)]
pub struct Trainer<M> {
    model: M,
    average: Option<Average<M>>,
    optimizer: Adam,
    plan: Plan,
    seed: u64,
    history: History,
    checkpoint: Option<PathBuf>,
}

/// Adam with its moments.
#[derive(Clone)]
struct Adam(ModuleOptimizer);

impl std::fmt::Debug for Adam {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Adam")
    }
}

impl<M: Module> Trainer<M> {
    /// Begins to train `model`, made on [`device`] or [`autodiff_device`](noisebook_runtime::autodiff_device). Weights that are not
    /// drawn yet are drawn from `seed`.
    pub fn new(model: M, plan: Plan, seed: u64) -> Self {
        let device = device();
        device.seed(seeds::of_weights(seed));
        let model = step::drawn(model.to_device(&device)).train();
        Self {
            average: plan.ema.map(|decay| Average::new(&model, decay)),
            model,
            optimizer: Adam(AdamConfig::new().with_epsilon(1e-8).init()),
            plan,
            seed,
            history: History::default(),
            checkpoint: None,
        }
    }

    /// Keeps a checkpoint in the file `path`, written after each epoch, and goes on from it if it is there.
    ///
    /// # Errors
    /// [`TrainingError::Checkpoint`] where the file is no checkpoint of this network, plan and seed; [`TrainingError::File`] where it
    /// cannot be read.
    pub fn with_checkpoint(mut self, path: impl AsRef<Path>) -> Result<Self, TrainingError> {
        self.checkpoint = Some(path.as_ref().to_owned());
        Ok(self)
    }

    /// Trains to the end of the current phase, or of the run if it has only one.
    ///
    /// Says first how long that takes here, measured on a step that does not count; then shows progress, and the loss curve as it
    /// grows. `loss` gets the network, images `[batch, 1, 28, 28]` in [-1, 1] and their classes `[batch]`, and gives a tensor `[1]`
    /// with gradients.
    ///
    /// # Errors
    /// [`TrainingError::Loss`] where the loss is no number any more, [`TrainingError::File`] where a checkpoint cannot be written.
    pub fn fit(
        &mut self,
        digits: &Split,
        loss: impl Fn(&M, Tensor<4>, Tensor<1, Int>) -> Tensor<1>,
    ) -> Result<(), TrainingError> {
        run::phase(self, digits, &loss)
    }

    /// The trained network, without gradients: the average of its weights if one is kept.
    pub fn model(&self) -> M {
        match &self.average {
            Some(average) => average.model(),
            None => self.model.valid(),
        }
    }

    /// The network with its last weights, without gradients.
    pub fn last_model(&self) -> M {
        self.model.valid()
    }

    /// The losses so far.
    pub fn history(&self) -> &History {
        &self.history
    }

    /// The numbers of this run.
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    /// Steps taken so far.
    pub fn steps(&self) -> usize {
        self.history.losses.len()
    }

    /// Epochs that are over.
    pub fn epochs(&self) -> usize {
        self.steps() / self.history.steps_per_epoch.max(1)
    }

    /// Whether all phases are over.
    pub fn is_finished(&self) -> bool {
        self.epochs() >= self.plan.epochs()
    }

    /// The loss curve.
    pub fn figure(&self) -> Figure {
        let steps = self.plan.epochs() * self.history.steps_per_epoch;
        self.history.figure(words::title(self), steps)
    }
}
