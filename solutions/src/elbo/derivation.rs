use labs::elbo::{
    BayesTerms, ElboDerivation, KlTerms, LinearReverse, LogProbabilities, Point, ReindexedTerms,
    Schedule, SeparatedTerms, Step, Trajectory, log_normal,
};

use super::Reference;

impl ElboDerivation for Reference {
    fn log_probabilities(
        &self,
        trajectory: &Trajectory,
        model: &LinearReverse,
        schedule: &Schedule,
    ) -> LogProbabilities {
        let x = &trajectory.states;
        let forward = |t: Step| {
            let (alpha, beta) = (schedule.alpha_at(t), schedule.beta_at(t));
            log_normal(x[t.get()], x[t.index()] * alpha.sqrt(), beta)
        };
        let reverse = |t: Step| {
            let mean = model.mean(x[t.get()], t);
            log_normal(x[t.index()], mean, model.variance(t))
        };
        let forward: Vec<f64> = Step::all(schedule).map(forward).collect();
        let reverse: Vec<f64> = Step::all(schedule).map(reverse).collect();
        let prior = log_normal(x[schedule.timesteps()], Point::default(), 1.0);
        LogProbabilities {
            log_q: forward.iter().sum(),
            forward,
            log_p: prior + reverse.iter().sum::<f64>(),
            prior,
            reverse,
        }
    }

    fn separate(&self, terms: &LogProbabilities) -> SeparatedTerms {
        SeparatedTerms {
            prior: terms.prior,
            reconstruction: terms.reverse[0],
            reverse: terms.reverse[1..].to_vec(),
            forward: terms.forward.clone(),
        }
    }

    fn reindex(&self, terms: &SeparatedTerms) -> ReindexedTerms {
        ReindexedTerms {
            prior: terms.prior,
            reconstruction: terms.reconstruction,
            first_forward: terms.forward[0],
            reverse: terms.reverse.clone(),
            forward: terms.forward[1..].to_vec(),
        }
    }

    fn bayes(
        &self,
        terms: &ReindexedTerms,
        trajectory: &Trajectory,
        schedule: &Schedule,
    ) -> BayesTerms {
        let x = &trajectory.states;
        let marginal = |t: usize| {
            let alpha_cumprod = schedule.alpha_cumprod[t - 1];
            log_normal(x[t], x[0] * alpha_cumprod.sqrt(), 1.0 - alpha_cumprod)
        };
        let last = schedule.timesteps();
        let posterior = |t: usize| terms.forward[t - 2] + marginal(t - 1) - marginal(t);
        BayesTerms {
            prior: terms.prior,
            reconstruction: terms.reconstruction,
            first_forward: terms.first_forward,
            telescoped: marginal(last) - marginal(1),
            reverse: terms.reverse.clone(),
            posterior: (2..=last).map(posterior).collect(),
        }
    }

    fn kl_form(&self, terms: &BayesTerms) -> KlTerms {
        let pairs = terms.posterior.iter().zip(&terms.reverse);
        KlTerms {
            reconstruction: terms.reconstruction,
            prior_matching: terms.first_forward + terms.telescoped - terms.prior,
            denoising: pairs
                .map(|(posterior, reverse)| posterior - reverse)
                .collect(),
        }
    }
}
