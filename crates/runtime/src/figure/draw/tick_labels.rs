//! Which ticks fit beside an axis.

use super::super::panel::Panel;
use super::super::series::Series;
use super::super::ticks::{Ticks, Values};
use super::axes::{Axes, bar_count};
use super::{font, style};

/// The ticks of the y axis of a panel of `height` pixels.
pub(super) fn y_ticks(axes: &Axes, height: f64) -> Ticks {
    let target = (height / 50.0).clamp(3.0, 8.0) as usize;
    Ticks::of(axes.y, target, kind(axes.y_whole))
}

/// Width of the widest label.
pub(super) fn widest(ticks: &Ticks) -> f64 {
    let labels = ticks.major.iter();
    labels
        .map(|(_, label)| font::width(label, style::TICK))
        .fold(0.0, f64::max)
}

fn kind(whole: bool) -> Values {
    if whole { Values::Whole } else { Values::Real }
}

/// Whether the x axis names categories.
pub(super) fn has_bars(panel: &Panel) -> bool {
    panel
        .series
        .iter()
        .any(|s| matches!(s, Series::Bars { .. }))
}

/// The ticks of the x axis over `width` pixels, as many as their labels stand apart.
pub(super) fn x_ticks(panel: &Panel, axes: &Axes, width: f64) -> Ticks {
    if has_bars(panel) {
        return category_ticks(panel, width);
    }
    let values = kind(axes.x_whole);
    // Ask for fewer ticks until their labels stand apart.
    let mut target = (width / 45.0).clamp(2.0, 10.0) as usize;
    loop {
        let ticks = Ticks::of(axes.x, target, values);
        if target <= 2 || stand_apart(&ticks, axes, width) {
            return ticks;
        }
        target -= 1;
    }
}

fn stand_apart(ticks: &Ticks, axes: &Axes, width: f64) -> bool {
    const GAP: f64 = 10.0;
    ticks.major.windows(2).all(|pair| {
        let [(left, left_label), (right, right_label)] = pair else {
            return true;
        };
        let distance = width * (axes.x.unit(*right) - axes.x.unit(*left));
        let labels = [left_label, right_label].map(|label| font::width(label, style::TICK));
        (labels[0] + labels[1]) / 2.0 + GAP <= distance
    })
}

fn category_ticks(panel: &Panel, width: f64) -> Ticks {
    let count = bar_count(panel);
    let room = width / count.max(1) as f64 - 6.0;
    let label = |i: usize| {
        panel
            .categories
            .get(i)
            .cloned()
            .unwrap_or_else(|| (i + 1).to_string())
    };
    let major = (0..count)
        .map(|i| (i as f64, font::fitted(&label(i), style::TICK, room)))
        .collect();
    Ticks {
        major,
        minor: Vec::new(),
    }
}
