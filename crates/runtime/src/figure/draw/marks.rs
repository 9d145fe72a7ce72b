//! The series themselves.

use plotters::prelude::DrawingBackend;
use plotters::style::RGBAColor;

use super::super::number::significant;
use super::super::panel::Panel;
use super::super::series::{Series, Stroke};
use super::axes::{Axes, Heights, bar_count};
use super::canvas::{Anchor, Canvas, Look, Pen};
use super::geometry::{Point, Rect, clip_line};
use super::{font, legend, style};

/// What one series is drawn with.
struct Brush<'a> {
    axes: &'a Axes,
    plot: Rect,
    colour: RGBAColor,
}

impl Brush<'_> {
    fn place(&self, (x, y): (f64, f64)) -> Option<Point> {
        Some(
            self.plot
                .at((self.axes.x.position(x)?, self.axes.y.position(y)?)),
        )
    }

    /// Height of a value that may be beyond the panel, cut to the panel.
    fn height(&self, y: f64) -> f64 {
        self.unit_height(self.axes.y.position(y).unwrap_or(0.0))
    }

    fn unit_height(&self, share: f64) -> f64 {
        self.plot.at((0.0, share.clamp(0.0, 1.0))).1
    }

    fn floor(&self) -> f64 {
        self.unit_height(self.axes.y.unit(self.axes.floor()))
    }

    fn across(&self, scaled: f64) -> f64 {
        self.plot
            .at((self.axes.x.unit(scaled).clamp(0.0, 1.0), 0.0))
            .0
    }

    fn pen(&self, width: f64, dashed: bool) -> Pen {
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
                histogram(canvas, heights, brush);
            }
        }
        Series::Bars { values, .. } => bars(canvas, panel, index, values, brush),
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

fn histogram<B: DrawingBackend>(canvas: &mut Canvas<B>, heights: &Heights, brush: &Brush) {
    let floor = brush.floor();
    let mut outline = vec![(brush.across(heights.edges[0]), floor)];
    for (edges, &height) in heights.edges.windows(2).zip(&heights.heights) {
        let top = if height > 0.0 {
            brush.height(height)
        } else {
            floor
        };
        outline.extend([(brush.across(edges[0]), top), (brush.across(edges[1]), top)]);
    }
    outline.push((brush.across(heights.edges[heights.edges.len() - 1]), floor));
    canvas.polygon(&outline, style::faded(brush.colour, 0.35));
    canvas.line(&outline, brush.pen(1.25, false));
}

fn bars<B: DrawingBackend>(
    canvas: &mut Canvas<B>,
    panel: &Panel,
    index: usize,
    values: &[f64],
    brush: &Brush,
) {
    let sets: Vec<usize> = panel
        .series
        .iter()
        .enumerate()
        .filter(|(_, s)| matches!(s, Series::Bars { .. }))
        .map(|(i, _)| i)
        .collect();
    let place = sets.iter().position(|&i| i == index).unwrap_or(0) as f64;
    let slot = brush.plot.width / bar_count(panel).max(1) as f64;
    let width = (0.72 * slot / sets.len() as f64).min(90.0);
    let floor = brush.floor();
    for (category, &value) in values
        .iter()
        .enumerate()
        .filter(|(_, v)| brush.axes.y.accepts(**v))
    {
        let middle = brush.plot.x + slot * (category as f64 + 0.5);
        let x = middle + width * (place - sets.len() as f64 / 2.0);
        let top = brush.height(value);
        let bar = Rect {
            x: x + 1.0,
            y: top.min(floor),
            width: width - 2.0,
            height: (top - floor).abs(),
        };
        canvas.fill(bar, style::lightened(brush.colour, 0.85));
        bar_value(canvas, bar, value, slot / sets.len() as f64);
    }
}

/// The value above its bar, or below it where it hangs, if there is room.
fn bar_value<B: DrawingBackend>(canvas: &mut Canvas<B>, bar: Rect, value: f64, room: f64) {
    const SIZE: f64 = 11.0;
    const HEIGHT: f64 = 12.0;
    let text = significant(value);
    let width = font::width(&text, SIZE);
    if width > room {
        return;
    }
    let y = if value < 0.0 {
        bar.bottom() + 3.0
    } else {
        bar.y - HEIGHT - 2.0
    };
    let place = Rect {
        x: bar.centre().0 - width / 2.0 - 1.0,
        y,
        width: width + 2.0,
        height: HEIGHT,
    };
    canvas.fill(place, style::WHITE);
    let look = Look {
        size: SIZE,
        colour: style::QUIET,
        anchor: Anchor::Centre,
        upwards: false,
    };
    canvas.text_middle(&text, place.centre(), look);
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
