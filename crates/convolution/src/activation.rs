//! Functions of one number that follow a norm.

use burn::tensor::Tensor;
use burn::tensor::activation;

use crate::elementwise::Elementwise;
use crate::graph::{apply, on_host};

/// What follows a norm.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Activation {
    /// Nothing.
    Identity,
    /// `max(z, 0)`.
    Relu,
    /// `z / (1 + e⁻ᶻ)`, also called swish.
    Silu,
}

impl Activation {
    /// The function at each element: SiLU as one operation where burn's takes several, the others by burn.
    pub fn apply<const D: usize>(self, z: Tensor<D>) -> Tensor<D> {
        match self {
            Activation::Identity => z,
            Activation::Relu => activation::relu(z),
            Activation::Silu if on_host(&z) => {
                let shape = z.dims().to_vec();
                apply(vec![z.into_dispatch()], Elementwise { shape })
            }
            Activation::Silu => activation::silu(z),
        }
    }
}

/// Compiles an expression once for each activation: `for_each!(then, f => …)`.
macro_rules! for_each {
    ($activation:expr, $f:ident => $body:expr) => {
        match $activation {
            $crate::Activation::Identity => {
                let $f = $crate::activation::Identity;
                $body
            }
            $crate::Activation::Relu => {
                let $f = $crate::activation::Relu;
                $body
            }
            $crate::Activation::Silu => {
                let $f = $crate::activation::Silu;
                $body
            }
        }
    };
}
pub(crate) use for_each;

/// An activation that inner loops are compiled for.
pub trait Function: Copy + Send + Sync {
    /// The value at `z`.
    fn value(self, z: f32) -> f32;
    /// The derivative at `z`.
    fn slope(self, z: f32) -> f32;
}

/// `z`.
#[derive(Clone, Copy)]
pub struct Identity;

/// `max(z, 0)`.
#[derive(Clone, Copy)]
pub struct Relu;

/// `z / (1 + e⁻ᶻ)`.
#[derive(Clone, Copy)]
pub struct Silu;

impl Function for Identity {
    #[inline(always)]
    fn value(self, z: f32) -> f32 {
        z
    }

    #[inline(always)]
    fn slope(self, _: f32) -> f32 {
        1.0
    }
}

impl Function for Relu {
    #[inline(always)]
    fn value(self, z: f32) -> f32 {
        // Not `max`: NaN must stay NaN.
        if z < 0.0 { 0.0 } else { z }
    }

    #[inline(always)]
    fn slope(self, z: f32) -> f32 {
        if z > 0.0 { 1.0 } else { 0.0 }
    }
}

impl Function for Silu {
    #[inline(always)]
    fn value(self, z: f32) -> f32 {
        z * sigmoid(z)
    }

    #[inline(always)]
    fn slope(self, z: f32) -> f32 {
        let sigmoid = sigmoid(z);
        sigmoid * (1.0 + z * (1.0 - sigmoid))
    }
}

#[inline(always)]
fn sigmoid(z: f32) -> f32 {
    1.0 / (1.0 + exp(-z))
}

/// eᶻ to two units in the last place, without branches, so that loops over it are vectorised.
///
/// Cody and Waite: z = k ln 2 + r with |r| ≤ ½ ln 2, a polynomial for eʳ, and 2ᵏ by its exponent bits.
#[inline(always)]
#[expect(
    clippy::excessive_precision,
    reason = "the coefficients as published (Cephes, expf)"
)]
fn exp(z: f32) -> f32 {
    /// Adding it rounds to a whole number, which then stands in the lowest bits.
    const ROUND: f32 = 12_582_912.0;
    // Beyond these, 2ᵏ is no normal number; NaN stays NaN.
    let z = if z > 88.0 { 88.0 } else { z };
    let z = if z < -87.0 { -87.0 } else { z };
    let shifted = z * std::f32::consts::LOG2_E + ROUND;
    let k = shifted - ROUND;
    let r = z - k * 0.693_359_375 + k * 2.121_944_4e-4;
    let mut p = 1.987_569_15e-4;
    for c in [
        1.398_199_95e-3,
        8.333_452_0e-3,
        4.166_579_6e-2,
        1.666_666_55e-1,
        5.000_000_1e-1,
    ] {
        p = p * r + c;
    }
    let of_r = p * r * r + r + 1.0;
    let power = (shifted.to_bits() << 23).wrapping_add(127 << 23);
    of_r * f32::from_bits(power)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exp_is_exact_to_a_few_units() {
        for i in -8600..8800 {
            let z = i as f32 * 0.01;
            let expected = f64::from(z).exp();
            let error = (f64::from(exp(z)) / expected - 1.0).abs();
            assert!(error < 3e-7, "e^{z}: {error}");
        }
        assert!(exp(f32::NAN).is_nan());
        assert!(exp(f32::NEG_INFINITY) < 1e-37 && exp(f32::INFINITY) > 1e38);
    }

    #[test]
    fn slopes_are_those_of_the_values() {
        fn check(function: impl Function, z: f32) {
            let step = 1e-2;
            let difference = (function.value(z + step) - function.value(z - step)) / (2.0 * step);
            assert!((difference - function.slope(z)).abs() < 1e-3, "at {z}");
        }
        for z in [-9.0, -1.5, -0.25, 0.5, 2.0, 11.0] {
            check(Identity, z);
            check(Relu, z);
            check(Silu, z);
        }
    }
}
