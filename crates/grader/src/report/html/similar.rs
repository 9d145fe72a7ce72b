//! Similar pairs, side by side.

use serde::Serialize;

use crate::report::words::counted;
use crate::similarity::{Pair, RUN};

#[derive(Serialize)]
pub(super) struct Page<'a> {
    title: String,
    count: String,
    run: usize,
    pairs: Vec<Row<'a>>,
}

#[derive(Serialize)]
struct Row<'a> {
    #[serde(flatten)]
    pair: &'a Pair,
    percent: u32,
    fingerprints: String,
}

impl<'a> Page<'a> {
    pub(super) fn new(pairs: &'a [Pair], count: usize) -> Self {
        let row = |pair: &'a Pair| Row {
            pair,
            percent: (pair.likeness * 100.0).round() as u32,
            fingerprints: counted(pair.shared, "fingerprint"),
        };
        Self {
            title: counted(pairs.len(), "similar pair"),
            count: counted(count, "submission"),
            run: RUN,
            pairs: pairs.iter().map(row).collect(),
        }
    }
}
