//! The one layer that turns a described figure into PNG or SVG.

mod axes;
mod bars;
mod bins;
mod canvas;
mod diagram;
mod font;
mod frame;
mod geometry;
mod grid;
mod heat;
mod layout;
mod legend;
mod lettering;
mod marks;
mod markup;
mod plane;
mod raster;
mod style;
mod tick_labels;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use plotters::prelude::{BitMapBackend, DrawingBackend, IntoDrawingArea, SVGBackend};

use super::panel::Panel;
use super::{Content, Figure};
use axes::Axes;
use canvas::{Canvas, Embedded, Medium};
use frame::{Frame, Reserve};
use geometry::Rect;
use layout::Layout;
use lettering::{Anchor, Look};

/// Pixels of the PNG per CSS pixel.
const DENSITY: u32 = 2;
/// Pixels drawn per pixel of the PNG and direction: their mean smooths every edge.
const OVERSAMPLING: u32 = 2;
/// Units of the SVG's coordinates, which are integers, per CSS pixel.
const SVG_UNITS: u32 = 10;

/// Width and height in CSS pixels.
pub(super) fn size(figure: &Figure) -> (u32, u32) {
    match font::register() {
        Ok(()) => Layout::of(figure).size(),
        Err(_) => (0, 0),
    }
}

pub(super) fn png(figure: &Figure) -> Result<Vec<u8>, String> {
    font::register()?;
    sound(figure)?;
    let layout = Layout::of(figure);
    let scale = DENSITY * OVERSAMPLING;
    let (width, height) = layout.size();
    let (width, height) = (width * scale, height * scale);
    let mut pixels = vec![255; 3 * width as usize * height as usize];
    {
        let area = BitMapBackend::with_buffer(&mut pixels, (width, height)).into_drawing_area();
        let mut canvas = Canvas::new(&area, f64::from(scale), Medium::Pixels);
        draw(&mut canvas, figure, &layout);
        canvas.finish()?;
        area.present().map_err(|e| e.to_string())?;
    }
    raster::encode(&pixels, (width, height), OVERSAMPLING)
}

pub(super) fn svg(figure: &Figure) -> Result<String, String> {
    font::register()?;
    sound(figure)?;
    let layout = Layout::of(figure);
    let (width, height) = layout.size();
    let units = (width * SVG_UNITS, height * SVG_UNITS);
    let mut text = String::new();
    let images = {
        let area = SVGBackend::with_string(&mut text, units).into_drawing_area();
        let mut canvas = Canvas::new(&area, f64::from(SVG_UNITS), Medium::Vector);
        canvas.fill(layout.whole(), style::WHITE);
        draw(&mut canvas, figure, &layout);
        let images = canvas.finish()?;
        area.present().map_err(|e| e.to_string())?;
        images
    };
    let drawn = format!("width=\"{}\" height=\"{}\"", units.0, units.1);
    let shown = format!("width=\"{width}\" height=\"{height}\"");
    Ok(embed(text.replacen(&drawn, &shown, 1), &images))
}

/// Whether the arrows of all diagrams lead somewhere.
fn sound(figure: &Figure) -> Result<(), String> {
    let fault = figure.contents.iter().find_map(|content| match content {
        Content::Diagram(diagram) => diagram.fault(),
        _ => None,
    });
    fault.map_or(Ok(()), Err)
}

/// Puts `images` at the end of an SVG, above everything drawn so far.
fn embed(svg: String, images: &[Embedded]) -> String {
    let element = |image: &Embedded| {
        let units = |css: f64| (css * f64::from(SVG_UNITS)).round();
        let Rect {
            x,
            y,
            width,
            height,
        } = image.place;
        format!(
            "<image x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" preserveAspectRatio=\"none\" image-rendering=\"optimizeSpeed\" \
             style=\"image-rendering: pixelated\" href=\"data:image/png;base64,{}\"/>\n",
            units(x),
            units(y),
            units(width),
            units(height),
            STANDARD.encode(&image.png),
        )
    };
    let elements: String = images.iter().map(element).collect();
    svg.replacen("</svg>", &format!("{elements}</svg>"), 1)
}

fn draw<B: DrawingBackend>(canvas: &mut Canvas<B>, figure: &Figure, layout: &Layout) {
    let look = Look {
        size: style::FIGURE_TITLE,
        colour: style::TEXT,
        anchor: Anchor::Centre,
        upwards: false,
    };
    let title = font::fitted(&figure.title, look.size, layout.title.width);
    canvas.text_middle(&title, layout.title.centre(), look);
    legend::draw(canvas, layout.legend, &layout.shared_legend);
    let own_legend = layout.shared_legend.is_empty();
    for (content, (place, reserve)) in figure.contents.iter().zip(&layout.places) {
        match content {
            Content::Panel(panel) => draw_panel(canvas, panel, *place, *reserve, own_legend),
            Content::Images(grid) => grid::draw(canvas, grid, *place),
            Content::Diagram(diagram) => diagram::draw(canvas, diagram, *place),
        }
    }
}

fn draw_panel<B: DrawingBackend>(
    canvas: &mut Canvas<B>,
    panel: &Panel,
    place: Rect,
    reserve: Reserve,
    own_legend: bool,
) {
    let axes = Axes::of(panel);
    let frame = Frame::new(panel, &axes, place, reserve);
    if axes.empty {
        let look = Look {
            size: style::LABEL,
            colour: style::QUIET,
            anchor: Anchor::Centre,
            upwards: false,
        };
        canvas.text_middle("nothing to draw", frame.plot.centre(), look);
    } else {
        frame.draw_grid(canvas, panel, &axes);
        marks::draw(canvas, panel, &axes, frame.plot);
    }
    frame.draw(canvas, panel, &axes);
    if own_legend {
        let rows = legend::rows(&legend::entries(panel), place.width);
        legend::draw(canvas, frame.legend, &rows);
    }
}
