//! Answers made of the reference bodies, whole or with one body changed: what tests of the grader hand in.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, anyhow};
use exercise::Lab;
use notebook_file::{Notebook, fill};

/// The answers of one lab, each with the reference bodies.
#[derive(Debug, Clone)]
pub struct Key {
    lab: Lab,
    /// Source of each answer cell, by its id.
    pub answers: BTreeMap<String, String>,
}

impl Key {
    /// The key of `lab`, from the files below `solutions/src/<lab>`.
    ///
    /// # Errors
    /// When a file cannot be read or an answer has no reference.
    pub fn read(root: &Path, lab: &Lab) -> Result<Self> {
        let folder = root.join("solutions/src").join(lab.slug);
        let files =
            sources(&folder).with_context(|| format!("cannot read `{}`", folder.display()))?;
        let firsts = lab.answers.iter().filter_map(|group| group.first());
        let answers = firsts.map(|exercise| {
            let found = files
                .iter()
                .find_map(|text| answer(text, exercise.trait_name));
            let missing = || {
                anyhow!(
                    "no `impl {} for Reference` in `{}`",
                    exercise.trait_name,
                    folder.display()
                )
            };
            Ok((exercise.answer.to_owned(), found.ok_or_else(missing)?))
        });
        Ok(Self {
            lab: *lab,
            answers: answers.collect::<Result<_>>()?,
        })
    }

    /// The same with another body for one exercise; `body` stands between the braces of its method.
    ///
    /// # Panics
    /// When the lab has no such exercise: the caller is a test.
    #[must_use]
    pub fn with_body(self, exercise: &str, body: &str) -> Self {
        let found = *self
            .lab
            .exercise(exercise)
            .unwrap_or_else(|| panic!("no exercise {exercise}"));
        self.edit(found.answer, |source| {
            let range = body_of(source, found.method)
                .unwrap_or_else(|| panic!("no method `{}`", found.method));
            format!(
                "{}\n        {}\n    {}",
                &source[..range.start],
                body.trim(),
                &source[range.end..]
            )
        })
    }

    /// The same with more items above one answer.
    #[must_use]
    pub fn with_items(self, answer: &str, items: &str) -> Self {
        self.edit(answer, |source| format!("{}\n\n{source}", items.trim()))
    }

    /// The same without one answer: its cell stays as it was released.
    #[must_use]
    pub fn without(mut self, answer: &str) -> Self {
        self.answers.remove(answer);
        self
    }

    /// The released notebook with these answers.
    ///
    /// # Errors
    /// When it has no cell for one of them.
    pub fn notebook(&self, released: &Notebook) -> Result<Notebook> {
        Ok(fill(released, &self.answers)?)
    }

    fn edit(mut self, answer: &str, edit: impl FnOnce(&str) -> String) -> Self {
        let source = self
            .answers
            .get_mut(answer)
            .unwrap_or_else(|| panic!("no answer `{answer}`"));
        *source = edit(source);
        self
    }
}

fn sources(folder: &Path) -> std::io::Result<Vec<String>> {
    let mut paths: Vec<_> = fs::read_dir(folder)?
        .map(|entry| Ok(entry?.path()))
        .collect::<std::io::Result<_>>()?;
    paths.sort();
    paths.iter().map(fs::read_to_string).collect()
}

/// A file of `solutions` as an answer cell: without its imports, for a type of the student's own.
fn answer(text: &str, trait_name: &str) -> Option<String> {
    let (before, body) = text.split_once(&format!("impl {trait_name} for Reference {{"))?;
    let mut importing = false;
    let is_item = |line: &&str| {
        let skip = importing || line.starts_with("use ") || line.starts_with("//!");
        importing = skip && !line.starts_with("//!") && !line.ends_with(';');
        !skip
    };
    let items = before
        .lines()
        .filter(is_item)
        .collect::<Vec<_>>()
        .join("\n");
    let items = items.trim();
    let gap = if items.is_empty() { "" } else { "\n\n" };
    Some(format!(
        "{items}{gap}struct My{trait_name};\nimpl {trait_name} for My{trait_name} {{{}",
        body.trim_end()
    ))
}

/// What stands between the braces of a method. Reference bodies have no brace in a string.
fn body_of(source: &str, method: &str) -> Option<std::ops::Range<usize>> {
    let head = source.find(&format!("fn {method}("))?;
    let start = head + source[head..].find('{')? + 1;
    let mut depth = 1;
    let closes = |c: char| {
        depth += i32::from(c == '{') - i32::from(c == '}');
        depth == 0
    };
    Some(start..start + source[start..].find(closes)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_becomes_a_cell() {
        let file = "//! Doc.\nuse a::{\n    b,\n};\nuse c;\n\nfn helper() {}\n\nimpl T for Reference {\n    fn m(&self) -> u8 {\n        { 1 }\n    }\n}\n";
        let cell = answer(file, "T").unwrap();
        assert_eq!(
            cell,
            "fn helper() {}\n\nstruct MyT;\nimpl T for MyT {\n    fn m(&self) -> u8 {\n        { 1 }\n    }\n}"
        );
        assert_eq!(&cell[body_of(&cell, "m").unwrap()], "\n        { 1 }\n    ");
    }
}
