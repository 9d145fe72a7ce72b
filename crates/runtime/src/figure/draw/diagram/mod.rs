//! Boxes and arrows: drawing.

mod blocks;
mod groups;
mod layout;
mod route;

use plotters::prelude::DrawingBackend;

use super::super::diagram::{Arrow, Diagram};
use super::canvas::{Canvas, Pen};
use super::geometry::{Point, Rect};
use super::lettering::{Anchor, Look};
use super::{font, markup, style};
use layout::Layout;

const TITLE_HEIGHT: f64 = 28.0;

fn title_height(diagram: &Diagram) -> f64 {
    if diagram.title.is_empty() {
        0.0
    } else {
        TITLE_HEIGHT
    }
}

/// The height a diagram takes within `room` pixels of width.
pub(super) fn height(diagram: &Diagram, room: f64) -> f64 {
    title_height(diagram) + Layout::of(diagram, room).height
}

pub(super) fn draw<B: DrawingBackend>(canvas: &mut Canvas<B>, diagram: &Diagram, place: Rect) {
    let look = Look {
        size: style::PANEL_TITLE,
        colour: style::TEXT,
        anchor: Anchor::Centre,
        upwards: false,
    };
    let top = title_height(diagram);
    let title = font::fitted(&diagram.title, look.size, place.width);
    canvas.text_middle(&title, (place.centre().0, place.y + top / 2.0 - 2.0), look);
    if diagram.blocks().next().is_none() {
        let quiet = Look {
            size: style::LABEL,
            colour: style::QUIET,
            ..look
        };
        return canvas.text_middle("no blocks", place.centre(), quiet);
    }
    let layout = Layout::of(diagram, place.width).moved(place.x, place.y + top);
    groups::draw(canvas, diagram, &layout);
    let routes: Vec<_> = diagram
        .arrows
        .iter()
        .filter_map(|arrow| Some((arrow, route::of(diagram, &layout, arrow)?)))
        .collect();
    for (arrow, path) in &routes {
        draw_arrow(canvas, arrow, path);
    }
    blocks::draw(canvas, &layout);
    for (arrow, path) in &routes {
        draw_label(canvas, arrow, path);
    }
}

fn draw_arrow<B: DrawingBackend>(canvas: &mut Canvas<B>, arrow: &Arrow, path: &[Point]) {
    let pen = Pen {
        colour: style::QUIET,
        width: 1.5,
        dashed: arrow.dashed,
    };
    let [body @ .., before, end] = path else {
        return;
    };
    let body: Vec<Point> = body.iter().chain([before]).copied().collect();
    canvas.line(&body, pen);
    canvas.arrow(*before, *end, pen);
}

/// The label in the middle of the arrow's longest piece: above a level piece, right of an upright one.
fn draw_label<B: DrawingBackend>(canvas: &mut Canvas<B>, arrow: &Arrow, path: &[Point]) {
    let Some((at, side)) = label_place(path).filter(|_| !arrow.label.is_empty()) else {
        return;
    };
    let lines: Vec<&str> = arrow.label.lines().collect();
    let tall = layout::LABEL_LINE * lines.len() as f64;
    let look = Look {
        size: layout::LABEL_SIZE,
        colour: style::TEXT,
        anchor: if side == Side::Right {
            Anchor::Left
        } else {
            Anchor::Centre
        },
        upwards: false,
    };
    let top = match side {
        Side::Right => at.1 - tall / 2.0,
        Side::Above => at.1 - tall,
        Side::Below => at.1,
    };
    for (index, line) in lines.into_iter().enumerate() {
        let y = top + layout::LABEL_LINE * (index as f64 + 0.5);
        let width = markup::width(line, look.size);
        let left = if side == Side::Right {
            at.0
        } else {
            at.0 - width / 2.0
        };
        let back = Rect {
            x: left - 2.0,
            y: y - layout::LABEL_LINE / 2.0,
            width: width + 4.0,
            height: layout::LABEL_LINE,
        };
        canvas.fill(back, style::faded(style::WHITE, 0.8));
        canvas.formula(line, (at.0, y), look);
    }
}

/// On which side of its point a label stands.
#[derive(Clone, Copy, PartialEq)]
enum Side {
    Above,
    Below,
    Right,
}

/// Beside the longest piece, on the side where the arrow itself does not go; the way back of a pair has its label below.
fn label_place(path: &[Point]) -> Option<(Point, Side)> {
    const GAP: f64 = 4.0;
    let length = |pair: &[Point]| (pair[1].0 - pair[0].0).hypot(pair[1].1 - pair[0].1);
    let pieces = path.windows(2);
    let longest = pieces.max_by(|a, b| length(a).total_cmp(&length(b)))?;
    let (from, mut to) = (longest[0], longest[1]);
    let level = (to.0 - from.0).abs() > (to.1 - from.1).abs();
    if !level && path.len() == 2 {
        // Other arrows turn into the same box just before its edge.
        to.1 -= route::TURN * (to.1 - from.1).signum();
    }
    let middle = ((from.0 + to.0) / 2.0, (from.1 + to.1) / 2.0);
    let upwards = path.len() == 4 && path[3].1 < path[0].1 - 8.0;
    let back = path.len() == 2 && to.0 < from.0;
    Some(match (level, upwards || back) {
        (false, _) => ((middle.0 + GAP + 2.0, middle.1), Side::Right),
        (true, true) => ((middle.0, middle.1 + GAP), Side::Below),
        (true, false) => ((middle.0, middle.1 - GAP), Side::Above),
    })
}
