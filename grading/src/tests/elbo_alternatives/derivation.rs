//! Section 2: the derivation.

use std::f64::consts::TAU;

use labs::elbo::{
    BayesTerms, ElboDerivation, KlTerms, LinearReverse, LogProbabilities, Point, ReindexedTerms,
    Schedule, SeparatedTerms, Step, Trajectory,
};

use super::TurnedOver;

/// log N coordinate by coordinate.
fn density(x: Point, mean: Point, variance: f64) -> f64 {
    let one = |a: f64, b: f64| -0.5 * ((TAU * variance).ln() + (a - b).powi(2) / variance);
    one(x.x, mean.x) + one(x.y, mean.y)
}

impl ElboDerivation for TurnedOver {
    fn log_probabilities(
        &self,
        x: &Trajectory,
        model: &LinearReverse,
        s: &Schedule,
    ) -> LogProbabilities {
        let x = &x.states;
        let (mut forward, mut reverse) = (Vec::new(), Vec::new());
        for t in Step::all(s).rev() {
            let shrunk = x[t.get() - 1] * (1.0 - s.betas[t.index()]).sqrt();
            forward.insert(0, density(x[t.get()], shrunk, s.betas[t.index()]));
            let mean = model.mean(x[t.get()], t);
            reverse.insert(0, density(x[t.get() - 1], mean, model.variance(t)));
        }
        let prior = -TAU.ln() - 0.5 * x[x.len() - 1].squared_norm();
        LogProbabilities {
            log_q: forward.iter().rev().sum(),
            log_p: reverse.iter().rev().sum::<f64>() + prior,
            forward,
            prior,
            reverse,
        }
    }

    fn separate(&self, terms: &LogProbabilities) -> SeparatedTerms {
        let mut reverse = terms.reverse.clone();
        let reconstruction = reverse.remove(0);
        SeparatedTerms {
            prior: terms.prior,
            reconstruction,
            reverse,
            forward: terms.forward.to_vec(),
        }
    }

    fn reindex(&self, terms: &SeparatedTerms) -> ReindexedTerms {
        let mut forward = terms.forward.iter().copied();
        ReindexedTerms {
            first_forward: forward.next().unwrap_or_default(),
            forward: forward.collect(),
            prior: terms.prior,
            reconstruction: terms.reconstruction,
            reverse: terms.reverse.to_vec(),
        }
    }

    /// The closed form of the posterior's density, and the ratio as the sum that it is.
    fn bayes(&self, terms: &ReindexedTerms, x: &Trajectory, s: &Schedule) -> BayesTerms {
        let x = &x.states;
        let marginal = |t: usize| {
            let left = s.alpha_cumprod[t - 1];
            density(x[t], x[0] * left.sqrt(), 1.0 - left)
        };
        let posterior = |t: usize| {
            let (now, before) = (s.alpha_cumprod[t - 1], s.alpha_cumprod[t - 2]);
            let mean = x[0] * (before.sqrt() * s.betas[t - 1] / (1.0 - now))
                + x[t] * (s.alphas[t - 1].sqrt() * (1.0 - before) / (1.0 - now));
            density(
                x[t - 1],
                mean,
                (1.0 - before) / (1.0 - now) * s.betas[t - 1],
            )
        };
        let steps = 2..=s.timesteps();
        BayesTerms {
            prior: terms.prior,
            reconstruction: terms.reconstruction,
            first_forward: terms.first_forward,
            telescoped: steps.clone().map(|t| marginal(t) - marginal(t - 1)).sum(),
            reverse: terms.reverse.clone(),
            posterior: steps.map(posterior).collect(),
        }
    }

    fn kl_form(&self, terms: &BayesTerms) -> KlTerms {
        let mut denoising = terms.posterior.clone();
        for (term, reverse) in denoising.iter_mut().zip(&terms.reverse) {
            *term -= reverse;
        }
        KlTerms {
            reconstruction: terms.reconstruction,
            prior_matching: -(terms.prior - terms.first_forward) + terms.telescoped,
            denoising,
        }
    }
}
