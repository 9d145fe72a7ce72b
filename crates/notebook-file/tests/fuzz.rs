//! Submissions damaged at random: the extractor is total, takes nothing twice, and sanitising leaves nothing but answers.
//!
//! A second each in the tests. A long run: `NOISEBOOK_FUZZ_MS=600000 cargo test -p notebook-file --test fuzz`.

mod common;

use std::collections::BTreeSet;
use std::time::Duration;

use arbtest::arbitrary::{Result, Unstructured};
use common::{doubling, released};
use notebook_file::{Answer, Cell, CellKind, Notebook, Role, extract_answers, sanitise};
use serde_json::json;

fn budget() -> Duration {
    let asked = std::env::var("NOISEBOOK_FUZZ_MS").ok();
    Duration::from_millis(asked.and_then(|ms| ms.parse().ok()).unwrap_or(1000))
}

/// Sources that look like answers, nearly like answers, and like nothing.
fn source(random: &mut Unstructured<'_>) -> Result<String> {
    Ok(match random.int_in_range(0..=6)? {
        0 => doubling("2.0 * x"),
        1 => doubling("x + x").replace("MyDoubling", "Mine"),
        2 => "impl SquareRoot for MyDoubling {".into(),
        3 => ":dep x\r\nimpl Doubling for\u{2028}A {}\r".into(),
        4 => released().cells[random.choose_index(released().cells.len())?]
            .source
            .clone(),
        5 => String::new(),
        _ => random.arbitrary()?,
    })
}

fn damage(notebook: &mut Notebook, random: &mut Unstructured<'_>) -> Result<()> {
    let Some(at) = random.choose_index(notebook.cells.len()).ok() else {
        return Ok(());
    };
    let other = random.choose_index(notebook.cells.len())?;
    match random.int_in_range(0..=9)? {
        0 => drop(notebook.cells.remove(at)),
        1 => notebook.cells.insert(other, notebook.cells[at].clone()),
        2 => notebook.cells.swap(at, other),
        3 => notebook.cells[at].metadata.clear(),
        4 => notebook.cells[at].id = notebook.cells[other].id.clone(),
        5 => notebook.cells[at].source = source(random)?,
        6 => notebook.cells.insert(at, Cell::code(source(random)?)),
        7 => notebook.cells[at].metadata = notebook.cells[other].metadata.clone(),
        8 => {
            let id = *random.choose(&["doubling", "square_root", "nobody", ""])?;
            let tag = json!({"role": "answer", "id": id});
            notebook.cells[at].metadata.insert("noisebook".into(), tag);
        }
        _ => {
            notebook.cells[at].kind =
                *random.choose(&[CellKind::Code, CellKind::Markdown, CellKind::Raw])?
        }
    }
    Ok(())
}

#[test]
fn no_damage_confuses_the_extractor() {
    let released = released();
    arbtest::arbtest(|random| {
        let mut submission = released.clone();
        for _ in 0..random.int_in_range(1..=12)? {
            damage(&mut submission, random)?;
        }
        let extraction = extract_answers(&submission, &released);
        assert_eq!(
            extraction,
            extract_answers(&submission, &released),
            "a pure function"
        );
        let ids: Vec<_> = extraction
            .answers
            .iter()
            .map(|(id, _)| id.as_str())
            .collect();
        assert_eq!(ids, released.answer_ids(), "each answer once, in order");
        let helpers: BTreeSet<_> = extraction
            .helpers
            .iter()
            .map(|helper| helper.place)
            .collect();
        assert_eq!(
            helpers.len(),
            extraction.helpers.len(),
            "no cell is a helper twice"
        );
        for (id, answer) in &extraction.answers {
            let (Answer::Found { place, .. } | Answer::Untouched { place }) = answer else {
                continue;
            };
            let cell = &submission.cells[place.index];
            assert_eq!(cell.kind, CellKind::Code, "{id}: answers are code");
            assert!(!helpers.contains(place), "{id}: an answer is no helper");
        }

        let clean = sanitise(&released, &extraction);
        assert_eq!(clean.cells.len(), released.cells.len());
        for (cell, original) in clean.cells.iter().zip(&released.cells) {
            let is_answer = original.answer_id().is_some();
            let is_text = matches!(original.role(), Some(Role::Prediction | Role::Discussion));
            assert!(
                is_answer || is_text || cell == original,
                "only answers and texts are the student's"
            );
        }
        Ok(())
    })
    .budget(budget());
}
