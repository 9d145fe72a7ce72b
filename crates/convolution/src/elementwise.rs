//! An activation at each element of a tensor, as one operation.

use pulp::{Arch, Simd, WithSimd};
use rayon::prelude::*;

use crate::activation::{Function, Silu};
use crate::operation::{Floats, Operation};

/// SiLU at each element.
#[derive(Debug)]
pub struct Elementwise {
    /// The shape of the tensor.
    pub shape: Vec<usize>,
}

/// Floats that a thread takes at once: small enough for its cache.
const PART: usize = 16 * 1024;

impl Operation for Elementwise {
    fn run(&self, inputs: &[&[f32]]) -> Floats {
        let mut y = vec![0.0; inputs[0].len()];
        let parts = y.par_chunks_mut(PART).zip(inputs[0].par_chunks(PART));
        parts.for_each(|(y, z)| Arch::new().dispatch(Values { f: Silu, z, y }));
        (y, self.shape.clone())
    }

    fn gradients(&self, inputs: &[&[f32]], dy: &[f32], wanted: &[bool]) -> Vec<Option<Vec<f32>>> {
        let mut dz = vec![0.0; if wanted[0] { dy.len() } else { 0 }];
        let parts = dz.par_chunks_mut(PART).zip(inputs[0].par_chunks(PART));
        let parts = parts.zip(dy.par_chunks(PART));
        parts.for_each(|((dz, z), dy)| Arch::new().dispatch(Slopes { f: Silu, z, dy, dz }));
        vec![wanted[0].then_some(dz)]
    }
}

/// `y = f(z)`.
struct Values<'a, F> {
    f: F,
    z: &'a [f32],
    y: &'a mut [f32],
}

impl<F: Function> WithSimd for Values<'_, F> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) {
        for (y, &z) in self.y.iter_mut().zip(self.z) {
            *y = self.f.value(z);
        }
    }
}

/// `dz = dy · f'(z)`.
struct Slopes<'a, F> {
    f: F,
    z: &'a [f32],
    dy: &'a [f32],
    dz: &'a mut [f32],
}

impl<F: Function> WithSimd for Slopes<'_, F> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) {
        for ((dz, &z), &dy) in self.dz.iter_mut().zip(self.z).zip(self.dy) {
            *dz = dy * self.f.slope(z);
        }
    }
}
