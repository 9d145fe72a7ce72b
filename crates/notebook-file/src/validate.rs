//! What a released notebook must satisfy.

use std::collections::HashMap;
use std::fmt;

use serde_json::Value;

use crate::model::{Cell, CellKind, Notebook};
use crate::source::implemented_trait;
use crate::tag::{self, Role};

/// A rule that a released notebook breaks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The cell concerned, from 0, all cells counted; nothing for the notebook as a whole.
    pub cell: Option<usize>,
    /// What was expected and found.
    pub message: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.cell {
            Some(index) => write!(f, "cell {index} (from 0): {}", self.message),
            None => f.write_str(&self.message),
        }
    }
}

impl Notebook {
    /// Every rule of a released notebook that this one breaks: cell ids, the lab's name, roles and answer ids.
    pub fn validate(&self) -> Vec<Problem> {
        let mut problems = Vec::new();
        check_lab(self, &mut problems);
        let mut seen = HashMap::new();
        for (index, cell) in self.cells.iter().enumerate() {
            let messages = [check_id(cell), check_tag(cell), check_answer(cell)];
            let first = cell
                .id
                .as_deref()
                .map(|id| *seen.entry(("cell id", id)).or_insert(index));
            let first_answer = cell
                .answer_id()
                .map(|id| *seen.entry(("answer id", id)).or_insert(index));
            let copies = [("cell id", first), ("answer id", first_answer)]
                .into_iter()
                .filter_map(|(what, first)| {
                    first
                        .filter(|first| *first != index)
                        .map(|first| format!("its {what} stands in cell {first} too"))
                });
            let messages = messages.into_iter().flatten().chain(copies);
            problems.extend(messages.map(|message| Problem {
                cell: Some(index),
                message,
            }));
        }
        problems
    }
}

fn check_lab(notebook: &Notebook, problems: &mut Vec<Problem>) {
    let message = match notebook.lab() {
        Some(lab) if lab.version == tag::VERSION => return,
        Some(lab) => format!(
            "`metadata.noisebook.version`: expected {}, got {}",
            tag::VERSION,
            lab.version
        ),
        None => r#"`metadata.noisebook`: expected {"lab": NAME, "version": 1}"#.to_owned(),
    };
    problems.push(Problem {
        cell: None,
        message,
    });
}

fn check_id(cell: &Cell) -> Option<String> {
    let id = cell.id.as_deref().unwrap_or_default();
    let letters = id
        .bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_');
    let valid = (1..=64).contains(&id.len()) && letters;
    (!valid).then(|| format!("`id`: expected 1 to 64 letters, digits, `-` or `_`, got `{id}`"))
}

fn check_tag(cell: &Cell) -> Option<String> {
    let found = cell.metadata.get(tag::KEY)?;
    let role = found.get("role").and_then(Value::as_str);
    match role.and_then(Role::named) {
        None => Some(format!(
            "`metadata.noisebook.role`: got {}",
            found.get("role").unwrap_or(&Value::Null)
        )),
        Some(Role::Answer) if cell.kind != CellKind::Code => {
            Some("an answer must be a code cell".into())
        }
        Some(Role::Answer) if cell.tag_id().is_none() => {
            Some("an answer needs `metadata.noisebook.id`".into())
        }
        Some(_) => None,
    }
}

fn check_answer(cell: &Cell) -> Option<String> {
    let id = cell.answer_id()?;
    match implemented_trait(&cell.source) {
        None => Some(format!(
            "answer `{id}`: expected `impl <Trait> for My<Trait>` in its source"
        )),
        Some(name) if snake_case(name) != id => Some(format!(
            "answer `{id}`: its source implements `{name}`, expected the id `{}`",
            snake_case(name)
        )),
        Some(_) => None,
    }
}

/// `ForwardJump` → `forward_jump`.
fn snake_case(name: &str) -> String {
    let mut snake = String::new();
    for (index, letter) in name.char_indices() {
        if letter.is_uppercase() && index > 0 {
            snake.push('_');
        }
        snake.extend(letter.to_lowercase());
    }
    snake
}
