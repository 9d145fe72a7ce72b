//! Products of small matrices: `out[row][p] += Σ_k a[row · row_step + k · step] · b[k · pitch + p]`.

use pulp::{Simd, WithSimd};

/// Both factors of a product, and where it is added.
pub struct Product<'a> {
    /// The left factor.
    pub a: &'a [f32],
    /// Floats from one row of `a` to the next, and from one column to the next.
    pub steps: [usize; 2],
    /// Rows of `a`.
    pub rows: usize,
    /// The right factor, row by row.
    pub b: &'a [f32],
    /// Rows of `b`.
    pub depth: usize,
    /// Floats of a row of `b` and of `out`: a multiple of 16.
    pub pitch: usize,
    /// Where the product goes.
    pub out: &'a mut [f32],
    /// Whether it is added to what is there.
    pub add: bool,
}

impl WithSimd for Product<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(mut self, simd: S) {
        let lanes = S::F32_LANES;
        let mut column = 0;
        // The widest tile that fits: 16 is a multiple of every vector's length.
        while column < self.pitch {
            let vectors = (self.pitch - column) / lanes;
            if S::REGISTER_COUNT < 32 {
                self.columns::<S, 4, 2>(simd, column);
                column += 2 * lanes;
            } else if vectors >= 3 && vectors != 4 {
                self.columns::<S, 8, 3>(simd, column);
                column += 3 * lanes;
            } else if vectors >= 2 {
                self.columns::<S, 8, 2>(simd, column);
                column += 2 * lanes;
            } else {
                self.columns::<S, 8, 1>(simd, column);
                column += lanes;
            }
        }
    }
}

impl Product<'_> {
    #[inline(always)]
    fn columns<S: Simd, const ROWS: usize, const WIDE: usize>(&mut self, simd: S, column: usize) {
        let full = self.rows / ROWS * ROWS;
        for row in (0..full).step_by(ROWS) {
            self.tile::<S, ROWS, WIDE>(simd, row, column);
        }
        for row in full..self.rows {
            self.tile::<S, 1, WIDE>(simd, row, column);
        }
    }

    #[inline(always)]
    fn tile<S: Simd, const ROWS: usize, const WIDE: usize>(
        &mut self,
        simd: S,
        row: usize,
        column: usize,
    ) {
        let wide = WIDE * S::F32_LANES;
        let [row_step, step] = self.steps;
        // Slices of one length, so that the loop checks few bounds.
        let length = (self.depth - 1) * step + 1;
        let mut a = [&self.a[..0]; ROWS];
        for i in 0..ROWS {
            a[i] = &self.a[(row + i) * row_step..][..length];
        }
        let mut sums = [[simd.splat_f32s(0.0); WIDE]; ROWS];
        for k in 0..self.depth {
            let (vectors, _) = S::as_simd_f32s(&self.b[k * self.pitch + column..][..wide]);
            for i in 0..ROWS {
                let factor = simd.splat_f32s(a[i][k * step]);
                for v in 0..WIDE {
                    sums[i][v] = simd.mul_add_e_f32s(factor, vectors[v], sums[i][v]);
                }
            }
        }
        for (i, sums) in sums.iter().enumerate() {
            let out = &mut self.out[(row + i) * self.pitch + column..][..wide];
            let (out, _) = S::as_mut_simd_f32s(out);
            for v in 0..WIDE {
                out[v] = if self.add {
                    simd.add_f32s(out[v], sums[v])
                } else {
                    sums[v]
                };
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Small whole numbers, whose sums are exact in any order.
    fn ramp(count: usize) -> Vec<f32> {
        (0..count).map(|i| ((i * 7919) % 16) as f32 - 7.0).collect()
    }

    fn check<S: Simd>(simd: S, [rows, depth, pitch]: [usize; 3], turned: bool) {
        let (a, b, mut out) = (ramp(rows * depth), ramp(depth * pitch), ramp(rows * pitch));
        let before = out.clone();
        let steps = if turned { [1, rows] } else { [depth, 1] };
        let product = Product {
            a: &a,
            steps,
            rows,
            b: &b,
            depth,
            pitch,
            out: &mut out,
            add: true,
        };
        simd.vectorize(product);
        for (at, got) in out.iter().enumerate() {
            let (row, p) = (at / pitch, at % pitch);
            let terms = (0..depth).map(|k| a[row * steps[0] + k * steps[1]] * b[k * pitch + p]);
            assert_eq!(
                *got,
                before[at] + terms.sum::<f32>(),
                "row {row}, column {p}"
            );
        }
    }

    #[test]
    fn products_are_right_with_every_instruction_set() {
        for shape in [
            [19, 5, 16],
            [8, 7, 32],
            [3, 2, 48],
            [17, 9, 80],
            [1, 1, 112],
        ] {
            for turned in [false, true] {
                check(pulp::Scalar, shape, turned);
                #[cfg(target_arch = "x86_64")]
                {
                    let v3 = pulp::x86::V3::try_new();
                    v3.into_iter().for_each(|simd| check(simd, shape, turned));
                    let v4 = pulp::x86::V4::try_new();
                    v4.into_iter().for_each(|simd| check(simd, shape, turned));
                }
            }
        }
    }
}
