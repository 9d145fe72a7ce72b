use labs::elbo::derivation::handler;
use labs::elbo::{
    BayesTerms, ElboDerivation, KlTerms, LinearReverse, LogProbabilities, Point, ReindexedTerms,
    Schedule, SeparatedTerms, Step, Trajectory, log_normal,
};
use solutions::elbo::Reference;

use super::{late, mutants};

/// Both chains with densities of one's own.
fn chains(
    trajectory: &Trajectory,
    schedule: &Schedule,
    forward: impl Fn(&[Point], Step) -> f64,
    reverse: impl Fn(&[Point], Step) -> f64,
) -> LogProbabilities {
    let x = &trajectory.states;
    let forward: Vec<f64> = Step::all(schedule).map(|t| forward(x, t)).collect();
    let reverse: Vec<f64> = Step::all(schedule).map(|t| reverse(x, t)).collect();
    let prior = log_normal(x[x.len() - 1], Point::default(), 1.0);
    LogProbabilities {
        log_q: forward.iter().sum(),
        log_p: prior + reverse.iter().sum::<f64>(),
        forward,
        prior,
        reverse,
    }
}

fn right_forward(s: &Schedule) -> impl Fn(&[Point], Step) -> f64 {
    |x, t| {
        let (alpha, beta) = (s.alphas[t.index()], s.betas[t.index()]);
        log_normal(x[t.get()], x[t.index()] * alpha.sqrt(), beta)
    }
}

fn right_reverse(model: &LinearReverse) -> impl Fn(&[Point], Step) -> f64 {
    |x, t| log_normal(x[t.index()], model.mean(x[t.get()], t), model.variance(t))
}

mutants! { ElboDerivation by handler;
    "2a" "mean α_t·x_{t-1}: √ missing" NoRoot {
        fn log_probabilities(&self, trajectory: &Trajectory, model: &LinearReverse, s: &Schedule) -> LogProbabilities {
            chains(trajectory, s, |x, t| {
                log_normal(x[t.get()], x[t.index()] * s.alphas[t.index()], s.betas[t.index()])
            }, right_reverse(model))
        }
    }
    "2a" "√β_t taken for the variance" Deviation {
        fn log_probabilities(&self, trajectory: &Trajectory, model: &LinearReverse, s: &Schedule) -> LogProbabilities {
            chains(trajectory, s, |x, t| {
                let (alpha, beta) = (s.alphas[t.index()], s.betas[t.index()]);
                log_normal(x[t.get()], x[t.index()] * alpha.sqrt(), beta.sqrt())
            }, right_reverse(model))
        }
    }
    "2a" "values of t + 1: index t" Late {
        fn log_probabilities(&self, trajectory: &Trajectory, model: &LinearReverse, s: &Schedule) -> LogProbabilities {
            chains(trajectory, s, |x, t| {
                let i = late(t, s);
                log_normal(x[t.get()], x[t.index()] * s.alphas[i].sqrt(), s.betas[i])
            }, right_reverse(model))
        }
    }
    "2a" "q(x_t | x_0) for q(x_t | x_{t-1})" Marginals {
        fn log_probabilities(&self, trajectory: &Trajectory, model: &LinearReverse, s: &Schedule) -> LogProbabilities {
            chains(trajectory, s, |x, t| {
                let left = s.alpha_cumprod_at(t);
                log_normal(x[t.get()], x[0] * left.sqrt(), 1.0 - left)
            }, right_reverse(model))
        }
    }
    "2a" "x_t and x_{t-1} swapped in the reverse step" Swapped {
        fn log_probabilities(&self, trajectory: &Trajectory, model: &LinearReverse, s: &Schedule) -> LogProbabilities {
            chains(trajectory, s, right_forward(s), |x, t| {
                log_normal(x[t.get()], model.mean(x[t.index()], t), model.variance(t))
            })
        }
    }
    "2a" "β_t for the model's variance" BetaForModel {
        fn log_probabilities(&self, trajectory: &Trajectory, model: &LinearReverse, s: &Schedule) -> LogProbabilities {
            chains(trajectory, s, right_forward(s), |x, t| {
                log_normal(x[t.index()], model.mean(x[t.get()], t), s.betas[t.index()])
            })
        }
    }
    "2a" "constant of one dimension, ½·log(2πσ²)" OneDimension {
        fn log_probabilities(&self, trajectory: &Trajectory, model: &LinearReverse, s: &Schedule) -> LogProbabilities {
            let half = |variance: f64| 0.5 * (std::f64::consts::TAU * variance).ln();
            chains(trajectory, s, |x, t| {
                right_forward(s)(x, t) + half(s.betas[t.index()])
            }, |x, t| right_reverse(model)(x, t) + half(model.variance(t)))
        }
    }
    "2a" "prior of x_0" PriorOfData {
        fn log_probabilities(&self, trajectory: &Trajectory, model: &LinearReverse, s: &Schedule) -> LogProbabilities {
            let right = Reference.log_probabilities(trajectory, model, s);
            let prior = log_normal(trajectory.states[0], Point::default(), 1.0);
            LogProbabilities { log_p: right.log_p - right.prior + prior, prior, ..right }
        }
    }
    "2a" "log_p without the prior" NoPrior {
        fn log_probabilities(&self, trajectory: &Trajectory, model: &LinearReverse, s: &Schedule) -> LogProbabilities {
            let right = Reference.log_probabilities(trajectory, model, s);
            LogProbabilities { log_p: right.log_p - right.prior, ..right }
        }
    }
    "2a" "means for sums" Averaged {
        fn log_probabilities(&self, trajectory: &Trajectory, model: &LinearReverse, s: &Schedule) -> LogProbabilities {
            let right = Reference.log_probabilities(trajectory, model, s);
            let count = s.timesteps() as f64;
            LogProbabilities { log_q: right.log_q / count, log_p: right.log_p / count, ..right }
        }
    }
    "2a" "T - 1 terms: the first step left out" Short {
        fn log_probabilities(&self, trajectory: &Trajectory, model: &LinearReverse, s: &Schedule) -> LogProbabilities {
            let right = Reference.log_probabilities(trajectory, model, s);
            LogProbabilities {
                forward: right.forward[1..].to_vec(),
                reverse: right.reverse[1..].to_vec(),
                log_q: right.forward[1..].iter().sum(),
                log_p: right.prior + right.reverse[1..].iter().sum::<f64>(),
                ..right
            }
        }
    }
    "2b" "reconstruction from the end, t = T" FromEnd {
        fn separate(&self, terms: &LogProbabilities) -> SeparatedTerms {
            let last = terms.reverse.len() - 1;
            SeparatedTerms {
                reconstruction: terms.reverse[last],
                reverse: terms.reverse[..last].to_vec(),
                ..Reference.separate(terms)
            }
        }
    }
    "2b" "reconstruction not taken off the list" CountedTwice {
        fn separate(&self, terms: &LogProbabilities) -> SeparatedTerms {
            SeparatedTerms { reverse: terms.reverse.clone(), ..Reference.separate(terms) }
        }
    }
    "2b" "first forward term taken off, too" ForwardCut {
        fn separate(&self, terms: &LogProbabilities) -> SeparatedTerms {
            SeparatedTerms { forward: terms.forward[1..].to_vec(), ..Reference.separate(terms) }
        }
    }
    "2b" "prior and reconstruction swapped" Exchanged {
        fn separate(&self, terms: &LogProbabilities) -> SeparatedTerms {
            SeparatedTerms {
                prior: terms.reverse[0],
                reconstruction: terms.prior,
                ..Reference.separate(terms)
            }
        }
    }
    "2b" "log_p for the prior" WholeForPrior {
        fn separate(&self, terms: &LogProbabilities) -> SeparatedTerms {
            SeparatedTerms { prior: terms.log_p, ..Reference.separate(terms) }
        }
    }
    "2b" "reverse terms from T to 2" Reversed {
        fn separate(&self, terms: &LogProbabilities) -> SeparatedTerms {
            SeparatedTerms {
                reverse: terms.reverse[1..].iter().rev().copied().collect(),
                ..Reference.separate(terms)
            }
        }
    }
    "2b" "forward and reverse swapped" ListsExchanged {
        fn separate(&self, terms: &LogProbabilities) -> SeparatedTerms {
            SeparatedTerms {
                reverse: terms.forward[1..].to_vec(),
                forward: terms.reverse.clone(),
                ..Reference.separate(terms)
            }
        }
    }
    "2c" "last forward term pulled out" PulledLast {
        fn reindex(&self, terms: &SeparatedTerms) -> ReindexedTerms {
            let last = terms.forward.len() - 1;
            ReindexedTerms {
                first_forward: terms.forward[last],
                forward: terms.forward[..last].to_vec(),
                ..Reference.reindex(terms)
            }
        }
    }
    "2c" "term not taken off the list" NotTaken {
        fn reindex(&self, terms: &SeparatedTerms) -> ReindexedTerms {
            ReindexedTerms { forward: terms.forward.clone(), ..Reference.reindex(terms) }
        }
    }
    "2c" "sign turned as the term moves" SignTurned {
        fn reindex(&self, terms: &SeparatedTerms) -> ReindexedTerms {
            ReindexedTerms { first_forward: -terms.forward[0], ..Reference.reindex(terms) }
        }
    }
    "2c" "reverse sum cut, too" ReverseCut {
        fn reindex(&self, terms: &SeparatedTerms) -> ReindexedTerms {
            let cut = terms.reverse.iter().skip(1).copied().collect();
            ReindexedTerms { reverse: cut, ..Reference.reindex(terms) }
        }
    }
    "2c" "term added to the reconstruction" Absorbed {
        fn reindex(&self, terms: &SeparatedTerms) -> ReindexedTerms {
            let right = Reference.reindex(terms);
            ReindexedTerms {
                reconstruction: right.reconstruction - right.first_forward,
                first_forward: 0.0,
                ..right
            }
        }
    }
    "2c" "prior lost" PriorLost {
        fn reindex(&self, terms: &SeparatedTerms) -> ReindexedTerms {
            ReindexedTerms { prior: 0.0, ..Reference.reindex(terms) }
        }
    }
    "2c" "lists shifted against each other" Shifted {
        fn reindex(&self, terms: &SeparatedTerms) -> ReindexedTerms {
            let right = Reference.reindex(terms);
            let mut forward = right.forward.clone();
            if !forward.is_empty() {
                forward.rotate_left(1);
            }
            ReindexedTerms { forward, ..right }
        }
    }
    "2e" "prior matching turned round: sign" PriorSign {
        fn kl_form(&self, terms: &BayesTerms) -> KlTerms {
            let right = Reference.kl_form(terms);
            KlTerms { prior_matching: -right.prior_matching, ..right }
        }
    }
    "2e" "log q(x_1 | x_0) forgotten" FirstForgotten {
        fn kl_form(&self, terms: &BayesTerms) -> KlTerms {
            KlTerms { prior_matching: terms.telescoped - terms.prior, ..Reference.kl_form(terms) }
        }
    }
    "2e" "prior forgotten" PriorForgotten {
        fn kl_form(&self, terms: &BayesTerms) -> KlTerms {
            KlTerms { prior_matching: terms.first_forward + terms.telescoped, ..Reference.kl_form(terms) }
        }
    }
    "2e" "telescoped ratio subtracted" RatioSign {
        fn kl_form(&self, terms: &BayesTerms) -> KlTerms {
            KlTerms {
                prior_matching: terms.first_forward - terms.telescoped - terms.prior,
                ..Reference.kl_form(terms)
            }
        }
    }
    "2e" "log p - log q: wrong sign of the divergence" KlSign {
        fn kl_form(&self, terms: &BayesTerms) -> KlTerms {
            let right = Reference.kl_form(terms);
            KlTerms { denoising: right.denoising.iter().map(|kl| -kl).collect(), ..right }
        }
    }
    "2e" "reconstruction as a cost: sign" CostSign {
        fn kl_form(&self, terms: &BayesTerms) -> KlTerms {
            KlTerms { reconstruction: -terms.reconstruction, ..Reference.kl_form(terms) }
        }
    }
    "2e" "terms of different t compared" Mismatched {
        fn kl_form(&self, terms: &BayesTerms) -> KlTerms {
            let reversed = terms.reverse.iter().rev();
            KlTerms {
                denoising: terms.posterior.iter().zip(reversed).map(|(q, p)| q - p).collect(),
                ..Reference.kl_form(terms)
            }
        }
    }
    "2e" "clipped at 0: a draw of a divergence may be negative" Clipped {
        fn kl_form(&self, terms: &BayesTerms) -> KlTerms {
            let right = Reference.kl_form(terms);
            KlTerms { denoising: right.denoising.iter().map(|kl| kl.max(0.0)).collect(), ..right }
        }
    }
}
