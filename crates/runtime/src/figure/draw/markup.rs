//! Formulas with lowered and raised parts.

use plotters::prelude::DrawingBackend;

use super::canvas::Canvas;
use super::font;
use super::geometry::Point;
use super::lettering::{Anchor, Look};

/// Where a part of a formula stands.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Level {
    Base,
    Lowered,
    Raised,
}

/// Size of a lowered or raised part.
const SMALL: f64 = 0.74;

/// The parts of a formula: `x_{t-1}` is x and a lowered t−1. A mark without anything after it stands for itself.
fn parts(formula: &str) -> Vec<(Level, String)> {
    let letters = with_minus(formula);
    let mut parts = vec![(Level::Base, String::new())];
    let mut at = 0;
    while at < letters.len() {
        let level = match letters[at] {
            '_' => Level::Lowered,
            '^' => Level::Raised,
            _ => Level::Base,
        };
        match (level, argument(&letters[at + 1..])) {
            (Level::Lowered | Level::Raised, Some((text, length))) => {
                parts.push((level, text));
                parts.push((Level::Base, String::new()));
                at += 1 + length;
            }
            _ => {
                let last = parts.last_mut().expect("starts with one part");
                last.1.push(letters[at]);
                at += 1;
            }
        }
    }
    parts.retain(|(_, text)| !text.is_empty());
    parts
}

/// The letters, with a true minus for each hyphen that does not join two words.
fn with_minus(formula: &str) -> Vec<char> {
    let letters: Vec<char> = formula.chars().collect();
    let letter = |i: Option<usize>| {
        i.and_then(|i| letters.get(i))
            .is_some_and(|c| c.is_alphabetic())
    };
    let joins = |i: usize| letter(i.checked_sub(1)) && letter(Some(i + 1));
    let minus = |(i, &c): (usize, &char)| if c == '-' && !joins(i) { '−' } else { c };
    letters.iter().enumerate().map(minus).collect()
}

/// What a mark lowers or raises, and how many letters that takes.
fn argument(rest: &[char]) -> Option<(String, usize)> {
    match rest.first()? {
        '{' => {
            let end = rest.iter().position(|&c| c == '}')?;
            Some((rest[1..end].iter().collect(), end + 1))
        }
        ' ' => None,
        letter => {
            // A combining mark belongs to its letter.
            let macron = rest.get(1) == Some(&'\u{304}');
            let length = if macron { 2 } else { 1 };
            Some((
                std::iter::once(letter).chain(&rest[1..length]).collect(),
                length,
            ))
        }
    }
}

/// Width of a formula in CSS pixels.
pub(super) fn width(formula: &str, size: f64) -> f64 {
    let part = |(level, text): &(Level, String)| font::width(text, size_of(*level, size));
    parts(formula).iter().map(part).sum()
}

fn size_of(level: Level, size: f64) -> f64 {
    if level == Level::Base {
        size
    } else {
        SMALL * size
    }
}

impl<B: DrawingBackend> Canvas<'_, B> {
    /// A formula whose letters are centred on `at` as `look` says; it never reads upwards.
    pub fn formula(&mut self, formula: &str, at: Point, look: Look) {
        let whole = width(formula, look.size);
        let mut x = match look.anchor {
            Anchor::Left => at.0,
            Anchor::Centre => at.0 - whole / 2.0,
            Anchor::Right => at.0 - whole,
        };
        for (level, text) in parts(formula) {
            let size = size_of(level, look.size);
            let drop = match level {
                Level::Base => 0.0,
                Level::Lowered => 0.3 * look.size,
                Level::Raised => -0.32 * look.size,
            };
            let part = Look {
                size,
                anchor: Anchor::Left,
                upwards: false,
                ..look
            };
            self.text_middle(&text, (x, at.1 + drop), part);
            x += font::width(&text, size);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(formula: &str) -> String {
        let mark = |level| match level {
            Level::Base => "",
            Level::Lowered => "↓",
            Level::Raised => "↑",
        };
        let parts = parts(formula);
        let words = parts
            .iter()
            .map(|(level, text)| format!("{}{text}", mark(*level)));
        words.collect::<Vec<_>>().join("|")
    }

    #[test]
    fn letters_and_groups_are_lowered_and_raised() {
        assert_eq!(shown("p_θ(x_{t-1}|x_t)"), "p|↓θ|(x|↓t−1||x|↓t|)");
        assert_eq!(shown("‖ε‖^2"), "‖ε‖|↑2");
        assert_eq!(shown("1 - max-pool"), "1 − max-pool");
    }

    #[test]
    fn a_mark_without_anything_after_it_stands_for_itself() {
        assert_eq!(shown("a_"), "a_");
        assert_eq!(shown("a_{b"), "a_{b");
        assert_eq!(shown("_ b"), "_ b");
    }

    #[test]
    fn small_parts_are_narrower() {
        font::register().unwrap();
        assert!(width("x_t", 12.0) < font::width("xt", 12.0));
    }
}
