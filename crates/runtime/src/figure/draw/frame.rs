//! A panel's title, axes, ticks and labels.

use plotters::prelude::DrawingBackend;

use super::super::panel::Panel;
use super::super::ticks::Ticks;
use super::axes::Axes;
use super::canvas::{Canvas, Pen};
use super::geometry::Rect;
use super::lettering::{Anchor, Look};
use super::{font, heat, style, tick_labels};

/// Where the parts of a panel lie.
pub(super) struct Frame {
    /// The area of the data.
    pub plot: Rect,
    pub legend: Rect,
    title: Rect,
    x_ticks: Ticks,
    y_ticks: Ticks,
    whole: Rect,
}

/// What a panel keeps room for, so that the panels of a row line up.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Reserve {
    pub legend_rows: usize,
    pub title: bool,
    pub x_label: bool,
}

impl Reserve {
    /// Room for what `panel` itself has.
    pub fn of(panel: &Panel, legend_rows: usize) -> Self {
        Self {
            legend_rows,
            title: !panel.title.is_empty(),
            x_label: !panel.x_label.is_empty(),
        }
    }

    /// Room for both.
    pub fn and(self, other: Self) -> Self {
        Self {
            legend_rows: self.legend_rows.max(other.legend_rows),
            title: self.title || other.title,
            x_label: self.x_label || other.x_label,
        }
    }
}

const TITLE_HEIGHT: f64 = 24.0;
const TICK_GAP: f64 = 6.0;
const TICK_HEIGHT: f64 = 20.0;
const LABEL_HEIGHT: f64 = 20.0;

impl Frame {
    /// Divides `whole` into title, legend, and axes with room for their labels, as `reserve` says.
    pub fn new(panel: &Panel, axes: &Axes, whole: Rect, reserve: Reserve) -> Self {
        let y_ticks = tick_labels::y_ticks(axes, whole.height);
        let widest = tick_labels::widest(&y_ticks);
        let y_label = if panel.y_label.is_empty() {
            0.0
        } else {
            LABEL_HEIGHT
        };
        let x_label = if reserve.x_label { LABEL_HEIGHT } else { 0.0 };
        let title_height = if reserve.title { TITLE_HEIGHT } else { 4.0 };
        let legend_height = super::legend::ROW * reserve.legend_rows as f64;
        let left = whole.x + y_label + widest + TICK_GAP + 2.0;
        let top = whole.y + title_height + legend_height + 4.0;
        let right = whole.right() - 12.0 - heat::scale_width(panel);
        let bottom = whole.bottom() - TICK_HEIGHT - x_label;
        let plot = Rect {
            x: left,
            y: top,
            width: right - left,
            height: bottom - top,
        };
        let plot = if panel.equal_aspect {
            equal(plot, axes)
        } else {
            plot
        };
        let x_ticks = tick_labels::x_ticks(panel, axes, plot.width);
        let title = Rect {
            height: title_height,
            ..whole
        };
        let legend = Rect {
            y: whole.y + title_height,
            height: legend_height,
            ..whole
        };
        Self {
            plot,
            legend,
            title,
            x_ticks,
            y_ticks,
            whole,
        }
    }

    /// Draws the grid below the data.
    pub fn draw_grid<B: DrawingBackend>(&self, canvas: &mut Canvas<B>, panel: &Panel, axes: &Axes) {
        let pen = |colour| Pen {
            colour,
            width: 1.0,
            dashed: false,
        };
        let plot = self.plot;
        let mut across = |unit: f64, colour| {
            if (-1e-9..=1.0 + 1e-9).contains(&unit) {
                canvas.line(&[plot.at((0.0, unit)), plot.at((1.0, unit))], pen(colour));
            }
        };
        self.y_ticks
            .minor
            .iter()
            .for_each(|v| across(axes.y.unit(*v), style::MINOR_GRID));
        self.y_ticks
            .major
            .iter()
            .for_each(|(v, _)| across(axes.y.unit(*v), style::GRID));
        if tick_labels::has_bars(panel) {
            return;
        }
        let mut up = |unit: f64, colour| {
            canvas.line(&[plot.at((unit, 0.0)), plot.at((unit, 1.0))], pen(colour))
        };
        self.x_ticks
            .minor
            .iter()
            .for_each(|v| up(axes.x.unit(*v), style::MINOR_GRID));
        self.x_ticks
            .major
            .iter()
            .for_each(|(v, _)| up(axes.x.unit(*v), style::GRID));
    }

    /// Draws the border, ticks, labels and title over the data's edge.
    pub fn draw<B: DrawingBackend>(&self, canvas: &mut Canvas<B>, panel: &Panel, axes: &Axes) {
        canvas.frame(
            self.plot,
            Pen {
                colour: style::AXIS,
                width: 1.0,
                dashed: false,
            },
        );
        self.draw_title(canvas, panel);
        self.draw_x(canvas, panel, axes);
        self.draw_y(canvas, panel, axes);
        heat::draw_scale(canvas, panel, self.plot);
    }

    fn draw_title<B: DrawingBackend>(&self, canvas: &mut Canvas<B>, panel: &Panel) {
        let look = text_look(style::PANEL_TITLE, Anchor::Centre);
        let title = font::fitted(&panel.title, look.size, self.whole.width);
        let centre = (self.plot.centre().0, self.title.centre().1);
        let half = font::width(&title, look.size) / 2.0;
        let x = centre
            .0
            .max(self.whole.x + half)
            .min(self.whole.right() - half);
        canvas.text_middle(&title, (x, centre.1), look);
    }

    fn draw_x<B: DrawingBackend>(&self, canvas: &mut Canvas<B>, panel: &Panel, axes: &Axes) {
        let look = Look {
            colour: style::QUIET,
            ..text_look(style::TICK, Anchor::Centre)
        };
        let y = self.plot.bottom() + TICK_GAP + style::TICK * font::HALF_CAPITAL + 2.0;
        for (value, label) in &self.x_ticks.major {
            let (x, _) = self.plot.at((axes.x.unit(*value), 0.0));
            canvas.text_middle(label, (x, y), look);
        }
        let look = text_look(style::LABEL, Anchor::Centre);
        let label = font::fitted(&panel.x_label, look.size, self.whole.width);
        let at = (
            self.plot.centre().0,
            self.whole.bottom() - LABEL_HEIGHT / 2.0,
        );
        canvas.text_middle(&label, at, look);
    }

    fn draw_y<B: DrawingBackend>(&self, canvas: &mut Canvas<B>, panel: &Panel, axes: &Axes) {
        let look = Look {
            colour: style::QUIET,
            ..text_look(style::TICK, Anchor::Right)
        };
        for (value, label) in &self.y_ticks.major {
            let (_, y) = self.plot.at((0.0, axes.y.unit(*value)));
            canvas.text_middle(label, (self.plot.x - TICK_GAP, y), look);
        }
        let look = Look {
            upwards: true,
            ..text_look(style::LABEL, Anchor::Centre)
        };
        let label = font::fitted(&panel.y_label, look.size, self.whole.height);
        let widest = tick_labels::widest(&self.y_ticks);
        let x = self.plot.x - TICK_GAP - widest - LABEL_HEIGHT / 2.0 - 1.0;
        canvas.text_middle(&label, (x, self.plot.centre().1), look);
    }
}

fn text_look(size: f64, anchor: Anchor) -> Look {
    Look {
        size,
        colour: style::TEXT,
        anchor,
        upwards: false,
    }
}

/// The largest centred part of `plot` with the same length per unit on both axes.
fn equal(plot: Rect, axes: &Axes) -> Rect {
    let per_unit =
        (plot.width / (axes.x.high - axes.x.low)).min(plot.height / (axes.y.high - axes.y.low));
    let (width, height) = (
        per_unit * (axes.x.high - axes.x.low),
        per_unit * (axes.y.high - axes.y.low),
    );
    Rect {
        x: plot.x + (plot.width - width) / 2.0,
        y: plot.y + (plot.height - height) / 2.0,
        width,
        height,
    }
}
