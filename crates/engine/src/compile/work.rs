//! What goes round and round, and what does not.

use syn::{Expr, ExprLit, Lit, Signature};

/// Rounds that a loop may have and still be as good as none.
pub const FEW: u64 = 1000;

/// Methods that go through many values, and keywords that do, for where only tokens are known.
pub const ITERATING: [&str; 44] = [
    "iter",
    "iter_mut",
    "into_iter",
    "chars",
    "bytes",
    "char_indices",
    "lines",
    "split",
    "splitn",
    "rsplit",
    "windows",
    "chunks",
    "chunks_exact",
    "chunks_mut",
    "sort_by",
    "sort_by_key",
    "sort_unstable",
    "sort_unstable_by",
    "dedup",
    "retain",
    "drain",
    "extend",
    "collect",
    "fold",
    "zip",
    "rev",
    "step_by",
    "enumerate",
    "filter",
    "filter_map",
    "flat_map",
    "flatten_ok",
    "take_while",
    "skip_while",
    "scan",
    "contains",
    "from_iter",
    "position",
    "any",
    "all",
    "partition",
    "for",
    "while",
    "loop",
];

/// Methods that do so when they are called on a range or with a type, and are a tensor's otherwise.
pub const OF_ITERATORS: [&str; 9] = [
    "sum", "product", "min", "max", "count", "last", "nth", "map", "step_by",
];

/// Signatures with one of these belong to code that is slow or seldom by nature.
const SELDOM: [&str; 3] = ["Tensor", "Device", "Formatter"];

/// Whether a function is called seldom enough not to matter.
pub fn is_seldom(signature: &Signature) -> bool {
    let words = crate::items::words(signature);
    SELDOM.iter().any(|word| words.contains(*word))
}

/// How often `for _ in 0..10` goes round; `None` where that is not written down.
pub fn rounds(range: &Expr) -> Option<u64> {
    let number = |expr: &Expr| match expr {
        Expr::Lit(ExprLit {
            lit: Lit::Int(number),
            ..
        }) => number.base10_parse::<u64>().ok(),
        _ => None,
    };
    match range {
        Expr::Range(range) => {
            let start = range.start.as_deref().map_or(Some(0), number)?;
            Some(number(range.end.as_deref()?)?.saturating_sub(start) + 1)
        }
        Expr::Array(list) => Some(list.elems.len() as u64),
        Expr::Paren(inner) => rounds(&inner.expr),
        _ => None,
    }
}
