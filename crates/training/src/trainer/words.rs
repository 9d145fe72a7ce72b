//! What is said before, during and after training.

use burn::module::Module;

use super::Trainer;

pub(super) fn title<M: Module>(trainer: &Trainer<M>) -> String {
    let loss = trainer.history().epochs().last().copied();
    loss.map_or_else(
        || "Training".into(),
        |loss| {
            format!(
                "Training: epoch {} of {}, loss {loss:.4}",
                trainer.epochs(),
                trainer.plan().epochs()
            )
        },
    )
}
