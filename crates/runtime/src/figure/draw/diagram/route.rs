//! The way of an arrow from box to box: level and upright pieces that cross no box.

use super::super::super::diagram::{Arrow, Diagram};
use super::super::geometry::{Point, Rect};
use super::layout::{LABEL_LINE, Layout};

/// Room that the head of an arrow keeps from its box.
const TOUCH: f64 = 2.0;
/// Where an arrow turns before it reaches its box.
pub(super) const TURN: f64 = 16.0;

/// The corners of the arrow's way, or `None` where an end is unknown or both are the same.
pub(super) fn of(diagram: &Diagram, layout: &Layout, arrow: &Arrow) -> Option<Vec<Point>> {
    let (from, to) = (diagram.find(&arrow.from)?, diagram.find(&arrow.to)?);
    let (a, b) = (layout.place(from)?, layout.place(to)?);
    if from == to {
        return None;
    }
    let path = if from.0 == to.0 {
        let (left, right) = (from.1.min(to.1) + 1, from.1.max(to.1));
        let free = (left..right).all(|i| layout.place((from.0, i)).is_none());
        let back = diagram
            .arrows
            .iter()
            .any(|other| other.from == arrow.to && other.to == arrow.from);
        if free { across(a, b, back) } else { over(a, b) }
    } else {
        let between = from.0.min(to.0) + 1..from.0.max(to.0);
        let mut passed = between.flat_map(|row| layout.rows[row].iter().flatten());
        let x = port(diagram, layout, to, from)?;
        let blocked = passed.any(|p| p.place.x - 4.0 < x && x < p.place.right() + 4.0);
        if blocked {
            around(layout, a, b)
        } else {
            down(a, b, (port(diagram, layout, from, to)?, x))
        }
    };
    Some(path)
}

/// Straight to a neighbour in the row; two arrows that run both ways keep apart.
fn across(a: Rect, b: Rect, back: bool) -> Vec<Point> {
    let right = b.x > a.x;
    let y = a.centre().1
        + if !back {
            0.0
        } else if right {
            -9.0
        } else {
            9.0
        };
    if right {
        vec![(a.right(), y), (b.x - TOUCH, y)]
    } else {
        vec![(a.x, y), (b.right() + TOUCH, y)]
    }
}

/// Over the boxes between two of one row.
fn over(a: Rect, b: Rect) -> Vec<Point> {
    let lane = a.y - 14.0;
    vec![
        (a.centre().0, a.y),
        (a.centre().0, lane),
        (b.centre().0, lane),
        (b.centre().0, b.y - TOUCH),
    ]
}

/// Down or up to another row, with one level piece just before the box where it ends.
fn down(a: Rect, b: Rect, (from, to): (f64, f64)) -> Vec<Point> {
    let below = b.y > a.y;
    let (start, end) = if below {
        (a.bottom(), b.y - TOUCH)
    } else {
        (a.y, b.bottom() + TOUCH)
    };
    if (from - to).abs() < 1.0 {
        return vec![(from, start), (from, end)];
    }
    let turn = if below { end - TURN } else { end + TURN };
    vec![(from, start), (from, turn), (to, turn), (to, end)]
}

/// Where on its upper or lower side a box sends and receives: in the middle, or apart where the side does both.
fn port(
    diagram: &Diagram,
    layout: &Layout,
    at: (usize, usize),
    other: (usize, usize),
) -> Option<f64> {
    const APART: f64 = 16.0;
    let (here, there) = (layout.place(at)?, layout.place(other)?);
    let this_side = |far: (usize, usize)| far.0 != at.0 && (far.0 > at.0) == (other.0 > at.0);
    let ends = |arrow: &Arrow| Some((diagram.find(&arrow.from)?, diagram.find(&arrow.to)?));
    let uses: Vec<_> = diagram.arrows.iter().filter_map(ends).collect();
    let sends = uses.iter().any(|&(from, to)| from == at && this_side(to));
    let receives = uses.iter().any(|&(from, to)| to == at && this_side(from));
    let lean = there.centre().0 - here.centre().0;
    let shift = if sends && receives && lean.abs() > 1.0 {
        APART * lean.signum()
    } else {
        0.0
    };
    Some(here.centre().0 + shift)
}

/// Past all boxes on the nearer side.
fn around(layout: &Layout, a: Rect, b: Rect) -> Vec<Point> {
    let centre =
        layout.blocks().map(|p| p.place.centre().0).sum::<f64>() / layout.blocks().count() as f64;
    let right = a.centre().0 + b.centre().0 >= 2.0 * centre - 1.0;
    let places = layout.blocks().map(|p| p.place);
    let (ya, yb) = (a.centre().1, b.centre().1);
    if right {
        let lane = places.map(|p| p.right()).fold(f64::MIN, f64::max) + LABEL_LINE;
        vec![
            (a.right(), ya),
            (lane, ya),
            (lane, yb),
            (b.right() + TOUCH, yb),
        ]
    } else {
        let lane = places.map(|p| p.x).fold(f64::MAX, f64::min) - LABEL_LINE;
        vec![(a.x, ya), (lane, ya), (lane, yb), (b.x - TOUCH, yb)]
    }
}
