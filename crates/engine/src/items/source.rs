//! Source of crates, as far as items and imports go.

use crate::compile::Kind;
use crate::generated::Generated;
use crate::rewrite;
use crate::root;
use crate::source::Cell;
use crate::uses::{self, Import};

use super::{ItemCrate, defined};

/// Source of a crate with the items of these cells.
pub fn source(cells: &[(usize, Cell)], imports: &[Import], others: &[ItemCrate]) -> Generated {
    let own: Vec<String> = cells.iter().flat_map(|(_, cell)| bound(cell)).collect();
    let mut out = prelude(Kind::Items, imports, others, &own);
    let mut seen: Vec<String> = cells.iter().flat_map(|(_, cell)| defined(cell)).collect();
    for (number, cell) in cells {
        uses_of(*number, cell, &mut seen, &mut out);
        for (range, item) in &cell.items {
            out.cell(*number, &cell.text, range.clone(), &rewrite::item(item));
        }
    }
    out
}

/// A cell's imports, save those of names that the crate has already.
pub fn uses_of(number: usize, cell: &Cell, seen: &mut Vec<String>, out: &mut Generated) {
    for range in &cell.uses {
        let imports = uses::of_line(&cell.text[range.clone()]);
        let names: Vec<String> = imports
            .iter()
            .filter_map(|import| import.name.clone())
            .collect();
        if names.iter().any(|name| seen.contains(name)) || uses::repeats(&cell.text[range.clone()])
        {
            let new = imports
                .iter()
                .filter(|import| import.name.as_ref().is_none_or(|name| !seen.contains(name)));
            new.for_each(|import| out.import(&import.line));
        } else {
            out.cell(number, &cell.text, range.clone(), &[]);
        }
        seen.extend(names);
    }
}

/// Names that a cell binds in the namespace of items: its items and its imports.
pub fn bound(cell: &Cell) -> Vec<String> {
    defined(cell)
        .into_iter()
        .chain(
            uses::of_cell(cell)
                .into_iter()
                .filter_map(|import| import.name),
        )
        .collect()
}

/// What every crate begins with: the kit, earlier items and imports, save those of the names in `own`.
pub fn prelude(kind: Kind, imports: &[Import], others: &[ItemCrate], own: &[String]) -> Generated {
    let mut out = Generated::below(&root::lines(
        kind,
        others.iter().map(|other| other.name.as_str()),
    ));
    others
        .iter()
        .filter_map(|other| other.imports(own))
        .for_each(|line| out.glue(&line));
    uses::without(imports, own).for_each(|import| out.import(&import.line));
    out
}
