//! Files leave as Jupyter would have written them.

mod common;

use notebook_file::Notebook;

#[test]
fn a_file_of_jupyter_comes_back_byte_for_byte() {
    for name in ["jupyter.ipynb", "numbers.ipynb"] {
        let text = String::from_utf8(common::bytes(name)).unwrap();
        assert_eq!(common::fixture(name).write(), text, "{name}");
    }
}

#[test]
fn older_minor_formats_become_4_5_and_unknown_fields_stay() {
    let text = r#"{"zoo": [1], "nbformat": 4, "nbformat_minor": 2, "metadata": {"b": 1, "a": 2},
        "cells": [{"cell_type": "code", "metadata": {}, "execution_count": 4, "source": [], "outputs": [], "new": {"x": 1}}]}"#;
    let expected = r#"{
 "cells": [
  {
   "cell_type": "code",
   "execution_count": 4,
   "id": "cell-0",
   "metadata": {},
   "new": {
    "x": 1
   },
   "outputs": [],
   "source": []
  }
 ],
 "metadata": {
  "a": 2,
  "b": 1
 },
 "nbformat": 4,
 "nbformat_minor": 5,
 "zoo": [
  1
 ]
}
"#;
    assert_eq!(Notebook::read(text.as_bytes()).unwrap().write(), expected);
}
