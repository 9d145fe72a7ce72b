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
            | Self::ErrorBars { name, .. }
            | Self::Histogram { name, .. }
            | Self::Bars { name, .. }
            | Self::Vertical { name, .. }
            | Self::Horizontal { name, .. } => name,
        }
    }

    /// Whether this is a reference line, which takes the neutral colour.
    pub fn is_reference(&self) -> bool {
        matches!(self, Self::Vertical { .. } | Self::Horizontal { .. })
    }

    /// The points, for series that have points.
    pub(super) fn points(&self) -> Option<&[(f64, f64)]> {
        match self {
            Self::Line { points, .. }
            | Self::Scatter { points, .. }
            | Self::Area { points, .. }
            | Self::ErrorBars { points, .. } => Some(points),
            _ => None,
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
            _ => {
                let points = self.points().unwrap_or_default();
                let good = points
                    .iter()
                    .filter(|(a, b)| x.accepts(*a) && y.accepts(*b));
                (points.len(), good.count())
            }
        }
    }
}
