//! Notebook to text, byte for byte as Jupyter writes it: format 4.5, sorted keys, indent of one space.

use std::collections::HashSet;

use serde_json::{Map, Number, Value, json};

use crate::lines;
use crate::model::{Cell, CellKind, Notebook};

impl Notebook {
    /// The file's text, newline at the end. Cells without an id get one, as format 4.5 demands.
    pub fn write(&self) -> String {
        let ids = Ids::new(self);
        let cells = self
            .cells
            .iter()
            .enumerate()
            .map(|(index, cell)| cell_json(cell, ids.of(index, cell)));
        let cells = Value::Array(cells.collect());
        let mut fields = self.rest.clone();
        fields.insert("cells".into(), cells);
        fields.insert("metadata".into(), Value::Object(self.metadata.clone()));
        fields.insert("nbformat".into(), json!(4));
        fields.insert("nbformat_minor".into(), json!(self.minor.max(5)));
        let mut text = String::new();
        push_object(&mut text, &fields, 1);
        text.push('\n');
        text
    }
}

/// The ids in use, so that new ones differ.
struct Ids<'a>(HashSet<&'a str>);

impl<'a> Ids<'a> {
    fn new(notebook: &'a Notebook) -> Self {
        Self(
            notebook
                .cells
                .iter()
                .filter_map(|cell| cell.id.as_deref())
                .collect(),
        )
    }

    fn of(&self, index: usize, cell: &Cell) -> String {
        if let Some(id) = &cell.id {
            return id.clone();
        }
        let mut id = format!("cell-{index}");
        while self.0.contains(id.as_str()) {
            id.push('x');
        }
        id
    }
}

fn cell_json(cell: &Cell, id: String) -> Value {
    let kind = match cell.kind {
        CellKind::Code => "code",
        CellKind::Markdown => "markdown",
        CellKind::Raw => "raw",
    };
    let mut fields = cell.rest.clone();
    fields.insert("cell_type".into(), json!(kind));
    fields.insert("id".into(), Value::String(id));
    fields.insert("metadata".into(), Value::Object(cell.metadata.clone()));
    fields.insert("source".into(), json!(lines::split(&cell.source)));
    if cell.kind == CellKind::Code {
        fields.entry("outputs").or_insert_with(|| json!([]));
        fields.entry("execution_count").or_insert(Value::Null);
    }
    Value::Object(fields)
}

/// Recursion is bounded: reading refuses values nested deeper than 127 levels.
fn push(text: &mut String, value: &Value, depth: usize) {
    match value {
        Value::Array(items) => push_list(text, ('[', ']'), items.iter(), depth, |text, item| {
            push(text, item, depth + 1)
        }),
        Value::Object(fields) => push_object(text, fields, depth + 1),
        Value::Number(number) => text.push_str(&python_number(number)),
        scalar => text.push_str(&scalar.to_string()),
    }
}

fn push_object(text: &mut String, fields: &Map<String, Value>, inner: usize) {
    let mut sorted: Vec<_> = fields.iter().collect();
    sorted.sort_unstable_by_key(|(key, _)| *key);
    push_list(
        text,
        ('{', '}'),
        sorted.into_iter(),
        inner - 1,
        |text, (key, value)| {
            text.push_str(&Value::String(key.clone()).to_string());
            text.push_str(": ");
            push(text, value, inner);
        },
    );
}

fn push_list<T>(
    text: &mut String,
    (open, close): (char, char),
    items: impl ExactSizeIterator<Item = T>,
    depth: usize,
    push_item: impl Fn(&mut String, T),
) {
    let empty = items.len() == 0;
    text.push(open);
    for (index, item) in items.enumerate() {
        text.push_str(if index == 0 { "\n" } else { ",\n" });
        text.extend(std::iter::repeat_n(' ', depth + 1));
        push_item(text, item);
    }
    if !empty {
        text.push('\n');
        text.extend(std::iter::repeat_n(' ', depth));
    }
    text.push(close);
}

/// Python writes `1e-05` and `1e+16` where Rust writes `1e-5` and `1e16`.
fn python_number(number: &Number) -> String {
    let Some(float) = number.as_f64().filter(|_| number.is_f64()) else {
        return number.to_string();
    };
    let scientific = format!("{float:e}");
    match scientific
        .split_once('e')
        .and_then(|(digits, power)| Some((digits, power.parse::<i32>().ok()?)))
    {
        Some((digits, power)) if !(-4..16).contains(&power) => format!("{digits}e{power:+03}"),
        _ => format!("{float:?}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn floats_are_written_as_python_writes_them() {
        let cases = [
            (1.0, "1.0"),
            (-0.0, "-0.0"),
            (0.1, "0.1"),
            (1e-4, "0.0001"),
            (1e-5, "1e-05"),
            (2.5e-7, "2.5e-07"),
            (1e15, "1000000000000000.0"),
            (1e16, "1e+16"),
            (1.5e300, "1.5e+300"),
            (123456.789, "123456.789"),
        ];
        for (float, python) in cases {
            assert_eq!(python_number(&Number::from_f64(float).unwrap()), python);
        }
        assert_eq!(python_number(&Number::from(7)), "7");
    }

    #[test]
    fn cells_without_an_id_get_one_that_is_free() {
        let mut taken = Cell::markdown("");
        taken.id = Some("cell-1".into());
        let notebook = Notebook::read(
            Notebook::new(vec![taken, Cell::code("")])
                .write()
                .as_bytes(),
        )
        .unwrap();
        let ids: Vec<_> = notebook
            .cells
            .iter()
            .filter_map(|cell| cell.id.as_deref())
            .collect();
        assert_eq!(ids, ["cell-1", "cell-1x"]);
    }
}
