//! One step of training.

use burn::module::{Module, ModuleVisitor, Param};
use burn::optim::GradientsParams;
use burn::tensor::{Int, Tensor};
use noisebook_runtime::data::Batch;

use super::{Trainer, seeds};
use crate::{TrainingError, clip_norm};

/// What a loss is: network, images, classes. Not generic, so that what is generic in the network alone can be compiled once, and not in
/// each cell with a closure.
pub(super) type Loss<'a, M> = dyn Fn(&M, Tensor<4>, Tensor<1, Int>) -> Tensor<1> + 'a;

/// `model` with its weights drawn: burn draws them when they are first asked for.
pub(super) fn drawn<M: Module>(model: M) -> M {
    struct Draw;
    impl ModuleVisitor for Draw {
        fn visit_float<const D: usize>(&mut self, param: &Param<Tensor<D>>) {
            param.val();
        }
    }
    model.visit(&mut Draw);
    model
}

impl<M: Module> Trainer<M> {
    /// Takes the next of `steps` steps on `batch`. Its loss is not waited for.
    pub(super) fn step(
        &mut self,
        batch: Batch,
        steps: usize,
        loss: &Loss<'_, M>,
    ) -> Result<(), TrainingError> {
        let step = self.taken;
        batch.images.device().seed(seeds::of_step(self.seed, step));
        let loss = sound(loss(&self.model, batch.images, batch.labels))?;
        let value = loss.clone().inner();
        let mut gradients = GradientsParams::from_grads(loss.backward(), &self.model);
        if let Some(largest) = self.plan.clip_norm {
            gradients = clip_norm(gradients, &self.model, largest);
        }
        let rate = self.plan.learning_rate_at(step, steps);
        self.model = self.optimizer.step(rate, self.model.clone(), gradients);
        if let Some(average) = &mut self.average {
            average.update(&self.model, step);
        }
        self.unread.push(value);
        self.taken += 1;
        Ok(())
    }
}

fn sound(loss: Tensor<1>) -> Result<Tensor<1>, TrainingError> {
    match loss.dims() {
        [1] if loss.is_tracked() => Ok(loss),
        [1] => Err(TrainingError::Untracked),
        [got] => Err(TrainingError::LossShape(got)),
    }
}
