//! Training that can be watched, interrupted and taken up again.

mod adam;
mod phase;
mod resume;
mod seeds;
mod step;
mod watch;
mod words;

use std::path::PathBuf;

use burn::module::Module;
use burn::tensor::{Int, Tensor};
use noisebook_runtime::data::Split;
use noisebook_runtime::{Figure, device};

use crate::{Average, History, Plan, TrainingError};
use adam::Adam;

/// A network in training: its weights and their average, Adam's moments, and how far it is.
///
/// Equal seeds and equal numbers of threads give equal weights: what a step draws depends on the seed and the step alone. Keep it in
/// a variable of its own: a cell that is interrupted leaves it at the last whole step, and [`fit`](Self::fit) goes on from there.
#[derive(Debug)]
pub struct Trainer<M: Module> {
    model: M,
    average: Option<Average<M>>,
    optimizer: Adam,
    plan: Plan,
    seed: u64,
    /// Steps taken; the losses of the last ones may still be unread.
    taken: usize,
    unread: Vec<Tensor<1>>,
    history: History,
    checkpoint: Option<PathBuf>,
}

impl<M: Module> Trainer<M> {
    /// Begins to train `model`, on this session's device. Weights that are not drawn yet are drawn from `seed`.
    pub fn new(model: M, plan: Plan, seed: u64) -> Self {
        let device = device();
        device.seed(seeds::of_weights(seed));
        let model = step::drawn(model.to_device(&device)).train();
        Self {
            average: plan.ema.map(|decay| Average::new(&model, decay)),
            model,
            optimizer: Adam::new(),
            plan,
            seed,
            taken: 0,
            unread: Vec::new(),
            history: History::default(),
            checkpoint: None,
        }
    }

    /// Trains to the end of the current phase, or of the run if it has only one. A run that is over stays as it is.
    ///
    /// Says first how long that takes here, measured on steps that do not count, and what will be seen; then shows progress, and the
    /// loss curve as it grows. `loss` gets the network, images `[batch, 1, 28, 28]` in [-1, 1] and their classes `[batch]`, and gives
    /// a tensor `[1]` with gradients. An epoch takes whole batches; the digits that are left out are others in each epoch.
    ///
    /// # Errors
    /// [`TrainingError::Loss`] where the loss is no number, [`TrainingError::LossShape`] or [`TrainingError::Untracked`] where it is
    /// not such a tensor, [`TrainingError::Digits`] where an earlier phase had another number of digits, [`TrainingError::File`] where
    /// a checkpoint cannot be written.
    pub fn fit(
        &mut self,
        digits: &Split,
        loss: impl Fn(&M, Tensor<4>, Tensor<1, Int>) -> Tensor<1>,
    ) -> Result<(), TrainingError> {
        phase::run(self, digits, &loss)
    }

    /// The trained network, without gradients: the average of its weights if one is kept. Further training does not change it.
    pub fn model(&self) -> M {
        match &self.average {
            Some(average) => average.model(),
            None => self.last_model(),
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
        self.taken
    }

    /// Epochs that are over.
    pub fn epochs(&self) -> usize {
        self.taken / self.history.steps_per_epoch.max(1)
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

    /// Reads the losses that are still on the device.
    fn settle(&mut self) -> Result<(), TrainingError> {
        if self.unread.is_empty() {
            return Ok(());
        }
        let values = Tensor::cat(std::mem::take(&mut self.unread), 0).into_data();
        for loss in values.iter::<f64>() {
            self.history.losses.push(loss);
            if !loss.is_finite() {
                let step = self.history.losses.len();
                return Err(TrainingError::Loss { step, loss });
            }
        }
        Ok(())
    }
}

impl<M: Module> Clone for Trainer<M> {
    /// A trainer of its own: what burn shares between copies of a network, as running statistics, is not shared.
    fn clone(&self) -> Self {
        Self {
            model: self.model.valid().train(),
            average: self.average.clone(),
            optimizer: self.optimizer.clone(),
            plan: self.plan.clone(),
            seed: self.seed,
            taken: self.taken,
            unread: self.unread.clone(),
            history: self.history.clone(),
            checkpoint: self.checkpoint.clone(),
        }
    }
}
