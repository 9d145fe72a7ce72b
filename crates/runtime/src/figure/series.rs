//! What a panel draws: a name and numbers, no pixels.

use super::axis::Axis;

/// How a line is stroked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Stroke {
    /// An unbroken line.
    #[default]
    Solid,
    /// Dashes, for theory beside measurement.
    Dashed,
    /// An unbroken line with a dot at each point, where the points are few.
    Marked,
}

/// One set of marks in a panel.
#[derive(Clone, Debug, PartialEq)]
pub enum Series {
    /// Points joined in their order; a point that cannot be drawn breaks the line.
    Line {
        /// Name in the legend.
        name: String,
        /// The points.
        points: Vec<(f64, f64)>,
        /// How the line is stroked.
        stroke: Stroke,
    },
    /// Points on their own.
    Scatter {
        /// Name in the legend.
        name: String,
        /// The points.
        points: Vec<(f64, f64)>,
    },
    /// A curve with the area below it shaded, as for a density.
    Area {
        /// Name in the legend.
        name: String,
        /// The points, ascending in x.
        points: Vec<(f64, f64)>,
    },
    /// Points with a vertical bar from `y - half` to `y + half`.
    ErrorBars {
        /// Name in the legend.
        name: String,
        /// The points.
        points: Vec<(f64, f64)>,
        /// Half the length of each bar.
        half: Vec<f64>,
    },
    /// A shaded band between two curves, as for a mean plus and minus a deviation.
    Band {
        /// Name in the legend.
        name: String,
        /// `(x, low, high)`, ascending in x.
        edges: Vec<(f64, f64, f64)>,
    },
    /// Arrows from one point to another, as for noise that moves data.
    Arrows {
        /// Name in the legend.
        name: String,
        /// Tail and head of each arrow.
        arrows: Vec<[(f64, f64); 2]>,
    },
    /// Values over a rectangle of the plane, shown as colours with a scale beside them.
    HeatMap {
        /// What the colours measure: the title of their scale.
        name: String,
        /// Rows from low y to high y, each from low x to high x.
        rows: Vec<Vec<f64>>,
        /// Left and right edge.
        x: (f64, f64),
        /// Lower and upper edge.
        y: (f64, f64),
    },
    /// Words beside a point.
    Note {
        /// The words.
        text: String,
        /// The point.
        at: (f64, f64),
    },
    /// How often values fall into bins; several histograms of a panel share their bins.
    Histogram {
        /// Name in the legend.
        name: String,
        /// The values that are counted.
        values: Vec<f64>,
    },
    /// One bar per category of the panel; several sets stand side by side.
    Bars {
        /// Name in the legend.
        name: String,
        /// Height of each bar.
        values: Vec<f64>,
    },
    /// A dashed reference line at one x.
    Vertical {
        /// Name in the legend.
        name: String,
        /// Where it stands.
        x: f64,
    },
    /// A dashed reference line at one y.
    Horizontal {
        /// Name in the legend.
        name: String,
        /// Where it lies.
        y: f64,
    },
}

impl Series {
    /// The name in the legend; empty names are not listed.
    pub fn name(&self) -> &str {
        match self {
            Self::Line { name, .. }
            | Self::Scatter { name, .. }
            | Self::Area { name, .. }
            | Self::Band { name, .. }
            | Self::Arrows { name, .. }
            | Self::ErrorBars { name, .. }
            | Self::Histogram { name, .. }
            | Self::Bars { name, .. }
            | Self::Vertical { name, .. }
            | Self::Horizontal { name, .. } => name,
            // The colours' scale carries the name of a heat map, and a note is its own name.
            Self::HeatMap { .. } | Self::Note { .. } => "",
        }
    }

    /// Whether this is a reference line, which takes the neutral colour.
    pub fn is_reference(&self) -> bool {
        matches!(self, Self::Vertical { .. } | Self::Horizontal { .. })
    }

    /// The points that must be in view, for series that have points.
    pub(super) fn points(&self) -> Vec<(f64, f64)> {
        match self {
            Self::Line { points, .. }
            | Self::Scatter { points, .. }
            | Self::Area { points, .. }
            | Self::ErrorBars { points, .. } => points.clone(),
            Self::Band { edges, .. } => {
                let ends = edges.iter().map(|&(x, low, high)| [(x, low), (x, high)]);
                ends.flatten().collect()
            }
            Self::Arrows { arrows, .. } => arrows.iter().flatten().copied().collect(),
            Self::HeatMap { rows, x, y, .. } if rows.iter().any(|row| !row.is_empty()) => {
                vec![(x.0, y.0), (x.1, y.1)]
            }
            Self::Note { at, .. } => vec![*at],
            _ => Vec::new(),
        }
    }

    /// How many values there are, and how many of them can be drawn on these axes.
    pub(super) fn counts(&self, x: Axis, y: Axis) -> (usize, usize) {
        let drawable =
            |axis: Axis, values: &[f64]| values.iter().filter(|v| axis.accepts(**v)).count();
        match self {
            Self::Histogram { values, .. } => (values.len(), drawable(x, values)),
            Self::Bars { values, .. } => (values.len(), drawable(y, values)),
            Self::Vertical { x: at, .. } => (1, drawable(x, &[*at])),
            Self::Horizontal { y: at, .. } => (1, drawable(y, &[*at])),
            Self::HeatMap { rows, .. } => {
                let finite = |row: &Vec<f64>| row.iter().filter(|v| v.is_finite()).count();
                let all = rows.iter().map(Vec::len).sum();
                (all, rows.iter().map(finite).sum())
            }
            Self::Band { .. } | Self::Arrows { .. } => whole_pairs(&self.points(), x, y),
            _ => {
                let points = self.points();
                let good = points.iter().filter(|p| accept(x, y, **p));
                (points.len(), good.count())
            }
        }
    }
}

fn accept(x: Axis, y: Axis, (a, b): (f64, f64)) -> bool {
    x.accepts(a) && y.accepts(b)
}

/// How many pairs of points there are, and how many of them can be drawn whole.
fn whole_pairs(points: &[(f64, f64)], x: Axis, y: Axis) -> (usize, usize) {
    let (pairs, _) = points.as_chunks::<2>();
    let good = pairs
        .iter()
        .filter(|pair| pair.iter().all(|p| accept(x, y, *p)));
    (pairs.len(), good.count())
}
