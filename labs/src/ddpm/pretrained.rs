//! The network that comes with the lab.

use noisebook_runtime::Table;
use training::{Profile, TrainingError, Weights};

use super::training::network;
use super::{SimpleUNet, plan};

/// A [`SimpleUNet`] of the profile `quick` with weights that were trained by `cargo noisebook train ddpm`.
#[derive(Clone, Debug)]
pub struct Pretrained {
    network: SimpleUNet,
    weights: Weights,
}

impl Pretrained {
    /// Reads it; no file is needed.
    ///
    /// # Errors
    /// [`TrainingError::Weights`] where the weights are another network's.
    pub fn load() -> Result<Self, TrainingError> {
        let weights = crate::pretrained("ddpm-quick")?;
        let network = weights.into_model(network(&plan(Profile::Quick)))?;
        Ok(Self { network, weights })
    }

    /// The network, on this session's device, without gradients.
    pub fn network(&self) -> SimpleUNet {
        self.network.clone()
    }

    /// How its weights came about.
    pub fn table(&self) -> Table {
        let made = self.weights.provenance();
        let mut table = Table::new(["", ""]).title("The network that comes with the lab");
        for (name, value) in [
            ("made by", made.command.clone()),
            ("steps", made.steps.to_string()),
            ("mean loss of the last epoch", format!("{:.4}", made.loss)),
            ("trained on", made.device.clone()),
            (
                "size",
                format!("{} KiB", self.weights.size().div_ceil(1024)),
            ),
        ] {
            table.push([name.to_owned(), value]);
        }
        for (name, value) in &made.notes {
            table.push([name.replace('_', " "), value.clone()]);
        }
        table
    }
}
