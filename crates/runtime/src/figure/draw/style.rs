//! Colours and sizes of every figure.

use plotters::style::RGBAColor;

/// The eight colours of Okabe and Ito that a colour-blind reader tells apart, those readable on white first
/// (<https://jfly.uni-koeln.de/color/>).
const PALETTE: [RGBAColor; 7] = [
    RGBAColor(0, 114, 178, 1.0),
    RGBAColor(213, 94, 0, 1.0),
    RGBAColor(0, 158, 115, 1.0),
    RGBAColor(204, 121, 167, 1.0),
    RGBAColor(230, 159, 0, 1.0),
    RGBAColor(86, 180, 233, 1.0),
    RGBAColor(90, 90, 90, 1.0),
];

const REFERENCES: [RGBAColor; 2] = [RGBAColor(60, 60, 60, 1.0), RGBAColor(150, 150, 150, 1.0)];

/// Data that stands behind other data.
pub(super) const QUIET_SERIES: RGBAColor = RGBAColor(165, 165, 165, 1.0);

pub(super) const WHITE: RGBAColor = RGBAColor(255, 255, 255, 1.0);
pub(super) const TEXT: RGBAColor = RGBAColor(34, 34, 34, 1.0);
pub(super) const QUIET: RGBAColor = RGBAColor(85, 85, 85, 1.0);
pub(super) const AXIS: RGBAColor = RGBAColor(130, 130, 130, 1.0);
pub(super) const GRID: RGBAColor = RGBAColor(228, 228, 228, 1.0);
pub(super) const MINOR_GRID: RGBAColor = RGBAColor(243, 243, 243, 1.0);
/// A pixel that is NaN: a colour no grayscale image contains.
pub(super) const BROKEN: [u8; 3] = [213, 94, 0];

pub(super) const FIGURE_TITLE: f64 = 17.0;
pub(super) const PANEL_TITLE: f64 = 14.0;
pub(super) const LABEL: f64 = 13.0;
pub(super) const TICK: f64 = 12.0;

/// Stroke width of a series.
pub(super) const LINE: f64 = 2.0;

pub(super) fn series_colour(index: usize) -> RGBAColor {
    PALETTE[index % PALETTE.len()]
}

/// As [`series_colour`], over a heat map, whose dark end is blue.
pub(super) fn colour_over_heat(index: usize) -> RGBAColor {
    PALETTE[(index + 1) % PALETTE.len()]
}

pub(super) fn reference_colour(index: usize) -> RGBAColor {
    REFERENCES[index % REFERENCES.len()]
}

pub(super) fn faded(colour: RGBAColor, alpha: f64) -> RGBAColor {
    RGBAColor(colour.0, colour.1, colour.2, alpha)
}

/// `colour` mixed with white: the look of transparency where the grid must not shine through.
pub(super) fn lightened(colour: RGBAColor, share: f64) -> RGBAColor {
    let mix = |channel: u8| (255.0 - share * (255.0 - f64::from(channel))).round() as u8;
    RGBAColor(mix(colour.0), mix(colour.1), mix(colour.2), 1.0)
}
