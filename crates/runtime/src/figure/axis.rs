//! From numbers to positions along an axis, and back to readable ticks.

/// How values map to positions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Scale {
    /// Equal steps.
    #[default]
    Linear,
    /// Equal ratios; values that are not positive cannot be drawn.
    Log10,
}

/// Beyond this a range could overflow; such a value is left out like an infinity.
const LARGEST: f64 = 1e300;

/// A scale and its ends, in scale space: on a log axis, exponents.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Axis {
    pub scale: Scale,
    pub low: f64,
    pub high: f64,
}

impl Axis {
    /// An axis that only judges which values it accepts.
    pub fn unbounded(scale: Scale) -> Self {
        Self {
            scale,
            low: 0.0,
            high: 1.0,
        }
    }

    /// An axis over the drawable `values`, with a margin of `margin` of their span at both ends.
    pub fn over(scale: Scale, values: impl Iterator<Item = f64>, margin: f64) -> Option<Self> {
        let judge = Self::unbounded(scale);
        let inside: Vec<f64> = values.filter_map(|v| judge.to_scale(v)).collect();
        let (low, high) = crate::stats::finite_range(&inside)?;
        let (low, high) = widen(low, high);
        let pad = (high - low) * margin;
        Some(Self {
            scale,
            low: low - pad,
            high: high + pad,
        })
    }

    /// An axis from exactly `low` to `high`, or `None` where that is no range on this scale.
    pub fn between(scale: Scale, (low, high): (f64, f64)) -> Option<Self> {
        let judge = Self::unbounded(scale);
        let (low, high) = (judge.to_scale(low)?, judge.to_scale(high)?);
        (low < high).then_some(Self { scale, low, high })
    }

    /// Whether `value` can be drawn on this scale at all.
    pub fn accepts(&self, value: f64) -> bool {
        value.is_finite() && value.abs() < LARGEST && (self.scale == Scale::Linear || value > 0.0)
    }

    /// The value in scale space.
    pub fn to_scale(self, value: f64) -> Option<f64> {
        self.accepts(value).then(|| match self.scale {
            Scale::Linear => value,
            Scale::Log10 => value.log10(),
        })
    }

    /// Position along the axis: 0 at its low end, 1 at its high end.
    pub fn position(&self, value: f64) -> Option<f64> {
        self.to_scale(value).map(|v| self.unit(v))
    }

    /// Position of a point in scale space.
    pub fn unit(&self, scaled: f64) -> f64 {
        (scaled - self.low) / (self.high - self.low)
    }
}

/// A range of no width gets one, so that a single value stands in the middle.
fn widen(low: f64, high: f64) -> (f64, f64) {
    let tiny = 1e-12 * low.abs().max(high.abs());
    if high - low > tiny {
        return (low, high);
    }
    let half = if low == 0.0 { 0.5 } else { low.abs() * 0.1 };
    (low - half, high + half)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_linear_axis_spans_its_finite_values() {
        let values = [1.0, f64::NAN, 3.0, f64::INFINITY];
        let axis = Axis::over(Scale::Linear, values.into_iter(), 0.0).unwrap();
        assert_eq!((axis.low, axis.high), (1.0, 3.0));
        assert_eq!(axis.position(2.0), Some(0.5));
        assert_eq!(axis.position(f64::NAN), None);
    }

    #[test]
    fn a_log_axis_leaves_out_what_has_no_logarithm() {
        let axis = Axis::over(Scale::Log10, [0.0, -1.0, 1.0, 100.0].into_iter(), 0.0).unwrap();
        assert_eq!((axis.low, axis.high), (0.0, 2.0));
        assert_eq!(axis.position(10.0), Some(0.5));
        assert_eq!(axis.position(0.0), None);
    }

    #[test]
    fn a_single_value_stands_in_the_middle() {
        for value in [0.0, 5.0, -3.0, 1e-20] {
            let axis = Axis::over(Scale::Linear, [value].into_iter(), 0.05).unwrap();
            assert!(
                (axis.position(value).unwrap() - 0.5).abs() < 1e-9,
                "{value}"
            );
        }
    }

    #[test]
    fn nothing_to_draw_is_no_axis() {
        assert_eq!(Axis::over(Scale::Linear, [f64::NAN].into_iter(), 0.0), None);
        assert_eq!(Axis::between(Scale::Log10, (0.0, 1.0)), None);
        assert_eq!(Axis::between(Scale::Linear, (1.0, 1.0)), None);
    }

    #[test]
    fn the_largest_numbers_do_not_overflow_a_range() {
        let values = [-f64::MAX, f64::MAX, 1.0, 2.0];
        let axis = Axis::over(Scale::Linear, values.into_iter(), 0.0).unwrap();
        assert_eq!((axis.low, axis.high), (1.0, 2.0));
    }
}
