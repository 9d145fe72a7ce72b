//! What `grading/rubric.toml` announces: points of sections, and what a person grades.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context, Result};
use grader::ManualTask;
use serde::Deserialize;

/// The rubric of one lab.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rubric {
    /// Points that tests give, section by section.
    pub sections: Vec<u32>,
    /// What a person grades.
    #[serde(default)]
    pub manual: Vec<ManualTask>,
    /// For each exercise, the earlier ones that its answer may call: it is then also tested with the reference's.
    #[serde(default)]
    pub builds_on: BTreeMap<String, Vec<String>>,
    /// What all points must sum up to.
    #[serde(default = "hundred")]
    pub total: u32,
}

fn hundred() -> u32 {
    100
}

impl Rubric {
    /// Points of tests and persons together.
    #[must_use]
    pub fn sum(&self) -> u32 {
        let manual: u32 = self.manual.iter().map(|task| task.points).sum();
        self.sections.iter().sum::<u32>() + manual
    }
}

/// The rubric of every lab, by its slug.
///
/// # Errors
/// When `grading/rubric.toml` below `root` cannot be read.
pub fn read(root: &Path) -> Result<BTreeMap<String, Rubric>> {
    let path = root.join("grading/rubric.toml");
    let text = std::fs::read_to_string(&path)
        .with_context(|| format!("cannot read `{}`", path.display()))?;
    toml::from_str(&text).with_context(|| format!("cannot read `{}`", path.display()))
}
