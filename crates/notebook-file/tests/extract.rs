//! Answers are found wherever a student or a tool left them, and nothing else is taken.

mod common;

use common::{cell, doubling, released};
use notebook_file::{Answer, Cell, Extraction, FoundBy, Note, Notebook, extract_answers};
use serde_json::json;

/// Extracts from the released notebook after `edit`.
fn after(edit: impl FnOnce(&mut Notebook)) -> Extraction {
    let mut submission = released();
    edit(&mut submission);
    extract_answers(&submission, &released())
}

fn found_by(extraction: &Extraction, id: &str) -> FoundBy {
    match extraction.answer(id) {
        Some(Answer::Found { by, .. }) => *by,
        other => panic!("`{id}`: expected an answer, got {other:?}"),
    }
}

fn strip_metadata(notebook: &mut Notebook) {
    notebook.metadata.clear();
    notebook
        .cells
        .iter_mut()
        .for_each(|cell| cell.metadata.clear());
}

fn strip_cell_ids(notebook: &mut Notebook) {
    notebook.cells.iter_mut().for_each(|cell| cell.id = None);
}

#[test]
fn the_released_notebook_is_untouched() {
    let extraction = after(|_| ());
    assert!(
        extraction
            .answers
            .iter()
            .all(|(_, answer)| matches!(answer, Answer::Untouched { .. }))
    );
    assert_eq!(
        extraction
            .answers
            .iter()
            .map(|(id, _)| id.as_str())
            .collect::<Vec<_>>(),
        ["doubling", "square_root"]
    );
    assert!(extraction.helpers.is_empty() && extraction.notes.is_empty());
    assert!(extraction.written.iter().all(|written| !written.changed));
}

#[test]
fn an_answer_is_found_by_its_id_with_its_place() {
    let extraction = after(|submission| {
        cell(submission, "a-doubling").source = ":opt 3\r\nstruct MyDoubling;\r\n".into()
    });
    let Some(Answer::Found { source, place, by }) = extraction.answer("doubling") else {
        panic!("{extraction:?}")
    };
    assert_eq!(
        (source.as_str(), place.index, place.number, *by),
        ("\nstruct MyDoubling;\n", 4, 3, FoundBy::Id)
    );
    assert!(matches!(
        extraction.answer("square_root"),
        Some(Answer::Untouched { .. })
    ));
}

#[test]
fn white_space_is_no_answer() {
    let extraction = after(|submission| {
        let answer = cell(submission, "a-doubling");
        answer.source = answer.source.replace("    ", "\t").replace('\n', "\r\n");
    });
    assert!(matches!(
        extraction.answer("doubling"),
        Some(Answer::Untouched { .. })
    ));
}

#[test]
fn missing_and_blank_cells_are_missing() {
    let gone = after(|submission| {
        submission
            .cells
            .retain(|cell| cell.answer_id() != Some("doubling"))
    });
    assert_eq!(gone.answer("doubling"), Some(&Answer::Missing));
    let blank = after(|submission| cell(submission, "a-doubling").source = " \n".into());
    assert_eq!(blank.answer("doubling"), Some(&Answer::Missing));
    let text =
        after(|submission| cell(submission, "a-doubling").kind = notebook_file::CellKind::Markdown);
    assert_eq!(text.answer("doubling"), Some(&Answer::Missing));
}

#[test]
fn of_copies_the_changed_one_is_taken() {
    let extraction = after(|submission| {
        let mut copy = cell(submission, "a-doubling").clone();
        copy.source = doubling("2.0 * x");
        submission.cells.push(copy);
    });
    assert_eq!(
        extraction.source("doubling"),
        Some(doubling("2.0 * x").as_str())
    );
    assert_eq!(extraction.notes, []);
}

#[test]
fn of_different_answers_the_first_is_taken_and_the_others_are_reported() {
    let extraction = after(|submission| {
        let mut copy = cell(submission, "a-doubling").clone();
        copy.source = doubling("x + x");
        cell(submission, "a-doubling").source = doubling("2.0 * x");
        submission.cells.extend([copy.clone(), copy]);
    });
    assert_eq!(
        extraction.source("doubling"),
        Some(doubling("2.0 * x").as_str())
    );
    let expected =
        "answer `doubling` stands in several cells: cell 3 was taken, cell 7, cell 8 not";
    assert_eq!(
        extraction
            .notes
            .iter()
            .map(ToString::to_string)
            .collect::<Vec<_>>(),
        [expected]
    );
}

#[test]
fn without_metadata_the_cell_id_leads_to_the_answer() {
    let extraction = after(|submission| {
        strip_metadata(submission);
        cell(submission, "a-doubling").source = "broken code".into();
        cell(submission, "discuss").source = "Because.".into();
    });
    assert_eq!(found_by(&extraction, "doubling"), FoundBy::CellId);
    assert!(matches!(
        extraction.answer("square_root"),
        Some(Answer::Untouched { .. })
    ));
    assert!(extraction.helpers.is_empty());
    assert!(matches!(
        extraction.notes[0],
        Note::OtherLab { got: None, .. }
    ));
    assert!(
        extraction
            .written
            .iter()
            .any(|written| written.changed && written.source == "Because.")
    );
}

#[test]
fn without_metadata_and_ids_the_impl_line_or_the_text_leads_to_the_answer() {
    let extraction = after(|submission| {
        cell(submission, "a-doubling").source = doubling("2.0 * x");
        let root = cell(submission, "a-root");
        root.source = root.source.replace(
            "impl SquareRoot for MySquareRoot",
            "impl Root for MySquareRoot",
        );
        cell(submission, "demo").source += "\nprintln!(\"edited\");";
        strip_metadata(submission);
        strip_cell_ids(submission);
    });
    assert_eq!(found_by(&extraction, "doubling"), FoundBy::ImplLine);
    assert_eq!(found_by(&extraction, "square_root"), FoundBy::Likeness);
    assert_eq!(
        extraction.helpers,
        [],
        "released cells, edited or not, are no helpers"
    );
}

#[test]
fn a_moved_answer_and_a_renamed_id_are_found_and_reported() {
    let moved = after(|submission| submission.cells.push(Cell::code(doubling("2.0 * x"))));
    assert_eq!(found_by(&moved, "doubling"), FoundBy::ImplLine);
    assert_eq!(moved.helpers, []);
    let renamed = after(|submission| {
        let answer = cell(submission, "a-doubling");
        answer.metadata["noisebook"]["id"] = json!("twice");
        answer.source = doubling("2.0 * x");
        answer.id = None;
    });
    assert_eq!(found_by(&renamed, "doubling"), FoundBy::ImplLine);
    assert!(
        renamed
            .notes
            .iter()
            .any(|note| matches!(note, Note::UnknownId { id, .. } if id == "twice"))
    );
    let shared = after(|submission| {
        let both = format!(
            "{}\n{}",
            cell(submission, "a-root").source,
            doubling("2.0 * x")
        );
        cell(submission, "a-root").source = both;
        submission
            .cells
            .retain(|cell| cell.answer_id() != Some("doubling"));
    });
    assert_eq!(found_by(&shared, "doubling"), FoundBy::ImplLine);
    assert_eq!(shared.source("doubling"), shared.source("square_root"));
}

#[test]
fn an_impl_for_another_type_is_a_helper() {
    let other = doubling("x").replace("MyDoubling", "Slow");
    let extraction = after(|submission| submission.cells.push(Cell::code(other.clone())));
    assert!(matches!(
        extraction.answer("doubling"),
        Some(Answer::Untouched { .. })
    ));
    assert_eq!(extraction.helpers[0].source, other);
}

#[test]
fn helpers_are_the_added_code_cells_in_order() {
    let extraction = after(|submission| {
        submission
            .cells
            .insert(2, Cell::code(":dep evil\nfn a() {}"));
        submission.cells.push(Cell::markdown("fn text() {}"));
        submission.cells.push(Cell::code("fn b() {}"));
        let demo = cell(submission, "demo").source.clone();
        submission.cells.push(Cell::code(demo));
        cell(submission, "c-root").source = "check_passed();".into();
    });
    let helpers: Vec<_> = extraction
        .helpers
        .iter()
        .map(|helper| (helper.source.as_str(), helper.place.number))
        .collect();
    assert_eq!(helpers, [("\nfn a() {}", 2), ("fn b() {}", 8)]);
}

#[test]
fn another_lab_is_reported() {
    let extraction = after(|submission| submission.metadata["noisebook"]["lab"] = json!("elbo"));
    assert_eq!(
        extraction.notes[0].to_string(),
        "expected a notebook of lab `numbers`, got one of lab `elbo`"
    );
}
