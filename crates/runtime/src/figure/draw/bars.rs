//! Marks that stand on a floor: histograms and bars.

use plotters::prelude::DrawingBackend;

use super::super::axis::Scale;
use super::super::number::significant;
use super::super::panel::Panel;
use super::super::series::Series;
use super::axes::bar_count;
use super::bins::Heights;
use super::canvas::{Canvas, Pen};
use super::geometry::Rect;
use super::lettering::{Anchor, Look};
use super::marks::Brush;
use super::{font, style};

pub(super) fn histogram<B: DrawingBackend>(
    canvas: &mut Canvas<B>,
    heights: &Heights,
    brush: &Brush,
) {
    let floor = brush.floor();
    let mut outline = vec![(brush.across(heights.edges[0]), floor)];
    for (edges, &height) in heights.edges.windows(2).zip(&heights.heights) {
        let top = if height > 0.0 {
            brush.height(height)
        } else {
            floor
        };
        outline.extend([(brush.across(edges[0]), top), (brush.across(edges[1]), top)]);
    }
    outline.push((brush.across(heights.edges[heights.edges.len() - 1]), floor));
    canvas.polygon(&outline, brush.shade(0.35));
    let edge = Pen {
        colour: brush.colour,
        ..brush.pen(1.25, false)
    };
    canvas.line(&outline, edge);
}

pub(super) fn bars<B: DrawingBackend>(
    canvas: &mut Canvas<B>,
    panel: &Panel,
    index: usize,
    brush: &Brush,
) {
    let colour = style::lightened(brush.colour, brush.alpha.unwrap_or(0.85));
    for (bar, _) in places(panel, index, brush) {
        canvas.fill(bar, colour);
    }
}

/// The value above each bar, or below it where it hangs, if there is room.
pub(super) fn values<B: DrawingBackend>(
    canvas: &mut Canvas<B>,
    panel: &Panel,
    index: usize,
    brush: &Brush,
) {
    const HEIGHT: f64 = 12.0;
    for (bar, value) in places(panel, index, brush) {
        let text = significant(value);
        let Some(size) = value_size(&text, bar.width * 1.06) else {
            continue;
        };
        let width = font::width(&text, size);
        let y = if value < 0.0 && brush.axes.y.scale == Scale::Linear {
            bar.bottom() + 3.0
        } else {
            bar.y - HEIGHT - 2.0
        };
        let place = Rect {
            x: bar.centre().0 - width / 2.0 - 1.0,
            y,
            width: width + 2.0,
            height: HEIGHT,
        };
        canvas.fill(place, style::WHITE);
        let look = Look {
            size,
            colour: style::QUIET,
            anchor: Anchor::Centre,
            upwards: false,
        };
        canvas.text_middle(&text, place.centre(), look);
    }
}

/// The size at which a value is no wider than `room`, if it is still readable.
fn value_size(text: &str, room: f64) -> Option<f64> {
    const SIZES: [f64; 3] = [11.0, 10.0, 9.0];
    SIZES
        .into_iter()
        .find(|&size| font::width(text, size) <= room)
}

/// The bars of one set with their values.
fn places(panel: &Panel, index: usize, brush: &Brush) -> Vec<(Rect, f64)> {
    let Series::Bars { values, .. } = &panel.series[index] else {
        return Vec::new();
    };
    let is_set = |i: &usize| matches!(panel.series[*i], Series::Bars { .. });
    let sets: Vec<usize> = (0..panel.series.len()).filter(is_set).collect();
    let place = sets.iter().position(|&i| i == index).unwrap_or(0) as f64;
    let slot = brush.plot.width / bar_count(panel).max(1) as f64;
    let width = (0.8 * slot / sets.len() as f64).min(90.0);
    let floor = brush.floor();
    let bar = |(category, &value): (usize, &f64)| {
        let middle = brush.plot.x + slot * (category as f64 + 0.5);
        let top = brush.height(value);
        let bar = Rect {
            x: middle + width * (place - sets.len() as f64 / 2.0) + 1.0,
            y: top.min(floor),
            width: width - 2.0,
            height: (top - floor).abs(),
        };
        brush.axes.y.accepts(value).then_some((bar, value))
    };
    values.iter().enumerate().filter_map(bar).collect()
}
