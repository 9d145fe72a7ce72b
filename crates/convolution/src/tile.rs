//! The two inner loops: sums over taps for many pixels, and sums over pixels for many taps.

use pulp::{Simd, WithSimd};

/// Vectors of pixels in a tile that sums over taps.
const WIDE: usize = 3;

/// Floats that a buffer must hold beyond its last pixel: a tile of the widest vectors.
pub const SLACK: usize = WIDE * 16;

/// Rows of a tile that sums over taps: as many as leave registers for the pixels.
pub struct Rows;

impl WithSimd for Rows {
    type Output = usize;

    fn with_simd<S: Simd>(self, _: S) -> usize {
        if S::REGISTER_COUNT >= 32 { 8 } else { 4 }
    }
}

/// `out[row][p] = Σ_k weights[k][row] · source[offsets[k] + p]` for `p` in `0..pixels`.
pub struct SumOverTaps<'a> {
    /// `[taps][rows]`, the rows of one tile.
    pub weights: &'a [f32],
    /// Where each tap begins in `source`.
    pub offsets: &'a [usize],
    /// Windows, and `SLACK` floats beyond.
    pub source: &'a [f32],
    /// Pixels to compute; up to `SLACK` more are written.
    pub pixels: usize,
    /// `[rows][pitch]`.
    pub out: &'a mut [f32],
    /// Floats from one row of `out` to the next.
    pub pitch: usize,
}

impl WithSimd for SumOverTaps<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) {
        if S::REGISTER_COUNT >= 32 {
            self.run::<S, 8>(simd)
        } else {
            self.run::<S, 4>(simd)
        }
    }
}

impl SumOverTaps<'_> {
    #[inline(always)]
    fn run<S: Simd, const ROWS: usize>(self, simd: S) {
        let wide = WIDE * S::F32_LANES;
        let (weights, _) = self.weights.as_chunks::<ROWS>();
        for start in (0..self.pixels).step_by(wide) {
            let mut sums = [[simd.splat_f32s(0.0); WIDE]; ROWS];
            for (weights, &offset) in weights.iter().zip(self.offsets) {
                let (vectors, _) = S::as_simd_f32s(&self.source[offset + start..][..wide]);
                for row in 0..ROWS {
                    let weight = simd.splat_f32s(weights[row]);
                    for v in 0..WIDE {
                        sums[row][v] = simd.mul_add_e_f32s(weight, vectors[v], sums[row][v]);
                    }
                }
            }
            for (row, sums) in sums.iter().enumerate() {
                let out = &mut self.out[row * self.pitch + start..][..wide];
                S::as_mut_simd_f32s(out).0.copy_from_slice(sums);
            }
        }
    }
}

/// `sums[row][k] += Σ_p rows[row][p] · source[offsets[k] + p]` for `p` in `0..pixels`.
pub struct SumOverPixels<'a> {
    /// `[rows][pitch]`; zero at every pixel that must not count, up to `SLACK` beyond `pixels`.
    pub rows: &'a [f32],
    /// Floats from one row to the next.
    pub pitch: usize,
    /// Where each tap begins in `source`.
    pub offsets: &'a [usize],
    /// Windows, and `SLACK` floats beyond.
    pub source: &'a [f32],
    /// Pixels to sum over.
    pub pixels: usize,
    /// `[rows][taps]`.
    pub sums: &'a mut [f32],
}

impl WithSimd for SumOverPixels<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) {
        if S::REGISTER_COUNT >= 32 {
            self.run::<S, 4, 6>(simd)
        } else {
            self.run::<S, 3, 4>(simd)
        }
    }
}

impl SumOverPixels<'_> {
    #[inline(always)]
    fn run<S: Simd, const ROWS: usize, const TAPS: usize>(self, simd: S) {
        let taps = self.offsets.len();
        let rows = self.sums.len() / taps;
        for first_row in (0..rows).step_by(ROWS) {
            let of_row =
                |m: usize| self.vectors::<S>(self.rows, (first_row + m).min(rows - 1) * self.pitch);
            let tile_rows: [&[S::f32s]; ROWS] = std::array::from_fn(of_row);
            for first_tap in (0..taps).step_by(TAPS) {
                let of_tap = |k: usize| {
                    self.vectors::<S>(self.source, self.offsets[(first_tap + k).min(taps - 1)])
                };
                let tile =
                    Self::tile::<S, ROWS, TAPS>(simd, tile_rows, std::array::from_fn(of_tap));
                for (row, sums) in (first_row..rows).zip(tile) {
                    let totals =
                        &mut self.sums[row * taps..][first_tap..taps.min(first_tap + TAPS)];
                    totals
                        .iter_mut()
                        .zip(sums)
                        .for_each(|(total, sum)| *total += simd.reduce_sum_f32s(sum));
                }
            }
        }
    }

    #[inline(always)]
    fn vectors<'a, S: Simd>(&self, floats: &'a [f32], at: usize) -> &'a [S::f32s] {
        S::as_simd_f32s(&floats[at..][..self.pixels.next_multiple_of(S::F32_LANES)]).0
    }

    #[inline(always)]
    fn tile<S: Simd, const ROWS: usize, const TAPS: usize>(
        simd: S,
        rows: [&[S::f32s]; ROWS],
        taps: [&[S::f32s]; TAPS],
    ) -> [[S::f32s; TAPS]; ROWS] {
        let length = rows[0].len();
        // Slices of one length, so that the loop checks no bounds.
        let (rows, taps) = (
            rows.map(|row| &row[..length]),
            taps.map(|tap| &tap[..length]),
        );
        let mut sums = [[simd.splat_f32s(0.0); TAPS]; ROWS];
        for p in 0..length {
            let rows = rows.map(|row| row[p]);
            for k in 0..TAPS {
                let pixels = taps[k][p];
                for m in 0..ROWS {
                    sums[m][k] = simd.mul_add_e_f32s(rows[m], pixels, sums[m][k]);
                }
            }
        }
        sums
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    type Check<'a> = dyn Fn(usize, &dyn Fn(SumOverTaps), &dyn Fn(SumOverPixels)) + 'a;

    /// Runs `check` for every instruction set of this machine, the plain one among them.
    fn on_every_machine(check: &Check) {
        fn with<S: Simd>(simd: S, check: &Check) {
            let rows = Rows.with_simd(simd);
            check(rows, &|sum| simd.vectorize(sum), &|sum| simd.vectorize(sum));
        }
        with(pulp::Scalar, check);
        #[cfg(target_arch = "x86_64")]
        {
            pulp::x86::V3::try_new()
                .into_iter()
                .for_each(|simd| with(simd, check));
            pulp::x86::V4::try_new()
                .into_iter()
                .for_each(|simd| with(simd, check));
        }
    }

    /// Small whole numbers, whose sums are exact in any order.
    fn ramp(count: usize) -> Vec<f32> {
        (0..count)
            .map(|i| ((i * 7919) % 64) as f32 - 31.0)
            .collect()
    }

    #[test]
    fn sums_over_taps_are_right_with_every_instruction_set() {
        on_every_machine(&|rows, sum_over_taps, _| {
            let (offsets, pixels) = ([0, 1, 2, 9, 10, 40], 53);
            let (weights, source) = (ramp(offsets.len() * rows), ramp(40 + pixels + SLACK));
            let pitch = pixels + SLACK;
            let mut out = vec![0.0; rows * pitch];
            let (weights, offsets, source) = (&weights[..], &offsets[..], &source[..]);
            sum_over_taps(SumOverTaps {
                weights,
                offsets,
                source,
                pixels,
                out: &mut out,
                pitch,
            });
            for (row, p) in (0..rows).flat_map(|row| (0..pixels).map(move |p| (row, p))) {
                let taps = offsets.iter().enumerate();
                let product =
                    |(k, offset): (usize, &usize)| weights[k * rows + row] * source[offset + p];
                assert_eq!(
                    out[row * pitch + p],
                    taps.map(product).sum::<f32>(),
                    "row {row}, pixel {p}"
                );
            }
        });
    }

    #[test]
    fn sums_over_pixels_are_right_with_every_instruction_set() {
        on_every_machine(&|_, _, sum_over_pixels| {
            let (offsets, pixels, rows) = ([0, 1, 2, 9, 10, 40, 41], 53, 5);
            let pitch = pixels + SLACK;
            let (mut values, source) = (ramp(rows * pitch), ramp(41 + pixels + SLACK));
            values
                .chunks_exact_mut(pitch)
                .for_each(|row| row[pixels..].fill(0.0));
            let mut sums = vec![1.0; rows * offsets.len()];
            let (rows, offsets, source) = (&values[..], &offsets[..], &source[..]);
            sum_over_pixels(SumOverPixels {
                rows,
                pitch,
                offsets,
                source,
                pixels,
                sums: &mut sums,
            });
            for (index, sum) in sums.iter().enumerate() {
                let (row, tap) = (index / offsets.len(), index % offsets.len());
                let product = |p: usize| rows[row * pitch + p] * source[offsets[tap] + p];
                let expected = 1.0 + (0..pixels).map(product).sum::<f32>();
                assert_eq!(*sum, expected, "row {row}, tap {tap}");
            }
        });
    }
}
