//! Table and figure of the measures.

use noisebook_runtime::{Figure, Panel, Table};

use super::Quality;

pub(super) fn table(quality: &Quality) -> Table {
    let row = |name: &str, value: String, real: &str| [name.to_owned(), value, real.to_owned()];
    let seen = quality.classes.iter().filter(|count| **count > 0).count();
    let sure = quality
        .confident_classes
        .iter()
        .filter(|count| **count > 0)
        .count();
    Table::new(["measure", "here", "real digits"])
        .title(format!("Quality of {} digits", quality.samples))
        .row(row(
            "share above 0.9 confidence",
            format!("{:.2}", quality.confident),
            "0.95",
        ))
        .row(row(
            "mean confidence",
            format!("{:.2}", quality.confidence),
            "0.98",
        ))
        .row(row(
            "digits seen (seen for sure)",
            format!("{seen} ({sure})"),
            "10 (10)",
        ))
        .row(row(
            "entropy of the classes",
            format!("{:.2}", quality.entropy),
            "2.29",
        ))
        .row(row(
            "digit-FID",
            format!("{:.1}", quality.fid),
            &format!("{:.1}", quality.floor),
        ))
}

pub(super) fn figure(quality: &Quality) -> Figure {
    let digits: Vec<String> = (0..10).map(|digit| digit.to_string()).collect();
    let title = format!(
        "{} digits: {:.0} % recognised for sure, digit-FID {:.0} (real digits: {:.0})",
        quality.samples,
        quality.confident * 100.0,
        quality.fid,
        quality.floor
    );
    let counts = |counts: &[usize; 10]| counts.map(|count| count as f64);
    let panel = Panel::new("")
        .x_label("digit seen by the classifier")
        .y_label("images")
        .bars("seen", digits.clone(), counts(&quality.classes))
        .bars("seen for sure", digits, counts(&quality.confident_classes));
    Figure::new(title).panel(panel)
}
