//! The Fréchet distance between two normal distributions.

use super::moments::Moments;

/// ‖μ₁ - μ₂‖² + tr(Σ₁ + Σ₂ - 2·(Σ₁Σ₂)^½), the squared distance of two normal distributions (arXiv 1706.08500, equation 6).
///
/// (Σ₁Σ₂)^½ has the same trace as the square root of the symmetric matrix Σ₁^½ Σ₂ Σ₁^½.
pub(super) fn distance(a: &Moments, b: &Moments) -> f64 {
    let means: f64 = a
        .mean
        .iter()
        .zip(&b.mean)
        .map(|(a, b)| (a - b).powi(2))
        .sum();
    let dim = a.mean.len();
    let root = square_root(&a.covariance, dim);
    let between = product(&product(&root, &b.covariance, dim), &root, dim);
    let (values, _) = eigen(&between, dim);
    let cross: f64 = values.iter().map(|value| value.max(0.0).sqrt()).sum();
    means + trace(&a.covariance, dim) + trace(&b.covariance, dim) - 2.0 * cross
}

/// V·√Λ·Vᵀ of a symmetric matrix without negative eigenvalues.
fn square_root(matrix: &[f64], dim: usize) -> Vec<f64> {
    let (values, vectors) = eigen(matrix, dim);
    let mut root = vec![0.0; dim * dim];
    for (k, value) in values.iter().enumerate() {
        let scale = value.max(0.0).sqrt();
        for i in 0..dim {
            let factor = scale * vectors[i * dim + k];
            (0..dim).for_each(|j| root[i * dim + j] += factor * vectors[j * dim + k]);
        }
    }
    root
}

fn product(a: &[f64], b: &[f64], dim: usize) -> Vec<f64> {
    let mut out = vec![0.0; dim * dim];
    for (line, row) in out.chunks_exact_mut(dim).zip(a.chunks_exact(dim)) {
        for (factor, other) in row.iter().zip(b.chunks_exact(dim)) {
            line.iter_mut()
                .zip(other)
                .for_each(|(cell, value)| *cell += factor * value);
        }
    }
    out
}

fn trace(matrix: &[f64], dim: usize) -> f64 {
    matrix.iter().step_by(dim + 1).sum()
}

/// Eigenvalues of a symmetric matrix and its eigenvectors in columns, by Jacobi's rotations (Golub and Van Loan, "Matrix
/// Computations", section 8.5): slow for large matrices, exact to the last digits, and short.
fn eigen(matrix: &[f64], dim: usize) -> (Vec<f64>, Vec<f64>) {
    const SWEEPS: usize = 50;
    let mut a = matrix.to_vec();
    let mut vectors = vec![0.0; dim * dim];
    (0..dim).for_each(|i| vectors[i * (dim + 1)] = 1.0);
    let size: f64 = a.iter().map(|value| value * value).sum();
    for _ in 0..SWEEPS {
        let mut off = 0.0;
        for p in 0..dim {
            for q in p + 1..dim {
                off += a[p * dim + q].powi(2);
                rotate(&mut a, &mut vectors, dim, p, q);
            }
        }
        if off <= size * 1e-30 {
            break;
        }
    }
    (a.into_iter().step_by(dim + 1).collect(), vectors)
}

/// One rotation in the plane of `p` and `q`, which makes their entry 0.
fn rotate(a: &mut [f64], vectors: &mut [f64], dim: usize, p: usize, q: usize) {
    let entry = a[p * dim + q];
    if entry == 0.0 {
        return;
    }
    let theta = (a[q * dim + q] - a[p * dim + p]) / (2.0 * entry);
    let tangent = theta.signum() / (theta.abs() + theta.hypot(1.0));
    let cosine = 1.0 / tangent.hypot(1.0);
    let sine = tangent * cosine;
    for i in 0..dim {
        turn(a, i * dim + p, i * dim + q, cosine, sine);
    }
    for i in 0..dim {
        turn(a, p * dim + i, q * dim + i, cosine, sine);
        turn(vectors, i * dim + p, i * dim + q, cosine, sine);
    }
}

fn turn(values: &mut [f64], first: usize, second: usize, cosine: f64, sine: f64) {
    let (x, y) = (values[first], values[second]);
    values[first] = cosine * x - sine * y;
    values[second] = sine * x + cosine * y;
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A symmetric matrix without negative eigenvalues from a formula: Bᵀ·B.
    fn covariance(dim: usize, seed: f64) -> Vec<f64> {
        let b: Vec<f64> = (0..dim * dim)
            .map(|i| (seed * (i * i + 1) as f64).sin())
            .collect();
        let transposed: Vec<f64> = (0..dim * dim)
            .map(|i| b[(i % dim) * dim + i / dim])
            .collect();
        product(&transposed, &b, dim)
    }

    fn moments(mean: f64, covariance: Vec<f64>, dim: usize) -> Moments {
        Moments {
            mean: vec![mean; dim],
            covariance,
        }
    }

    #[test]
    fn a_square_root_times_itself_is_the_matrix() {
        let matrix = covariance(64, 0.7);
        let root = square_root(&matrix, 64);
        let largest = product(&root, &root, 64)
            .iter()
            .zip(&matrix)
            .map(|(a, b)| (a - b).abs())
            .fold(0.0, f64::max);
        assert!(largest < 1e-9, "{largest}");
    }

    #[test]
    fn eigenvalues_are_those_of_a_known_matrix() {
        let (mut values, _) = eigen(&[2.0, 1.0, 0.0, 1.0, 2.0, 0.0, 0.0, 0.0, 5.0], 3);
        values.sort_by(f64::total_cmp);
        for (value, expected) in values.iter().zip([1.0, 3.0, 5.0]) {
            assert!((value - expected).abs() < 1e-12, "{values:?}");
        }
    }

    #[test]
    fn the_distance_is_zero_to_itself_and_symmetric() {
        let (a, b) = (
            moments(0.5, covariance(16, 0.3), 16),
            moments(-0.2, covariance(16, 1.1), 16),
        );
        assert!(distance(&a, &a).abs() < 1e-9);
        assert!((distance(&a, &b) - distance(&b, &a)).abs() < 1e-9 && distance(&a, &b) > 0.0);
    }

    /// For diagonal matrices: Σ (μ₁ - μ₂)² + (σ₁ - σ₂)².
    #[test]
    fn independent_coordinates_add_up() {
        let (a, b) = (
            moments(1.0, vec![4.0, 0.0, 0.0, 9.0], 2),
            moments(3.0, vec![1.0, 0.0, 0.0, 16.0], 2),
        );
        assert!((distance(&a, &b) - (2.0 * 4.0 + 1.0 + 1.0)).abs() < 1e-12);
    }
}
