//! Frames round blocks that belong together.

use plotters::prelude::DrawingBackend;

use super::super::super::diagram::Diagram;
use super::super::canvas::Canvas;
use super::super::geometry::Rect;
use super::super::lettering::{Anchor, Look};
use super::super::{font, style};
use super::layout::{GROUP_PADDING, GROUP_TITLE, Layout};

pub(super) fn draw<B: DrawingBackend>(canvas: &mut Canvas<B>, diagram: &Diagram, layout: &Layout) {
    for group in &diagram.groups {
        let places = group
            .keys
            .iter()
            .filter_map(|key| layout.place(diagram.find(key)?));
        let Some(inside) = places.reduce(both) else {
            continue;
        };
        let frame = Rect {
            x: inside.x - GROUP_PADDING,
            y: inside.y - GROUP_PADDING / 2.0 - GROUP_TITLE,
            width: inside.width + 2.0 * GROUP_PADDING,
            height: inside.height + 1.5 * GROUP_PADDING + GROUP_TITLE,
        };
        canvas.rounded(frame, style::MINOR_GRID, Some((style::GRID, 1.0)));
        let look = Look {
            size: style::TICK,
            colour: style::QUIET,
            anchor: Anchor::Left,
            upwards: false,
        };
        let title = font::fitted(&group.title, look.size, frame.width - 2.0 * GROUP_PADDING);
        canvas.text_middle(
            &title,
            (frame.x + GROUP_PADDING, frame.y + GROUP_TITLE / 2.0 + 2.0),
            look,
        );
    }
}

/// The least rectangle round both.
fn both(a: Rect, b: Rect) -> Rect {
    let (x, y) = (a.x.min(b.x), a.y.min(b.y));
    Rect {
        x,
        y,
        width: a.right().max(b.right()) - x,
        height: a.bottom().max(b.bottom()) - y,
    }
}
