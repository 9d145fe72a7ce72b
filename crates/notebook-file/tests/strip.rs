//! Stripping leaves the author's work and nothing else.

mod common;

use serde_json::json;

#[test]
fn outputs_counts_and_editor_noise_go_and_the_rest_stays() {
    let mut notebook = common::fixture("jupyter.ipynb");
    assert!(notebook.has_outputs() && !notebook.is_stripped());
    let sources: Vec<_> = notebook
        .cells
        .iter()
        .map(|cell| cell.source.clone())
        .collect();
    notebook.strip();
    assert!(notebook.is_stripped() && !notebook.has_outputs());
    assert_eq!(
        notebook
            .cells
            .iter()
            .map(|cell| cell.source.clone())
            .collect::<Vec<_>>(),
        sources
    );
    let code = common::cell(&mut notebook, "one");
    assert_eq!(
        json!(code.metadata),
        json!({"tags": ["keep"], "noisebook": {"role": "given"}})
    );
    let keys: Vec<_> = notebook.metadata.keys().map(String::as_str).collect();
    assert_eq!(keys, ["kernelspec", "language_info", "noisebook"]);
    assert!(
        !notebook.metadata["language_info"]
            .as_object()
            .unwrap()
            .contains_key("version")
    );
    assert!(
        notebook.write().contains("iVBORw0KGgo="),
        "attachments of text cells stay"
    );
}

#[test]
fn each_trace_alone_is_noticed() {
    let released = common::released();
    assert!(released.is_stripped());
    let mut scrolled = released.clone();
    scrolled.cells[1]
        .metadata
        .insert("scrolled".into(), json!(true));
    assert!(!scrolled.is_stripped());
    let mut widgets = released.clone();
    widgets.metadata.insert("widgets".into(), json!({}));
    assert!(!widgets.is_stripped());
}
