//! The exercise that shows what exercises are like.

use burn::tensor::Tensor;
use exercise::exercise;

/// One method to fill, so that answering, checking and asking for hints are no news in the first real lab.
#[exercise(section = 6, checks = super::checks::FIRST_EXERCISE)]
pub trait FirstExercise {
    /// Mix two images: take `share` of `b` and the rest of `a`.
    ///
    /// `a`, `b` and the result have the same shape `[batch, channel, height, width]`; `share` lies in [0, 1]: 0 gives `a`, 1 gives `b`.
    #[task(
        id = "6a",
        points = 0,
        title = "Mixing two images",
        hints(
            "What share of `a` is left when `share` of the result is `b`?",
            "A tensor times an `f64` is a tensor, and so is the sum of two tensors. The two shares add up to 1.",
            "`a * (1.0 - share) + b * share`"
        )
    )]
    fn mix(&self, a: Tensor<4>, b: Tensor<4>, share: f64) -> Tensor<4>;
}
