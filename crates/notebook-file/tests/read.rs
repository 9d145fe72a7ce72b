//! Every kind of file that is no notebook is refused by name; odd notebooks are read.

mod common;

use notebook_file::{CellKind, Notebook, ReadError};

fn error(text: &str) -> ReadError {
    Notebook::read(text.as_bytes()).expect_err("must be refused")
}

fn read(text: &str) -> Notebook {
    Notebook::read(text.as_bytes()).expect("must be read")
}

#[test]
fn a_byte_order_mark_is_skipped() {
    let marked = [b"\xEF\xBB\xBF".as_slice(), &common::bytes("numbers.ipynb")].concat();
    assert_eq!(Notebook::read(&marked).unwrap(), common::released());
}

#[test]
fn what_is_no_json_says_where() {
    assert_eq!(
        error("{\n \"cells\": [,]}").to_string(),
        "not JSON: line 2, column 12: expected value"
    );
    assert_eq!(
        error("").to_string(),
        "not JSON: line 1, column 0: EOF while parsing a value"
    );
    assert!(matches!(
        Notebook::read(b"{\"a\": \"\xFF\"}"),
        Err(ReadError::NotUtf8 { offset: 7 })
    ));
}

#[test]
fn what_is_no_notebook_says_what_is_missing() {
    let cases = [
        ("[]", "not a notebook: expected an object, got a list"),
        (
            "{}",
            "not a notebook: `nbformat`: expected a number, got nothing",
        ),
        (
            r#"{"nbformat": "4"}"#,
            "not a notebook: `nbformat`: expected a number, got a string",
        ),
        (
            r#"{"nbformat": 4}"#,
            "not a notebook: `cells`: expected a list, got nothing",
        ),
        (
            r#"{"nbformat": 4, "cells": 3}"#,
            "not a notebook: `cells`: expected a list, got a number",
        ),
        (
            r#"{"nbformat": 4, "metadata": 1, "cells": []}"#,
            "not a notebook: `metadata`: expected an object, got a number",
        ),
        (
            r#"{"nbformat": 4, "cells": [1]}"#,
            "cell 0 (from 0): expected an object, got a number",
        ),
        (
            r#"{"nbformat": 4, "cells": [{}]}"#,
            "cell 0 (from 0): `cell_type`: expected a string, got nothing",
        ),
        (
            r#"{"nbformat": 4, "cells": [{"cell_type": "sql"}]}"#,
            "cell 0 (from 0): `cell_type`: expected `code`, `markdown` or `raw`, got `sql`",
        ),
        (
            r#"{"nbformat": 4, "cells": [{"cell_type": "code", "source": ["a", 1]}]}"#,
            "cell 0 (from 0): a line of `source`: expected a string, got a number",
        ),
    ];
    for (text, expected) in cases {
        assert_eq!(error(text).to_string(), expected);
    }
}

#[test]
fn other_formats_are_named() {
    let old = error(r#"{"nbformat": 3, "worksheets": [{"cells": []}]}"#);
    assert!(matches!(old, ReadError::TooOld { found: 3 }));
    assert!(old.hint().contains("nbconvert"));
    assert!(matches!(
        error(r#"{"nbformat": 5, "cells": []}"#),
        ReadError::TooNew { found: 5 }
    ));
}

#[test]
fn size_and_depth_are_limited() {
    let bytes = common::bytes("numbers.ipynb");
    let size = bytes.len() as u64;
    assert!(Notebook::read_within(&bytes, size).is_ok());
    assert!(matches!(
        Notebook::read_within(&bytes, size - 1),
        Err(ReadError::TooLarge { .. })
    ));
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/numbers.ipynb");
    assert!(matches!(
        Notebook::open_within(path, 10),
        Err(ReadError::TooLarge {
            size: 11,
            limit: 10,
            exact: false
        })
    ));
    assert!(matches!(
        Notebook::open("/nowhere/a.ipynb"),
        Err(ReadError::Io(_))
    ));
    assert!(matches!(
        error(&"[".repeat(1_000_000)),
        ReadError::TooDeep { .. }
    ));
    assert!(matches!(
        error(&r#"{"a":"#.repeat(1_000_000)),
        ReadError::TooDeep { .. }
    ));
}

#[test]
fn sources_may_be_text_or_lines_and_metadata_may_be_missing() {
    let cells = r#"[{"cell_type": "code", "source": "a\r\nb"}, {"cell_type": "code", "source": ["a\n", "b"]},
        {"cell_type": "raw"}, {"cell_type": "markdown", "source": null, "metadata": null, "id": 7}]"#;
    let notebook = read(&format!(r#"{{"nbformat": 4, "cells": {cells}}}"#));
    let sources: Vec<_> = notebook
        .cells
        .iter()
        .map(|cell| cell.source.as_str())
        .collect();
    assert_eq!(sources, ["a\r\nb", "a\nb", "", ""]);
    assert_eq!(notebook.cells[2].kind, CellKind::Raw);
    assert_eq!(notebook.lab(), None);
    assert!(
        read(&notebook.write())
            .cells
            .iter()
            .all(|cell| cell.id.is_some())
    );
}

#[test]
fn code_cells_are_counted_from_one() {
    let released = common::released();
    let places: Vec<_> = released
        .code_cells()
        .map(|code| (code.place.index, code.place.to_string()))
        .collect();
    assert_eq!(places[0], (1, "cell 1".to_owned()));
    assert_eq!(places[2], (4, "cell 3".to_owned()));
}

#[test]
fn no_bytes_make_it_panic() {
    arbtest::arbtest(|bytes| {
        let _ = Notebook::read(bytes.bytes(bytes.len())?);
        Ok(())
    });
}

#[test]
fn a_damaged_notebook_is_read_or_refused() {
    let whole = common::bytes("numbers.ipynb");
    let released = common::released();
    arbtest::arbtest(|damage| {
        let mut bytes = whole.clone();
        for _ in 0..damage.int_in_range(1..=4)? {
            let at = damage.int_in_range(0..=bytes.len())?;
            let end = (at + damage.int_in_range(0..=40)?).min(bytes.len());
            let new: [u8; 2] = damage.arbitrary()?;
            bytes.splice(at..end, new);
        }
        if let Ok(notebook) = Notebook::read(&bytes) {
            let text = notebook.write();
            assert_eq!(
                Notebook::read(text.as_bytes())
                    .expect("what was written is read")
                    .write(),
                text
            );
            notebook_file::extract_answers(&notebook, &released);
            notebook.validate();
        }
        Ok(())
    })
    .budget_ms(1000);
}

#[test]
fn any_source_survives_writing_and_reading() {
    arbtest::arbtest(|source| {
        let mut notebook = common::released();
        notebook.cells[0].source = source.arbitrary()?;
        assert_eq!(
            Notebook::read(notebook.write().as_bytes()).expect("what was written is read"),
            notebook
        );
        Ok(())
    });
}
