use std::path::PathBuf;

use clap::Parser;
use training::{Precision, Profile, TrainingError};

/// Trains a network of the course with the reference bodies, measures it and keeps its weights.
///
/// A checkpoint is kept beside the weights while they are trained: a run that was stopped goes on with the same command.
#[derive(Debug, Parser)]
#[command(name = "train", bin_name = "cargo noisebook train")]
pub struct Args {
    /// What to train [default: list what there is]
    pub name: Option<String>,
    /// How much: `quick` takes minutes on two cores, `full` wants a GPU [default: quick, full on a GPU]
    #[arg(long)]
    profile: Option<String>,
    /// The seed of everything random
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// The file for the weights [default: out/NAME-PROFILE.safetensors]
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Keep 16 bits of each weight: half the size
    #[arg(long)]
    half: bool,
}

impl Args {
    /// The profile asked for, or the session's.
    pub fn profile(&self) -> Result<Profile, TrainingError> {
        match &self.profile {
            Some(word) => word.parse(),
            None => Profile::of_session(),
        }
    }

    /// The file for the weights.
    pub fn out(&self, name: &str, profile: Profile) -> PathBuf {
        self.out
            .clone()
            .unwrap_or_else(|| format!("out/{name}-{profile}.safetensors").into())
    }

    /// How many bits a kept weight has.
    pub fn precision(&self) -> Precision {
        if self.half {
            Precision::Half
        } else {
            Precision::Full
        }
    }

    /// The command that trains the same again.
    pub fn command(&self, name: &str, profile: Profile) -> String {
        let half = if self.half { " --half" } else { "" };
        format!(
            "cargo noisebook train {name} --profile {profile} --seed {}{half}",
            self.seed
        )
    }
}
