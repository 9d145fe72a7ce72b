//! Points, arrows, bands, notes and colours over the plane, and how strongly they show.

use super::panel::Panel;
use super::points::{Points, Rows};
use super::series::Series;
use super::values::Values;

impl Panel {
    /// Adds points of the plane, such as a tensor `[n, 2]`; see [`Panel::equal_aspect`].
    pub fn points(self, name: impl Into<String>, points: impl Points) -> Self {
        self.series(Series::Scatter {
            name: name.into(),
            points: points.into_points(),
        })
    }

    /// Adds an arrow from each point of `tails` to the point of `heads` at the same place; surplus points are dropped.
    pub fn arrows(self, name: impl Into<String>, tails: impl Points, heads: impl Points) -> Self {
        let (tails, heads) = (tails.into_points(), heads.into_points());
        self.series(Series::Arrows {
            name: name.into(),
            arrows: tails.into_iter().zip(heads).map(|(a, b)| [a, b]).collect(),
        })
    }

    /// Adds a shaded band from `low` to `high` over `xs`. A line of the same name shares its colour and its place in the legend.
    pub fn band(
        self,
        name: impl Into<String>,
        xs: impl Values,
        low: impl Values,
        high: impl Values,
    ) -> Self {
        let edges = xs.into_values().into_iter().zip(low.into_values());
        let edges = edges.zip(high.into_values());
        self.series(Series::Band {
            name: name.into(),
            edges: edges.map(|((x, low), high)| (x, low, high)).collect(),
        })
    }

    /// Adds values over the rectangle `x` times `y` as colours with a scale beside them.
    ///
    /// `rows` run from low y to high y, each from low x to high x: a function's values on a grid, or a tensor `[rows, columns]`.
    pub fn heat_map(
        self,
        name: impl Into<String>,
        x: (f64, f64),
        y: (f64, f64),
        rows: impl Rows,
    ) -> Self {
        self.series(Series::HeatMap {
            name: name.into(),
            rows: rows.into_rows(),
            x,
            y,
        })
    }

    /// Writes `text` beside the point.
    pub fn note(self, text: impl Into<String>, x: f64, y: f64) -> Self {
        self.series(Series::Note {
            text: text.into(),
            at: (x, y),
        })
    }

    /// Makes the series added last see-through: 0 is invisible, 1 opaque.
    pub fn alpha(mut self, alpha: f64) -> Self {
        if let Some(finish) = self.finishes.last_mut() {
            finish.alpha = alpha.is_finite().then(|| alpha.clamp(0.0, 1.0));
        }
        self
    }

    /// Draws the series added last in gray, as the background of the others.
    pub fn quiet(mut self) -> Self {
        if let Some(finish) = self.finishes.last_mut() {
            finish.quiet = true;
        }
        self
    }
}
