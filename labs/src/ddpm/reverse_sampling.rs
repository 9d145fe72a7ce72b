//! Section 4: from noise back to an image, a step at a time.

use burn::tensor::Tensor;
use diffusion::{Schedule, Step};
use exercise::exercise;

/// One step of the sampler. Images are `[batch, channel, height, width]`.
#[exercise(section = 4, checks = super::checks::REVERSE_SAMPLING)]
pub trait ReverseSampling {
    /// Return the mean of x_{t-1}: (x_t - β_t/√(1-ᾱ_t)·ε̂)/√α_t.
    ///
    /// `eps_hat` is the noise that the network sees in `x_t`. Source: DDPM, arXiv 2006.11239, equation 11.
    #[task(
        id = "4a",
        points = 15,
        title = "The mean of a step back",
        hints(
            "The network points at all of the noise in x_t. How much of it did this one step bring?",
            "Take β_t/√(1-ᾱ_t) of ε̂ away, then undo the shrinking of this one step: √α_t, not √ᾱ_t. The tables have their value at `t.index()`.",
            "`(x_t - eps_hat * (schedule.betas[i] / schedule.sqrt_one_minus_alpha_cumprod[i])) / schedule.alphas[i].sqrt()` with `let i = t.index();`"
        )
    )]
    fn reverse_mean(
        &self,
        x_t: Tensor<4>,
        eps_hat: Tensor<4>,
        t: Step,
        schedule: &Schedule,
    ) -> Tensor<4>;

    /// Take one step back: return x_{t-1} = mean + √β_t·z with the mean of 4a, and the mean alone at the last step, t = 1.
    ///
    /// `z` is noise of the shape of `x_t`, drawn by the caller. Source: DDPM, arXiv 2006.11239, algorithm 2.
    #[task(
        id = "4b",
        points = 14,
        title = "A step back",
        hints(
            "The mean of 4a and a little fresh noise. After which step does nobody come to take the noise away again?",
            "√β_t is a standard deviation, β_t a variance. The last step is `Step::FIRST`: it leads from x_1 to x_0.",
            "`let mean = self.reverse_mean(x_t, eps_hat, t, schedule);` then `if t == Step::FIRST { mean } else { mean + z * schedule.betas[t.index()].sqrt() }`"
        )
    )]
    fn reverse_step(
        &self,
        x_t: Tensor<4>,
        eps_hat: Tensor<4>,
        t: Step,
        z: Tensor<4>,
        schedule: &Schedule,
    ) -> Tensor<4>;
}
