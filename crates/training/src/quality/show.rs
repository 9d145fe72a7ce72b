//! Table and figure of the measures.

use noisebook_runtime::{Figure, Panel, Table};

use super::Quality;
use crate::Notes;

pub(super) fn table(quality: &Quality) -> Table {
    let seen = quality.classes.iter().filter(|count| **count > 0).count();
    let sure = quality
        .confident_classes
        .iter()
        .filter(|count| **count > 0)
        .count();
    let real = &quality.held_out;
    let two = |value: f64| format!("{value:.2}");
    Table::new(["measure", "here", "real digits"])
        .title(format!("Quality of {} digits", quality.samples))
        .row([
            "share above 0.9 confidence".into(),
            two(quality.confident),
            two(real.confident),
        ])
        .row([
            "mean confidence".into(),
            two(quality.confidence),
            two(real.confidence),
        ])
        .row([
            "digits seen (seen for sure)".into(),
            format!("{seen} ({sure})"),
            "10 (10)".into(),
        ])
        .row([
            "entropy of the classes".into(),
            two(quality.entropy),
            two(real.entropy),
        ])
        .row([
            "digit-FID".into(),
            format!("{:.1}", quality.fid),
            format!("{:.1}", quality.floor),
        ])
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

pub(super) fn notes(quality: &Quality) -> Notes {
    let note = |name: &str, value: String| (name.to_owned(), value);
    vec![
        note("quality_samples", quality.samples.to_string()),
        note("quality_confident", format!("{:.3}", quality.confident)),
        note("quality_confidence", format!("{:.3}", quality.confidence)),
        note("quality_classes", format!("{:?}", quality.classes)),
        note("quality_entropy", format!("{:.3}", quality.entropy)),
        note("quality_fid", format!("{:.2}", quality.fid)),
        note("quality_fid_floor", format!("{:.2}", quality.floor)),
    ]
}

pub(super) fn verdict(quality: &Quality) -> String {
    let missing: Vec<String> = (0..10)
        .filter(|&digit| quality.confident_classes[digit] == 0)
        .map(|digit: usize| digit.to_string())
        .collect();
    let classes = match missing.as_slice() {
        [] => "all ten digits among them".to_owned(),
        missing => format!("but never {}", missing.join(", ")),
    };
    format!(
        "{:.0} % of {} images are recognised for sure, {classes}; their features are {:.0} from those of real digits, where as many \
         real digits are {:.0}.",
        quality.confident * 100.0,
        quality.samples,
        quality.fid,
        quality.floor
    )
}
