use std::fmt;
use std::str::FromStr;

use burn::tensor::Device;
use noisebook_runtime::device;

use crate::TrainingError;

/// Name of the environment variable that asks for a profile.
pub const PROFILE_VARIABLE: &str = "NOISEBOOK_PROFILE";

/// How much is trained.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Profile {
    /// A small network, minutes on two cores.
    #[default]
    Quick,
    /// The network and the epochs of the original, for a GPU.
    Full,
}

impl Profile {
    /// Both, the smaller one first.
    pub const ALL: [Self; 2] = [Self::Quick, Self::Full];

    /// The profile of this session: what `NOISEBOOK_PROFILE` names (`quick` or `full`), else `full` on a GPU and `quick` on the processor.
    ///
    /// # Errors
    /// [`TrainingError::Profile`] for a word that names no profile.
    pub fn of_session() -> Result<Self, TrainingError> {
        match std::env::var(PROFILE_VARIABLE) {
            Ok(word) if !word.trim().is_empty() => word.parse(),
            _ if device() == Device::flex() => Ok(Self::Quick),
            _ => Ok(Self::Full),
        }
    }

    /// As on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Quick => "quick",
            Self::Full => "full",
        }
    }
}

impl fmt::Display for Profile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Profile {
    type Err = TrainingError;

    fn from_str(word: &str) -> Result<Self, TrainingError> {
        let wanted = word.trim().to_ascii_lowercase();
        let found = Self::ALL
            .into_iter()
            .find(|profile| profile.name() == wanted);
        found.ok_or_else(|| TrainingError::Profile(word.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_name_is_read_back_and_another_is_quoted() {
        for profile in Profile::ALL {
            assert_eq!(profile.name().parse::<Profile>().unwrap(), profile);
        }
        let error = "big".parse::<Profile>().unwrap_err().to_string();
        assert!(
            error.contains("got `big`") && error.contains("hint:"),
            "{error}"
        );
    }
}
