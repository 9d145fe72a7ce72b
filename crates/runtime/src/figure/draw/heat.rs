//! Values as colours, and the scale that says which.

use plotters::prelude::DrawingBackend;

use super::super::axis::{Axis, Scale};
use super::super::panel::Panel;
use super::super::series::Series;
use super::super::ticks::{Ticks, Values};
use super::canvas::{Canvas, Pen};
use super::geometry::Rect;
use super::lettering::{Anchor, Look};
use super::marks::Brush;
use super::{font, style};

/// Nine colours of viridis, even in brightness and readable for the colour-blind (van der Walt and Smith, 2015).
const VIRIDIS: [[u8; 3]; 9] = [
    [68, 1, 84],
    [71, 44, 122],
    [59, 81, 139],
    [44, 113, 142],
    [33, 144, 141],
    [39, 173, 129],
    [92, 200, 99],
    [170, 220, 50],
    [253, 231, 37],
];

const BAR: f64 = 12.0;
const GAP: f64 = 12.0;
const TICK_GAP: f64 = 5.0;
const LABEL: f64 = 20.0;

/// The colour at a share of the scale.
fn colour(share: f64) -> [u8; 3] {
    let place = share.clamp(0.0, 1.0) * (VIRIDIS.len() - 1) as f64;
    let below = (place.floor() as usize).min(VIRIDIS.len() - 2);
    let part = place - below as f64;
    let mix = |c: usize| {
        let (a, b) = (
            f64::from(VIRIDIS[below][c]),
            f64::from(VIRIDIS[below + 1][c]),
        );
        (a + part * (b - a)).round() as u8
    };
    [mix(0), mix(1), mix(2)]
}

/// The values of a heat map as an axis of their own.
fn axis(rows: &[Vec<f64>]) -> Option<Axis> {
    Axis::over(Scale::Linear, rows.iter().flatten().copied(), 0.0)
}

/// The squares of one heat map, cut to the panel.
pub(super) fn draw<B: DrawingBackend>(
    canvas: &mut Canvas<B>,
    rows: &[Vec<f64>],
    (x, y): ((f64, f64), (f64, f64)),
    brush: &Brush,
) {
    let Some(values) = axis(rows) else { return };
    for (index, row) in rows.iter().enumerate() {
        let edge = |i: usize| y.0 + (y.1 - y.0) * i as f64 / rows.len() as f64;
        let (bottom, top) = (brush.height(edge(index)), brush.height(edge(index + 1)));
        let pixels: Vec<_> = row
            .iter()
            .map(|v| values.position(*v).map_or([235; 3], colour))
            .collect();
        let across = |value| {
            let scaled = brush.axes.x.to_scale(value);
            scaled.map_or(brush.plot.x, |v| brush.across(v))
        };
        let place = Rect {
            x: across(x.0),
            y: top,
            width: across(x.1) - across(x.0),
            height: bottom - top,
        };
        canvas.squares(place, row.len(), &pixels);
    }
}

/// The first heat map of a panel, which the scale explains.
fn explained(panel: &Panel) -> Option<(&str, Axis)> {
    panel.series.iter().find_map(|series| match series {
        Series::HeatMap { name, rows, .. } => Some((name.as_str(), axis(rows)?)),
        _ => None,
    })
}

fn ticks(axis: Axis) -> Ticks {
    Ticks::of(axis, 5, Values::Real)
}

/// The room that the scale takes right of the panel.
pub(super) fn scale_width(panel: &Panel) -> f64 {
    explained(panel).map_or(0.0, |(name, axis)| {
        let label = if name.is_empty() { 0.0 } else { LABEL };
        GAP + BAR + TICK_GAP + super::tick_labels::widest(&ticks(axis)) + label
    })
}

/// Draws the scale right of the panel.
pub(super) fn draw_scale<B: DrawingBackend>(canvas: &mut Canvas<B>, panel: &Panel, plot: Rect) {
    const STEPS: usize = 128;
    let Some((name, axis)) = explained(panel) else {
        return;
    };
    let bar = Rect {
        x: plot.right() + GAP,
        width: BAR,
        ..plot
    };
    let pixels: Vec<_> = (0..STEPS)
        .rev()
        .map(|i| colour(i as f64 / (STEPS - 1) as f64))
        .collect();
    canvas.squares(bar, 1, &pixels);
    let pen = Pen {
        colour: style::AXIS,
        width: 1.0,
        dashed: false,
    };
    canvas.frame(bar, pen);
    let look = Look {
        size: style::TICK,
        colour: style::QUIET,
        anchor: Anchor::Left,
        upwards: false,
    };
    let ticks = ticks(axis);
    for (value, label) in &ticks.major {
        let (_, y) = bar.at((0.0, axis.unit(*value)));
        canvas.text_middle(label, (bar.right() + TICK_GAP, y), look);
    }
    let look = Look {
        size: style::LABEL,
        colour: style::TEXT,
        anchor: Anchor::Centre,
        upwards: true,
    };
    let x = bar.right() + TICK_GAP + super::tick_labels::widest(&ticks) + LABEL / 2.0 + 3.0;
    let name = font::fitted(name, look.size, plot.height);
    canvas.text_middle(&name, (x, plot.centre().1), look);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_scale_runs_from_dark_to_bright() {
        assert_eq!((colour(-1.0), colour(2.0)), (VIRIDIS[0], VIRIDIS[8]));
        let brightness = |share: f64| colour(share).iter().map(|&c| u32::from(c)).sum::<u32>();
        assert!(brightness(0.25) < brightness(0.75));
    }

    #[test]
    fn only_a_heat_map_takes_room_for_a_scale() {
        font::register().unwrap();
        assert_eq!(scale_width(&Panel::new("").line("l", 0..2, 0..2)), 0.0);
        let panel = Panel::new("").heat_map("density", (0.0, 1.0), (0.0, 1.0), [[0.0, 1.0]]);
        assert!(scale_width(&panel) > GAP + BAR + LABEL);
    }
}
