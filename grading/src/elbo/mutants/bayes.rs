use labs::elbo::derivation::handler;
use labs::elbo::{BayesTerms, ElboDerivation, ReindexedTerms, Schedule, Trajectory, log_normal};
use solutions::elbo::Reference;

use super::mutants;

/// Bayes' rule with marginals log q(x_t | x_0) of one's own.
fn turned(
    terms: &ReindexedTerms,
    trajectory: &Trajectory,
    s: &Schedule,
    marginal: impl Fn(usize) -> f64,
) -> BayesTerms {
    let last = s.timesteps();
    let posterior = |t: usize| terms.forward[t - 2] + marginal(t - 1) - marginal(t);
    BayesTerms {
        telescoped: marginal(last) - marginal(1),
        posterior: (2..=last).map(posterior).collect(),
        ..Reference.bayes(terms, trajectory, s)
    }
}

fn marginal<'a>(trajectory: &'a Trajectory, s: &'a Schedule) -> impl Fn(usize) -> f64 + 'a {
    |t| {
        let left = s.alpha_cumprod[t - 1];
        log_normal(
            trajectory.states[t],
            trajectory.states[0] * left.sqrt(),
            1.0 - left,
        )
    }
}

mutants! { ElboDerivation by handler;
    "2d" "marginals swapped" Swapped {
        fn bayes(&self, terms: &ReindexedTerms, x: &Trajectory, s: &Schedule) -> BayesTerms {
            turned(terms, x, s, |t| -marginal(x, s)(t))
        }
    }
    "2d" "α_t for ᾱ_t" Step {
        fn bayes(&self, terms: &ReindexedTerms, x: &Trajectory, s: &Schedule) -> BayesTerms {
            turned(terms, x, s, |t| {
                log_normal(x.states[t], x.states[0] * s.alphas[t - 1].sqrt(), s.betas[t - 1])
            })
        }
    }
    "2d" "ᾱ_t·x_0: √ missing" NoRoot {
        fn bayes(&self, terms: &ReindexedTerms, x: &Trajectory, s: &Schedule) -> BayesTerms {
            turned(terms, x, s, |t| {
                let left = s.alpha_cumprod[t - 1];
                log_normal(x.states[t], x.states[0] * left, 1.0 - left)
            })
        }
    }
    "2d" "√(1 - ᾱ_t) taken for the variance" Deviation {
        fn bayes(&self, terms: &ReindexedTerms, x: &Trajectory, s: &Schedule) -> BayesTerms {
            turned(terms, x, s, |t| {
                let left = s.alpha_cumprod[t - 1];
                log_normal(x.states[t], x.states[0] * left.sqrt(), (1.0 - left).sqrt())
            })
        }
    }
    "2d" "ᾱ_{t+1}: index t" Late {
        fn bayes(&self, terms: &ReindexedTerms, x: &Trajectory, s: &Schedule) -> BayesTerms {
            turned(terms, x, s, |t| {
                let left = s.alpha_cumprod[t.min(s.timesteps() - 1)];
                log_normal(x.states[t], x.states[0] * left.sqrt(), 1.0 - left)
            })
        }
    }
    "2d" "forward terms not turned round" NotTurned {
        fn bayes(&self, terms: &ReindexedTerms, x: &Trajectory, s: &Schedule) -> BayesTerms {
            BayesTerms { posterior: terms.forward.clone(), ..Reference.bayes(terms, x, s) }
        }
    }
    "2d" "sign of the telescoped ratio" RatioSign {
        fn bayes(&self, terms: &ReindexedTerms, x: &Trajectory, s: &Schedule) -> BayesTerms {
            let right = Reference.bayes(terms, x, s);
            BayesTerms { telescoped: -right.telescoped, ..right }
        }
    }
    "2d" "log q(x_1 | x_0) cancelled, too" OneLeft {
        fn bayes(&self, terms: &ReindexedTerms, x: &Trajectory, s: &Schedule) -> BayesTerms {
            BayesTerms { telescoped: marginal(x, s)(s.timesteps()), ..Reference.bayes(terms, x, s) }
        }
    }
    "2d" "sum of all marginals" NothingCancels {
        fn bayes(&self, terms: &ReindexedTerms, x: &Trajectory, s: &Schedule) -> BayesTerms {
            let all = (1..=s.timesteps()).map(marginal(x, s)).sum();
            BayesTerms { telescoped: all, ..Reference.bayes(terms, x, s) }
        }
    }
    "2d" "prior and reconstruction not carried on" NotCarried {
        fn bayes(&self, terms: &ReindexedTerms, x: &Trajectory, s: &Schedule) -> BayesTerms {
            BayesTerms { prior: 0.0, reconstruction: 0.0, ..Reference.bayes(terms, x, s) }
        }
    }
    "2d" "posterior in the place of the reverse terms" InPlaceOfReverse {
        fn bayes(&self, terms: &ReindexedTerms, x: &Trajectory, s: &Schedule) -> BayesTerms {
            let right = Reference.bayes(terms, x, s);
            BayesTerms { reverse: right.posterior.clone(), ..right }
        }
    }
    "2d" "ratio of t alone, not of t and t - 1" HalfRatio {
        fn bayes(&self, terms: &ReindexedTerms, x: &Trajectory, s: &Schedule) -> BayesTerms {
            let posterior = |t: usize| terms.forward[t - 2] - marginal(x, s)(t);
            BayesTerms {
                posterior: (2..=s.timesteps()).map(posterior).collect(),
                ..Reference.bayes(terms, x, s)
            }
        }
    }
}
