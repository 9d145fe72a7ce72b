//! Marks that stand on a floor: histograms and bars.

use plotters::prelude::DrawingBackend;

use super::super::number::significant;
use super::super::panel::Panel;
use super::super::series::Series;
use super::axes::bar_count;
use super::bins::Heights;
use super::canvas::Canvas;
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
    canvas.polygon(&outline, style::faded(brush.colour, 0.35));
    canvas.line(&outline, brush.pen(1.25, false));
}

pub(super) fn bars<B: DrawingBackend>(
    canvas: &mut Canvas<B>,
    panel: &Panel,
    index: usize,
    values: &[f64],
    brush: &Brush,
) {
    let sets: Vec<usize> = panel
        .series
        .iter()
        .enumerate()
        .filter(|(_, s)| matches!(s, Series::Bars { .. }))
        .map(|(i, _)| i)
        .collect();
    let place = sets.iter().position(|&i| i == index).unwrap_or(0) as f64;
    let slot = brush.plot.width / bar_count(panel).max(1) as f64;
    let width = (0.72 * slot / sets.len() as f64).min(90.0);
    let floor = brush.floor();
    for (category, &value) in values
        .iter()
        .enumerate()
        .filter(|(_, v)| brush.axes.y.accepts(**v))
    {
        let middle = brush.plot.x + slot * (category as f64 + 0.5);
        let x = middle + width * (place - sets.len() as f64 / 2.0);
        let top = brush.height(value);
        let bar = Rect {
            x: x + 1.0,
            y: top.min(floor),
            width: width - 2.0,
            height: (top - floor).abs(),
        };
        canvas.fill(bar, style::lightened(brush.colour, 0.85));
        bar_value(canvas, bar, value, slot / sets.len() as f64);
    }
}

/// The value above its bar, or below it where it hangs, if there is room.
fn bar_value<B: DrawingBackend>(canvas: &mut Canvas<B>, bar: Rect, value: f64, room: f64) {
    const SIZE: f64 = 11.0;
    const HEIGHT: f64 = 12.0;
    let text = significant(value);
    let width = font::width(&text, SIZE);
    if width > room {
        return;
    }
    let y = if value < 0.0 {
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
        size: SIZE,
        colour: style::QUIET,
        anchor: Anchor::Centre,
        upwards: false,
    };
    canvas.text_middle(&text, place.centre(), look);
}
