//! A phase of training: steps, progress, the loss curve.

use std::time::{Duration, Instant};

use burn::module::Module;
use burn::tensor::Tensor;
use noisebook_runtime::data::Split;
use noisebook_runtime::{autodiff_device, progress};

use super::step::Loss;
use super::{Trainer, seeds};
use crate::{LiveFigure, TrainingError};

/// Losses are read from the device at most this often.
const READ_EVERY: Duration = Duration::from_millis(100);
/// The loss curve is drawn at most this often.
const DRAW_EVERY: Duration = Duration::from_secs(2);

pub(super) fn phase<M: Module>(
    trainer: &mut Trainer<M>,
    digits: &Split,
    loss: &impl Loss<M>,
) -> Result<(), TrainingError> {
    let per_epoch = trainer.plan.steps_per_epoch(digits.len());
    trainer.history.steps_per_epoch = per_epoch;
    let steps = trainer.plan.epochs() * per_epoch;
    let device = autodiff_device();
    let mut bar = progress("Training", steps - trainer.steps());
    let mut curve = LiveFigure::new(DRAW_EVERY);
    let mut unread: Vec<Tensor<1>> = Vec::new();
    let mut read = Instant::now();
    let mut step = trainer.steps();
    while step < steps {
        let epoch = step / per_epoch;
        let batches = digits.batches(
            trainer.plan.batch,
            seeds::of_epoch(trainer.seed, epoch),
            &device,
        );
        for batch in batches.take(per_epoch).skip(step % per_epoch) {
            unread.push(trainer.step(batch, step, steps, loss));
            step += 1;
            if read.elapsed() >= READ_EVERY || step.is_multiple_of(per_epoch) {
                let values: Vec<f64> = Tensor::cat(std::mem::take(&mut unread), 0)
                    .into_data()
                    .iter::<f64>()
                    .collect();
                trainer.history.losses.extend(values);
                read = Instant::now();
                curve.update(|| trainer.figure());
            }
            bar.step();
        }
    }
    curve.finish(&trainer.figure());
    Ok(())
}
