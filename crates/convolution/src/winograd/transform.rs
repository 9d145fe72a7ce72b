//! The transforms of F(2×2, 3×3) (Lavin and Gray, arXiv 1509.09308), on vectors of channels.

use pulp::Simd;

/// Places of a tile: a 4 × 4 tile of the input gives 2 × 2 pixels of the output.
pub const PLACES: usize = 16;

// Vectors pass through functions that are inlined by force, never through closures of the standard library: what is not inlined
// is not compiled for this machine's vectors.

/// `Bᵀ d B`.
#[inline(always)]
pub fn of_input<S: Simd>(simd: S, d: [[S::f32s; 4]; 4]) -> [[S::f32s; 4]; 4] {
    both(d, simd, input_half)
}

#[inline(always)]
fn input_half<S: Simd>(simd: S, [a, b, c, d]: [S::f32s; 4]) -> [S::f32s; 4] {
    [
        simd.sub_f32s(a, c),
        simd.add_f32s(b, c),
        simd.sub_f32s(c, b),
        simd.sub_f32s(b, d),
    ]
}

/// `Aᵀ m A`: the 2 × 2 pixels of a tile.
#[inline(always)]
pub fn to_output<S: Simd>(simd: S, [a, b, c, d]: [[S::f32s; 4]; 4]) -> [[S::f32s; 2]; 2] {
    let rows = [
        output_half(simd, a),
        output_half(simd, b),
        output_half(simd, c),
        output_half(simd, d),
    ];
    let [a, b, c, d] = rows;
    let left = output_half(simd, [a[0], b[0], c[0], d[0]]);
    let right = output_half(simd, [a[1], b[1], c[1], d[1]]);
    [[left[0], right[0]], [left[1], right[1]]]
}

#[inline(always)]
fn output_half<S: Simd>(simd: S, [a, b, c, d]: [S::f32s; 4]) -> [S::f32s; 2] {
    let (sum, difference) = (simd.add_f32s(b, c), simd.sub_f32s(b, c));
    [simd.add_f32s(a, sum), simd.sub_f32s(difference, d)]
}

/// `A y Aᵀ`: the other way, for gradients.
#[inline(always)]
pub fn of_output<S: Simd>(simd: S, [upper, lower]: [[S::f32s; 2]; 2]) -> [[S::f32s; 4]; 4] {
    let (upper, lower) = (gradient_half(simd, upper), gradient_half(simd, lower));
    transpose([
        gradient_half(simd, [upper[0], lower[0]]),
        gradient_half(simd, [upper[1], lower[1]]),
        gradient_half(simd, [upper[2], lower[2]]),
        gradient_half(simd, [upper[3], lower[3]]),
    ])
}

#[inline(always)]
fn gradient_half<S: Simd>(simd: S, [a, b]: [S::f32s; 2]) -> [S::f32s; 4] {
    [
        a,
        simd.add_f32s(a, b),
        simd.sub_f32s(a, b),
        simd.neg_f32s(b),
    ]
}

/// A transform of the rows, then of the columns.
#[inline(always)]
fn both<S: Simd>(
    m: [[S::f32s; 4]; 4],
    simd: S,
    half: impl Fn(S, [S::f32s; 4]) -> [S::f32s; 4],
) -> [[S::f32s; 4]; 4] {
    let rows = [
        half(simd, m[0]),
        half(simd, m[1]),
        half(simd, m[2]),
        half(simd, m[3]),
    ];
    let columns = transpose(rows);
    transpose([
        half(simd, columns[0]),
        half(simd, columns[1]),
        half(simd, columns[2]),
        half(simd, columns[3]),
    ])
}

#[inline(always)]
fn transpose<T: Copy>([a, b, c, d]: [[T; 4]; 4]) -> [[T; 4]; 4] {
    [
        [a[0], b[0], c[0], d[0]],
        [a[1], b[1], c[1], d[1]],
        [a[2], b[2], c[2], d[2]],
        [a[3], b[3], c[3], d[3]],
    ]
}

/// `G w Gᵀ`.
pub fn of_weight(w: [[f32; 3]; 3]) -> [[f32; 4]; 4] {
    let half = |[a, b, c]: [f32; 3]| [a, 0.5 * (a + b + c), 0.5 * (a - b + c), c];
    let rows = w.map(half);
    let columns: [[f32; 4]; 4] = std::array::from_fn(|j| half(std::array::from_fn(|i| rows[i][j])));
    transpose(columns)
}

/// `Gᵀ u G`: the other way, for gradients.
pub fn to_weight(u: [[f32; 4]; 4]) -> [[f32; 3]; 3] {
    let half = |[a, b, c, d]: [f32; 4]| [a + 0.5 * (b + c), 0.5 * (b - c), 0.5 * (b + c) + d];
    let rows = u.map(half);
    let columns: [[f32; 3]; 3] = std::array::from_fn(|j| half(std::array::from_fn(|i| rows[i][j])));
    std::array::from_fn(|i| std::array::from_fn(|j| columns[j][i]))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One channel in plain arithmetic: the filter against its definition, and each gradient against the sum that it must give.
    #[test]
    fn the_transforms_make_a_filter_of_three_by_three() {
        let simd = pulp::Scalar;
        let numbers =
            |seed: usize, i: usize, j: usize| ((seed * 7 + i * 5 + j * 3) % 11) as f32 - 5.0;
        let d: [[f32; 4]; 4] = std::array::from_fn(|i| std::array::from_fn(|j| numbers(1, i, j)));
        let w: [[f32; 3]; 3] =
            std::array::from_fn(|i| std::array::from_fn(|j| numbers(2, i * 2, j)));
        let y: [[f32; 2]; 2] =
            std::array::from_fn(|i| std::array::from_fn(|j| numbers(3, i, j * 2)));
        let (input, weight, gradient) = (of_input(simd, d), of_weight(w), of_output(simd, y));
        let places = |a: [[f32; 4]; 4], b: [[f32; 4]; 4]| {
            std::array::from_fn(|i| std::array::from_fn(|j| a[i][j] * b[i][j]))
        };
        let (output, dw) = (
            to_output(simd, places(input, weight)),
            to_weight(places(input, gradient)),
        );
        for (i, j) in [(0, 0), (0, 1), (1, 0), (1, 1)] {
            let taps = (0..9).map(|k| w[k / 3][k % 3] * d[i + k / 3][j + k % 3]);
            assert_eq!(output[i][j], taps.sum::<f32>(), "pixel {i}, {j}");
        }
        for (i, j) in (0..3).flat_map(|i| (0..3).map(move |j| (i, j))) {
            let pixels = (0..4).map(|k| y[k / 2][k % 2] * d[i + k / 2][j + k % 2]);
            assert_eq!(dw[i][j], pixels.sum::<f32>(), "tap {i}, {j}");
        }
    }
}
