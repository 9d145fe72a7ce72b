//! What is said before, during and after training.

use burn::module::Module;
use noisebook_runtime::bench::human_seconds;
use noisebook_runtime::describe;

use super::Trainer;
use super::phase::Span;
use super::watch::Watch;
use crate::{peak_memory, resident_memory};

/// Steps over which the loss beside the bar is averaged.
pub(super) const RECENT: usize = 20;

/// How long the phase will take and what will be seen.
pub(super) fn before<M: Module>(trainer: &Trainer<M>, span: Span, seconds: f64) -> String {
    let (plan, left) = (trainer.plan(), span.end - trainer.steps());
    let begun = match trainer.steps() {
        0 => String::new(),
        taken => format!("Going on after step {taken} of {}. ", span.steps),
    };
    let phase = match plan.phases.len() {
        0 | 1 => String::new(),
        count => {
            let number = 1 + trainer.history().phase_ends.len();
            format!("Phase {number} of {count}: ")
        }
    };
    format!(
        "{begun}{phase}{left} steps of {} digits to the end of epoch {}, about {} here ({} a step, just measured; {}).\n\
         What you will see: {}.",
        plan.batch,
        span.end / span.per_epoch,
        human_seconds(seconds * left as f64),
        human_seconds(seconds),
        describe(),
        plan.shows
    )
}

/// How it went.
pub(super) fn after<M: Module>(trainer: &Trainer<M>, watch: &Watch) -> String {
    let epochs = trainer.history().epochs();
    let loss = epochs.last().copied().unwrap_or(f64::NAN);
    let mut words = format!(
        "{} steps in {}, {:.0} images/s; mean loss of the last epoch {loss:.4}",
        watch.steps,
        human_seconds(watch.seconds()),
        watch.rate()
    );
    if let (Some(peak), Some(first), Some(now)) =
        (peak_memory(), watch.first_epoch, resident_memory())
    {
        let growth = (now as f64 - first as f64) / MEBI;
        words += &format!(
            "; memory at most {:.0} MiB, {growth:+.0} MiB since the first epoch",
            peak as f64 / MEBI
        );
    }
    words
}

const MEBI: f64 = (1 << 20) as f64;

/// What an interrupt leaves.
pub(super) fn interrupted<M: Module>(trainer: &Trainer<M>, span: Span) -> String {
    format!(
        "Interrupted after step {} of {}: the network is kept as it is, and training goes on from here when it is run again.",
        trainer.steps(),
        span.steps
    )
}

/// There is nothing left to do.
pub(super) fn finished<M: Module>(trainer: &Trainer<M>) -> String {
    format!(
        "All {} epochs are over, {} steps: the network is trained. Begin again with a new `Trainer`.",
        trainer.plan().epochs(),
        trainer.steps()
    )
}

/// The title of the loss curve.
pub(super) fn title<M: Module>(trainer: &Trainer<M>) -> String {
    match trainer.history().recent(RECENT) {
        Some(loss) => format!(
            "Training: step {} of {}, loss {loss:.4}",
            trainer.steps(),
            trainer.plan().epochs() * trainer.history().steps_per_epoch
        ),
        None => "Training".into(),
    }
}
