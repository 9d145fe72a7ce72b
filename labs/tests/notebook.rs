//! Every notebook agrees with its lab: ids, methods, signatures; nothing is typed twice; no output is kept.

use std::collections::BTreeSet;
use std::path::PathBuf;

use exercise::{Exercise, Lab};
use labs::LABS;
use notebook_file::{Cell, CellKind, Notebook, Role};

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../notebooks")
}

fn path(lab: &Lab) -> PathBuf {
    folder().join(lab.slug).with_extension("ipynb")
}

fn notebook(lab: &Lab) -> Notebook {
    Notebook::open(path(lab)).unwrap_or_else(|error| panic!("{error}"))
}

fn labs() -> impl Iterator<Item = &'static Lab> {
    LABS.iter().map(|entry| entry.lab)
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
fn each_lab_has_a_notebook_and_each_notebook_a_lab() {
    let stem = |entry: std::io::Result<std::fs::DirEntry>| {
        let path = entry.unwrap().path();
        let stem = path.file_stem()?.to_str()?.to_owned();
        path.extension()
            .is_some_and(|end| end == "ipynb")
            .then_some(stem)
    };
    let found: BTreeSet<String> = std::fs::read_dir(folder())
        .unwrap()
        .filter_map(stem)
        .collect();
    let expected: BTreeSet<String> = labs().map(|lab| lab.slug.to_owned()).collect();
    assert_eq!(found, expected, "add the lab to `labs::LABS`");
}

#[test]
fn it_is_valid_stripped_and_of_its_lab() {
    for lab in labs() {
        let notebook = notebook(lab);
        assert_eq!(notebook.validate(), [], "{}", lab.slug);
        assert!(notebook.is_stripped(), "{}", lab.slug);
        let tag = notebook.lab().unwrap();
        assert_eq!((tag.lab, tag.version), (lab.slug, 1));
        assert_eq!(notebook.metadata["kernelspec"]["name"], "noisebook");
    }
}

#[test]
fn it_is_written_as_the_tools_write_it() {
    for lab in labs() {
        let text = std::fs::read_to_string(path(lab)).unwrap();
        assert!(
            notebook(lab).write() == text,
            "{}: write it once with `cargo noisebook`, or strip it with nbformat's layout",
            lab.slug
        );
    }
}

#[test]
fn its_answers_are_the_traits_in_order() {
    for lab in labs() {
        let expected: Vec<&str> = lab.answers.iter().map(|group| group[0].answer).collect();
        assert_eq!(notebook(lab).answer_ids(), expected);
    }
}

#[test]
fn each_answer_has_all_methods_with_their_signatures_and_todos() {
    for lab in labs() {
        for (id, cell) in answers(&notebook(lab)) {
            let exercises = lab.exercises().filter(|e| e.answer == id);
            let count = exercises
                .map(|exercise| filled_by_scaffold(exercise, cell))
                .count();
            assert_eq!(cell.source.matches("fn ").count(), count, "{id}");
            let name = format!("My{}", trait_name(lab, id));
            assert!(
                cell.source.contains(&format!("pub struct {name};")),
                "{name}"
            );
        }
    }
}

fn filled_by_scaffold(exercise: &Exercise, cell: &Cell) {
    let (id, source) = (exercise.id, &cell.source);
    let signature = without_spaces(exercise.signature);
    assert!(
        without_spaces(source).contains(&signature),
        "{id}: {}",
        exercise.signature
    );
    let call = format!("Scaffold.{}(", exercise.method);
    assert!(source.contains(&call), "{id}");
    assert!(source.contains(&format!("// TODO {id}: ")), "{id}");
}

fn trait_name(lab: &Lab, id: &str) -> &'static str {
    lab.exercises()
        .find(|exercise| exercise.answer == id)
        .map_or("", |exercise| exercise.trait_name)
}

#[test]
fn a_check_follows_each_answer() {
    for lab in labs() {
        let notebook = notebook(lab);
        for (index, cell) in notebook.cells.iter().enumerate() {
            let Some(id) = cell.answer_id() else { continue };
            let check = &notebook.cells[index + 1];
            let call = format!("check(&My{})", trait_name(lab, id));
            assert_eq!(
                (check.role(), check.tag_id(), check.source.as_str()),
                (Some(Role::Check), Some(id), call.as_str())
            );
        }
    }
}

#[test]
fn each_exercise_is_introduced_in_the_text() {
    for lab in labs() {
        let notebook = notebook(lab);
        let text = |cell: &Cell| (cell.kind == CellKind::Markdown).then(|| cell.source.clone());
        let prose: String = notebook.cells.iter().filter_map(text).collect();
        for exercise in lab.exercises() {
            let (id, call) = (
                format!("**{}**", exercise.id),
                format!("`{}(", exercise.method),
            );
            assert!(prose.contains(&id), "{}: {id}", lab.slug);
            assert!(prose.contains(&call), "{}: {call}", lab.slug);
        }
    }
}

/// The first cell's table of parts: each bold row is the sum of the rows above it.
#[test]
fn the_minutes_add_up() {
    for lab in labs() {
        let notebook = notebook(lab);
        let minutes = |row: &str| -> Option<(bool, u32)> {
            let cells: Vec<&str> = row.trim_matches('|').split('|').map(str::trim).collect();
            let number = cells.get(1)?.trim_matches('*').parse().ok()?;
            Some((cells[0].starts_with("**"), number))
        };
        let rows: Vec<(bool, u32)> = notebook.cells[0]
            .source
            .lines()
            .filter_map(minutes)
            .collect();
        assert!(
            rows.last().is_some_and(|(sum, _)| *sum),
            "{}: no sum",
            lab.slug
        );
        for (i, (_, sum)) in rows.iter().enumerate().filter(|(_, (sum, _))| *sum) {
            let parts = rows[..i].iter().filter(|(sum, _)| !sum);
            assert_eq!(parts.map(|(_, n)| n).sum::<u32>(), *sum, "{}", lab.slug);
        }
    }
}
