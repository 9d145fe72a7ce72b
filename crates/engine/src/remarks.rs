//! What the engine says of its own accord.

use crate::child::{Output, Sink};
use crate::deps;
use crate::diagnostics::{self, CellError};
use crate::source::{Cell, item_names};
use crate::strays::Stray;

/// Tells what of a cell does nothing.
pub fn tell(cell: &Cell, sink: &mut Sink<'_>) {
    for order in cell.orders.iter().filter(|order| !deps::is_dep(order)) {
        let word = order.split_whitespace().next().unwrap_or_default();
        say(
            sink,
            &format!("`{word}` is for another kernel and does nothing"),
        );
    }
    let main = cell
        .items
        .iter()
        .any(|(_, item)| item_names(item).iter().any(|name| name == "main"));
    if main && !cell.runs() {
        say(
            sink,
            "`main` is not called by itself: write `main()`, or put its lines straight into a cell",
        );
    }
}

/// A line for the reader beside the cell's own output.
pub fn say(sink: &mut Sink<'_>, remark: &str) {
    sink(Some(Output::Stderr(
        format!("note: {remark}\n").into_bytes(),
    )));
}

/// A keyword that leaves what is not there.
pub fn stray(stray: &Stray, number: usize, text: &str) -> CellError {
    let (what, hint) = match stray.keyword {
        "return" => (
            "a cell is no function",
            "put the rest into `if … { … }`, or the whole into a function; the last expression is shown without `return`",
        ),
        _ => (
            "it stands in no loop",
            "a cell ends with its last line; put the rest into `if … { … }`",
        ),
    };
    let message = format!("`{}` has nothing to leave: {what}", stray.keyword);
    diagnostics::at_range(
        stray.keyword,
        &message,
        hint,
        number,
        text,
        stray.range.clone(),
    )
}
