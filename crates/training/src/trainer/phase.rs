//! A phase of training: steps, progress, the loss curve, checkpoints.

use std::time::Instant;

use burn::module::Module;
use burn::tensor::Device;
use noisebook_runtime::data::Split;
use noisebook_runtime::{autodiff_device, display, interrupt};

use super::step::Loss;
use super::watch::Watch;
use super::{Trainer, seeds, words};
use crate::TrainingError;

/// Steps that are timed before a phase begins.
const TIMED: usize = 3;

/// Where a phase is in its run.
#[derive(Clone, Copy, Debug)]
pub(super) struct Span {
    pub per_epoch: usize,
    /// The step at which the phase ends.
    pub end: usize,
    /// Steps of the whole run.
    pub steps: usize,
}

impl Span {
    /// The phase in which step `taken` is, if the run is not over.
    fn of(phases: &[usize], per_epoch: usize, taken: usize) -> Option<Self> {
        let ends = phases.iter().scan(0, |epochs, phase| {
            *epochs += phase;
            Some(*epochs * per_epoch)
        });
        let end = ends.clone().find(|end| *end > taken)?;
        Some(Self {
            per_epoch,
            end,
            steps: ends.last().unwrap_or(end),
        })
    }
}

pub(super) fn run<M: Module>(
    trainer: &mut Trainer<M>,
    digits: &Split,
    loss: &Loss<'_, M>,
) -> Result<(), TrainingError> {
    let per_epoch = trainer.per_epoch(digits)?;
    let Some(span) = Span::of(&trainer.plan.phases, per_epoch, trainer.taken) else {
        display::channel().line(&words::finished(trainer));
        return Ok(());
    };
    trainer.settle()?;
    if trainer.taken == 0 {
        // A place that cannot be written to is better known now than after an epoch.
        trainer.write_checkpoint()?;
    }
    let device = autodiff_device();
    let seconds = trainer.seconds_per_step(digits, span, &device, loss)?;
    display::channel().line(&words::before(trainer, span, seconds));
    let mut watch = Watch::new(span.end - trainer.taken, trainer.plan.batch);
    while trainer.taken < span.end {
        trainer.epoch(digits, span, &device, &mut watch, loss)?;
    }
    watch.finish(trainer);
    Ok(())
}

impl<M: Module> Trainer<M> {
    fn per_epoch(&mut self, digits: &Split) -> Result<usize, TrainingError> {
        let known = self.history.steps_per_epoch;
        let per_epoch = self.plan.steps_per_epoch(digits.len());
        if known != 0 && known != per_epoch {
            return Err(TrainingError::Digits {
                expected: known,
                got: per_epoch,
            });
        }
        self.history.steps_per_epoch = per_epoch;
        Ok(per_epoch)
    }

    /// The time of one step, the mean of some on a copy, after one that asks for memory.
    fn seconds_per_step(
        &self,
        digits: &Split,
        span: Span,
        device: &Device,
        loss: &Loss<'_, M>,
    ) -> Result<f64, TrainingError> {
        let mut copy = self.clone();
        let mut batches = digits.batches(self.plan.batch, self.seed, device);
        let Some(batch) = batches.next() else {
            return Ok(0.0);
        };
        let mut step = || -> Result<(), TrainingError> {
            copy.step(batch.clone(), span.steps, loss)?;
            copy.settle()
        };
        step()?;
        let start = Instant::now();
        for _ in 0..TIMED {
            step()?;
        }
        Ok(start.elapsed().as_secs_f64() / TIMED as f64)
    }

    /// Goes on to the end of the epoch.
    fn epoch(
        &mut self,
        digits: &Split,
        span: Span,
        device: &Device,
        watch: &mut Watch,
        loss: &Loss<'_, M>,
    ) -> Result<(), TrainingError> {
        let (epoch, done) = (self.taken / span.per_epoch, self.taken % span.per_epoch);
        let batches = digits.batches(self.plan.batch, seeds::of_epoch(self.seed, epoch), device);
        for batch in batches.take(span.per_epoch).skip(done) {
            self.step(batch, span.steps, loss)?;
            if interrupt::requested() {
                self.stop(span)?;
            }
            watch.step(self)?;
        }
        self.settle()?;
        watch.epoch();
        if self.taken == span.end {
            self.history.phase_ends.push(span.end);
        }
        if (epoch + 1).is_multiple_of(self.plan.checkpoint_every.max(1)) || self.taken == span.end {
            self.write_checkpoint()?;
        }
        Ok(())
    }

    /// What an interrupt leaves: everything read and, where there is a file, written.
    fn stop(&mut self, span: Span) -> Result<(), TrainingError> {
        self.settle()?;
        self.write_checkpoint()?;
        display::channel().line(&words::interrupted(self, span));
        Ok(())
    }
}
