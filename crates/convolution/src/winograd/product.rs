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
