//! The notebook agrees with the lab: ids, methods, signatures; nothing is typed twice; no output is kept.

use std::path::PathBuf;

use exercise::{Exercise, Lab};
use labs::forward;
use notebook_file::{Cell, CellKind, Notebook, Role};

fn path() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../notebooks/forward.ipynb")
}

fn notebook() -> Notebook {
    Notebook::open(path()).unwrap_or_else(|error| panic!("{error}"))
}

fn answers(notebook: &Notebook) -> impl Iterator<Item = (&str, &Cell)> {
    notebook
        .cells
        .iter()
        .filter_map(|cell| Some((cell.answer_id()?, cell)))
}

fn without_spaces(text: &str) -> String {
    text.split_whitespace().collect()
}

#[test]
fn it_is_valid_stripped_and_of_this_lab() {
    let notebook = notebook();
    assert_eq!(notebook.validate(), []);
    assert!(notebook.is_stripped());
    let tag = notebook.lab().unwrap();
    assert_eq!((tag.lab, tag.version), (forward::LAB.slug, 1));
    assert_eq!(notebook.metadata["kernelspec"]["name"], "noisebook");
}

#[test]
fn it_is_written_as_the_tools_write_it() {
    let text = std::fs::read_to_string(path()).unwrap();
    assert!(
        notebook().write() == text,
        "write it once with `cargo noisebook`, or strip it with nbformat's layout"
    );
}

#[test]
fn its_answers_are_the_traits_in_order() {
    let expected: Vec<&str> = forward::LAB
        .answers
        .iter()
        .map(|group| group[0].answer)
        .collect();
    assert_eq!(notebook().answer_ids(), expected);
}

#[test]
fn each_answer_has_all_methods_with_their_signatures_and_todos() {
    for (id, cell) in answers(&notebook()) {
        let exercises: Vec<&Exercise> = forward::LAB
            .exercises()
            .filter(|e| e.answer == id)
            .collect();
        assert_eq!(cell.source.matches("fn ").count(), exercises.len(), "{id}");
        let code = without_spaces(&cell.source);
        for exercise in exercises {
            assert!(
                code.contains(&without_spaces(exercise.signature)),
                "{}: {}",
                exercise.id,
                exercise.signature
            );
            assert!(
                cell.source
                    .contains(&format!("Scaffold.{}(", exercise.method)),
                "{}",
                exercise.id
            );
            assert!(
                cell.source.contains(&format!("// TODO {}: ", exercise.id)),
                "{}",
                exercise.id
            );
        }
        let name = format!("My{}", forward_trait(&forward::LAB, id));
        assert!(
            cell.source.contains(&format!("pub struct {name};")),
            "{name}"
        );
    }
}

fn forward_trait(lab: &Lab, answer: &str) -> &'static str {
    lab.exercises()
        .find(|exercise| exercise.answer == answer)
        .map_or("", |exercise| exercise.trait_name)
}

#[test]
fn a_check_follows_each_answer() {
    let notebook = notebook();
    for (index, cell) in notebook.cells.iter().enumerate() {
        let Some(id) = cell.answer_id() else { continue };
        let check = &notebook.cells[index + 1];
        let call = format!("check(&My{})", forward_trait(&forward::LAB, id));
        assert_eq!(
            (check.role(), check.tag_id(), check.source.as_str()),
            (Some(Role::Check), Some(id), call.as_str())
        );
    }
}

#[test]
fn each_exercise_is_introduced_in_the_text() {
    let notebook = notebook();
    let text = |cell: &Cell| (cell.kind == CellKind::Markdown).then(|| cell.source.clone());
    let prose: String = notebook.cells.iter().filter_map(text).collect();
    for exercise in forward::LAB.exercises() {
        assert!(
            prose.contains(&format!("**{}**", exercise.id)),
            "{}",
            exercise.id
        );
        assert!(
            prose.contains(&format!("`{}(", exercise.method)),
            "{}",
            exercise.method
        );
    }
}

#[test]
fn the_minutes_add_up() {
    let notebook = notebook();
    let title = &notebook.cells[0].source;
    let minutes = |row: &str| -> Option<(bool, u32)> {
        let cells: Vec<&str> = row.trim_matches('|').split('|').map(str::trim).collect();
        let number = cells.get(1)?.trim_matches('*').parse().ok()?;
        Some((cells[0].starts_with("**"), number))
    };
    let rows: Vec<(bool, u32)> = title.lines().filter_map(minutes).collect();
    let release: u32 = rows
        .iter()
        .take_while(|(sum, _)| !sum)
        .map(|(_, n)| n)
        .sum();
    let all: u32 = rows.iter().filter(|(sum, _)| !sum).map(|(_, n)| n).sum();
    let sums: Vec<u32> = rows
        .iter()
        .filter(|(sum, _)| *sum)
        .map(|(_, n)| *n)
        .collect();
    assert_eq!(sums, [release, all]);
}
