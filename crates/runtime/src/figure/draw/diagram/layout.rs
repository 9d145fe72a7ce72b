//! Where the boxes of a diagram stand.

use super::super::super::diagram::{Arrow, Diagram, Tone};
use super::super::geometry::Rect;
use super::super::markup;
use super::blocks::{self, Text};

pub(super) const LABEL_SIZE: f64 = 12.0;
pub(super) const LABEL_LINE: f64 = 16.0;
/// Room inside a group's frame.
pub(super) const GROUP_PADDING: f64 = 12.0;
pub(super) const GROUP_TITLE: f64 = 20.0;

const ROW_GAP: f64 = 34.0;
const COLUMN_GAP: f64 = 34.0;
const NARROWEST: f64 = 96.0;

/// A box in its place.
pub(super) struct Placed {
    pub place: Rect,
    pub texts: Vec<Text>,
    pub tone: Tone,
}

/// The places of all boxes, relative to the diagram's corner.
pub(super) struct Layout {
    /// Row by row; gaps of a row are `None`.
    pub rows: Vec<Vec<Option<Placed>>>,
    pub height: f64,
    pub width: f64,
}

impl Layout {
    pub fn of(diagram: &Diagram, room: f64) -> Self {
        let columns = diagram.rows.iter().map(Vec::len).max().unwrap_or(0).max(1);
        let gap = column_gap(diagram);
        let side = if diagram.groups.is_empty() {
            4.0
        } else {
            GROUP_PADDING + 2.0
        };
        let side = side + side_lane(diagram);
        let slot = (room - 2.0 * side - gap * (columns - 1) as f64) / columns as f64;
        let natural = diagram.blocks().map(blocks::natural_width);
        let width = natural.fold(NARROWEST, f64::max).min(slot.max(40.0));
        let mut layout = Self {
            rows: Vec::new(),
            height: 0.0,
            width: room,
        };
        let mut y = 4.0;
        for index in 0..diagram.rows.len() {
            y += space_above(diagram, index);
            y += layout.place_row(diagram, index, (width, gap), y);
        }
        layout.height = y + space_below(diagram) + 6.0;
        layout
    }

    /// Places a row with its top at `y` and returns its height.
    fn place_row(
        &mut self,
        diagram: &Diagram,
        index: usize,
        (width, gap): (f64, f64),
        y: f64,
    ) -> f64 {
        let row = &diagram.rows[index];
        let lines = row.iter().map(|block| blocks::texts(block, width));
        let lines: Vec<_> = lines.collect();
        let height = lines
            .iter()
            .map(|texts| blocks::height(texts))
            .fold(0.0, f64::max);
        let total = width * row.len() as f64 + gap * row.len().saturating_sub(1) as f64;
        let left = (self.width - total) / 2.0;
        let placed = row
            .iter()
            .zip(lines)
            .enumerate()
            .map(|(i, (block, texts))| {
                let place = Rect {
                    x: left + i as f64 * (width + gap),
                    y,
                    width,
                    height,
                };
                (!block.is_gap()).then_some(Placed {
                    place,
                    texts,
                    tone: block.tone,
                })
            });
        self.rows.push(placed.collect());
        height
    }

    /// The same layout with its corner elsewhere.
    pub fn moved(mut self, x: f64, y: f64) -> Self {
        for placed in self.rows.iter_mut().flatten().flatten() {
            placed.place.x += x;
            placed.place.y += y;
        }
        self
    }

    pub fn blocks(&self) -> impl Iterator<Item = &Placed> {
        self.rows.iter().flatten().flatten()
    }

    pub fn place(&self, (row, column): (usize, usize)) -> Option<Rect> {
        Some(self.rows.get(row)?.get(column)?.as_ref()?.place)
    }
}

/// Wide enough for the labels of arrows between neighbours in a row.
fn column_gap(diagram: &Diagram) -> f64 {
    let neighbours = |from: &str, to: &str| {
        let ends = (diagram.find(from), diagram.find(to));
        matches!(ends, (Some((r, a)), Some((s, b))) if r == s && a.abs_diff(b) == 1)
    };
    let arrows = diagram.arrows.iter();
    let labels = arrows.filter(|a| neighbours(&a.from, &a.to));
    widest_label(labels).clamp(COLUMN_GAP - 20.0, 130.0) + 20.0
}

fn widest_label<'a>(arrows: impl Iterator<Item = &'a Arrow>) -> f64 {
    let lines = arrows.flat_map(|arrow| arrow.label.lines());
    lines
        .map(|line| markup::width(line, LABEL_SIZE))
        .fold(0.0, f64::max)
}

/// Room at the sides for arrows that pass by whole rows.
fn side_lane(diagram: &Diagram) -> f64 {
    let passes = |from: &str, to: &str| {
        let rows = (diagram.find(from), diagram.find(to));
        matches!(rows, (Some((a, _)), Some((b, _))) if a.abs_diff(b) > 1)
    };
    let passing = || diagram.arrows.iter().filter(|a| passes(&a.from, &a.to));
    if passing().next().is_none() {
        return 0.0;
    }
    26.0 + widest_label(passing()).min(130.0)
}

/// Whether an arrow runs over the boxes of its own row.
fn jumps(diagram: &Diagram, row: usize) -> bool {
    diagram.arrows.iter().any(|arrow| {
        let ends = (diagram.find(&arrow.from), diagram.find(&arrow.to));
        matches!(ends, (Some((r, a)), Some((s, b))) if r == row && s == row
            && (a.min(b) + 1..a.max(b)).any(|i| !diagram.rows[row][i].is_gap()))
    })
}

fn space_above(diagram: &Diagram, row: usize) -> f64 {
    let rows_of = |keys: &[String]| -> Vec<usize> {
        keys.iter()
            .filter_map(|key| diagram.find(key))
            .map(|at| at.0)
            .collect()
    };
    let groups: Vec<Vec<usize>> = diagram.groups.iter().map(|g| rows_of(&g.keys)).collect();
    let starts = groups.iter().any(|rows| rows.iter().min() == Some(&row));
    let ended = row > 0
        && groups
            .iter()
            .any(|rows| rows.iter().max() == Some(&(row - 1)));
    let gap = if row == 0 {
        0.0
    } else {
        ROW_GAP + label_lines(diagram, row)
    };
    let lane = if jumps(diagram, row) {
        24.0 + LABEL_LINE
    } else {
        0.0
    };
    gap + lane
        + if starts {
            GROUP_TITLE + GROUP_PADDING
        } else {
            0.0
        }
        + if ended { GROUP_PADDING } else { 0.0 }
}

/// Room for the labels of arrows that end or begin in the gap above a row.
fn label_lines(diagram: &Diagram, row: usize) -> f64 {
    let crosses = |from: &str, to: &str| {
        let rows = (diagram.find(from), diagram.find(to));
        matches!(rows, (Some((a, _)), Some((b, _))) if a.min(b) < row && row <= a.max(b))
    };
    let crossing = diagram.arrows.iter().filter(|a| crosses(&a.from, &a.to));
    let lines = crossing.map(|a| a.label.lines().count()).max().unwrap_or(0);
    LABEL_LINE * lines as f64
}

fn space_below(diagram: &Diagram) -> f64 {
    let last = diagram.rows.len().saturating_sub(1);
    let in_last = |key: &String| diagram.find(key).is_some_and(|at| at.0 == last);
    let grouped = diagram.groups.iter().any(|g| g.keys.iter().any(in_last));
    if grouped { GROUP_PADDING } else { 0.0 }
}
