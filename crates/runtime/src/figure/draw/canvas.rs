//! Strokes, shapes and images in CSS pixels; with `lettering` the only place that talks to plotters.

use std::fmt::Display;

use plotters::coord::Shift;
use plotters::drawing::DrawingArea;
use plotters::element::{Circle, PathElement, Polygon, Rectangle};
use plotters::prelude::DrawingBackend;
use plotters::style::{Color, RGBAColor};

use super::geometry::{Point, Rect, dashes, rounded_corners};
use super::raster;

/// How a line is stroked.
#[derive(Clone, Copy)]
pub(super) struct Pen {
    pub colour: RGBAColor,
    pub width: f64,
    pub dashed: bool,
}

/// Whether strokes become pixels or paths.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Medium {
    Pixels,
    Vector,
}

/// A surface in CSS pixels. The first error is kept and reported at the end, so that drawing code reads as drawing.
pub(super) struct Canvas<'a, B: DrawingBackend> {
    pub(super) area: &'a DrawingArea<B, Shift>,
    pub(super) scale: f64,
    pub(super) medium: Medium,
    images: Vec<Embedded>,
    error: Option<String>,
}

/// An image that a vector drawing embeds; plotters has no element for it.
pub(super) struct Embedded {
    pub place: Rect,
    pub png: Vec<u8>,
}

impl<'a, B: DrawingBackend> Canvas<'a, B> {
    /// `scale` device pixels per CSS pixel.
    pub fn new(area: &'a DrawingArea<B, Shift>, scale: f64, medium: Medium) -> Self {
        Self {
            area,
            scale,
            medium,
            images: Vec::new(),
            error: None,
        }
    }

    /// The images to embed, or the first error.
    pub fn finish(self) -> Result<Vec<Embedded>, String> {
        self.error.map_or(Ok(self.images), Err)
    }

    pub(super) fn device(&self, (x, y): Point) -> (i32, i32) {
        (
            (x * self.scale).round() as i32,
            (y * self.scale).round() as i32,
        )
    }

    pub(super) fn keep<E: Display>(&mut self, result: Result<(), E>) {
        if let (Err(error), None) = (result, &self.error) {
            self.error = Some(error.to_string());
        }
    }

    pub fn fill(&mut self, rect: Rect, colour: RGBAColor) {
        let (x0, y0) = self.device((rect.x, rect.y));
        let (x1, y1) = self.device((rect.right(), rect.bottom()));
        if x1 > x0 && y1 > y0 {
            let corners = [(x0, y0), (x1, y1)];
            self.keep(self.area.draw(&Rectangle::new(corners, colour.filled())));
        }
    }

    /// An image of `width` pixels per row, each pixel a square of `place`.
    pub fn image(&mut self, place: Rect, width: usize, pixels: &[[u8; 3]]) {
        if width == 0 || pixels.len() < width {
            return;
        }
        let height = pixels.len() / width;
        match self.medium {
            Medium::Pixels => self.image_as_rectangles(place, width, height, pixels),
            Medium::Vector => {
                let bytes: Vec<u8> = pixels[..width * height].concat();
                match raster::encode(&bytes, (width as u32, height as u32), 1) {
                    Ok(png) => self.images.push(Embedded { place, png }),
                    Err(error) => self.keep(Err(error)),
                }
            }
        }
    }

    /// Equal neighbours of a row become one rectangle.
    fn image_as_rectangles(
        &mut self,
        place: Rect,
        width: usize,
        height: usize,
        pixels: &[[u8; 3]],
    ) {
        let (across, down) = (place.width / width as f64, place.height / height as f64);
        for (row, line) in pixels.chunks_exact(width).enumerate() {
            let mut start = 0;
            for run in line.chunk_by(|a, b| a == b) {
                let [red, green, blue] = run[0];
                let rect = Rect {
                    x: place.x + across * start as f64,
                    y: place.y + down * row as f64,
                    width: across * run.len() as f64,
                    height: down,
                };
                self.fill(rect, RGBAColor(red, green, blue, 1.0));
                start += run.len();
            }
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

    /// A rectangle with round corners, with an edge of a colour and a width.
    pub fn rounded(&mut self, rect: Rect, colour: RGBAColor, edge: Option<(RGBAColor, f64)>) {
        let outline = rounded_corners(rect, 6.0);
        self.polygon(&outline, colour);
        if let Some((colour, width)) = edge {
            let closed: Vec<Point> = outline.iter().chain(outline.first()).copied().collect();
            let dashed = false;
            self.line(
                &closed,
                Pen {
                    colour,
                    width,
                    dashed,
                },
            );
        }
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

    /// A line with a filled head at its end; too short a one is a head alone.
    pub fn arrow(&mut self, from: Point, to: Point, pen: Pen) {
        let (dx, dy) = (to.0 - from.0, to.1 - from.1);
        let length = dx.hypot(dy);
        if length < 1e-6 {
            return;
        }
        let (dx, dy) = (dx / length, dy / length);
        let head = (3.0 + 2.5 * pen.width).min(length);
        let neck = (to.0 - head * dx, to.1 - head * dy);
        self.line(&[from, neck], pen);
        let half = 0.45 * head;
        let side = |way: f64| (neck.0 - way * half * dy, neck.1 + way * half * dx);
        self.polygon(&[to, side(1.0), side(-1.0)], pen.colour);
    }

    /// Coloured squares that later strokes may cover, unlike an [`image`](Self::image) of a vector drawing.
    pub fn squares(&mut self, place: Rect, width: usize, pixels: &[[u8; 3]]) {
        if width > 0 && pixels.len() >= width {
            self.image_as_rectangles(place, width, pixels.len() / width, pixels);
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
}

#[cfg(test)]
mod tests {
    use plotters::prelude::{BitMapBackend, IntoDrawingArea};

    use super::*;

    #[test]
    fn neighbouring_rectangles_leave_no_gap_between_them() {
        let mut pixels = vec![255; 3 * 40 * 40];
        {
            let area = BitMapBackend::with_buffer(&mut pixels, (40, 40)).into_drawing_area();
            let mut canvas = Canvas::new(&area, 4.0, Medium::Pixels);
            for (x, width) in [(0.0, 5.1), (5.1, 4.9)] {
                for (y, height) in [(0.0, 3.3), (3.3, 6.7)] {
                    canvas.fill(
                        Rect {
                            x,
                            y,
                            width,
                            height,
                        },
                        RGBAColor(0, 0, 0, 1.0),
                    );
                }
            }
            canvas.finish().unwrap();
        }
        assert_eq!(pixels.iter().filter(|&&value| value != 0).count(), 0);
    }
}
