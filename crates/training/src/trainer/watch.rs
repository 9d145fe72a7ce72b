//! What is seen of training while it goes on.

use std::time::{Duration, Instant};

use burn::module::Module;
use noisebook_runtime::progress::Progress;
use noisebook_runtime::{display, progress};

use super::{Trainer, words};
use crate::{LiveFigure, TrainingError, resident_memory};

/// Losses are read from the device at most this often: reading waits for it.
const READ_EVERY: Duration = Duration::from_millis(100);
/// The loss curve is drawn at most this often.
const DRAW_EVERY: Duration = Duration::from_secs(2);

/// Progress bar, loss curve, and the measures of one call of `fit`.
#[derive(Debug)]
pub(super) struct Watch {
    bar: Progress,
    curve: LiveFigure,
    read: Instant,
    begun: Instant,
    /// Steps taken since.
    pub steps: usize,
    images_per_step: usize,
    /// Memory after the first whole epoch, in bytes.
    pub first_epoch: Option<u64>,
}

impl Watch {
    /// Over `steps` steps.
    pub fn new(steps: usize, images_per_step: usize) -> Self {
        let now = Instant::now();
        Self {
            bar: progress("Training", steps),
            curve: LiveFigure::new(DRAW_EVERY),
            read: now,
            begun: now,
            steps: 0,
            images_per_step,
            first_epoch: None,
        }
    }

    /// One step more. Here an interrupt takes effect.
    pub fn step<M: Module>(&mut self, trainer: &mut Trainer<M>) -> Result<(), TrainingError> {
        self.steps += 1;
        if self.read.elapsed() >= READ_EVERY {
            trainer.settle()?;
            let loss = trainer.history.recent(words::RECENT).unwrap_or(f64::NAN);
            self.bar
                .set(format!("loss {loss:.4} · {:.0} images/s", self.rate()));
            self.curve.update(|| trainer.figure());
            self.read = Instant::now();
        }
        self.bar.step();
        Ok(())
    }

    /// An epoch is over.
    pub fn epoch(&mut self) {
        self.first_epoch = self.first_epoch.or_else(resident_memory);
    }

    /// Seconds since the first step.
    pub fn seconds(&self) -> f64 {
        self.begun.elapsed().as_secs_f64()
    }

    /// Images per second.
    pub fn rate(&self) -> f64 {
        (self.steps * self.images_per_step) as f64 / self.seconds().max(1e-9)
    }

    /// The phase is over: the curve stays, with a line about the whole.
    pub fn finish<M: Module>(self, trainer: &Trainer<M>) {
        let words = words::after(trainer, &self);
        self.bar.finish();
        self.curve.finish(&trainer.figure());
        display::channel().line(&words);
    }
}
