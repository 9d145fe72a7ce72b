//! One box: its words in lines, its size, its look.

use plotters::prelude::DrawingBackend;
use plotters::style::RGBAColor;

use super::super::super::diagram::{Block, Line, Tone};
use super::super::canvas::Canvas;
use super::super::geometry::Rect;
use super::super::lettering::{Anchor, Look};
use super::super::{font, markup, style};
use super::layout::Layout;

const TITLE: f64 = 13.5;
const FORMULA: f64 = 13.0;
const NOTE: f64 = 11.5;
/// From one line's middle to the next, in sizes of the letters.
const LEADING: f64 = 1.45;
pub(super) const PADDING: f64 = 11.0;

/// A line of a box as it is drawn.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Text {
    words: String,
    size: f64,
    kind: Kind,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Kind {
    Title,
    Formula,
    Note,
}

impl Text {
    fn height(&self) -> f64 {
        LEADING * self.size
    }
}

fn measure(words: &str, size: f64, kind: Kind) -> f64 {
    match kind {
        Kind::Formula => markup::width(words, size),
        Kind::Title | Kind::Note => font::width(words, size),
    }
}

fn pieces(block: &Block) -> impl Iterator<Item = (&str, f64, Kind)> {
    let below = block.lines.iter().map(|line| match line {
        Line::Formula(text) => (text.as_str(), FORMULA, Kind::Formula),
        Line::Note(text) => (text.as_str(), NOTE, Kind::Note),
    });
    let title = Some((block.title.as_str(), TITLE, Kind::Title));
    title
        .into_iter()
        .chain(below)
        .filter(|(text, ..)| !text.is_empty())
}

/// The width of a block whose lines are not broken.
pub(super) fn natural_width(block: &Block) -> f64 {
    let widths = pieces(block)
        .flat_map(|(text, size, kind)| text.lines().map(move |line| measure(line, size, kind)));
    widths.fold(0.0, f64::max) + 2.0 * PADDING
}

/// The lines of a block that is `width` pixels wide: broken between words, and smaller where one word is too wide.
pub(super) fn texts(block: &Block, width: f64) -> Vec<Text> {
    let room = width - 2.0 * PADDING;
    let broken = pieces(block).flat_map(|(text, size, kind)| {
        text.lines()
            .flat_map(|line| wrapped(line, size, kind, room))
            .collect::<Vec<_>>()
    });
    broken.collect()
}

fn wrapped(line: &str, size: f64, kind: Kind, room: f64) -> Vec<Text> {
    let mut lines: Vec<String> = Vec::new();
    for word in words(line, kind) {
        match lines.last_mut() {
            Some(last) if measure(&format!("{last} {word}"), size, kind) <= room => {
                last.push(' ');
                last.push_str(&word);
            }
            _ => lines.push(word),
        }
    }
    let fit = |words: String| {
        let shrink = (room / measure(&words, size, kind).max(1.0)).clamp(0.6, 1.0);
        Text {
            words,
            size: size * shrink,
            kind,
        }
    };
    lines.into_iter().map(fit).collect()
}

/// What a line may be broken between: words, and in formulas only before an operator.
fn words(line: &str, kind: Kind) -> Vec<String> {
    const OPERATORS: [&str; 11] = ["=", "+", "-", "−", "/", "~", "≈", "≤", "≥", "∝", "→"];
    let mut words: Vec<String> = Vec::new();
    for word in line.split(' ').filter(|word| !word.is_empty()) {
        let joins = kind == Kind::Formula && !OPERATORS.contains(&word);
        match words.last_mut() {
            Some(last) if joins => *last = format!("{last} {word}"),
            _ => words.push(word.to_owned()),
        }
    }
    words
}

/// The height of a block with these lines.
pub(super) fn height(texts: &[Text]) -> f64 {
    texts.iter().map(Text::height).sum::<f64>() + 1.6 * PADDING
}

pub(super) fn colour(tone: Tone) -> RGBAColor {
    match tone {
        Tone::Blue => style::series_colour(0),
        Tone::Orange => style::series_colour(1),
        Tone::Green => style::series_colour(2),
        Tone::Purple => style::series_colour(3),
        Tone::Gray => style::AXIS,
    }
}

pub(super) fn draw<B: DrawingBackend>(canvas: &mut Canvas<B>, layout: &Layout) {
    for placed in layout.blocks() {
        let colour = colour(placed.tone);
        canvas.rounded(
            placed.place,
            style::lightened(colour, 0.11),
            Some((colour, 1.5)),
        );
        draw_texts(canvas, placed.place, &placed.texts);
    }
}

fn draw_texts<B: DrawingBackend>(canvas: &mut Canvas<B>, place: Rect, texts: &[Text]) {
    let total: f64 = texts.iter().map(Text::height).sum();
    let (x, middle) = place.centre();
    let mut y = middle - total / 2.0;
    for text in texts {
        let look = Look {
            size: text.size,
            colour: if text.kind == Kind::Note {
                style::QUIET
            } else {
                style::TEXT
            },
            anchor: Anchor::Centre,
            upwards: false,
        };
        let at = (x, y + text.height() / 2.0);
        match text.kind {
            Kind::Formula => canvas.formula(&text.words, at, look),
            Kind::Title | Kind::Note => canvas.text_middle(&text.words, at, look),
        }
        y += text.height();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_notes_break_between_words() {
        font::register().unwrap();
        let block = Block::new("t").note("some words that do not fit into one line of a small box");
        let texts = texts(&block, 120.0);
        assert!(texts.len() > 3);
        assert!(
            texts
                .iter()
                .all(|t| measure(&t.words, t.size, t.kind) <= 120.0 - 2.0 * PADDING)
        );
    }

    #[test]
    fn formulas_break_before_their_operators() {
        let words = words("a b - log c = d", Kind::Formula);
        assert_eq!(words, ["a b", "- log c", "= d"]);
    }

    #[test]
    fn a_word_that_is_too_wide_shrinks() {
        font::register().unwrap();
        let texts = texts(&Block::new("q(x_{t-1}|x_t,x_0)q(x_t|x_0)"), 150.0);
        assert_eq!(texts.len(), 1);
        assert!(texts[0].size < TITLE);
    }
}
