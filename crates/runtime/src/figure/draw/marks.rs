//! The series themselves.

use plotters::prelude::DrawingBackend;
use plotters::style::RGBAColor;

use super::super::panel::Panel;
use super::super::series::{Series, Stroke};
use super::axes::Axes;
use super::canvas::{Canvas, Pen};
use super::geometry::{Point, Rect, clip_line};
use super::{bars, legend, style};

/// What one series is drawn with.
pub(super) struct Brush<'a> {
    pub axes: &'a Axes,
    pub plot: Rect,
    pub colour: RGBAColor,
}

impl Brush<'_> {
    fn place(&self, (x, y): (f64, f64)) -> Option<Point> {
        Some(
            self.plot
                .at((self.axes.x.position(x)?, self.axes.y.position(y)?)),
        )
    }

    /// Height of a value that may be beyond the panel, cut to the panel.
    pub fn height(&self, y: f64) -> f64 {
        self.unit_height(self.axes.y.position(y).unwrap_or(0.0))
    }

    fn unit_height(&self, share: f64) -> f64 {
        self.plot.at((0.0, share.clamp(0.0, 1.0))).1
    }

    pub fn floor(&self) -> f64 {
        self.unit_height(self.axes.y.unit(self.axes.floor()))
    }

    pub fn across(&self, scaled: f64) -> f64 {
        self.plot
            .at((self.axes.x.unit(scaled).clamp(0.0, 1.0), 0.0))
            .0
    }

    pub fn pen(&self, width: f64, dashed: bool) -> Pen {
        Pen {
            colour: self.colour,
            width,
            dashed,
        }
    }
}

/// Draws all series of `panel`, the filled ones first so that lines stay visible.
pub(super) fn draw<B: DrawingBackend>(
    canvas: &mut Canvas<B>,
    panel: &Panel,
    axes: &Axes,
    plot: Rect,
) {
    let colours = legend::colours(panel);
    for filled in [true, false] {
        for (index, series) in panel.series.iter().enumerate() {
            let brush = Brush {
                axes,
                plot,
                colour: colours[index],
            };
            if is_filled(series) == filled {
                draw_series(canvas, panel, index, &brush);
            }
        }
    }
}

fn is_filled(series: &Series) -> bool {
    matches!(
        series,
        Series::Histogram { .. } | Series::Bars { .. } | Series::Area { .. }
    )
}

fn draw_series<B: DrawingBackend>(
    canvas: &mut Canvas<B>,
    panel: &Panel,
    index: usize,
    brush: &Brush,
) {
    match &panel.series[index] {
        Series::Line { points, stroke, .. } => line(canvas, points, *stroke, brush),
        Series::Scatter { points, .. } => scatter(canvas, points, brush),
        Series::Area { points, .. } => area(canvas, points, brush),
        Series::ErrorBars { points, half, .. } => error_bars(canvas, points, half, brush),
        Series::Histogram { .. } => {
            if let Some(heights) = &brush.axes.histograms[index] {
                bars::histogram(canvas, heights, brush);
            }
        }
        Series::Bars { values, .. } => bars::bars(canvas, panel, index, values, brush),
        Series::Vertical { x, .. } => {
            let share = brush.axes.x.position(*x);
            reference(canvas, share.map(|s| [(s, 0.0), (s, 1.0)]), brush);
        }
        Series::Horizontal { y, .. } => {
            let share = brush.axes.y.position(*y);
            reference(canvas, share.map(|s| [(0.0, s), (1.0, s)]), brush);
        }
    }
}

fn line<B: DrawingBackend>(
    canvas: &mut Canvas<B>,
    points: &[(f64, f64)],
    stroke: Stroke,
    brush: &Brush,
) {
    let places: Vec<_> = points.iter().map(|&p| brush.place(p)).collect();
    for part in clip_line(brush.plot, &places) {
        canvas.line(&part, brush.pen(style::LINE, stroke == Stroke::Dashed));
    }
    let alone = |i: usize| {
        let joined = |j: Option<usize>| j.and_then(|j| places.get(j)).is_some_and(Option::is_some);
        !joined(i.checked_sub(1)) && !joined(Some(i + 1))
    };
    for (i, place) in places.iter().enumerate() {
        if let Some(at) =
            place.filter(|at| brush.plot.contains(*at) && (stroke == Stroke::Marked || alone(i)))
        {
            canvas.dot(at, 3.5, brush.colour);
        }
    }
}

fn scatter<B: DrawingBackend>(canvas: &mut Canvas<B>, points: &[(f64, f64)], brush: &Brush) {
    let (radius, alpha) = match points.len() {
        0..=60 => (3.5, 0.9),
        61..=600 => (2.5, 0.65),
        _ => (1.75, 0.4),
    };
    let places = points.iter().filter_map(|&p| brush.place(p));
    for at in places.filter(|at| brush.plot.contains(*at)) {
        canvas.dot(at, radius, style::faded(brush.colour, alpha));
    }
}

fn area<B: DrawingBackend>(canvas: &mut Canvas<B>, points: &[(f64, f64)], brush: &Brush) {
    let places: Vec<_> = points.iter().map(|&p| brush.place(p)).collect();
    let floor = brush.floor();
    for part in clip_line(brush.plot, &places) {
        let mut outline = part.clone();
        outline.push((part[part.len() - 1].0, floor));
        outline.push((part[0].0, floor));
        canvas.polygon(&outline, style::faded(brush.colour, 0.25));
        canvas.line(&part, brush.pen(style::LINE, false));
    }
}

fn error_bars<B: DrawingBackend>(
    canvas: &mut Canvas<B>,
    points: &[(f64, f64)],
    half: &[f64],
    brush: &Brush,
) {
    const CAP: f64 = 4.0;
    for (&(x, y), half) in points.iter().zip(half) {
        let Some(at) = brush.place((x, y)).filter(|at| brush.plot.contains(*at)) else {
            continue;
        };
        if half.is_finite() {
            let (top, bottom) = (brush.height(y + half), brush.height(y - half));
            canvas.line(&[(at.0, top), (at.0, bottom)], brush.pen(1.5, false));
            for end in [top, bottom] {
                canvas.line(
                    &[(at.0 - CAP, end), (at.0 + CAP, end)],
                    brush.pen(1.5, false),
                );
            }
        }
        canvas.dot(at, 3.5, brush.colour);
    }
}

fn reference<B: DrawingBackend>(
    canvas: &mut Canvas<B>,
    ends: Option<[(f64, f64); 2]>,
    brush: &Brush,
) {
    let Some(ends) = ends else { return };
    let inside = ends
        .iter()
        .all(|(x, y)| (0.0..=1.0).contains(x) && (0.0..=1.0).contains(y));
    if inside {
        canvas.line(&ends.map(|end| brush.plot.at(end)), brush.pen(1.5, true));
    }
}
