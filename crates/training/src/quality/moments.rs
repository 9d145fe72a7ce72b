//! Mean and covariance of features.

use burn::tensor::Tensor;

/// Mean and covariance of rows of features.
#[derive(Clone, Debug)]
pub(super) struct Moments {
    pub mean: Vec<f64>,
    /// Row by row, `dim * dim`.
    pub covariance: Vec<f64>,
}

impl Moments {
    /// Of features `[n, dim]`, n at least 2; summed in 64 bits on the host.
    pub fn of(features: Tensor<2>) -> Self {
        let [n, dim] = features.dims();
        let values: Vec<f64> = features.into_data().iter::<f64>().collect();
        let rows = || values.chunks_exact(dim);
        let mut mean = vec![0.0; dim];
        for row in rows() {
            mean.iter_mut()
                .zip(row)
                .for_each(|(mean, value)| *mean += value / n as f64);
        }
        let mut covariance = vec![0.0; dim * dim];
        for row in rows() {
            let centred: Vec<f64> = row
                .iter()
                .zip(&mean)
                .map(|(value, mean)| value - mean)
                .collect();
            for (i, line) in covariance.chunks_exact_mut(dim).enumerate() {
                let factor = centred[i] / (n.saturating_sub(1).max(1)) as f64;
                line.iter_mut()
                    .zip(&centred)
                    .for_each(|(cell, value)| *cell += factor * value);
            }
        }
        Self { mean, covariance }
    }
}
