//! The terms of the bound after each step of the derivation. All are in nats, for one trajectory; every total is the same.

use diffusion::ArgumentError;

/// After 2a: both chains, factor by factor.
#[derive(Clone, Debug, PartialEq)]
pub struct LogProbabilities {
    /// log q(x_t | x_{t-1}) for t = 1..=T, at index t - 1.
    pub forward: Vec<f64>,
    /// Their sum, log q(x_1:T | x_0).
    pub log_q: f64,
    /// log p(x_T), the model's start N(0, I).
    pub prior: f64,
    /// log p_θ(x_{t-1} | x_t) for t = 1..=T, at index t - 1.
    pub reverse: Vec<f64>,
    /// The prior and the sum of the reverse terms, log p_θ(x_0:T).
    pub log_p: f64,
}

exercise::wire_struct!(LogProbabilities {
    forward,
    log_q,
    prior,
    reverse,
    log_p
});

impl LogProbabilities {
    /// log p_θ(x_0:T) - log q(x_1:T | x_0).
    pub fn total(&self) -> f64 {
        self.log_p - self.log_q
    }
}

/// After 2b: the terms by their parts. DDPM, arXiv 2006.11239, equation 18.
#[derive(Clone, Debug, PartialEq)]
pub struct SeparatedTerms {
    /// log p(x_T).
    pub prior: f64,
    /// log p_θ(x_0 | x_1).
    pub reconstruction: f64,
    /// log p_θ(x_{t-1} | x_t) for t = 2..=T, at index t - 2.
    pub reverse: Vec<f64>,
    /// log q(x_t | x_{t-1}) for t = 1..=T, at index t - 1.
    pub forward: Vec<f64>,
}

exercise::wire_struct!(SeparatedTerms {
    prior,
    reconstruction,
    reverse,
    forward
});

impl SeparatedTerms {
    /// Prior + reconstruction + Σ reverse - Σ forward.
    pub fn total(&self) -> f64 {
        self.prior + self.reconstruction + sum(&self.reverse) - sum(&self.forward)
    }
}

/// After 2c: both sums run over t = 2..=T. DDPM, arXiv 2006.11239, equation 19.
#[derive(Clone, Debug, PartialEq)]
pub struct ReindexedTerms {
    /// log p(x_T).
    pub prior: f64,
    /// log p_θ(x_0 | x_1).
    pub reconstruction: f64,
    /// log q(x_1 | x_0), pulled out of the sum.
    pub first_forward: f64,
    /// log p_θ(x_{t-1} | x_t) for t = 2..=T, at index t - 2.
    pub reverse: Vec<f64>,
    /// log q(x_t | x_{t-1}) for t = 2..=T, at index t - 2.
    pub forward: Vec<f64>,
}

exercise::wire_struct!(ReindexedTerms {
    prior,
    reconstruction,
    first_forward,
    reverse,
    forward
});

impl ReindexedTerms {
    /// Prior + reconstruction - first forward + Σ reverse - Σ forward.
    pub fn total(&self) -> f64 {
        self.prior + self.reconstruction - self.first_forward + sum(&self.reverse)
            - sum(&self.forward)
    }
}

/// After 2d: each forward factor turned round by Bayes' rule. DDPM, arXiv 2006.11239, equation 20.
#[derive(Clone, Debug, PartialEq)]
pub struct BayesTerms {
    /// log p(x_T).
    pub prior: f64,
    /// log p_θ(x_0 | x_1).
    pub reconstruction: f64,
    /// log q(x_1 | x_0).
    pub first_forward: f64,
    /// Σ over t = 2..=T of log q(x_t | x_0) - log q(x_{t-1} | x_0), of which two terms are left.
    pub telescoped: f64,
    /// log p_θ(x_{t-1} | x_t) for t = 2..=T, at index t - 2.
    pub reverse: Vec<f64>,
    /// log q(x_{t-1} | x_t, x_0) for t = 2..=T, at index t - 2.
    pub posterior: Vec<f64>,
}

exercise::wire_struct!(BayesTerms {
    prior,
    reconstruction,
    first_forward,
    telescoped,
    reverse,
    posterior
});

impl BayesTerms {
    /// Prior + reconstruction - first forward - telescoped + Σ reverse - Σ posterior.
    pub fn total(&self) -> f64 {
        self.prior + self.reconstruction - self.first_forward - self.telescoped + sum(&self.reverse)
            - sum(&self.posterior)
    }
}

/// After 2e: the three forces. Each log-ratio is one draw; its mean over trajectories is a Kullback-Leibler divergence. DDPM,
/// arXiv 2006.11239, equations 5 and 22, with the sign turned.
#[derive(Clone, Debug, PartialEq)]
pub struct KlTerms {
    /// log p_θ(x_0 | x_1).
    pub reconstruction: f64,
    /// log q(x_T | x_0) - log p(x_T), a draw of what has the mean KL(q(x_T | x_0) ‖ p(x_T)).
    pub prior_matching: f64,
    /// log q(x_{t-1} | x_t, x_0) - log p_θ(x_{t-1} | x_t) for t = 2..=T, at index t - 2: draws of what has the mean
    /// KL(q(x_{t-1} | x_t, x_0) ‖ p_θ(x_{t-1} | x_t)) over x_{t-1}.
    pub denoising: Vec<f64>,
}

exercise::wire_struct!(KlTerms {
    reconstruction,
    prior_matching,
    denoising
});

impl KlTerms {
    /// Reconstruction - prior matching - Σ denoising.
    pub fn total(&self) -> f64 {
        self.reconstruction - self.prior_matching - sum(&self.denoising)
    }
}

fn sum(terms: &[f64]) -> f64 {
    terms.iter().sum()
}

/// Fails unless a list of terms has `count` of them.
pub(super) fn as_many(
    argument: &'static str,
    terms: &[f64],
    count: usize,
) -> Result<(), ArgumentError> {
    if terms.len() == count {
        return Ok(());
    }
    Err(ArgumentError {
        argument,
        expected: format!("{count} terms"),
        got: terms.len().to_string(),
        hint: "the check of the step before says which list is wrong",
    })
}
