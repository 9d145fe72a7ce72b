//! The names of the series, above the data and never over it.

use plotters::prelude::DrawingBackend;
use plotters::style::RGBAColor;

use super::super::panel::Panel;
use super::super::series::{Series, Stroke};
use super::canvas::{Canvas, Pen};
use super::geometry::{Point, Rect};
use super::lettering::{Anchor, Look};
use super::{axes, font, style};

/// The sign before a name.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Sign {
    Line { dashed: bool, dot: bool },
    Arrow,
    Dot,
    Box,
}

impl Sign {
    fn width(self) -> f64 {
        match self {
            Self::Line { .. } | Self::Arrow => 22.0,
            Self::Dot => 8.0,
            Self::Box => 12.0,
        }
    }
}

/// One name of the legend.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Entry {
    name: String,
    colour: RGBAColor,
    sign: Sign,
}

const SIZE: f64 = 12.5;
const GAP: f64 = 7.0;
const BETWEEN: f64 = 20.0;
pub(super) const ROW: f64 = 20.0;

/// The colour of each series: the palette in order, the same for series of one name, with neutral colours for reference lines.
pub(super) fn colours(panel: &Panel) -> Vec<RGBAColor> {
    let (mut data, mut references) = (0, 0);
    let mut colours: Vec<RGBAColor> = Vec::new();
    let palette = if axes::has_heat_map(panel) {
        style::colour_over_heat
    } else {
        style::series_colour
    };
    for (index, series) in panel.series.iter().enumerate() {
        let colour = match (series, namesake(panel, index)) {
            (_, Some(first)) => colours[first],
            (Series::Note { .. } | Series::HeatMap { .. }, _) => style::TEXT,
            _ if panel.finishes[index].quiet => style::QUIET_SERIES,
            _ if series.is_reference() => {
                references += 1;
                style::reference_colour(references - 1)
            }
            _ => {
                data += 1;
                palette(data - 1)
            }
        };
        colours.push(colour);
    }
    colours
}

/// The first series with the name of this one, if that is another.
fn namesake(panel: &Panel, index: usize) -> Option<usize> {
    let name = panel.series[index].name();
    let first = panel.series.iter().position(|s| s.name() == name)?;
    (!name.is_empty() && first < index).then_some(first)
}

/// The legend of a panel: nothing where no name would stand in it, or only that of the data.
pub(super) fn entries(panel: &Panel) -> Vec<Entry> {
    let colours = colours(panel);
    let listed = |&i: &usize| !panel.series[i].name().is_empty() && namesake(panel, i).is_none();
    let shown: Vec<usize> = (0..panel.series.len()).filter(listed).collect();
    let reference = |&i: &usize| panel.series[i].is_reference();
    if shown.len() < 2 && !shown.iter().any(reference) {
        return Vec::new();
    }
    let entry = |i: usize| Entry {
        name: panel.series[i].name().to_owned(),
        colour: colours[i],
        sign: sign(&panel.series[i]),
    };
    shown.into_iter().map(entry).collect()
}

fn sign(series: &Series) -> Sign {
    match series {
        Series::Line { stroke, .. } => Sign::Line {
            dashed: *stroke == Stroke::Dashed,
            dot: *stroke == Stroke::Marked,
        },
        Series::Scatter { .. } => Sign::Dot,
        Series::ErrorBars { .. } => Sign::Line {
            dashed: false,
            dot: true,
        },
        Series::Vertical { .. } | Series::Horizontal { .. } => Sign::Line {
            dashed: true,
            dot: false,
        },
        Series::Arrows { .. } => Sign::Arrow,
        _ => Sign::Box,
    }
}

/// The entries in rows that fit into `room` pixels.
pub(super) fn rows(entries: &[Entry], room: f64) -> Vec<Vec<Entry>> {
    let mut rows: Vec<Vec<Entry>> = Vec::new();
    let mut used = f64::INFINITY;
    for entry in entries {
        let width = entry_width(entry, room);
        if used + BETWEEN + width > room {
            rows.push(Vec::new());
            used = -BETWEEN;
        }
        used += BETWEEN + width;
        rows.last_mut()
            .expect("a row was just opened")
            .push(entry.clone());
    }
    rows
}

fn entry_width(entry: &Entry, room: f64) -> f64 {
    (entry.sign.width() + GAP + font::width(&entry.name, SIZE)).min(room)
}

/// Draws the rows from the top of `place`, each centred.
pub(super) fn draw<B: DrawingBackend>(canvas: &mut Canvas<B>, place: Rect, rows: &[Vec<Entry>]) {
    for (index, row) in rows.iter().enumerate() {
        let widths: f64 = row.iter().map(|e| entry_width(e, place.width)).sum();
        let total = widths + BETWEEN * (row.len() - 1) as f64;
        let mut x = place.x + (place.width - total) / 2.0;
        let y = place.y + ROW * (index as f64 + 0.5);
        for entry in row {
            draw_entry(canvas, (x, y), entry, place.width);
            x += entry_width(entry, place.width) + BETWEEN;
        }
    }
}

fn draw_entry<B: DrawingBackend>(canvas: &mut Canvas<B>, (x, y): Point, entry: &Entry, room: f64) {
    let sign = entry.sign.width();
    let middle = (x + sign / 2.0, y);
    match entry.sign {
        Sign::Line { dashed, dot } => {
            canvas.line(
                &[(x, y), (x + sign, y)],
                Pen {
                    colour: entry.colour,
                    width: style::LINE,
                    dashed,
                },
            );
            if dot {
                canvas.dot(middle, 3.5, entry.colour);
            }
        }
        Sign::Arrow => canvas.arrow(
            (x, y),
            (x + sign, y),
            Pen {
                colour: entry.colour,
                width: style::LINE,
                dashed: false,
            },
        ),
        Sign::Dot => canvas.dot(middle, 4.0, entry.colour),
        Sign::Box => canvas.fill(
            Rect {
                x,
                y: y - 5.5,
                width: 12.0,
                height: 11.0,
            },
            entry.colour,
        ),
    }
    let name = font::fitted(&entry.name, SIZE, room - sign - GAP);
    let look = Look {
        size: SIZE,
        colour: style::TEXT,
        anchor: Anchor::Left,
        upwards: false,
    };
    canvas.text_middle(&name, (x + sign + GAP, y), look);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_name_needs_no_legend() {
        let panel = Panel::new("p").line("loss", [1.0], [1.0]);
        assert!(entries(&panel).is_empty());
        assert_eq!(entries(&panel.vertical_line("end", 1.0)).len(), 2);
    }

    #[test]
    fn a_reference_line_alone_keeps_its_name() {
        let panel = Panel::new("p").line("", [1.0], [1.0]);
        assert_eq!(entries(&panel.horizontal_line("half", 0.5)).len(), 1);
    }

    #[test]
    fn a_line_and_its_band_share_colour_and_entry() {
        let panel = Panel::new("p")
            .band("mean", [1.0], [0.0], [2.0])
            .line("mean", [1.0], [1.0])
            .line("other", [1.0], [1.0]);
        assert_eq!(colours(&panel)[0], colours(&panel)[1]);
        assert_eq!(colours(&panel)[2], style::series_colour(1));
        assert_eq!(entries(&panel).len(), 2);
    }

    #[test]
    fn names_wrap_into_rows_and_a_long_one_keeps_within_the_room() {
        font::register().unwrap();
        let long = "a name that is far longer than any panel is wide, and then some more";
        let panel = Panel::new("p")
            .line("one", [1.0], [1.0])
            .line("two", [1.0], [1.0])
            .line(long, [1.0], [1.0]);
        let rows = rows(&entries(&panel), 160.0);
        assert_eq!(rows.iter().map(Vec::len).collect::<Vec<_>>(), [2, 1]);
        assert!(entry_width(&rows[1][0], 160.0) <= 160.0);
    }

    #[test]
    fn reference_lines_do_not_take_a_colour_of_the_palette() {
        let panel = Panel::new("p")
            .vertical_line("v", 0.0)
            .line("l", [1.0], [1.0]);
        assert_eq!(colours(&panel)[1], style::series_colour(0));
    }
}
