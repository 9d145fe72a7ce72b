//! The loops of a norm over one plane of pixels, or over several that lie side by side.
//!
//! Each is a type with a body that is inlined by force: closures would be compiled for the oldest machine's vectors.

use pulp::{Arch, Simd, WithSimd};

use crate::activation::Function;

/// Sums that run in parallel, so that they are vectors.
const STRANDS: usize = 64;

/// Mean and sum of squared deviations.
pub fn moments(x: &[f32]) -> (f64, f64) {
    let arch = Arch::new();
    let mean = arch.dispatch(Sum {
        x,
        centre: 0.0,
        squared: false,
    }) / x.len() as f64;
    let centre = mean as f32;
    // What rounding of the centre adds.
    let off = mean - f64::from(centre);
    let squares = arch.dispatch(Sum {
        x,
        centre,
        squared: true,
    });
    (mean, squares - off * off * x.len() as f64)
}

/// `Σ (x - centre)`, or of the squares.
struct Sum<'a> {
    x: &'a [f32],
    centre: f32,
    squared: bool,
}

impl WithSimd for Sum<'_> {
    type Output = f64;

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) -> f64 {
        let mut strands = [0.0f32; STRANDS];
        let (chunks, rest) = self.x.as_chunks::<STRANDS>();
        for chunk in chunks {
            self.add(chunk, &mut strands);
        }
        self.add(rest, &mut strands);
        total(&strands)
    }
}

impl Sum<'_> {
    #[inline(always)]
    fn add(&self, x: &[f32], strands: &mut [f32; STRANDS]) {
        for (strand, &x) in strands.iter_mut().zip(x) {
            let apart = x - self.centre;
            *strand += if self.squared { apart * apart } else { apart };
        }
    }
}

#[inline(always)]
fn total(strands: &[f32; STRANDS]) -> f64 {
    let mut total = 0.0;
    for &strand in strands {
        total += f64::from(strand);
    }
    total
}

/// What a norm makes of one channel: `z = γ · x̂ + β` with `x̂ = (x - mean) · inverse`.
#[derive(Debug, Clone, Copy)]
pub struct Line {
    /// The mean that is taken off.
    pub mean: f32,
    /// One over the standard deviation.
    pub inverse: f32,
    /// γ.
    pub gamma: f32,
    /// β.
    pub beta: f32,
}

impl Line {
    #[inline(always)]
    fn normal(&self, x: f32) -> f32 {
        (x - self.mean) * self.inverse
    }

    #[inline(always)]
    fn z(&self, x: f32) -> f32 {
        self.normal(x) * self.gamma + self.beta
    }

    /// `y = f(z(x))`.
    pub fn write(&self, f: impl Function, x: &[f32], y: &mut [f32]) {
        Arch::new().dispatch(Write {
            line: *self,
            f,
            x,
            y,
        });
    }

    /// `[Σ dz, Σ dz · x̂]` with `dz = dy · f'(z)`: the gradients of β and γ.
    pub fn sums(&self, f: impl Function, x: &[f32], dy: &[f32]) -> [f64; 2] {
        Arch::new().dispatch(Sums {
            line: *self,
            f,
            x,
            dy,
        })
    }

    /// `dx = inverse · (γ · dz - a - b · x̂)`: `a` and `b` are what the mean and the deviation take back.
    pub fn pull_back(
        &self,
        f: impl Function,
        [a, b]: [f32; 2],
        [x, dy]: [&[f32]; 2],
        dx: &mut [f32],
    ) {
        Arch::new().dispatch(PullBack {
            line: *self,
            f,
            back: [a, b],
            x,
            dy,
            dx,
        });
    }
}

struct Write<'a, F> {
    line: Line,
    f: F,
    x: &'a [f32],
    y: &'a mut [f32],
}

impl<F: Function> WithSimd for Write<'_, F> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) {
        for (y, &x) in self.y.iter_mut().zip(self.x) {
            *y = self.f.value(self.line.z(x));
        }
    }
}

struct Sums<'a, F> {
    line: Line,
    f: F,
    x: &'a [f32],
    dy: &'a [f32],
}

impl<F: Function> WithSimd for Sums<'_, F> {
    type Output = [f64; 2];

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) -> [f64; 2] {
        let (mut beta, mut gamma) = ([0.0f32; STRANDS], [0.0f32; STRANDS]);
        let (xs, x) = self.x.as_chunks::<STRANDS>();
        let (dys, dy) = self.dy.as_chunks::<STRANDS>();
        for (x, dy) in xs.iter().zip(dys) {
            self.add(x, dy, &mut beta, &mut gamma);
        }
        self.add(x, dy, &mut beta, &mut gamma);
        [total(&beta), total(&gamma)]
    }
}

impl<F: Function> Sums<'_, F> {
    #[inline(always)]
    fn add(&self, x: &[f32], dy: &[f32], beta: &mut [f32; STRANDS], gamma: &mut [f32; STRANDS]) {
        let strands = beta.iter_mut().zip(gamma);
        for ((beta, gamma), (&x, &dy)) in strands.zip(x.iter().zip(dy)) {
            let dz = dy * self.f.slope(self.line.z(x));
            *beta += dz;
            *gamma += dz * self.line.normal(x);
        }
    }
}

struct PullBack<'a, F> {
    line: Line,
    f: F,
    back: [f32; 2],
    x: &'a [f32],
    dy: &'a [f32],
    dx: &'a mut [f32],
}

impl<F: Function> WithSimd for PullBack<'_, F> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) {
        let (line, [a, b]) = (self.line, self.back);
        for ((dx, &x), &dy) in self.dx.iter_mut().zip(self.x).zip(self.dy) {
            let dz = dy * self.f.slope(line.z(x));
            *dx = line.inverse * (line.gamma * dz - a - b * line.normal(x));
        }
    }
}
