use std::fmt;
use std::str::FromStr;
use std::sync::Mutex;

use burn::tensor::Device;
use noisebook_runtime::device;

use crate::TrainingError;

/// Name of the environment variable that asks for a profile.
pub const PROFILE_VARIABLE: &str = "NOISEBOOK_PROFILE";

/// What [`Profile::choose`] asked for.
static CHOSEN: Mutex<Option<Profile>> = Mutex::new(None);

/// How much is trained.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Profile {
    /// A small network, minutes on two cores.
    #[default]
    Quick,
    /// The network and the epochs of the original, for a GPU.
    Full,
    /// A few steps of a tiny network, seconds: whether every cell of a notebook runs, not whether digits come out.
    Rehearsal,
}

impl Profile {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Quick, Self::Full, Self::Rehearsal];

    /// Makes this the profile of the session, whatever the environment asks for.
    pub fn choose(self) {
        *CHOSEN
            .lock()
            .unwrap_or_else(|poisoned| poisoned.into_inner()) = Some(self);
    }

    /// The profile of this session: the one that was chosen, or what `NOISEBOOK_PROFILE` names (`quick`, `full` or `rehearsal`), else `full` on a GPU and `quick` on the processor.
    ///
    /// # Errors
    /// [`TrainingError::Profile`] for a word that names no profile.
    pub fn of_session() -> Result<Self, TrainingError> {
        let chosen = *CHOSEN
            .lock()
            .unwrap_or_else(|poisoned| poisoned.into_inner());
        if let Some(profile) = chosen {
            return Ok(profile);
        }
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
            Self::Rehearsal => "rehearsal",
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
