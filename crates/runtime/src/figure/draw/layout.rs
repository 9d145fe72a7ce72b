//! Where a figure's title and panels stand.

use super::super::{Content, Figure};
use super::frame::Reserve;
use super::geometry::Rect;
use super::legend::{self, Entry};
use super::{diagram, font, grid, style};

const MARGIN: f64 = 12.0;
const GUTTER: f64 = 18.0;
const TITLE_HEIGHT: f64 = 30.0;
/// Width of one panel alone.
const SINGLE: f64 = 720.0;
/// Width of everything else: what a notebook shows without shrinking it.
const FULL: f64 = 900.0;

/// The places of a figure's parts in CSS pixels.
pub(super) struct Layout {
    pub title: Rect,
    /// The legend that all panels have in common, once for the figure; empty where they differ.
    pub shared_legend: Vec<Vec<Entry>>,
    pub legend: Rect,
    /// One place per content, in order, with the room that its row keeps for titles and labels.
    pub places: Vec<(Rect, Reserve)>,
    width: f64,
    height: f64,
}

impl Layout {
    pub fn of(figure: &Figure) -> Self {
        let columns = columns(figure);
        let width = figure
            .width
            .map_or_else(|| default_width(figure, columns), f64::from);
        let inner = width - 2.0 * MARGIN;
        let shared_legend = shared_legend(figure, inner);
        let title_height = if figure.title.is_empty() {
            0.0
        } else {
            TITLE_HEIGHT
        };
        let title = Rect {
            x: MARGIN,
            y: MARGIN / 2.0,
            width: inner,
            height: title_height,
        };
        let legend_height = legend::ROW * shared_legend.len() as f64;
        let legend = Rect {
            x: MARGIN,
            y: title.bottom() + 2.0,
            width: inner,
            height: legend_height,
        };
        let mut layout = Self {
            title,
            shared_legend,
            legend,
            places: Vec::new(),
            width,
            height: 0.0,
        };
        layout.place_rows(figure, columns, legend.bottom() + 4.0);
        layout
    }

    fn place_rows(&mut self, figure: &Figure, columns: usize, top: f64) {
        let gutters = GUTTER * (columns - 1) as f64;
        let panel_width = (self.width - 2.0 * MARGIN - gutters) / columns as f64;
        let mut y = top;
        for row in figure.contents.chunks(columns) {
            let reserve = self.reserve(row, panel_width);
            let plot_height = figure
                .panel_height
                .map_or_else(|| default_height(columns), f64::from);
            let heights = row.iter().map(|content| match content {
                Content::Images(images) => grid::height(images, panel_width),
                Content::Diagram(diagram) => diagram::height(diagram, panel_width),
                Content::Panel(_) => plot_height + legend::ROW * reserve.legend_rows as f64,
            });
            let height = heights.fold(0.0, f64::max);
            for column in 0..row.len() {
                let x = MARGIN + (panel_width + GUTTER) * column as f64;
                let place = Rect {
                    x,
                    y,
                    width: panel_width,
                    height,
                };
                self.places.push((place, reserve));
            }
            y += height + GUTTER;
        }
        self.height = if figure.contents.is_empty() {
            top + MARGIN
        } else {
            y - GUTTER + MARGIN
        };
    }

    fn reserve(&self, row: &[Content], width: f64) -> Reserve {
        let reserves = row.iter().map(|content| match content {
            Content::Images(_) | Content::Diagram(_) => Reserve::default(),
            Content::Panel(panel) if !self.shared_legend.is_empty() => Reserve::of(panel, 0),
            Content::Panel(panel) => {
                let rows = legend::rows(&legend::entries(panel), width).len();
                Reserve::of(panel, rows)
            }
        });
        reserves.fold(Reserve::default(), Reserve::and)
    }

    /// Width and height in CSS pixels.
    pub fn size(&self) -> (u32, u32) {
        (self.width.ceil() as u32, self.height.ceil() as u32)
    }

    pub fn whole(&self) -> Rect {
        Rect {
            x: 0.0,
            y: 0.0,
            width: self.width.ceil(),
            height: self.height.ceil(),
        }
    }
}

fn columns(figure: &Figure) -> usize {
    let count = figure.contents.len().max(1);
    let wide = figure
        .contents
        .iter()
        .any(|content| !matches!(content, Content::Panel(_)));
    let chosen = match count {
        _ if wide => 1,
        1..=3 => count,
        4 => 2,
        _ => 3,
    };
    figure.columns.unwrap_or(chosen).min(count)
}

fn default_width(figure: &Figure, columns: usize) -> f64 {
    let panels_only = figure
        .contents
        .iter()
        .all(|content| matches!(content, Content::Panel(_)));
    let alone = columns == 1 && panels_only;
    let title = font::width(&figure.title, style::FIGURE_TITLE) + 2.0 * MARGIN;
    if alone {
        SINGLE.max(title.min(FULL))
    } else {
        FULL
    }
}

fn default_height(columns: usize) -> f64 {
    match columns {
        1 => 380.0,
        2 => 330.0,
        _ => 270.0,
    }
}

/// The legend once for the whole figure where two panels or more show the same names alike.
fn shared_legend(figure: &Figure, room: f64) -> Vec<Vec<Entry>> {
    let panels = figure.contents.iter().map(|content| match content {
        Content::Panel(panel) => legend::entries(panel),
        Content::Images(_) | Content::Diagram(_) => Vec::new(),
    });
    let legends: Vec<_> = panels.collect();
    match legends.split_first() {
        Some((first, rest)) if !rest.is_empty() && rest.iter().all(|other| other == first) => {
            legend::rows(first, room)
        }
        _ => Vec::new(),
    }
}
