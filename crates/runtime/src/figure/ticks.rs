//! Where an axis has ticks and what they say.

use super::axis::{Axis, Scale};
use super::number::{power_of_ten, scientific, with_decimals};

/// The ticks of one axis, in scale space.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Ticks {
    /// Labelled ticks.
    pub major: Vec<(f64, String)>,
    /// Ticks without a label, between the powers of a log axis.
    pub minor: Vec<f64>,
}

impl Ticks {
    /// About `target` ticks for `axis`.
    pub fn of(axis: Axis, target: usize) -> Self {
        match axis.scale {
            Scale::Linear => linear(axis.low, axis.high, target),
            Scale::Log10 if axis.high - axis.low < 1.0 => within_a_decade(axis, target),
            Scale::Log10 => decades(axis.low, axis.high, target),
        }
    }
}

/// The step among 1, 2 and 5 times a power of ten that gives at most `target` intervals.
fn nice_step(span: f64, target: usize) -> f64 {
    let rough = span / target.max(1) as f64;
    let power = 10_f64.powf(rough.log10().floor());
    let factor = [1.0, 2.0, 5.0, 10.0]
        .into_iter()
        .find(|f| f * power >= rough * (1.0 - 1e-9));
    factor.unwrap_or(10.0) * power
}

fn linear(low: f64, high: f64, target: usize) -> Ticks {
    let step = nice_step(high - low, target);
    let slack = step * 1e-9;
    let (first, last) = (
        ((low - slack) / step).ceil(),
        ((high + slack) / step).floor(),
    );
    let count = (last - first).clamp(0.0, 50.0) as usize;
    let values: Vec<f64> = (0..=count).map(|i| (first + i as f64) * step).collect();
    let decimals = (-step.log10().floor()).max(0.0);
    let largest = low.abs().max(high.abs());
    let label = |value: f64| {
        if decimals > 4.0 || largest >= 1e6 {
            scientific(if value.abs() < slack { 0.0 } else { value })
        } else {
            with_decimals(value, decimals as usize)
        }
    };
    let major = values.into_iter().map(|v| (v, label(v))).collect();
    Ticks {
        major,
        minor: Vec::new(),
    }
}

fn decades(low: f64, high: f64, target: usize) -> Ticks {
    let (first, last) = ((low - 1e-9).ceil() as i32, (high + 1e-9).floor() as i32);
    let stride = ((last - first) as usize).div_ceil(target.max(1)).max(1) as i32;
    let labelled = (first..=last).filter(|e| e.rem_euclid(stride) == 0);
    let major = labelled.map(|e| (f64::from(e), power_of_ten(e))).collect();
    let minor = if stride == 1 && last - first <= 6 {
        between_powers(first, last, low, high)
    } else {
        Vec::new()
    };
    Ticks { major, minor }
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
    let ticks = linear(10_f64.powf(axis.low), 10_f64.powf(axis.high), target);
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
        let ticks = Ticks::of(Axis { scale, low, high }, 6);
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
        assert_eq!(labels(Scale::Linear, -3.4, 3.4), ["−2", "0", "2"]);
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
            labels(Scale::Linear, 0.0, 4e-6)[1],
            format!("1×10{}", superscript(-6))
        );
        assert_eq!(
            labels(Scale::Linear, 0.0, 4e6)[1],
            format!("1×10{}", superscript(6))
        );
    }

    #[test]
    fn log_ticks_are_powers_of_ten_with_marks_between() {
        let ticks = Ticks::of(
            Axis {
                scale: Scale::Log10,
                low: -2.1,
                high: 1.0,
            },
            6,
        );
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
        let ticks = Ticks::of(
            Axis {
                scale: Scale::Log10,
                low: -12.0,
                high: 12.0,
            },
            6,
        );
        assert!(
            ticks.major.len() <= 7 && ticks.minor.is_empty(),
            "{ticks:?}"
        );
    }

    #[test]
    fn less_than_a_decade_gets_plain_numbers() {
        assert_eq!(
            labels(Scale::Log10, 2_f64.log10(), 6_f64.log10()),
            ["2", "3", "4", "5", "6"]
        );
    }
}
