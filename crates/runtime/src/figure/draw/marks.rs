//! The series themselves.

use plotters::prelude::DrawingBackend;
use plotters::style::RGBAColor;

use super::super::panel::Panel;
use super::super::series::{Series, Stroke};
use super::axes::{Axes, has_heat_map};
use super::canvas::{Canvas, Pen};
use super::geometry::{Point, Rect, clip_line};
use super::{bars, heat, legend, plane, style};

/// What one series is drawn with.
pub(super) struct Brush<'a> {
    pub axes: &'a Axes,
    pub plot: Rect,
    pub colour: RGBAColor,
    /// The opacity that the panel asks for.
    pub alpha: Option<f64>,
    /// Whether marks need a white edge to stand out from the colours below them.
    pub edged: bool,
}

/// Width of a white edge.
const EDGE: f64 = 1.5;

impl Brush<'_> {
    pub fn place(&self, (x, y): (f64, f64)) -> Option<Point> {
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

    /// The colour with the opacity that the panel asks for, or else with `usual`.
    pub fn shade(&self, usual: f64) -> RGBAColor {
        style::faded(self.colour, self.alpha.unwrap_or(usual))
    }

    pub fn pen(&self, width: f64, dashed: bool) -> Pen {
        Pen {
            colour: self.shade(1.0),
            width,
            dashed,
        }
    }
}

/// Draws all series of `panel`, the filled ones first so that lines stay visible, and words last.
pub(super) fn draw<B: DrawingBackend>(
    canvas: &mut Canvas<B>,
    panel: &Panel,
    axes: &Axes,
    plot: Rect,
) {
    let colours = legend::colours(panel);
    for layer in [Layer::Below, Layer::Data, Layer::Words] {
        for (index, series) in panel.series.iter().enumerate() {
            let brush = Brush {
                axes,
                plot,
                colour: colours[index],
                alpha: panel.finishes[index].alpha,
                edged: has_heat_map(panel),
            };
            if layer_of(series) == layer {
                draw_series(canvas, panel, index, &brush);
            }
            if layer == Layer::Words {
                bars::values(canvas, panel, index, &brush);
            }
        }
    }
}

/// What covers what.
#[derive(Clone, Copy, PartialEq)]
enum Layer {
    Below,
    Data,
    Words,
}

fn layer_of(series: &Series) -> Layer {
    match series {
        Series::Histogram { .. }
        | Series::Bars { .. }
        | Series::Area { .. }
        | Series::Band { .. }
        | Series::HeatMap { .. } => Layer::Below,
        Series::Note { .. } => Layer::Words,
        _ => Layer::Data,
    }
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
        Series::Band { edges, .. } => band(canvas, edges, brush),
        Series::Arrows { arrows, .. } => plane::arrows(canvas, arrows, brush),
        Series::HeatMap { rows, x, y, .. } => heat::draw(canvas, rows, (*x, *y), brush),
        Series::Note { text, at } => plane::note(canvas, text, *at, brush),
        Series::ErrorBars { points, half, .. } => error_bars(canvas, points, half, brush),
        Series::Histogram { .. } => {
            if let Some(heights) = &brush.axes.histograms[index] {
                bars::histogram(canvas, heights, brush);
            }
        }
        Series::Bars { .. } => bars::bars(canvas, panel, index, brush),
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
        if brush.edged {
            canvas.line(&part, white(style::LINE));
        }
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
            canvas.dot(at, 3.5, brush.shade(1.0));
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
        if brush.edged {
            canvas.dot(at, radius + EDGE, style::WHITE);
        }
        canvas.dot(at, radius, brush.shade(alpha));
    }
}

/// What stands below a stroke as its edge.
fn white(width: f64) -> Pen {
    Pen {
        colour: style::WHITE,
        width: width + 2.0 * EDGE,
        dashed: false,
    }
}

fn area<B: DrawingBackend>(canvas: &mut Canvas<B>, points: &[(f64, f64)], brush: &Brush) {
    let places: Vec<_> = points.iter().map(|&p| brush.place(p)).collect();
    let floor = brush.floor();
    for part in clip_line(brush.plot, &places) {
        let mut outline = part.clone();
        outline.push((part[part.len() - 1].0, floor));
        outline.push((part[0].0, floor));
        canvas.polygon(&outline, brush.shade(0.25));
        let edge = Pen {
            colour: brush.colour,
            ..brush.pen(style::LINE, false)
        };
        canvas.line(&part, edge);
    }
}

/// Between two drawable neighbours a piece of the band, cut to the panel.
fn band<B: DrawingBackend>(canvas: &mut Canvas<B>, edges: &[(f64, f64, f64)], brush: &Brush) {
    let drawable = |&(x, low, high): &(f64, f64, f64)| {
        let (x, y) = (brush.axes.x.to_scale(x)?, brush.axes.y);
        (y.accepts(low) && y.accepts(high)).then(|| {
            let across = brush.across(x);
            [(across, brush.height(low)), (across, brush.height(high))]
        })
    };
    let ends: Vec<_> = edges.iter().map(drawable).collect();
    for run in ends.split(Option::is_none) {
        let lower = run.iter().flatten().map(|[low, _]| *low);
        let upper = run.iter().flatten().rev().map(|[_, high]| *high);
        let outline: Vec<_> = lower.chain(upper).collect();
        if outline.len() > 3 {
            canvas.polygon(&outline, brush.shade(0.2));
        }
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
        canvas.dot(at, 3.5, brush.shade(1.0));
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
