//! Arrows and words in the plane.

use plotters::prelude::DrawingBackend;

use super::canvas::Canvas;
use super::geometry::{Rect, clip_line};
use super::lettering::{Anchor, Look};
use super::marks::Brush;
use super::{font, style};

/// Arrows with their heads where they end; one that leaves the panel ends at its border without a head.
pub(super) fn arrows<B: DrawingBackend>(
    canvas: &mut Canvas<B>,
    arrows: &[[(f64, f64); 2]],
    brush: &Brush,
) {
    let pen = brush.pen(if arrows.len() > 60 { 1.0 } else { 1.5 }, false);
    for ends in arrows {
        let [Some(tail), Some(head)] = ends.map(|end| brush.place(end)) else {
            continue;
        };
        if brush.plot.contains(tail) && brush.plot.contains(head) {
            canvas.arrow(tail, head, pen);
            continue;
        }
        for part in clip_line(brush.plot, &[Some(tail), Some(head)]) {
            canvas.line(&part, pen);
        }
    }
}

/// Words at the upper right of a point, or at whichever side has room for them, on white that keeps them readable.
pub(super) fn note<B: DrawingBackend>(
    canvas: &mut Canvas<B>,
    text: &str,
    at: (f64, f64),
    brush: &Brush,
) {
    const GAP: f64 = 7.0;
    let Some((x, y)) = brush.place(at).filter(|at| brush.plot.contains(*at)) else {
        return;
    };
    let width = font::width(text, style::TICK);
    let left = x + GAP + width > brush.plot.right();
    let x = if left { x - GAP - width } else { x + GAP };
    let y = if y - 16.0 < brush.plot.y {
        y + 11.0
    } else {
        y - 9.0
    };
    let place = Rect {
        x: x - 2.0,
        y: y - 7.0,
        width: width + 4.0,
        height: 14.0,
    };
    canvas.fill(place, style::faded(style::WHITE, 0.6));
    let look = Look {
        size: style::TICK,
        colour: style::TEXT,
        anchor: Anchor::Left,
        upwards: false,
    };
    canvas.text_middle(text, (x, y), look);
}
