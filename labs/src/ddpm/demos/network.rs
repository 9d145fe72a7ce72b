//! The network in boxes and in numbers.

use noisebook_runtime::figure::{Block, Diagram, Tone};
use noisebook_runtime::{Figure, Table, device};

use crate::ddpm::SimpleUNetConfig;

/// The way down, the bottleneck with its clock, the way up, and the skips between them.
pub fn architecture_diagram(config: SimpleUNetConfig) -> Figure {
    let w = config.width;
    let level = |title: &str, channels: usize, side: usize, note: &str| {
        Block::new(title)
            .formula(format!("{channels} × {side} × {side}"))
            .note(note)
    };
    let diagram = Diagram::new("")
        .row([
            Block::new("xₜ").formula("1 × 28 × 28").tone(Tone::Gray),
            Block::gap(),
            Block::new("noise seen")
                .formula("1 × 28 × 28")
                .tone(Tone::Orange),
        ])
        .row([
            level("enc1", w, 28, "conv, norm, ReLU, twice"),
            Block::gap(),
            level("dec2", 2 * w, 28, "conv, norm, ReLU, twice"),
        ])
        .row([
            level("enc2", 2 * w, 14, "half the side: max-pool"),
            Block::gap(),
            level("dec3", 4 * w, 14, "twice the side: transposed conv"),
        ])
        .row([
            level("enc3", 4 * w, 7, "half the side: max-pool"),
            level("bottleneck", 8 * w, 7, "the first half is told the time").tone(Tone::Purple),
            Block::new("time")
                .formula("t/T")
                .note(format!("linear, ReLU, linear: {} numbers", 4 * w))
                .tone(Tone::Green),
        ])
        .arrow("xₜ", "enc1", "")
        .arrow("enc1", "enc2", "")
        .arrow("enc2", "enc3", "")
        .arrow("enc3", "bottleneck", "")
        .arrow("time", "bottleneck", "+")
        .arrow("bottleneck", "dec3", "")
        .arrow("dec3", "dec2", "")
        .arrow("dec2", "noise seen", "head")
        .dashed_arrow("enc1", "dec2", "skip: joined")
        .dashed_arrow("enc2", "dec3", "skip: joined");
    let title = format!("SimpleUNet of width {w}: channels × height × width");
    Figure::new(title).panel(diagram)
}

/// Shapes and numbers of parameters of every part.
pub fn network_table(config: SimpleUNetConfig) -> Table {
    let network = config.init(&device());
    let w = config.width;
    let parts = [
        ("time_embed", "t/T", format!("[batch, {}]", 4 * w)),
        ("enc1", "x_t", format!("[batch, {w}, 28, 28]")),
        (
            "enc2",
            "enc1, pooled",
            format!("[batch, {}, 14, 14]", 2 * w),
        ),
        ("enc3", "enc2, pooled", format!("[batch, {}, 7, 7]", 4 * w)),
        ("bottleneck", "enc3", format!("[batch, {}, 7, 7]", 8 * w)),
        (
            "up3, dec3",
            "bottleneck + time; enc2",
            format!("[batch, {}, 14, 14]", 4 * w),
        ),
        (
            "up2, dec2",
            "dec3; enc1",
            format!("[batch, {}, 28, 28]", 2 * w),
        ),
        ("final", "dec2", "[batch, 1, 28, 28]".into()),
    ];
    let counts = network.parameters();
    let total = counts.iter().sum();
    let mut table = Table::new(["part", "sees", "gives", "parameters"]).title(format!(
        "SimpleUNet of width {w}: {} parameters",
        grouped(total)
    ));
    for ((part, sees, gives), count) in parts.into_iter().zip(counts) {
        table.push([part.to_owned(), sees.to_owned(), gives, grouped(count)]);
    }
    table
}

/// 1834913 as 1,834,913.
fn grouped(n: usize) -> String {
    let digits = n.to_string();
    let groups: Vec<&str> = digits
        .as_bytes()
        .rchunks(3)
        .rev()
        .map(|group| std::str::from_utf8(group).unwrap_or_default())
        .collect();
    groups.join(",")
}
