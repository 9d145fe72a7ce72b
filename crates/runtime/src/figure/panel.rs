//! One pair of axes with its series.

use super::axis::{Axis, Scale};
use super::series::{Series, Stroke};
use super::values::Values;
use crate::stats;

/// What the bars of a histogram measure.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum HistogramScale {
    /// The number of values in each bin.
    #[default]
    Count,
    /// The share of values per unit of x: bars of area 1, comparable with a density.
    Density,
}

/// One pair of axes: a title, labels, scales and the series drawn on them.
///
/// ```
/// use noisebook_runtime::figure::Panel;
/// let panel = Panel::new("Signal left")
///     .x_label("t")
///     .y_label("ᾱ")
///     .line("linear", 1..=3, [0.9, 0.5, 0.1]);
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Panel {
    pub(super) title: String,
    pub(super) x_label: String,
    pub(super) y_label: String,
    pub(super) x_scale: Scale,
    pub(super) y_scale: Scale,
    pub(super) x_range: Option<(f64, f64)>,
    pub(super) y_range: Option<(f64, f64)>,
    pub(super) categories: Vec<String>,
    pub(super) bins: Option<usize>,
    pub(super) histogram_scale: HistogramScale,
    pub(super) equal_aspect: bool,
    pub(super) series: Vec<Series>,
    /// One per series.
    pub(super) finishes: Vec<Finish>,
}

/// How a series departs from the usual look of its kind.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Finish {
    pub alpha: Option<f64>,
    pub quiet: bool,
}

impl Panel {
    /// Empty axes under `title`, which may be empty.
    pub fn new(title: impl Into<String>) -> Self {
        Self {
            title: title.into(),
            ..Self::default()
        }
    }

    /// The text below the x axis.
    pub fn x_label(mut self, label: impl Into<String>) -> Self {
        self.x_label = label.into();
        self
    }

    /// The text beside the y axis.
    pub fn y_label(mut self, label: impl Into<String>) -> Self {
        self.y_label = label.into();
        self
    }

    /// A logarithmic x axis.
    pub fn log_x(mut self) -> Self {
        self.x_scale = Scale::Log10;
        self
    }

    /// A logarithmic y axis.
    pub fn log_y(mut self) -> Self {
        self.y_scale = Scale::Log10;
        self
    }

    /// Shows exactly x from `low` to `high`. A range that the scale cannot show is ignored.
    pub fn x_range(mut self, low: f64, high: f64) -> Self {
        self.x_range = Some((low, high));
        self
    }

    /// Shows exactly y from `low` to `high`. A range that the scale cannot show is ignored.
    pub fn y_range(mut self, low: f64, high: f64) -> Self {
        self.y_range = Some((low, high));
        self
    }

    /// The same length per unit on both axes, as for points of the plane.
    pub fn equal_aspect(mut self) -> Self {
        self.equal_aspect = true;
        self
    }

    /// The number of bins of this panel's histograms; without it, chosen from the number of values.
    pub fn bins(mut self, count: usize) -> Self {
        self.bins = Some(count);
        self
    }

    /// Histograms of area 1 instead of counts, comparable with a density.
    pub fn density_scale(mut self) -> Self {
        self.histogram_scale = HistogramScale::Density;
        self
    }

    /// Adds any series.
    pub fn series(mut self, series: Series) -> Self {
        self.series.push(series);
        self.finishes.push(Finish::default());
        self
    }

    /// Adds a line through the points; surplus xs or ys are dropped.
    pub fn line(self, name: impl Into<String>, xs: impl Values, ys: impl Values) -> Self {
        self.stroke(name, xs, ys, Stroke::Solid)
    }

    /// Adds a dashed line, for theory beside measurement.
    pub fn dashed_line(self, name: impl Into<String>, xs: impl Values, ys: impl Values) -> Self {
        self.stroke(name, xs, ys, Stroke::Dashed)
    }

    /// Adds a line with a dot at each point, where the points are few.
    pub fn marked_line(self, name: impl Into<String>, xs: impl Values, ys: impl Values) -> Self {
        self.stroke(name, xs, ys, Stroke::Marked)
    }

    fn stroke(
        self,
        name: impl Into<String>,
        xs: impl Values,
        ys: impl Values,
        stroke: Stroke,
    ) -> Self {
        self.series(Series::Line {
            name: name.into(),
            points: pairs(xs, ys),
            stroke,
        })
    }

    /// Adds points.
    pub fn scatter(self, name: impl Into<String>, xs: impl Values, ys: impl Values) -> Self {
        self.series(Series::Scatter {
            name: name.into(),
            points: pairs(xs, ys),
        })
    }

    /// Adds a curve with the area below it shaded.
    pub fn area(self, name: impl Into<String>, xs: impl Values, ys: impl Values) -> Self {
        self.series(Series::Area {
            name: name.into(),
            points: pairs(xs, ys),
        })
    }

    /// Adds points with a vertical bar of `half` above and below each.
    pub fn error_bars(
        self,
        name: impl Into<String>,
        xs: impl Values,
        ys: impl Values,
        half: impl Values,
    ) -> Self {
        let (points, half) = (pairs(xs, ys), half.into_values());
        self.series(Series::ErrorBars {
            name: name.into(),
            points,
            half,
        })
    }

    /// Adds a histogram; several overlap with transparency and share their bins.
    pub fn histogram(self, name: impl Into<String>, values: impl Values) -> Self {
        self.series(Series::Histogram {
            name: name.into(),
            values: values.into_values(),
        })
    }

    /// Adds one bar per category; several sets stand side by side.
    pub fn bars<C: Into<String>>(
        mut self,
        name: impl Into<String>,
        categories: impl IntoIterator<Item = C>,
        values: impl Values,
    ) -> Self {
        let categories: Vec<String> = categories.into_iter().map(Into::into).collect();
        if categories.len() > self.categories.len() {
            self.categories = categories;
        }
        self.series(Series::Bars {
            name: name.into(),
            values: values.into_values(),
        })
    }

    /// Adds a dashed reference line at one x.
    pub fn vertical_line(self, name: impl Into<String>, x: f64) -> Self {
        self.series(Series::Vertical {
            name: name.into(),
            x,
        })
    }

    /// Adds a dashed reference line at one y.
    pub fn horizontal_line(self, name: impl Into<String>, y: f64) -> Self {
        self.series(Series::Horizontal {
            name: name.into(),
            y,
        })
    }

    /// Adds the density of N(`mean`, `standard_deviation`²) as a dashed line over four deviations to each side.
    pub fn normal_curve(self, name: impl Into<String>, mean: f64, standard_deviation: f64) -> Self {
        let xs: Vec<f64> = (-100..=100)
            .map(|i| mean + standard_deviation * f64::from(i) / 25.0)
            .collect();
        let ys: Vec<f64> = xs
            .iter()
            .map(|&x| stats::normal_density(x, mean, standard_deviation))
            .collect();
        self.dashed_line(name, xs, ys)
    }

    /// The axis that judges x values of this panel.
    pub(super) fn x_judge(&self) -> Axis {
        Axis::unbounded(self.x_scale)
    }

    /// The axis that judges y values of this panel.
    pub(super) fn y_judge(&self) -> Axis {
        Axis::unbounded(self.y_scale)
    }
}

pub(super) fn pairs(xs: impl Values, ys: impl Values) -> Vec<(f64, f64)> {
    xs.into_values().into_iter().zip(ys.into_values()).collect()
}
