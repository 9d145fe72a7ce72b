use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// Which bodies the scaffold of every lab has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Feature {
    /// Bodies that panic with the TODO: what students get.
    #[default]
    Stub,
    /// The reference bodies: for instructors.
    Solution,
}

impl Feature {
    /// Its name, as in Cargo.
    pub fn name(self) -> &'static str {
        match self {
            Self::Stub => "stub",
            Self::Solution => "solution",
        }
    }
}

impl fmt::Display for Feature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Feature {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "stub" => Ok(Self::Stub),
            "solution" => Ok(Self::Solution),
            other => Err(format!("expected `stub` or `solution`, got `{other}`")),
        }
    }
}
