//! Text on the canvas.

use plotters::element::Text;
use plotters::prelude::DrawingBackend;
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{FontTransform, IntoFont, RGBAColor, TextStyle};

use super::canvas::{Canvas, Medium};
use super::font;
use super::geometry::Point;

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

impl<B: DrawingBackend> Canvas<'_, B> {
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
