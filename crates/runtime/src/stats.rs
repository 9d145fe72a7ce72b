//! Summary statistics of a list of numbers, as the figures and the labs use them.
//!
//! Every function takes a slice of `f64`; [`crate::figure::Values`] turns tensors and ranges into one.

/// The arithmetic mean, or `None` for an empty list.
pub fn mean(values: &[f64]) -> Option<f64> {
    (!values.is_empty()).then(|| values.iter().sum::<f64>() / values.len() as f64)
}

/// The unbiased sample variance: squared deviations over `n - 1`. `None` below two values.
pub fn variance(values: &[f64]) -> Option<f64> {
    if values.len() < 2 {
        return None;
    }
    let mean = mean(values)?;
    let squares: f64 = values.iter().map(|v| (v - mean).powi(2)).sum();
    Some(squares / (values.len() - 1) as f64)
}

/// The square root of the [`variance`]. `None` below two values.
pub fn standard_deviation(values: &[f64]) -> Option<f64> {
    variance(values).map(f64::sqrt)
}

/// The `p`-quantile with linear interpolation between order statistics (NumPy's default, Hyndman and Fan's type 7).
///
/// `None` for an empty list, or for a `p` outside [0, 1].
pub fn quantile(values: &[f64], p: f64) -> Option<f64> {
    if values.is_empty() || !(0.0..=1.0).contains(&p) {
        return None;
    }
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let position = p * (sorted.len() - 1) as f64;
    let below = position.floor() as usize;
    let above = position.ceil() as usize;
    Some(sorted[below] + (position - below as f64) * (sorted[above] - sorted[below]))
}

/// The middle value, or the mean of the two middle values. `None` for an empty list.
pub fn median(values: &[f64]) -> Option<f64> {
    quantile(values, 0.5)
}

/// Smallest and largest finite value, or `None` where there is none.
pub fn finite_range(values: &[f64]) -> Option<(f64, f64)> {
    values
        .iter()
        .filter(|v| v.is_finite())
        .fold(None, |range, &v| match range {
            None => Some((v, v)),
            Some((low, high)) => Some((low.min(v), high.max(v))),
        })
}

/// Counts in bins of equal width.
#[derive(Clone, Debug, PartialEq)]
pub struct Bins {
    /// Edges of the bins, ascending: one more than there are counts.
    pub edges: Vec<f64>,
    /// Number of values in each bin; the last bin includes its upper edge.
    pub counts: Vec<usize>,
}

impl Bins {
    /// Sorts `values` into `count` bins of equal width over `low..=high`. Values outside are not counted.
    pub fn new(values: &[f64], low: f64, high: f64, count: usize) -> Self {
        let count = count.max(1);
        let width = (high - low) / count as f64;
        let mut counts = vec![0; count];
        for &value in values.iter().filter(|v| **v >= low && **v <= high) {
            let bin = if width > 0.0 {
                (value - low) / width
            } else {
                0.0
            };
            counts[(bin as usize).min(count - 1)] += 1;
        }
        let edges = (0..=count).map(|i| low + width * i as f64).collect();
        Self { edges, counts }
    }

    /// Counts divided by `n` and the width of a bin, so that the bars' area is 1.
    pub fn density(&self) -> Vec<f64> {
        let n: usize = self.counts.iter().sum();
        let width = self.edges[1] - self.edges[0];
        let scale = if n == 0 || width <= 0.0 {
            0.0
        } else {
            1.0 / (n as f64 * width)
        };
        self.counts
            .iter()
            .map(|&count| count as f64 * scale)
            .collect()
    }
}

/// The density of N(`mean`, `standard_deviation`²) at `x`.
pub fn normal_density(x: f64, mean: f64, standard_deviation: f64) -> f64 {
    let z = (x - mean) / standard_deviation;
    (-0.5 * z * z).exp() / (standard_deviation * (2.0 * std::f64::consts::PI).sqrt())
}

/// The standard normal quantile: the `z` with Φ(z) = `p`.
///
/// Acklam's rational approximation, relative error below 1.2e-9. Infinite at 0 and 1, NaN outside [0, 1].
pub fn normal_quantile(p: f64) -> f64 {
    const LOW: f64 = 0.02425;
    if !(0.0..=1.0).contains(&p) {
        f64::NAN
    } else if p == 0.0 {
        f64::NEG_INFINITY
    } else if p == 1.0 {
        f64::INFINITY
    } else if p < LOW {
        tail((-2.0 * p.ln()).sqrt())
    } else if p <= 1.0 - LOW {
        centre(p - 0.5)
    } else {
        -tail((-2.0 * (1.0 - p).ln()).sqrt())
    }
}

fn centre(q: f64) -> f64 {
    const A: [f64; 6] = [
        -3.969683028665376e+01,
        2.209460984245205e+02,
        -2.759285104469687e+02,
        1.38357751867269e+02,
        -3.066479806614716e+01,
        2.506628277459239e+00,
    ];
    const B: [f64; 6] = [
        -5.447609879822406e+01,
        1.615858368580409e+02,
        -1.556989798598866e+02,
        6.680131188771972e+01,
        -1.328068155288572e+01,
        1.0,
    ];
    let r = q * q;
    polynomial(&A, r) * q / polynomial(&B, r)
}

fn tail(q: f64) -> f64 {
    const C: [f64; 6] = [
        -7.784894002430293e-03,
        -3.223964580411365e-01,
        -2.400758277161838e+00,
        -2.549732539343734e+00,
        4.374664141464968e+00,
        2.938163982698783e+00,
    ];
    const D: [f64; 5] = [
        7.784695709041462e-03,
        3.224671290700398e-01,
        2.445134137142996e+00,
        3.754408661907416e+00,
        1.0,
    ];
    polynomial(&C, q) / polynomial(&D, q)
}

/// Horner's scheme, highest power first.
fn polynomial(coefficients: &[f64], x: f64) -> f64 {
    coefficients.iter().fold(0.0, |sum, c| sum * x + c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_of_a_known_list() {
        let values = [2.0, 4.0, 4.0, 4.0, 5.0, 5.0, 7.0, 9.0];
        assert_eq!(mean(&values), Some(5.0));
        assert_eq!(variance(&values), Some(32.0 / 7.0));
        assert_eq!(median(&values), Some(4.5));
        assert_eq!(
            (mean(&[]), variance(&[1.0]), median(&[])),
            (None, None, None)
        );
    }

    #[test]
    fn quantiles_interpolate_as_numpy_does() {
        let values = [4.0, 1.0, 3.0, 2.0];
        assert_eq!(quantile(&values, 0.0), Some(1.0));
        assert_eq!(quantile(&values, 0.25), Some(1.75));
        assert_eq!(quantile(&values, 1.0), Some(4.0));
        assert_eq!(quantile(&values, 1.5), None);
    }

    #[test]
    fn bins_count_each_value_once_and_their_density_integrates_to_one() {
        let bins = Bins::new(&[0.0, 0.1, 0.5, 1.0, 2.0, f64::NAN], 0.0, 1.0, 2);
        assert_eq!(bins.counts, [2, 2]);
        assert_eq!(bins.edges, [0.0, 0.5, 1.0]);
        assert_eq!(bins.density().iter().sum::<f64>() * 0.5, 1.0);
    }

    #[test]
    fn normal_quantiles_match_tables() {
        for (p, z) in [
            (0.5, 0.0),
            (0.975, 1.959963984540054),
            (0.001, -3.090232306167813),
        ] {
            assert!((normal_quantile(p) - z).abs() < 1e-8, "p = {p}");
        }
        assert_eq!(normal_quantile(1.0), f64::INFINITY);
        assert!(normal_quantile(-0.1).is_nan());
    }

    #[test]
    fn normal_quantile_is_odd_round_one_half() {
        for i in 1..100 {
            let p = i as f64 / 100.0;
            assert!(
                (normal_quantile(p) + normal_quantile(1.0 - p)).abs() < 1e-8,
                "p = {p}"
            );
        }
    }
}
