//! The only place that talks to plotters: strokes, shapes and text in CSS pixels.

use std::fmt::Display;

use plotters::coord::Shift;
use plotters::drawing::DrawingArea;
use plotters::element::{Circle, PathElement, Polygon, Rectangle, Text};
use plotters::prelude::DrawingBackend;
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color, FontTransform, IntoFont, RGBAColor, TextStyle};

use super::font;
use super::geometry::{Point, Rect, dashes};

/// How a line is stroked.
#[derive(Clone, Copy)]
pub(super) struct Pen {
    pub colour: RGBAColor,
    pub width: f64,
    pub dashed: bool,
}

/// Which point of a text stands at its position.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Anchor {
    Left,
    Centre,
    Right,
}

/// How a text looks.
#[derive(Clone, Copy)]
pub(super) struct Look {
    pub size: f64,
    pub colour: RGBAColor,
    pub anchor: Anchor,
    /// Reads upwards.
    pub upwards: bool,
}

/// Whether strokes become pixels or paths.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Medium {
    Pixels,
    Vector,
}

/// A surface in CSS pixels. The first error is kept and reported at the end, so that drawing code reads as drawing.
pub(super) struct Canvas<'a, B: DrawingBackend> {
    area: &'a DrawingArea<B, Shift>,
    scale: f64,
    medium: Medium,
    error: Option<String>,
}

impl<'a, B: DrawingBackend> Canvas<'a, B> {
    /// `scale` device pixels per CSS pixel.
    pub fn new(area: &'a DrawingArea<B, Shift>, scale: f64, medium: Medium) -> Self {
        Self {
            area,
            scale,
            medium,
            error: None,
        }
    }

    /// The first error, if any.
    pub fn finish(self) -> Result<(), String> {
        self.error.map_or(Ok(()), Err)
    }

    fn device(&self, (x, y): Point) -> (i32, i32) {
        (
            (x * self.scale).round() as i32,
            (y * self.scale).round() as i32,
        )
    }

    fn keep<E: Display>(&mut self, result: Result<(), E>) {
        if let (Err(error), None) = (result, &self.error) {
            self.error = Some(error.to_string());
        }
    }

    pub fn fill(&mut self, rect: Rect, colour: RGBAColor) {
        let (x0, y0) = self.device((rect.x, rect.y));
        let (x1, y1) = self.device((rect.right(), rect.bottom()));
        let inclusive = if self.medium == Medium::Pixels { 1 } else { 0 };
        if x1 > x0 && y1 > y0 {
            let corners = [(x0, y0), (x1 - inclusive, y1 - inclusive)];
            self.keep(self.area.draw(&Rectangle::new(corners, colour.filled())));
        }
    }

    pub fn frame(&mut self, rect: Rect, pen: Pen) {
        let (left, top, right, bottom) = (rect.x, rect.y, rect.right(), rect.bottom());
        self.line(
            &[
                (left, top),
                (right, top),
                (right, bottom),
                (left, bottom),
                (left, top),
            ],
            pen,
        );
    }

    pub fn polygon(&mut self, points: &[Point], colour: RGBAColor) {
        let corners: Vec<_> = points.iter().map(|&p| self.device(p)).collect();
        self.keep(self.area.draw(&Polygon::new(corners, colour)));
    }

    pub fn dot(&mut self, centre: Point, radius: f64, colour: RGBAColor) {
        let radius = (radius * self.scale).round().max(1.0) as i32;
        self.keep(
            self.area
                .draw(&Circle::new(self.device(centre), radius, colour.filled())),
        );
    }

    pub fn line(&mut self, points: &[Point], pen: Pen) {
        const ON: f64 = 6.0;
        const OFF: f64 = 4.0;
        if pen.dashed {
            for dash in dashes(points, ON, OFF) {
                self.stroke(&dash, pen);
            }
        } else {
            self.stroke(points, pen);
        }
    }

    fn stroke(&mut self, points: &[Point], pen: Pen) {
        let width = (pen.width * self.scale).round().max(1.0) as u32;
        let style = pen.colour.stroke_width(width);
        let mut path: Vec<_> = points.iter().map(|&p| self.device(p)).collect();
        path.dedup();
        if self.medium == Medium::Vector {
            return self.keep(self.area.draw(&PathElement::new(path, style)));
        }
        // A thick path becomes one polygon, which leaves holes where a noisy line crosses itself: draw it piece by piece.
        let round = width > 2;
        for pair in path.windows(2) {
            self.keep(self.area.draw(&PathElement::new(pair.to_vec(), style)));
        }
        for &joint in path.iter().filter(|_| round && !pen.dashed) {
            self.keep(
                self.area
                    .draw(&Circle::new(joint, width as i32 / 2, pen.colour.filled())),
            );
        }
    }

    /// Text whose baseline's anchor stands at `at`.
    pub fn text(&mut self, text: &str, at: Point, look: Look) {
        // Plotters hangs text half a font size above the baseline in pixels, and 0.76 em above it in SVG.
        let (per_em, hang) = match self.medium {
            Medium::Pixels => (font::HEIGHT_PER_EM, font::HEIGHT_PER_EM / 2.0),
            Medium::Vector => (1.24, 0.76),
        };
        let lift = hang * look.size;
        let at = if look.upwards {
            (at.0 - lift, at.1)
        } else {
            (at.0, at.1 - lift)
        };
        let horizontal = match look.anchor {
            Anchor::Left => HPos::Left,
            Anchor::Centre => HPos::Center,
            Anchor::Right => HPos::Right,
        };
        let turn = if look.upwards {
            FontTransform::Rotate270
        } else {
            FontTransform::None
        };
        let letters = (font::FAMILY, look.size * per_em * self.scale)
            .into_font()
            .transform(turn);
        let style = TextStyle::from(letters)
            .color(&look.colour)
            .pos(Pos::new(horizontal, VPos::Top));
        self.keep(
            self.area
                .draw(&Text::new(font::composed(text), self.device(at), style)),
        );
    }

    /// Text centred on the height of its capitals at `at`.
    pub fn text_middle(&mut self, text: &str, at: Point, look: Look) {
        let drop = font::HALF_CAPITAL * look.size;
        let at = if look.upwards {
            (at.0 + drop, at.1)
        } else {
            (at.0, at.1 + drop)
        };
        self.text(text, at, look);
    }
}
