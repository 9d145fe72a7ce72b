//! Section 1: the forward chain, and why the likelihood of the model cannot be computed.

use burn::tensor::Tensor;
use diffusion::{Schedule, Step, Timestep};
use exercise::exercise;

/// Drawing from the forward process on points of the plane, `[batch, 2]`.
#[exercise(section = 1, checks = super::checks::LIKELIHOOD, demands = super::demands::likelihood)]
pub trait SequentialLikelihood {
    /// Draw `x_t` from q(x_t | x_{t-1}) = N(√α_t·x_{t-1}, β_t·I).
    ///
    /// `x_prev` and the result are points `[batch, 2]`; every coordinate of every point has its own noise. `t` is a step, 1..=T;
    /// its values stand at `t.index()`. Source: DDPM, arXiv 2006.11239, equation 2.
    #[task(
        id = "1a",
        points = 4,
        title = "One forward step",
        hints(
            "A Gaussian draw is its mean plus its standard deviation times standard normal noise. Which of α and β belongs to which?",
            "The mean shrinks by √α_t, the standard deviation is √β_t. Noise with the shape of x: `x_prev.random_like(Distribution::Normal(0.0, 1.0))`.",
            "`x_prev * schedule.alphas[t.index()].sqrt() + noise * schedule.betas[t.index()].sqrt()`"
        )
    )]
    fn forward_step(&self, x_prev: Tensor<2>, t: Step, schedule: &Schedule) -> Tensor<2>;

    /// Walk the whole chain from `x0` and return all T + 1 states x_0, x_1, …, x_T, so that index t holds x_t.
    ///
    /// Each state is `[batch, 2]`; each step has fresh noise.
    #[task(
        id = "1b",
        points = 5,
        title = "The whole trajectory",
        hints(
            "This is 1a in a loop over all steps. What is the first state, and how many are there in the end?",
            "Begin with `vec![x0]`; for each `t` of `Step::all(schedule)` push one state made from the last one, with noise drawn inside the loop.",
            "`for t in Step::all(schedule) { let x = states[t.index()].clone(); states.push(self.forward_step(x, t, schedule)); }`"
        )
    )]
    fn forward_trajectory(&self, x0: Tensor<2>, schedule: &Schedule) -> Vec<Tensor<2>>;

    /// Draw `x_t` from q(x_t | x_0) = N(√ᾱ_t·x_0, (1 - ᾱ_t)·I) at once, without the states between.
    ///
    /// `t` is a timestep, 0..=T: t = 0 returns `x0` itself. `schedule.alpha_cumprod_at(t)` is ᾱ_t, and knows that ᾱ_0 = 1. Source: DDPM,
    /// arXiv 2006.11239, equation 4.
    #[task(
        id = "1c",
        points = 4,
        title = "The direct jump",
        hints(
            "The same two ingredients as in 1a, with another table: α_1·…·α_t instead of α_t.",
            "Signal √ᾱ_t, noise √(1 - ᾱ_t). With ᾱ_0 = 1 the formula gives x_0 at t = 0 by itself.",
            "`let left = schedule.alpha_cumprod_at(t); x0 * left.sqrt() + noise * (1.0 - left).sqrt()`"
        )
    )]
    fn direct_jump(&self, x0: Tensor<2>, t: Timestep, schedule: &Schedule) -> Tensor<2>;
}
