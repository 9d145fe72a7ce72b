//! The normal Q-Q plot.

use super::panel::Panel;
use super::series::{Series, Stroke};
use super::values::Values;
use crate::stats;

impl Panel {
    /// Adds the points of a normal Q-Q plot: the k-th smallest of n standardised values against the normal quantile of (k - ½)/n.
    ///
    /// Values are standardised by their own mean and deviation, so that normal values lie on the diagonal whatever their
    /// scale; add it with [`Panel::diagonal`]. NaN and infinities are left out; fewer than two values give no points.
    pub fn normal_qq(self, name: impl Into<String>, values: impl Values) -> Self {
        let points = quantile_pairs(values.into_values());
        self.series(Series::Scatter {
            name: name.into(),
            points,
        })
    }

    /// Adds the dashed line y = x from `low` to `high`.
    pub fn diagonal(self, name: impl Into<String>, low: f64, high: f64) -> Self {
        let points = vec![(low, low), (high, high)];
        self.series(Series::Line {
            name: name.into(),
            points,
            stroke: Stroke::Dashed,
        })
    }
}

fn quantile_pairs(mut values: Vec<f64>) -> Vec<(f64, f64)> {
    values.retain(|v| v.is_finite());
    values.sort_by(f64::total_cmp);
    let (Some(mean), Some(deviation)) = (stats::mean(&values), stats::standard_deviation(&values))
    else {
        return Vec::new();
    };
    let n = values.len() as f64;
    let theory = |k: usize| stats::normal_quantile((k as f64 + 0.5) / n);
    let sample = |v: f64| {
        if deviation > 0.0 {
            (v - mean) / deviation
        } else {
            0.0
        }
    };
    values
        .into_iter()
        .enumerate()
        .map(|(k, v)| (theory(k), sample(v)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn normal_quantiles_lie_on_the_diagonal_whatever_their_scale() {
        let values =
            (0..1000).map(|k| 5.0 + 3.0 * stats::normal_quantile((k as f64 + 0.5) / 1000.0));
        for (theory, sample) in quantile_pairs(values.collect()) {
            assert!((theory - sample).abs() < 0.02, "{theory} {sample}");
        }
    }

    #[test]
    fn a_uniform_sample_leaves_the_diagonal_at_the_ends() {
        let points = quantile_pairs((0..1000).map(f64::from).collect());
        let (theory, sample) = points[0];
        assert!(sample - theory > 1.0, "{theory} {sample}");
    }

    #[test]
    fn too_few_values_give_no_points_and_equal_ones_no_nan() {
        assert!(quantile_pairs(vec![1.0, f64::NAN]).is_empty());
        assert!(quantile_pairs(vec![2.0; 5]).iter().all(|p| p.1 == 0.0));
    }
}
