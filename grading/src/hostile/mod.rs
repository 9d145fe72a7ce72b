//! The hostile corpus: notebooks that try to earn points, to see what they should not, or to stop the batch.
//!
//! Each is the answer key with one attack, so that all other exercises must still earn their points. The notebooks and what
//! is expected of them stand in `grading/hostile/`; this module writes the notebooks (`judge corpus`).

mod attacks;
mod expected;
mod files;
mod probes;
mod questions;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::Result;
use notebook_file::{Notebook, Role};

use crate::course::Course;
use crate::forward;
use crate::key::Key;

pub use expected::{Expectation, Expected};

/// A hostile notebook.
#[derive(Clone, Copy)]
pub struct Hostile {
    /// Stem of its file.
    pub name: &'static str,
    /// How it is made.
    make: Make,
}

#[derive(Clone, Copy)]
enum Make {
    /// Another body for one exercise.
    Body {
        exercise: &'static str,
        body: &'static str,
    },
    /// Items above the answer of exercise 1c, whose body fails if `attack()` gets what it wants and is right otherwise.
    Probe { items: &'static str },
    /// Items above an answer.
    Items {
        answer: &'static str,
        items: &'static str,
    },
    /// Any bytes.
    File(fn(&Ground) -> Result<Vec<u8>>),
}

/// What hostile notebooks are made from.
pub struct Ground {
    key: Key,
    released: Notebook,
}

/// The lab whose notebooks are attacked.
const LAB: &str = "forward";

impl Ground {
    /// The answer key, and the cells of the released notebook that grading looks at.
    ///
    /// # Errors
    /// When a file of the course cannot be read.
    pub fn new(course: &Course) -> Result<Self> {
        let mut released = course.notebook(LAB)?;
        let kept = [Role::Setup, Role::Answer, Role::Check];
        released
            .cells
            .retain(|cell| cell.role().is_some_and(|role| kept.contains(&role)));
        Ok(Self {
            key: Key::read(course.root(), forward::TESTS.lab)?,
            released,
        })
    }

    fn write(&self, key: &Key) -> Result<Vec<u8>> {
        Ok(key.notebook(&self.released)?.write().into_bytes())
    }
}

impl Hostile {
    /// The bytes of its file.
    ///
    /// # Errors
    /// When the released notebook lacks one of the answers.
    pub fn bytes(&self, ground: &Ground) -> Result<Vec<u8>> {
        let key = ground.key.clone();
        match self.make {
            Make::Body { exercise, body } => ground.write(&key.with_body(exercise, body)),
            Make::Items { answer, items } => ground.write(&key.with_items(answer, items)),
            Make::Probe { items } => {
                let right = "let noise = x_prev.random_like(Distribution::Normal(0.0, 1.0));\n        \
                             (x_prev * (1.0 - beta_t).sqrt() + noise * beta_t.sqrt()).detach()";
                let body = format!(
                    "if attack() {{\n            return x_prev.zeros_like();\n        }}\n        {right}"
                );
                ground.write(
                    &key.with_items("reparameterization", items)
                        .with_body("1c", &body),
                )
            }
            Make::File(make) => make(ground),
        }
    }
}

/// All hostile notebooks.
pub fn corpus() -> impl Iterator<Item = Hostile> {
    attacks::ALL
        .iter()
        .chain(probes::ALL)
        .chain(files::ALL)
        .chain(questions::ALL)
        .copied()
}

/// The folder of the corpus.
#[must_use]
pub fn folder(course: &Course) -> PathBuf {
    course.root().join("grading/hostile")
}

/// Every file of the corpus with the bytes it should have.
///
/// # Errors
/// When a notebook cannot be made.
pub fn files(course: &Course) -> Result<BTreeMap<String, Vec<u8>>> {
    let ground = Ground::new(course)?;
    corpus()
        .map(|hostile| Ok((format!("{}.ipynb", hostile.name), hostile.bytes(&ground)?)))
        .collect()
}

/// Names of the notebooks in `folder`.
///
/// # Errors
/// When the folder cannot be read.
pub fn on_disk(folder: &Path) -> Result<Vec<String>> {
    let names = std::fs::read_dir(folder)?
        .map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned()));
    let mut names = names.collect::<Result<Vec<_>>>()?;
    names.retain(|name| name.ends_with(".ipynb"));
    names.sort();
    Ok(names)
}
