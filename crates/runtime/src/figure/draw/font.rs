//! The one embedded font, so that every machine draws the same letters.

use std::sync::OnceLock;

use plotters::style::{FontStyle, IntoFont, register_font};

/// DejaVu Sans 2.37; its licence stands beside it.
const DEJAVU_SANS: &[u8] = include_bytes!("../../../assets/fonts/DejaVuSans.ttf");

pub(super) const FAMILY: &str = "sans-serif";

/// The drawing layer measures a font by ascent plus descent, CSS by its em: DejaVu Sans has 1.164 em.
pub(super) const HEIGHT_PER_EM: f64 = 1.164;

/// Half the height of a capital letter in em: from a line's middle down to its baseline.
pub(super) const HALF_CAPITAL: f64 = 0.365;

/// Registers the font once per process.
pub(super) fn register() -> Result<(), String> {
    static REGISTERED: OnceLock<bool> = OnceLock::new();
    let ready =
        REGISTERED.get_or_init(|| register_font(FAMILY, FontStyle::Normal, DEJAVU_SANS).is_ok());
    if *ready {
        Ok(())
    } else {
        Err("the embedded font cannot be read".into())
    }
}

/// Width of one line of text in CSS pixels at `size` pixels per em.
pub(super) fn width(text: &str, size: f64) -> f64 {
    const FINE: f64 = 8.0;
    let font = (FAMILY, size * HEIGHT_PER_EM * FINE).into_font();
    let (width, _) = font.box_size(&composed(text)).unwrap_or_default();
    f64::from(width) / FINE
}

/// Letters with a combining macron as the one letter that the font draws well.
pub(super) fn composed(text: &str) -> String {
    text.replace("α\u{304}", "ᾱ")
}

/// `text` cut to at most `room` pixels, with an ellipsis.
pub(super) fn fitted(text: &str, size: f64, room: f64) -> String {
    if width(text, size) <= room {
        return text.to_owned();
    }
    let mut letters: Vec<char> = text.chars().collect();
    while !letters.is_empty() {
        letters.pop();
        let shorter: String = letters.iter().collect::<String>().trim_end().to_owned() + "…";
        if width(&shorter, size) <= room {
            return shorter;
        }
    }
    String::new()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(text: &str) -> Vec<(i32, i32, bool)> {
        let mut pixels = Vec::new();
        let font = (FAMILY, 40.0).into_font();
        let _ = font.draw(text, (0, 0), |x, y, cover| {
            pixels.push((x, y, cover > 0.5));
            Ok::<(), std::fmt::Error>(())
        });
        pixels
    }

    #[test]
    fn the_font_covers_the_symbols_of_the_labs() {
        register().unwrap();
        let missing = drawn("\u{e123}");
        for symbol in "βᾱεθμσ√ₜ₀₁×·⁻⁵−…Σ∏‖≈≤".chars() {
            assert_ne!(drawn(&symbol.to_string()), missing, "{symbol}");
        }
    }

    #[test]
    fn long_text_is_cut_to_its_room() {
        register().unwrap();
        let cut = fitted("a rather long category name", 12.0, 60.0);
        assert!(cut.ends_with('…') && width(&cut, 12.0) <= 60.0, "{cut}");
        assert_eq!(fitted("short", 12.0, 60.0), "short");
    }
}
