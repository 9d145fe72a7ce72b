//! What must come of each hostile notebook: `grading/hostile/expected.toml`.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context, Result};
use grader::{Record, State};
use serde::Deserialize;

/// One hostile notebook.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Expected {
    /// What it tries.
    pub attack: String,
    /// What must not happen.
    pub must_not: String,
    /// What comes of it when the sandbox alone stands against it.
    pub sandbox: Expectation,
    /// What comes of it with the static policy before the sandbox; the same if left out.
    pub policy: Option<Expectation>,
}

/// A result.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Expectation {
    /// Points earned.
    pub points: u32,
    /// States of the exercises that do not pass; all others do.
    #[serde(default)]
    pub states: BTreeMap<String, State>,
    /// Words of the reason, where the whole notebook is rejected.
    pub rejected: Option<String>,
}

impl Expected {
    /// All expectations, by the stem of the notebook's file.
    ///
    /// # Errors
    /// When the file cannot be read, or an entry lacks a field.
    pub fn read(folder: &Path) -> Result<BTreeMap<String, Self>> {
        let path = folder.join("expected.toml");
        let text = std::fs::read_to_string(&path)
            .with_context(|| format!("cannot read `{}`", path.display()))?;
        toml::from_str(&text).with_context(|| format!("cannot read `{}`", path.display()))
    }

    /// What must come of it.
    #[must_use]
    pub fn with_policy(&self, policy: bool) -> &Expectation {
        self.policy
            .as_ref()
            .filter(|_| policy)
            .unwrap_or(&self.sandbox)
    }
}

impl Expectation {
    /// Every difference between this and what came, in words.
    #[must_use]
    pub fn differences(&self, record: &Record) -> Vec<String> {
        let mut found = Vec::new();
        if record.points != self.points {
            found.push(format!(
                "expected {} points, got {}",
                self.points, record.points
            ));
        }
        let reason = record.rejected.as_deref();
        if self.rejected.is_some() != reason.is_some()
            || self
                .rejected
                .as_deref()
                .is_some_and(|words| !reason.unwrap_or_default().contains(words))
        {
            found.push(format!(
                "expected rejection {:?}, got {reason:?}",
                self.rejected
            ));
        }
        for exercise in &record.exercises {
            let expected = self
                .states
                .get(&exercise.id)
                .copied()
                .unwrap_or(State::Passed);
            if exercise.state != expected {
                let (id, got, message) = (&exercise.id, exercise.state, &exercise.message);
                found.push(format!(
                    "{id}: expected {expected:?}, got {got:?} {message:?}"
                ));
            }
        }
        found
    }
}
