//! How every crate begins: with what can be read before its own source is known.

use crate::compile::{Call, Kind};

/// Not `warnings`: that would also silence the lint that tells types.
const LINTS: &str = "#![allow(unused, nonstandard_style, deprecated)]";

/// The value of the last expression is shown by methods that stand in the crate itself.
const SHOW: [&str; 3] = [
    "mod __show { ::noisebook::cell::show_traits! {} }",
    "mod __flow { ::noisebook::cell::thrown! {} }",
    "use __show::{AnyShow as _, Copied as _, DebugShow as _, Uncopied as _};",
];

/// What the first of them need: whether an error has one behind it.
const FEATURES: &str = "#![feature(specialization)] #![allow(incomplete_features)]";

/// The first lines of a crate that sees these item crates.
pub fn lines<'a>(kind: Kind, crates: impl Iterator<Item = &'a str>) -> Vec<String> {
    let (features, show): (&[_], &[_]) = match kind {
        Kind::Items => (&[], &[]),
        Kind::Statements => (&[FEATURES], &SHOW),
    };
    let first = [LINTS, "extern crate noisebook;"];
    features
        .iter()
        .chain(&first)
        .map(|line| (*line).to_owned())
        .chain(crates.map(|name| format!("extern crate {name};")))
        .chain(show.iter().map(|line| (*line).to_owned()))
        .collect()
}

/// The same for the crates of a call.
pub fn of_call(call: &Call) -> Vec<String> {
    lines(
        call.kind,
        call.externs.iter().map(|(name, _)| name.as_str()),
    )
}
