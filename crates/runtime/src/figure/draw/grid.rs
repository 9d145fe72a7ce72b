//! Rows of images: cell sizes and pixels.

use plotters::prelude::DrawingBackend;

use super::super::images::{Image, ImageGrid};
use super::canvas::{Canvas, Pen};
use super::geometry::{Point, Rect};
use super::lettering::{Anchor, Look};
use super::{font, style};

const TITLE_HEIGHT: f64 = 26.0;
const COLUMN_TITLE: f64 = 20.0;
const LARGEST_CELL: f64 = 112.0;
const GAP: f64 = 6.0;
const LABEL_GAP: f64 = 10.0;

/// Sizes of a grid within a given width.
struct Cells {
    width: f64,
    height: f64,
    label_width: f64,
    top: f64,
}

impl Cells {
    fn within(grid: &ImageGrid, room: f64) -> Self {
        let columns = grid.column_count().max(1) as f64;
        let widest = grid
            .rows
            .iter()
            .map(|row| font::width(&row.label, style::LABEL))
            .fold(0.0, f64::max);
        let label_width = if widest > 0.0 {
            (widest + LABEL_GAP).min(room / 3.0)
        } else {
            0.0
        };
        let width =
            ((room - label_width - GAP * (columns - 1.0)) / columns).clamp(4.0, LARGEST_CELL);
        let aspect = grid
            .images()
            .next()
            .map_or(1.0, |i| i.height.max(1) as f64 / i.width.max(1) as f64);
        let titles = if grid.column_titles.is_empty() {
            0.0
        } else {
            COLUMN_TITLE
        };
        let top = titles
            + if grid.title.is_empty() {
                0.0
            } else {
                TITLE_HEIGHT
            };
        Self {
            width,
            height: width * aspect,
            label_width,
            top,
        }
    }

    fn width_of(&self, grid: &ImageGrid) -> f64 {
        let columns = grid.column_count().max(1) as f64;
        self.label_width + columns * self.width + (columns - 1.0) * GAP
    }

    /// Top left corner of a cell.
    fn corner(&self, origin: Point, row: usize, column: usize) -> Point {
        let x = origin.0 + self.label_width + column as f64 * (self.width + GAP);
        (x, origin.1 + self.top + row as f64 * (self.height + GAP))
    }
}

/// The height a grid takes within `room` pixels of width.
pub(super) fn height(grid: &ImageGrid, room: f64) -> f64 {
    let cells = Cells::within(grid, room);
    let rows = grid.rows.len() as f64;
    (cells.top + rows * (cells.height + GAP)).max(40.0)
}

pub(super) fn draw<B: DrawingBackend>(canvas: &mut Canvas<B>, grid: &ImageGrid, place: Rect) {
    let cells = Cells::within(grid, place.width);
    let width = cells.width_of(grid);
    let origin = (place.x + (place.width - width) / 2.0, place.y);
    let centre = Look {
        size: style::PANEL_TITLE,
        colour: style::TEXT,
        anchor: Anchor::Centre,
        upwards: false,
    };
    let title = font::fitted(&grid.title, centre.size, place.width);
    canvas.text_middle(
        &title,
        (place.centre().0, place.y + TITLE_HEIGHT / 2.0 - 2.0),
        centre,
    );
    if grid.images().next().is_none() {
        let look = Look {
            size: style::LABEL,
            colour: style::QUIET,
            ..centre
        };
        return canvas.text_middle("no images", place.centre(), look);
    }
    draw_column_titles(canvas, grid, &cells, origin);
    for (index, row) in grid.rows.iter().enumerate() {
        let (x, y) = cells.corner(origin, index, 0);
        let label = font::fitted(&row.label, style::LABEL, cells.label_width);
        let look = Look {
            size: style::LABEL,
            anchor: Anchor::Right,
            ..centre
        };
        canvas.text_middle(&label, (x - LABEL_GAP, y + cells.height / 2.0), look);
        for (column, image) in row.images.iter().enumerate() {
            let (x, y) = cells.corner(origin, index, column);
            draw_image(
                canvas,
                grid,
                image,
                Rect {
                    x,
                    y,
                    width: cells.width,
                    height: cells.height,
                },
            );
        }
    }
}

fn draw_column_titles<B: DrawingBackend>(
    canvas: &mut Canvas<B>,
    grid: &ImageGrid,
    cells: &Cells,
    origin: Point,
) {
    let look = Look {
        size: style::TICK,
        colour: style::QUIET,
        anchor: Anchor::Centre,
        upwards: false,
    };
    for (column, title) in grid.column_titles.iter().enumerate() {
        let (x, y) = cells.corner(origin, 0, column);
        let title = font::fitted(title, look.size, cells.width + GAP - 2.0);
        canvas.text_middle(
            &title,
            (x + cells.width / 2.0, y - COLUMN_TITLE / 2.0),
            look,
        );
    }
}

fn draw_image<B: DrawingBackend>(
    canvas: &mut Canvas<B>,
    grid: &ImageGrid,
    image: &Image,
    place: Rect,
) {
    let colour = |value: &f32| grid.gray(*value).map_or(style::BROKEN, |gray| [gray; 3]);
    let pixels: Vec<_> = image.pixels.iter().map(colour).collect();
    canvas.image(place, image.width, &pixels);
    let pen = Pen {
        colour: style::AXIS,
        width: 0.5,
        dashed: false,
    };
    canvas.frame(place, pen);
}
