//! Each rule of a released notebook, broken once.

mod common;

use notebook_file::{Cell, Notebook, Role};
use serde_json::json;

fn problems(edit: impl FnOnce(&mut Notebook)) -> Vec<String> {
    let mut notebook = common::released();
    edit(&mut notebook);
    notebook
        .validate()
        .iter()
        .map(ToString::to_string)
        .collect()
}

#[test]
fn the_fixture_breaks_no_rule() {
    assert_eq!(problems(|_| ()), [""; 0]);
}

#[test]
fn the_lab_must_be_named_in_a_known_version() {
    let missing = problems(|notebook| notebook.metadata.clear());
    assert_eq!(
        missing,
        [r#"`metadata.noisebook`: expected {"lab": NAME, "version": 1}"#]
    );
    let newer = problems(|notebook| notebook.metadata["noisebook"]["version"] = json!(2));
    assert_eq!(newer, ["`metadata.noisebook.version`: expected 1, got 2"]);
}

#[test]
fn roles_and_answers_are_checked() {
    let role = problems(|notebook| notebook.cells[2].metadata["noisebook"]["role"] = json!("givn"));
    assert_eq!(
        role,
        ["cell 2 (from 0): `metadata.noisebook.role`: got \"givn\""]
    );
    let kind =
        problems(|notebook| notebook.cells[0] = Cell::markdown("").tagged(Role::Answer, Some("x")));
    assert_eq!(kind.len(), 2, "no cell id, and not a code cell: {kind:?}");
    let no_id = problems(|notebook| {
        notebook.cells[4].metadata["noisebook"]
            .as_object_mut()
            .unwrap()
            .remove("id");
    });
    assert_eq!(
        no_id,
        ["cell 4 (from 0): an answer needs `metadata.noisebook.id`"]
    );
    let name = problems(|notebook| notebook.cells[4].metadata["noisebook"]["id"] = json!("twice"));
    assert_eq!(
        name,
        [
            "cell 4 (from 0): answer `twice`: its source implements `Doubling`, expected the id `doubling`"
        ]
    );
    let source = problems(|notebook| notebook.cells[6].source = "let x = 1;".into());
    assert_eq!(
        source,
        [
            "cell 6 (from 0): answer `square_root`: expected `impl <Trait> for My<Trait>` in its source"
        ]
    );
}

#[test]
fn ids_must_be_unique_and_valid() {
    let copy = problems(|notebook| {
        let mut copy = notebook.cells[4].clone();
        notebook.cells.push(copy.clone());
        copy.id = Some("new".into());
        notebook.cells.push(copy);
    });
    let expected = [
        "cell 9 (from 0): its cell id stands in cell 4 too",
        "cell 9 (from 0): its answer id stands in cell 4 too",
        "cell 10 (from 0): its answer id stands in cell 4 too",
    ];
    assert_eq!(copy, expected);
    let invalid = problems(|notebook| notebook.cells[0].id = Some("a b".into()));
    assert_eq!(
        invalid,
        ["cell 0 (from 0): `id`: expected 1 to 64 letters, digits, `-` or `_`, got `a b`"]
    );
}
