//! Section 2: from log p - log q to three forces, in four steps.

use diffusion::Schedule;
use exercise::exercise;

use super::{
    BayesTerms, KlTerms, LinearReverse, LogProbabilities, ReindexedTerms, SeparatedTerms,
    Trajectory,
};

/// The derivation of the evidence lower bound on one trajectory. No step changes the total, log p_θ(x_0:T) - log q(x_1:T | x_0).
///
/// Source: Sohl-Dickstein et al., arXiv 1503.03585, appendix B; DDPM, arXiv 2006.11239, appendix A, equations 17 to 22.
#[exercise(section = 2, checks = super::checks::DERIVATION, demands = super::demands::derivation)]
pub trait ElboDerivation {
    /// Write down every factor of both chains: log q(x_t | x_{t-1}) for t = 1..=T, log p(x_T), and log p_θ(x_{t-1} | x_t) for
    /// t = 1..=T; `log_q` is the sum of the first, `log_p` that of all the others.
    ///
    /// `trajectory.states[t]` is x_t. q(x_t | x_{t-1}) = N(√α_t·x_{t-1}, β_t·I); p(x_T) = N(0, I); p_θ(x_{t-1} | x_t) has the mean
    /// `model.mean(x_t, t)` and the variance `model.variance(t)`. `log_normal(x, mean, variance)` is the density's logarithm.
    #[task(
        id = "2a",
        points = 6,
        title = "Log-probabilities of both chains",
        hints(
            "A chain's probability is a product of its factors, so its logarithm is a sum. Which state is the argument of each factor, and which is the condition?",
            "Forward: the density of x_t round √α_t·x_{t-1}. Reverse: the density of x_{t-1} round `model.mean(x_t, t)`. A `Point` can be multiplied by a number.",
            "`let x = &trajectory.states;` then for each t of `Step::all(schedule)` and `n = t.get()`: `log_normal(x[n], x[n - 1] * alpha.sqrt(), beta)` and `log_normal(x[n - 1], model.mean(x[n], t), model.variance(t))`; the prior is `log_normal(x[T], Point::default(), 1.0)`"
        )
    )]
    fn log_probabilities(
        &self,
        trajectory: &Trajectory,
        model: &LinearReverse,
        schedule: &Schedule,
    ) -> LogProbabilities;

    /// Separate the terms: the prior, the reconstruction log p_θ(x_0 | x_1), the other reverse terms (t = 2..=T) and all forward terms
    /// (t = 1..=T).
    #[task(
        id = "2b",
        points = 4,
        title = "Separate",
        hints(
            "Which of the reverse terms is about x_0, the data? It does not look like the others: what does it compare?",
            "log p_θ(x_0 | x_1) is the reverse term of t = 1, at index 0. The rest of the list keeps its order.",
            "`reconstruction: terms.reverse[0], reverse: terms.reverse[1..].to_vec(), forward: terms.forward.clone()`"
        )
    )]
    fn separate(&self, terms: &LogProbabilities) -> SeparatedTerms;

    /// Align both sums to t = 2..=T: pull the first forward term, log q(x_1 | x_0), out of its sum.
    ///
    /// The first, not the last: Bayes' rule of the next step needs an x_{t-1} that is noisy, and x_0 is not.
    #[task(
        id = "2c",
        points = 5,
        title = "Re-index",
        hints(
            "The reverse sum has T - 1 terms, the forward sum T. For which t can q(x_t | x_{t-1}) be turned round given x_0, and for which not?",
            "At t = 1 the state before is x_0 itself: there is nothing to turn round. Take that term, at index 0, out of the list.",
            "`first_forward: terms.forward[0], forward: terms.forward[1..].to_vec()`, the rest as it was"
        )
    )]
    fn reindex(&self, terms: &SeparatedTerms) -> ReindexedTerms;

    /// Turn each forward factor of t = 2..=T round with Bayes' rule, q(x_t | x_{t-1}) = q(x_{t-1} | x_t, x_0)·q(x_t | x_0) / q(x_{t-1} | x_0):
    /// return log q(x_{t-1} | x_t, x_0) for each t, and the sum of the logarithms of the ratios, which telescopes.
    ///
    /// q(x_t | x_0) = N(√ᾱ_t·x_0, (1 - ᾱ_t)·I). With T = 1 there is nothing to turn round and the sum is 0.
    #[task(
        id = "2d",
        points = 7,
        title = "Bayes' rule",
        hints(
            "Solve the rule for the factor that is asked for. In the sum over t of log q(x_t | x_0) - log q(x_{t-1} | x_0), what happens to the terms in the middle?",
            "log q(x_{t-1} | x_t, x_0) = log q(x_t | x_{t-1}) + log q(x_{t-1} | x_0) - log q(x_t | x_0). The first of the three is in `terms.forward`; the others are marginals, densities round √ᾱ·x_0.",
            "`let marginal = |t: usize| { let left = schedule.alpha_cumprod[t - 1]; log_normal(x[t], x[0] * left.sqrt(), 1.0 - left) };` then `posterior[t - 2] = terms.forward[t - 2] + marginal(t - 1) - marginal(t)` and `telescoped = marginal(T) - marginal(1)`"
        )
    )]
    fn bayes(
        &self,
        terms: &ReindexedTerms,
        trajectory: &Trajectory,
        schedule: &Schedule,
    ) -> BayesTerms;

    /// Collect the three forces: reconstruction, prior matching log q(x_T | x_0) - log p(x_T), and for each t = 2..=T the denoising term
    /// log q(x_{t-1} | x_t, x_0) - log p_θ(x_{t-1} | x_t).
    ///
    /// The total is reconstruction - prior matching - Σ denoising: both divergences are costs.
    #[task(
        id = "2e",
        points = 5,
        title = "The KL form",
        hints(
            "A divergence KL(q ‖ p) is the mean of log q - log p. Which q stands against which p?",
            "log q(x_1 | x_0) cancels: what is left of `first_forward + telescoped` is log q(x_T | x_0). Then each posterior term stands against the reverse term of its t.",
            "`prior_matching: terms.first_forward + terms.telescoped - terms.prior`, and `denoising`: each posterior term minus the reverse term at the same index"
        )
    )]
    fn kl_form(&self, terms: &BayesTerms) -> KlTerms;
}
