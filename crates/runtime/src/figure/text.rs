//! A figure in words.

use super::number::significant;
use super::{Content, Figure, ImageGrid, Panel, Scale, Series};
use crate::stats;

pub(super) fn of_figure(figure: &Figure) -> String {
    let mut lines = vec![format!("Figure: {}", named(&figure.title))];
    let count = figure.contents.len();
    if count == 0 {
        lines.push("  no panels".into());
    }
    for (index, content) in figure.contents.iter().enumerate() {
        let place = if count > 1 {
            format!("Panel {} of {count}: ", index + 1)
        } else {
            String::new()
        };
        match content {
            Content::Panel(panel) => panel_lines(panel, &place, &mut lines),
            Content::Images(grid) => grid_lines(grid, &place, &mut lines),
            Content::Diagram(diagram) => diagram.lines(&place, &mut lines),
        }
    }
    lines.join("\n")
}

pub(super) fn named(title: &str) -> &str {
    if title.is_empty() {
        "(untitled)"
    } else {
        title
    }
}

fn panel_lines(panel: &Panel, place: &str, lines: &mut Vec<String>) {
    let x = axis_words("x", &panel.x_label, panel.x_scale);
    let y = axis_words("y", &panel.y_label, panel.y_scale);
    lines.push(format!("  {place}{} ({x}; {y})", named(&panel.title)));
    if panel.series.is_empty() {
        lines.push("    no series".into());
    }
    lines.extend(
        panel
            .series
            .iter()
            .map(|series| format!("    {}", series_words(panel, series))),
    );
}

fn axis_words(axis: &str, label: &str, scale: Scale) -> String {
    let label = if label.is_empty() {
        String::new()
    } else {
        format!(": {label}")
    };
    let scale = if scale == Scale::Log10 {
        ", log scale"
    } else {
        ""
    };
    format!("{axis}{label}{scale}")
}

fn series_words(panel: &Panel, series: &Series) -> String {
    let name = if series.name().is_empty() {
        String::new()
    } else {
        format!(" \"{}\"", series.name())
    };
    let words = match series {
        Series::Line { points, .. } => format!("line{name}: {}", points_words(panel, points)),
        Series::Scatter { points, .. } => format!("scatter{name}: {}", points_words(panel, points)),
        Series::Area { points, .. } => format!("area{name}: {}", points_words(panel, points)),
        Series::Band { edges, .. } => format!(
            "band{name}: {}{}",
            counted(edges.len(), "point"),
            range_words_of(panel, &series.points())
        ),
        Series::Arrows { arrows, .. } => format!(
            "arrows{name}: {}{}",
            counted(arrows.len(), "arrow"),
            range_words_of(panel, &series.points())
        ),
        Series::HeatMap { name, rows, .. } => heat_words(name, rows),
        Series::Note { text, at: (x, y) } => format!(
            "note \"{text}\" at ({}, {})",
            significant(*x),
            significant(*y)
        ),
        Series::ErrorBars { points, .. } => {
            format!("error bars{name}: {}", points_words(panel, points))
        }
        Series::Histogram { values, .. } => {
            format!("histogram{name}: {}", values_words(panel, values))
        }
        Series::Bars { values, .. } => format!("bars{name}: {}", bars_words(panel, values)),
        Series::Vertical { x, .. } => format!("reference line{name} at x = {}", significant(*x)),
        Series::Horizontal { y, .. } => format!("reference line{name} at y = {}", significant(*y)),
    };
    words + &left_out(panel, series)
}

fn points_words(panel: &Panel, points: &[(f64, f64)]) -> String {
    counted(points.len(), "point") + &range_words_of(panel, points)
}

fn range_words_of(panel: &Panel, points: &[(f64, f64)]) -> String {
    let (x, y) = (panel.x_judge(), panel.y_judge());
    let good: Vec<_> = points
        .iter()
        .filter(|(a, b)| x.accepts(*a) && y.accepts(*b))
        .collect();
    let xs: Vec<f64> = good.iter().map(|p| p.0).collect();
    let ys: Vec<f64> = good.iter().map(|p| p.1).collect();
    range_words("x", &xs) + &range_words("y", &ys)
}

fn heat_words(name: &str, rows: &[Vec<f64>]) -> String {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let values: Vec<f64> = rows.iter().flatten().copied().collect();
    let size = format!("{} × {columns} values", rows.len());
    let range = range_words("from", &values);
    if name.is_empty() {
        format!("heat map: {size}{range}")
    } else {
        format!("heat map \"{name}\": {size}{range}")
    }
}

fn values_words(panel: &Panel, values: &[f64]) -> String {
    let judge = panel.x_judge();
    let good: Vec<f64> = values
        .iter()
        .copied()
        .filter(|v| judge.accepts(*v))
        .collect();
    let mean = stats::mean(&good).map_or(String::new(), |v| format!(", mean {}", significant(v)));
    let spread = stats::standard_deviation(&good).map_or(String::new(), |v| {
        format!(", standard deviation {}", significant(v))
    });
    format!(
        "{}{}{mean}{spread}",
        counted(values.len(), "value"),
        range_words("x", &good)
    )
}

fn bars_words(panel: &Panel, values: &[f64]) -> String {
    if values.is_empty() {
        return "0 bars".into();
    }
    let label = |i: usize| {
        panel
            .categories
            .get(i)
            .cloned()
            .unwrap_or_else(|| (i + 1).to_string())
    };
    let bars = values
        .iter()
        .enumerate()
        .map(|(i, v)| format!("{} {}", label(i), significant(*v)));
    bars.collect::<Vec<_>>().join(", ")
}

fn range_words(axis: &str, values: &[f64]) -> String {
    match stats::finite_range(values) {
        None => String::new(),
        Some((low, high)) if low == high => format!(", {axis} {}", significant(low)),
        Some((low, high)) => format!(", {axis} {} to {}", significant(low), significant(high)),
    }
}

fn left_out(panel: &Panel, series: &Series) -> String {
    let (all, drawn) = series.counts(panel.x_judge(), panel.y_judge());
    if all == drawn {
        return String::new();
    }
    let log = panel.x_scale == Scale::Log10 || panel.y_scale == Scale::Log10;
    let reason = if log {
        "NaN, infinite or not positive on a log axis"
    } else {
        "NaN or infinite"
    };
    format!(" ({} of {all} left out: {reason})", all - drawn)
}

fn grid_lines(grid: &ImageGrid, place: &str, lines: &mut Vec<String>) {
    lines.push(format!("  {place}{} (images)", named(&grid.title)));
    if !grid.column_titles.is_empty() {
        lines.push(format!("    columns: {}", grid.column_titles.join(", ")));
    }
    if grid.images().next().is_none() {
        lines.push("    no images".into());
    }
    for row in grid.rows.iter().filter(|row| !row.images.is_empty()) {
        let label = if row.label.is_empty() {
            String::new()
        } else {
            format!(" \"{}\"", row.label)
        };
        let values: Vec<f64> = row
            .images
            .iter()
            .flat_map(|i| &i.pixels)
            .map(|v| f64::from(*v))
            .collect();
        let broken = values.iter().filter(|v| v.is_nan()).count();
        let broken = if broken == 0 {
            String::new()
        } else {
            format!(", {broken} NaN")
        };
        let size = format!("{}×{}", row.images[0].width, row.images[0].height);
        let count = counted(row.images.len(), "image");
        lines.push(format!(
            "    row{label}: {count} of {size}{}{broken}",
            range_words("pixels", &values)
        ));
    }
}

fn counted(n: usize, noun: &str) -> String {
    if n == 1 {
        format!("1 {noun}")
    } else {
        format!("{n} {noun}s")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figure::Image;

    #[test]
    fn a_figure_reads_as_words() {
        let panel = Panel::new("Loss")
            .x_label("step")
            .y_label("MSE")
            .log_y()
            .line("training", 1..=3, [1.0, 0.1, 0.01]);
        let figure = Figure::new("Training").panel(panel.vertical_line("epoch", 2.0));
        let expected = "Figure: Training\n  Loss (x: step; y: MSE, log scale)\n    \
            line \"training\": 3 points, x 1 to 3, y 0.01 to 1\n    reference line \"epoch\" at x = 2";
        assert_eq!(figure.text(), expected);
    }

    #[test]
    fn points_that_cannot_be_drawn_are_counted() {
        let panel = Panel::new("p")
            .log_y()
            .scatter("s", [1.0, 2.0, f64::NAN], [0.0, 5.0, 1.0]);
        let text = Figure::new("f").panel(panel).text();
        assert!(
            text.contains("2 of 3 left out: NaN, infinite or not positive on a log axis"),
            "{text}"
        );
    }

    #[test]
    fn images_are_described_by_row() {
        let image = Image {
            width: 2,
            height: 1,
            pixels: vec![-1.0, f32::NAN],
        };
        let text = Figure::new("f")
            .panel(ImageGrid::new("g").columns(["t = 0"]).row("x₀", image))
            .text();
        assert!(
            text.contains("row \"x₀\": 1 image of 2×1, pixels −1, 1 NaN"),
            "{text}"
        );
    }

    #[test]
    fn empty_things_say_that_they_are_empty() {
        assert!(Figure::new("").text().contains("no panels"));
        let text = Figure::new("")
            .panel(Panel::new("p"))
            .panel(ImageGrid::new("g"))
            .text();
        assert!(
            text.contains("no series") && text.contains("no images"),
            "{text}"
        );
    }
}
