//! The loops of a norm over one plane of pixels, or over several that lie side by side.

use crate::activation::Function;

/// Sums that run in parallel, so that they are vectors.
const STRANDS: usize = 64;

/// Mean and sum of squared deviations.
pub fn moments(x: &[f32]) -> (f64, f64) {
    pulp::Arch::new().dispatch(
        #[inline(always)]
        || {
            let mean = sum(x, |x| x) / x.len() as f64;
            let centre = mean as f32;
            let squares = sum(x, |x| (x - centre) * (x - centre));
            // What rounding of the centre adds.
            let off = mean - f64::from(centre);
            (mean, squares - off * off * x.len() as f64)
        },
    )
}

#[inline(always)]
fn sum(x: &[f32], of: impl Fn(f32) -> f32) -> f64 {
    let mut strands = [0.0f32; STRANDS];
    let (chunks, rest) = x.as_chunks::<STRANDS>();
    for chunk in chunks {
        for (strand, &x) in strands.iter_mut().zip(chunk) {
            *strand += of(x);
        }
    }
    for (strand, &x) in strands.iter_mut().zip(rest) {
        *strand += of(x);
    }
    strands.iter().map(|&strand| f64::from(strand)).sum()
}

/// A norm's line for one channel, `z = scale · x + shift`, and how `x̂ = (x - mean) · inverse` came about.
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
        let line = *self;
        pulp::Arch::new().dispatch(
            #[inline(always)]
            || {
                for (y, &x) in y.iter_mut().zip(x) {
                    *y = f.value(line.z(x));
                }
            },
        );
    }

    /// `[Σ dz, Σ dz · x̂]` with `dz = dy · f'(z)`: the gradients of β and γ.
    pub fn sums(&self, f: impl Function, x: &[f32], dy: &[f32]) -> [f64; 2] {
        let line = *self;
        pulp::Arch::new().dispatch(
            #[inline(always)]
            || {
                let mut strands = [[0.0f32; STRANDS]; 2];
                let ((xs, x), (dys, dy)) = (x.as_chunks::<STRANDS>(), dy.as_chunks::<STRANDS>());
                for (x, dy) in xs.iter().zip(dys) {
                    line.add(f, x, dy, &mut strands);
                }
                line.add(f, x, dy, &mut strands);
                strands.map(|strands| strands.iter().map(|&strand| f64::from(strand)).sum())
            },
        )
    }

    #[inline(always)]
    fn add(
        &self,
        f: impl Function,
        x: &[f32],
        dy: &[f32],
        [betas, gammas]: &mut [[f32; STRANDS]; 2],
    ) {
        let strands = betas.iter_mut().zip(gammas);
        for ((beta, gamma), (&x, &dy)) in strands.zip(x.iter().zip(dy)) {
            let dz = dy * f.slope(self.z(x));
            *beta += dz;
            *gamma += dz * self.normal(x);
        }
    }

    /// `dx = inverse · (γ · dz - a - b · x̂)`: `a` and `b` are what the mean and the deviation take back.
    pub fn pull_back(
        &self,
        f: impl Function,
        [a, b]: [f32; 2],
        x: &[f32],
        dy: &[f32],
        dx: &mut [f32],
    ) {
        let line = *self;
        pulp::Arch::new().dispatch(
            #[inline(always)]
            || {
                for ((dx, &x), &dy) in dx.iter_mut().zip(x).zip(dy) {
                    let dz = dy * f.slope(line.z(x));
                    *dx = line.inverse * (line.gamma * dz - a - b * line.normal(x));
                }
            },
        );
    }
}
