//! Compiles answers; a broken one gives way to the scaffold, so that the others are checked all the same.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};
use kit::answers::{Answers, Diagnostic, Main, Place, diagnostics};
use kit::{Compile, CrateType, Kit};

/// What came of it.
pub struct Compiled {
    /// Nothing when the errors stand outside the answers.
    pub program: Option<PathBuf>,
    /// All errors.
    pub errors: Vec<Diagnostic>,
}

/// Compiles `answers` in the folder `work`.
pub fn compile(kit: &Kit, mut answers: Answers, work: &Path) -> Result<Compiled> {
    let mut errors = Vec::new();
    loop {
        let program = work.join("answers");
        let found = attempt(kit, &answers, work, &program)?;
        let Some(found) = found else {
            return Ok(Compiled {
                program: Some(program),
                errors,
            });
        };
        let broken = broken(&answers, &found);
        errors.extend(found);
        if broken.is_empty() {
            return Ok(Compiled {
                program: None,
                errors,
            });
        }
        answers = broken
            .iter()
            .fold(answers, |answers, id| answers.without(id));
    }
}

/// Answers of the student that an error points into.
fn broken(answers: &Answers, errors: &[Diagnostic]) -> Vec<String> {
    let written = answers
        .answers
        .iter()
        .filter(|answer| answer.source.is_some());
    let blamed = written.filter(|answer| {
        errors
            .iter()
            .any(|error| error.place == Some(Place::Answer(answer.id.clone())))
    });
    blamed.map(|answer| answer.id.clone()).collect()
}

/// The errors, or nothing when it compiled.
fn attempt(
    kit: &Kit,
    answers: &Answers,
    work: &Path,
    program: &Path,
) -> Result<Option<Vec<Diagnostic>>> {
    let source = answers.write_to(work, Main::Check)?;
    let compile = Compile {
        source: &source,
        crate_type: CrateType::Bin,
        out: program,
        opt_level: 1,
    };
    let output = Command::from(&kit.rustc(&compile))
        .current_dir(work)
        .output()
        .context("cannot start `rustc`")?;
    if output.status.success() {
        return Ok(None);
    }
    let stderr = String::from_utf8_lossy(&output.stderr);
    let errors = diagnostics(answers, &stderr);
    match errors.is_empty() {
        true => anyhow::bail!(
            "`rustc` failed without an error message:\n{}",
            stderr.trim()
        ),
        false => Ok(Some(errors)),
    }
}
