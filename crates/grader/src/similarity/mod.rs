//! Pairs of submissions whose answers are alike, for a person to look at. A measure of likeness, not of guilt.
//!
//! Winnowing: answers become tokens without names, literals and comments; hashes of every run of [`RUN`] tokens are thinned
//! to the least in each window. Runs that stand in the released scaffold, or in more than half of the class, say nothing and
//! are left out. Source: Schleimer, Wilkerson, Aiken, "Winnowing: local algorithms for document fingerprinting", SIGMOD 2003.

mod fingerprint;

use std::collections::{BTreeMap, BTreeSet};

use notebook_file::{Notebook, extract_answers};
use serde::Serialize;

use crate::{GradedLab, Submission};
use fingerprint::{Fingerprints, fingerprints};

pub use fingerprint::{RUN, WINDOW};

/// Pairs below this share of common fingerprints are not listed.
pub const LEAST: f64 = 0.5;
/// Pairs with fewer common fingerprints are not listed: short answers are alike by nature.
const LEAST_SHARED: usize = 4;
/// So many pairs are listed at most.
const MOST_PAIRS: usize = 100;

/// Two submissions with much in common.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Pair {
    /// The lab.
    pub lab: String,
    /// Both submissions, in the order of their names.
    pub submissions: [String; 2],
    /// Common fingerprints.
    pub shared: usize,
    /// Share of the smaller one's fingerprints, from 0 to 1.
    pub likeness: f64,
    /// Both sources, line by line, and whether the line is part of what is common.
    pub sources: [Vec<(String, bool)>; 2],
}

/// The answers of a submission.
struct Handed {
    name: String,
    source: String,
    found: Fingerprints,
}

/// The most alike pairs of a class, the most alike first.
#[must_use]
pub fn pairs(labs: &[GradedLab], submissions: &[Submission]) -> Vec<Pair> {
    let mut pairs: Vec<Pair> = labs
        .iter()
        .flat_map(|lab| of_lab(lab, submissions))
        .collect();
    pairs.sort_by(|a, b| {
        b.likeness
            .total_cmp(&a.likeness)
            .then(b.shared.cmp(&a.shared))
            .then_with(|| a.submissions.cmp(&b.submissions))
    });
    pairs.truncate(MOST_PAIRS);
    pairs
}

fn of_lab(lab: &GradedLab, submissions: &[Submission]) -> Vec<Pair> {
    let released = lab.released.code_cells().map(|code| &code.cell.source);
    let mut dull: BTreeSet<u64> = released
        .flat_map(|source| fingerprint::runs(source))
        .map(|run| run.hash)
        .collect();
    let mut handed: Vec<Handed> = submissions
        .iter()
        .filter_map(|submission| answers(lab, submission))
        .collect();
    dull.extend(common(&handed));
    for one in &mut handed {
        one.found.retain(|hash, _| !dull.contains(hash));
    }
    let mut pairs = Vec::new();
    for (i, a) in handed.iter().enumerate() {
        pairs.extend(handed[i + 1..].iter().filter_map(|b| pair(lab, a, b)));
    }
    pairs
}

/// What the student wrote, as one text.
fn answers(lab: &GradedLab, submission: &Submission) -> Option<Handed> {
    let notebook = Notebook::open(&submission.path).ok()?;
    if notebook.lab().is_some_and(|tag| tag.lab != lab.lab.slug) {
        return None;
    }
    let extraction = extract_answers(&notebook, &lab.released);
    let written = extraction.answers.iter();
    let answers = written.filter_map(|(id, _)| extraction.source(id));
    let helpers = extraction
        .helpers
        .iter()
        .map(|helper| helper.source.as_str());
    let source: String = answers
        .chain(helpers)
        .map(|source| format!("{}\n", source.trim_end()))
        .collect();
    (!source.is_empty()).then(|| Handed {
        name: submission.id.clone(),
        found: fingerprints(&source),
        source,
    })
}

/// Fingerprints of more than half of a class that is large enough to tell.
fn common(handed: &[Handed]) -> BTreeSet<u64> {
    let mut counts: BTreeMap<u64, usize> = BTreeMap::new();
    for hash in handed.iter().flat_map(|one| one.found.keys()) {
        *counts.entry(*hash).or_default() += 1;
    }
    let most = handed.len() / 2;
    let dull = counts
        .into_iter()
        .filter(|(_, count)| most >= 3 && *count > most);
    dull.map(|(hash, _)| hash).collect()
}

fn pair(lab: &GradedLab, a: &Handed, b: &Handed) -> Option<Pair> {
    let shared: Vec<u64> = a
        .found
        .keys()
        .filter(|hash| b.found.contains_key(hash))
        .copied()
        .collect();
    let smaller = a.found.len().min(b.found.len()).max(1);
    let likeness = shared.len() as f64 / smaller as f64;
    let listed = shared.len() >= LEAST_SHARED && likeness >= LEAST;
    listed.then(|| Pair {
        lab: lab.lab.slug.into(),
        submissions: [a.name.clone(), b.name.clone()],
        shared: shared.len(),
        likeness,
        sources: [marked(a, &shared), marked(b, &shared)],
    })
}

fn marked(handed: &Handed, shared: &[u64]) -> Vec<(String, bool)> {
    let lines: BTreeSet<usize> = shared
        .iter()
        .filter_map(|hash| handed.found.get(hash))
        .flat_map(|lines| lines.clone())
        .collect();
    let source = handed.source.lines().zip(1..);
    source
        .map(|(line, number)| (line.to_owned(), lines.contains(&number)))
        .collect()
}
