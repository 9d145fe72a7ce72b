use std::fmt;
use std::path::{Path, PathBuf};

use crate::KitError;
use crate::error::At;

/// What a submission brings for one lab.
#[derive(Debug, Clone)]
pub struct Answers {
    /// The lab's name, such as `forward`.
    pub lab: String,
    /// Items of the set-up cell: the imports that all cells rely on.
    pub setup: String,
    /// Items of cells that the student added.
    pub helpers: Vec<String>,
    /// The answer cells in the lab's order; one for each trait of the lab.
    pub answers: Vec<Answer>,
    /// Ids of answers that did not compile and gave way to the scaffold.
    pub broken: Vec<String>,
}

/// One answer cell.
#[derive(Debug, Clone)]
pub struct Answer {
    /// Its id: the trait's name in snake case, such as `noise_schedules`.
    pub id: String,
    /// The trait, such as `NoiseSchedules`; the cell implements it for `MyNoiseSchedules`.
    pub trait_name: String,
    /// What the student wrote; without it the scaffold stands in, which earns nothing.
    pub source: Option<String>,
}

/// What the compiled program does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Main {
    /// Runs the public checks and prints them, on the student's own machine; exit code 1 unless all are right.
    Check,
    /// Serves requests from the judge on the pipes of `exercise::worker`: in a sandbox.
    Worker,
}

/// The cell that a source file came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// The set-up cell.
    Setup,
    /// The student's own cell of this index.
    Helper(usize),
    /// The answer cell with this id.
    Answer(String),
}

/// One file of the crate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceFile {
    /// Its name, without a folder.
    pub name: String,
    /// Its text.
    pub text: String,
}

/// The crate's root file.
pub(crate) const ROOT: &str = "main.rs";

impl Answer {
    /// The type that carries the answer.
    pub fn type_name(&self) -> String {
        format!("My{}", self.trait_name)
    }
}

impl Answers {
    /// All files of the crate, the root file first.
    pub fn files(&self, main: Main) -> Vec<SourceFile> {
        let cells: Vec<SourceFile> = self
            .cells()
            .map(|(place, text)| file(&place, text))
            .collect();
        let includes: String = cells
            .iter()
            .map(|cell| format!("::core::include!({:?});\n", cell.name))
            .collect();
        let text = format!("#![allow(warnings)]\n{includes}{}", self.entry(main));
        std::iter::once(SourceFile {
            name: ROOT.to_owned(),
            text,
        })
        .chain(cells)
        .collect()
    }

    /// Writes all files into `dir`; the root file's path is the source to compile.
    ///
    /// # Errors
    /// When a file cannot be written.
    pub fn write_to(&self, dir: &Path, main: Main) -> Result<PathBuf, KitError> {
        for file in self.files(main) {
            let path = dir.join(&file.name);
            std::fs::write(&path, &file.text).at("write", &path)?;
        }
        Ok(dir.join(ROOT))
    }

    /// The same with the scaffold in the place of one answer that does not compile: so the others can still be checked.
    #[must_use]
    pub fn without(mut self, id: &str) -> Self {
        for answer in self.answers.iter_mut().filter(|answer| answer.id == id) {
            answer.source = None;
        }
        self.broken.push(id.to_owned());
        self
    }

    pub(crate) fn places(&self) -> impl Iterator<Item = Place> + '_ {
        self.cells().map(|(place, _)| place)
    }

    fn cells(&self) -> impl Iterator<Item = (Place, String)> + '_ {
        let setup = std::iter::once((Place::Setup, self.setup.clone()));
        let helpers = self
            .helpers
            .iter()
            .enumerate()
            .map(|(i, text)| (Place::Helper(i), text.clone()));
        let answers = self.answers.iter().map(|answer| {
            let text = answer
                .source
                .clone()
                .unwrap_or_else(|| self.scaffold(answer));
            (Place::Answer(answer.id.clone()), text)
        });
        setup.chain(helpers).chain(answers)
    }

    /// An answer with no method of its own: the trait's default bodies call the scaffold.
    fn scaffold(&self, answer: &Answer) -> String {
        let (name, lab) = (answer.type_name(), &self.lab);
        format!(
            "struct {name};\nimpl ::noisebook::labs::{lab}::{} for {name} {{}}\n",
            answer.trait_name
        )
    }

    fn entry(&self, main: Main) -> String {
        let body: String = match main {
            Main::Check => {
                let checks: String = self
                    .answers
                    .iter()
                    .map(|answer| self.check(answer))
                    .collect();
                format!(
                    "    let mut right = true;\n{checks}    ::std::process::exit(!right as i32)\n"
                )
            }
            Main::Worker => {
                let types = self.answers.iter().map(Answer::type_name);
                let handlers: String = types.map(|name| handler(&name)).collect();
                format!("    ::noisebook::exercise::worker::main(&[\n{handlers}    ])\n")
            }
        };
        format!("fn main() {{\n{body}}}\n")
    }

    /// The statements that check one answer.
    fn check(&self, answer: &Answer) -> String {
        let name = answer.type_name();
        let function = match self.broken.contains(&answer.id) {
            true => "not_compiled",
            false => "check",
        };
        format!(
            "    let report = ::noisebook::labs::{function}(&{name});\n    ::std::println!(\"{name}\\n{{report}}\\n\");\n    right &= report.all_passed();\n"
        )
    }
}

fn handler(name: &str) -> String {
    format!("        ::noisebook::labs::Answer::handler(&{name}),\n")
}

fn file(place: &Place, text: String) -> SourceFile {
    SourceFile {
        name: place.file_name(),
        text: text + "\n",
    }
}

impl Place {
    pub(crate) fn file_name(&self) -> String {
        match self {
            Self::Setup => "setup.rs".to_owned(),
            Self::Helper(index) => format!("helper_{index}.rs"),
            Self::Answer(id) => format!(
                "answer_{}.rs",
                id.replace(|c: char| !c.is_alphanumeric(), "_")
            ),
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Setup => f.write_str("set-up cell"),
            Self::Helper(index) => write!(f, "added cell {}", index + 1),
            Self::Answer(id) => write!(f, "answer `{id}`"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answers() -> Answers {
        let answer = |id: &str, trait_name: &str, source: Option<&str>| Answer {
            id: id.to_owned(),
            trait_name: trait_name.to_owned(),
            source: source.map(str::to_owned),
        };
        Answers {
            lab: "forward".to_owned(),
            setup: "use noisebook::labs::forward::*;".to_owned(),
            helpers: vec!["fn twice(x: f32) -> f32 { 2.0 * x }".to_owned()],
            answers: vec![
                answer("forward_jump", "ForwardJump", Some("struct MyForwardJump;")),
                answer("training_data", "TrainingData", None),
            ],
            broken: vec![],
        }
    }

    #[test]
    fn every_cell_has_a_file_and_the_root_includes_it() {
        let files = answers().files(Main::Worker);
        let names: Vec<_> = files.iter().map(|file| file.name.as_str()).collect();
        let expected = [
            "main.rs",
            "setup.rs",
            "helper_0.rs",
            "answer_forward_jump.rs",
            "answer_training_data.rs",
        ];
        assert_eq!(names, expected);
        assert!(
            expected[1..]
                .iter()
                .all(|name| files[0].text.contains(&format!("include!(\"{name}\")")))
        );
        assert!(
            files[0]
                .text
                .contains("::noisebook::labs::Answer::handler(&MyTrainingData)")
        );
    }

    #[test]
    fn the_scaffold_stands_in_for_an_answer_that_does_not_compile() {
        let files = answers().without("forward_jump").files(Main::Check);
        assert!(files[3].text.starts_with(
            "struct MyForwardJump;\nimpl ::noisebook::labs::forward::ForwardJump for"
        ));
        assert!(
            files[0]
                .text
                .contains("::noisebook::labs::not_compiled(&MyForwardJump)")
        );
        assert!(
            files[0]
                .text
                .contains("::noisebook::labs::check(&MyTrainingData)")
        );
    }
}
