//! Which part of the plane a panel shows.

use super::super::axis::{Axis, Scale};
use super::super::panel::{HistogramScale, Panel};
use super::super::series::Series;
use super::bins::{Heights, heights};
use crate::stats;

/// Both axes of a panel, the bins of its histograms, and whether there is anything to draw.
pub(super) struct Axes {
    pub x: Axis,
    pub y: Axis,
    /// Per series: the heights over `edges`, for histograms.
    pub histograms: Vec<Option<Heights>>,
    pub empty: bool,
    /// Whether all x values are whole numbers, and more than two of them.
    pub x_whole: bool,
    /// Whether y counts something.
    pub y_whole: bool,
}

impl Axes {
    pub fn of(panel: &Panel) -> Self {
        let empty = panel
            .series
            .iter()
            .all(|s| s.counts(panel.x_judge(), panel.y_judge()).1 == 0);
        let x = x_axis(panel).unwrap_or(Axis::unbounded(panel.x_scale));
        let histograms: Vec<_> = panel.series.iter().map(|s| heights(panel, s, x)).collect();
        let y = y_axis(panel, x, &histograms).unwrap_or(Axis::unbounded(panel.y_scale));
        Self {
            x,
            y,
            histograms,
            empty,
            x_whole: x_is_whole(panel) && x.high - x.low > 2.5,
            y_whole: panel.series.iter().all(|s| counts(panel, s)),
        }
    }

    /// The value at which bars and areas stand.
    pub fn floor(&self) -> f64 {
        match self.y.scale {
            Scale::Linear => 0.0_f64.clamp(self.y.low, self.y.high),
            Scale::Log10 => self.y.low,
        }
    }
}

fn x_axis(panel: &Panel) -> Option<Axis> {
    if let Some(axis) = panel
        .x_range
        .and_then(|range| Axis::between(panel.x_scale, range))
    {
        return Some(axis);
    }
    if panel
        .series
        .iter()
        .any(|s| matches!(s, Series::Bars { .. }))
    {
        let count = bar_count(panel).max(1) as f64;
        return Some(Axis {
            scale: Scale::Linear,
            low: -0.5,
            high: count - 0.5,
        });
    }
    let flush = panel
        .series
        .iter()
        .all(|s| matches!(s, Series::Histogram { .. }));
    let margin = if flush || has_heat_map(panel) {
        0.0
    } else {
        0.025
    };
    Axis::over(
        panel.x_scale,
        panel.series.iter().flat_map(|s| x_values(panel, s)),
        margin,
    )
}

/// Whether colours fill the panel.
pub(super) fn has_heat_map(panel: &Panel) -> bool {
    panel
        .series
        .iter()
        .any(|s| matches!(s, Series::HeatMap { .. }))
}

fn x_is_whole(panel: &Panel) -> bool {
    let mut values = panel.series.iter().flat_map(|s| x_values(panel, s));
    values.all(|x| !x.is_finite() || x.fract() == 0.0)
}

fn counts(panel: &Panel, series: &Series) -> bool {
    match series {
        Series::Histogram { .. } => panel.histogram_scale == HistogramScale::Count,
        Series::Bars { values, .. } => values.iter().all(|v| v.fract() == 0.0),
        Series::Vertical { .. } => true,
        _ => false,
    }
}

/// The number of places for bars.
pub(super) fn bar_count(panel: &Panel) -> usize {
    let longest = panel.series.iter().map(|s| {
        if let Series::Bars { values, .. } = s {
            values.len()
        } else {
            0
        }
    });
    longest.max().unwrap_or(0).max(panel.categories.len())
}

fn x_values(panel: &Panel, series: &Series) -> Vec<f64> {
    match series {
        Series::Histogram { values, .. } => values.clone(),
        Series::Vertical { x, .. } => vec![*x],
        _ => drawable(panel, series).map(|p| p.0).collect(),
    }
}

fn drawable(panel: &Panel, series: &Series) -> impl Iterator<Item = (f64, f64)> + use<> {
    let (x, y) = (panel.x_judge(), panel.y_judge());
    series
        .points()
        .into_iter()
        .filter(move |p| x.accepts(p.0) && y.accepts(p.1))
}

fn y_axis(panel: &Panel, x: Axis, histograms: &[Option<Heights>]) -> Option<Axis> {
    if let Some(axis) = panel
        .y_range
        .and_then(|range| Axis::between(panel.y_scale, range))
    {
        return Some(axis);
    }
    let mut values: Vec<f64> = panel
        .series
        .iter()
        .flat_map(|s| y_values(panel, s, x))
        .collect();
    values.extend(
        histograms
            .iter()
            .flatten()
            .flat_map(|h| h.heights.iter().copied()),
    );
    let bars = panel
        .series
        .iter()
        .any(|s| matches!(s, Series::Bars { .. }));
    if bars && panel.y_scale == Scale::Log10 {
        return Axis::over(Scale::Log10, values.into_iter(), 0.12).map(with_a_foot);
    }
    let stands_on_zero = panel.y_scale == Scale::Linear && panel.series.iter().any(has_floor);
    if !stands_on_zero {
        let margin = if has_heat_map(panel) { 0.0 } else { 0.05 };
        return Axis::over(panel.y_scale, values.into_iter(), margin);
    }
    values.push(0.0);
    // A bar's value stands beyond its end.
    let margin = if bars { 0.1 } else { 0.06 };
    let axis = Axis::over(Scale::Linear, values.iter().copied(), margin)?;
    let (low, high) = stats::finite_range(&values)?;
    let low = if low >= 0.0 { 0.0 } else { axis.low };
    Some(Axis {
        low,
        high: if high <= 0.0 && low < 0.0 {
            0.0
        } else {
            axis.high
        },
        ..axis
    })
}

/// Room below the least bar of a log axis, so that it has a height: down to a power of ten at least a third of one below.
fn with_a_foot(axis: Axis) -> Axis {
    Axis {
        low: (axis.low - 0.3).floor(),
        ..axis
    }
}

fn has_floor(series: &Series) -> bool {
    matches!(
        series,
        Series::Histogram { .. } | Series::Bars { .. } | Series::Area { .. }
    )
}

fn y_values(panel: &Panel, series: &Series, x: Axis) -> Vec<f64> {
    let shown = |value: f64| {
        x.position(value)
            .is_some_and(|share| (0.0..=1.0).contains(&share))
    };
    match series {
        Series::Histogram { .. } | Series::Vertical { .. } => Vec::new(),
        Series::Horizontal { y, .. } => vec![*y],
        Series::Bars { values, .. } => values.clone(),
        Series::ErrorBars { points, half, .. } => {
            let ends = points.iter().zip(half).filter(|(p, _)| shown(p.0));
            ends.flat_map(|(p, half)| [p.1 - half, p.1, p.1 + half])
                .collect()
        }
        _ => drawable(panel, series)
            .filter(|p| shown(p.0))
            .map(|p| p.1)
            .collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_and_histograms_stand_on_zero() {
        let axes = Axes::of(&Panel::new("").histogram("h", [1.0, 2.0, 2.0]));
        assert_eq!(axes.y.low, 0.0);
        let axes = Axes::of(&Panel::new("").bars("b", ["a", "b"], [3.0, 4.0]));
        assert_eq!((axes.y.low, axes.x.low, axes.x.high), (0.0, -0.5, 1.5));
    }

    #[test]
    fn bars_below_zero_hang_from_it() {
        let axes = Axes::of(&Panel::new("").bars("b", ["a"], [-3.0]));
        assert_eq!(axes.y.high, 0.0);
        assert_eq!(axes.floor(), 0.0);
    }

    #[test]
    fn the_least_bar_of_a_log_axis_has_a_height() {
        let axes = Axes::of(&Panel::new("").log_y().bars("b", ["a", "b"], [1e-5, 100.0]));
        assert!(axes.y.low <= -6.0 && axes.y.position(1e-5).unwrap() > 0.03);
    }

    #[test]
    fn a_heat_map_fills_its_panel() {
        let panel = Panel::new("").heat_map("h", (-1.0, 1.0), (0.0, 4.0), [[1.0, 2.0]]);
        let axes = Axes::of(&panel);
        let ends = (axes.x.low, axes.x.high, axes.y.low, axes.y.high);
        assert_eq!(ends, (-1.0, 1.0, 0.0, 4.0));
    }

    #[test]
    fn histograms_share_their_bins() {
        let panel = Panel::new("")
            .bins(4)
            .histogram("a", [0.0, 1.0])
            .histogram("b", [3.0, 4.0]);
        let axes = Axes::of(&panel);
        let counts: Vec<_> = axes
            .histograms
            .iter()
            .flatten()
            .map(|h| h.heights.clone())
            .collect();
        assert_eq!(counts, [vec![1.0, 1.0, 0.0, 0.0], vec![0.0, 0.0, 0.0, 2.0]]);
    }

    #[test]
    fn the_y_axis_follows_the_part_that_x_shows() {
        let panel = Panel::new("")
            .line("l", [0.0, 1.0, 100.0], [0.0, 1.0, 1e6])
            .x_range(0.0, 2.0);
        assert!(Axes::of(&panel).y.high < 2.0);
    }

    #[test]
    fn nothing_drawable_is_empty() {
        assert!(Axes::of(&Panel::new("")).empty);
        assert!(Axes::of(&Panel::new("").line("l", [f64::NAN], [1.0])).empty);
        assert!(!Axes::of(&Panel::new("").line("l", [1.0], [1.0])).empty);
    }
}
