//! Where an axis has ticks and what they say.

use super::axis::{Axis, Scale};
use super::number::{power_of_ten, scientific, significant, with_decimals};

/// The ticks of one axis, in scale space.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Ticks {
    /// Labelled ticks.
    pub major: Vec<(f64, String)>,
    /// Ticks without a label, between the powers of a log axis.
    pub minor: Vec<f64>,
}

/// What the values on an axis are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Values {
    /// Counted things: ticks stand on whole numbers alone.
    Whole,
    /// Measured things.
    Real,
}

impl Ticks {
    /// About `target` ticks for `axis`.
    pub fn of(axis: Axis, target: usize, values: Values) -> Self {
        match axis.scale {
            Scale::Linear => linear(axis.low, axis.high, target, values),
            Scale::Log10 if axis.high - axis.low < 1.0 => within_a_decade(axis, target),
            Scale::Log10 => decades(axis.low, axis.high, target),
        }
    }
}

/// The step among 1, 2 and 5 times a power of ten that comes nearest to `target` intervals (Heckbert, Graphics Gems, 1990).
fn nice_step(span: f64, target: usize) -> f64 {
    let rough = span / target.max(1) as f64;
    let power = 10_f64.powf(rough.log10().floor());
    let factor = match rough / power {
        f if f < 1.5 => 1.0,
        f if f < 3.0 => 2.0,
        f if f < 7.0 => 5.0,
        _ => 10.0,
    };
    factor * power
}

fn linear(low: f64, high: f64, target: usize, values: Values) -> Ticks {
    let least = if values == Values::Whole { 1.0 } else { 0.0 };
    let step = nice_step(high - low, target).max(least);
    let slack = step * 1e-9;
    let first = ((low - slack) / step).ceil();
    let last = ((high + slack) / step).floor();
    let count = (last - first + 1.0).clamp(0.0, 50.0) as usize;
    let tick = |i: usize| (first + i as f64) * step;
    let largest = low.abs().max(high.abs());
    let major = (0..count).map(|i| (tick(i), label(tick(i), step, largest)));
    Ticks {
        major: major.collect(),
        minor: Vec::new(),
    }
}

/// A tick's number with as many decimals as its step has, or as a power of ten where that would be long.
fn label(value: f64, step: f64, largest: f64) -> String {
    let decimals = (-(step * (1.0 + 1e-9)).log10().floor()).clamp(0.0, 12.0) as usize;
    let long = decimals > 4 || largest >= 1e6;
    // Numbers that differ in a late digit alone would all read the same.
    let distinct = step >= 1e-3 * largest;
    if long && distinct {
        let zero = value.abs() < 0.5 * step;
        scientific(if zero { 0.0 } else { value })
    } else {
        with_decimals(value, decimals)
    }
}

fn decades(low: f64, high: f64, target: usize) -> Ticks {
    const STRIDES: [i32; 8] = [1, 2, 3, 5, 10, 20, 50, 100];
    let (first, last) = ((low - 1e-9).ceil() as i32, (high + 1e-9).floor() as i32);
    let fits = |stride: &i32| (last - first) / stride <= target.max(1) as i32;
    let stride = STRIDES.into_iter().find(fits).unwrap_or(200);
    let labelled = (first..=last).filter(|e| e.rem_euclid(stride) == 0);
    let mut major: Vec<_> = labelled.map(|e| (f64::from(e), power_of_ten(e))).collect();
    let mut minor = Vec::new();
    if stride == 1 && last - first <= 6 {
        minor = between_powers(first, last, low, high);
    }
    if last - first < 2 {
        major = ones_twos_and_fives(first, last, low, high);
    }
    Ticks { major, minor }
}

/// Few powers of ten need labels between them: 0.1, 0.2, 0.5, 1.
fn ones_twos_and_fives(first: i32, last: i32, low: f64, high: f64) -> Vec<(f64, String)> {
    let digits = |e: i32| [1.0, 2.0, 5.0].map(|digit: f64| digit.log10() + f64::from(e));
    let exponents = (first - 1..=last).flat_map(digits);
    let shown = exponents.filter(|e| (low..=high).contains(e));
    shown.map(|e| (e, significant(10_f64.powf(e)))).collect()
}

fn between_powers(first: i32, last: i32, low: f64, high: f64) -> Vec<f64> {
    let exponents = (first - 1..=last).map(f64::from);
    exponents
        .flat_map(|e| (2..10).map(move |digit| e + f64::from(digit).log10()))
        .filter(|e| (low..=high).contains(e))
        .collect()
}

/// Less than a factor of ten: the linear ticks of the same span, placed by their logarithm.
fn within_a_decade(axis: Axis, target: usize) -> Ticks {
    let ticks = linear(
        10_f64.powf(axis.low),
        10_f64.powf(axis.high),
        target,
        Values::Real,
    );
    let positive = ticks.major.into_iter().filter(|(value, _)| *value > 0.0);
    Ticks {
        major: positive
            .map(|(value, label)| (value.log10(), label))
            .collect(),
        minor: Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::number::superscript;
    use super::*;

    fn labels(scale: Scale, low: f64, high: f64) -> Vec<String> {
        let ticks = Ticks::of(Axis { scale, low, high }, 6, Values::Real);
        ticks.major.into_iter().map(|(_, label)| label).collect()
    }

    #[test]
    fn linear_ticks_are_round_and_share_their_decimals() {
        assert_eq!(
            labels(Scale::Linear, -0.02, 1.02),
            ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"]
        );
        assert_eq!(
            labels(Scale::Linear, 0.0, 1000.0),
            ["0", "200", "400", "600", "800", "1000"]
        );
        assert_eq!(
            labels(Scale::Linear, -3.4, 3.4),
            ["−3", "−2", "−1", "0", "1", "2", "3"]
        );
    }

    #[test]
    fn no_tick_shows_the_noise_of_floating_point() {
        for label in labels(Scale::Linear, -0.3, 0.3) {
            assert!(label.chars().count() <= 4, "{label}");
        }
        assert!(labels(Scale::Linear, -0.3, 0.3).contains(&"0.0".to_owned()));
    }

    #[test]
    fn tiny_and_huge_numbers_are_written_as_powers() {
        assert_eq!(
            labels(Scale::Linear, 0.0, 6e-6)[1],
            format!("1×10{}", superscript(-6))
        );
        assert_eq!(
            labels(Scale::Linear, 0.0, 6e6)[1],
            format!("1×10{}", superscript(6))
        );
    }

    #[test]
    fn numbers_that_differ_late_stay_distinct() {
        assert_eq!(
            labels(Scale::Linear, 1e6, 1e6 + 2.0)[1],
            "1000000.5".to_owned()
        );
    }

    #[test]
    fn counted_things_have_no_ticks_between_whole_numbers() {
        let axis = Axis {
            scale: Scale::Linear,
            low: 0.9,
            high: 5.1,
        };
        let ticks = Ticks::of(axis, 10, Values::Whole);
        let labels: Vec<_> = ticks
            .major
            .iter()
            .map(|(_, label)| label.as_str())
            .collect();
        assert_eq!(labels, ["1", "2", "3", "4", "5"]);
    }

    #[test]
    fn log_ticks_are_powers_of_ten_with_marks_between() {
        let axis = Axis {
            scale: Scale::Log10,
            low: -2.1,
            high: 1.0,
        };
        let ticks = Ticks::of(axis, 6, Values::Real);
        let labels: Vec<_> = ticks
            .major
            .iter()
            .map(|(_, label)| label.as_str())
            .collect();
        assert_eq!(labels, ["10⁻²", "10⁻¹", "10⁰", "10¹"]);
        assert_eq!(ticks.minor.len(), 3 * 8 + 2);
    }

    #[test]
    fn many_decades_are_thinned_out() {
        let axis = Axis {
            scale: Scale::Log10,
            low: -12.0,
            high: 12.0,
        };
        let ticks = Ticks::of(axis, 6, Values::Real);
        assert!(
            ticks.major.len() <= 7 && ticks.minor.is_empty(),
            "{ticks:?}"
        );
    }

    #[test]
    fn few_decades_have_labels_between_the_powers() {
        assert_eq!(
            labels(Scale::Log10, 0.03_f64.log10(), 1.1_f64.log10()),
            ["0.05", "0.1", "0.2", "0.5", "1"]
        );
    }

    #[test]
    fn less_than_a_decade_gets_plain_numbers() {
        let labels = labels(Scale::Log10, 2_f64.log10(), 9_f64.log10());
        assert_eq!(labels, ["2", "3", "4", "5", "6", "7", "8", "9"]);
    }
}
