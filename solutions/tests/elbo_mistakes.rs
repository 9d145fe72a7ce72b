//! Common mistakes in `elbo`, each with the words of the hint that a student must get.

#[path = "support/mistakes.rs"]
mod support;

use burn::module::Module;
use burn::tensor::{Distribution, Int, Tensor};
use labs::elbo::{
    BayesTerms, ElboDerivation, KlTerms, LinearReverse, LogProbabilities, NoiseMlp,
    NoisePrediction, Point, ReindexedTerms, Schedule, SeparatedTerms, SequentialLikelihood,
    SimpleTraining, Step, ThreeForces, Timestep, TractableReverse, Trajectory, coefficients,
    log_normal,
};
use solutions::elbo::Reference;
use support::caught;

fn normal(like: &Tensor<2>) -> Tensor<2> {
    like.random_like(Distribution::Normal(0.0, 1.0))
}

#[test]
fn the_chain() {
    wrong!(Late: SequentialLikelihood {
        fn forward_step(&self, x_prev: Tensor<2>, t: Step, schedule: &Schedule) -> Tensor<2> {
            let i = t.get().min(schedule.timesteps() - 1);
            let noise = normal(&x_prev);
            x_prev * schedule.alphas[i].sqrt() + noise * schedule.betas[i].sqrt()
        }
        fn forward_trajectory(&self, x0: Tensor<2>, schedule: &Schedule) -> Vec<Tensor<2>> {
            let mut states = vec![x0];
            for t in Step::all(schedule).skip(1) {
                let x = states[t.index() - 1].clone();
                states.push(Reference.forward_step(x, t, schedule));
            }
            states
        }
        fn direct_jump(&self, x0: Tensor<2>, t: Timestep, schedule: &Schedule) -> Tensor<2> {
            let left = schedule.alpha_cumprod_at(t);
            let noise = normal(&x0);
            x0 * left + noise * (1.0 - left)
        }
    });
    caught(&Late, "1a", "that of t = 3");
    caught(&Late, "1b", "x_0 is the first state");
    caught(&Late, "1c", "expected √ᾱ_t");

    wrong!(Shared: SequentialLikelihood {
        fn forward_step(&self, x_prev: Tensor<2>, t: Step, schedule: &Schedule) -> Tensor<2> {
            let noise = normal(&x_prev.clone().narrow(1, 0, 1).repeat_dim(1, 2)).narrow(1, 0, 1);
            x_prev * schedule.alphas[t.index()].sqrt() + noise * schedule.betas[t.index()].sqrt()
        }
        fn forward_trajectory(&self, x0: Tensor<2>, schedule: &Schedule) -> Vec<Tensor<2>> {
            let jump = |t: Step| Reference.direct_jump(x0.clone(), t.into(), schedule);
            std::iter::once(x0.clone()).chain(Step::all(schedule).map(jump)).collect()
        }
        fn direct_jump(&self, x0: Tensor<2>, t: Timestep, schedule: &Schedule) -> Tensor<2> {
            let i = t.get() - 1;
            let noise = normal(&x0);
            x0 * schedule.alpha_cumprod[i].sqrt() + noise * (1.0 - schedule.alpha_cumprod[i]).sqrt()
        }
    });
    caught(&Shared, "1a", "one number for each point");
    caught(&Shared, "1b", "a walk makes it from the state before");
    caught(&Shared, "1c", "panicked");
}

#[test]
fn the_derivation() {
    wrong!(Swapped: ElboDerivation {
        fn log_probabilities(&self, trajectory: &Trajectory, model: &LinearReverse, schedule: &Schedule) -> LogProbabilities {
            let mut terms = Reference.log_probabilities(trajectory, model, schedule);
            let x = &trajectory.states;
            let reverse = |t: Step| log_normal(x[t.get()], model.mean(x[t.index()], t), model.variance(t));
            terms.reverse = Step::all(schedule).map(reverse).collect();
            terms
        }
        fn separate(&self, terms: &LogProbabilities) -> SeparatedTerms {
            let last = terms.reverse.len() - 1;
            SeparatedTerms { reconstruction: terms.reverse[last], reverse: terms.reverse[..last].to_vec(), ..Reference.separate(terms) }
        }
        fn reindex(&self, terms: &SeparatedTerms) -> ReindexedTerms {
            let last = terms.forward.len() - 1;
            ReindexedTerms { first_forward: terms.forward[last], forward: terms.forward[..last].to_vec(), ..Reference.reindex(terms) }
        }
        fn bayes(&self, terms: &ReindexedTerms, trajectory: &Trajectory, schedule: &Schedule) -> BayesTerms {
            let mut right = Reference.bayes(terms, trajectory, schedule);
            let turned = terms.forward.iter().zip(&right.posterior).map(|(forward, posterior)| 2.0 * forward - posterior);
            right.posterior = turned.collect();
            right.telescoped = -right.telescoped;
            right
        }
        fn kl_form(&self, terms: &BayesTerms) -> KlTerms {
            let mut right = Reference.kl_form(terms);
            right.denoising.iter_mut().for_each(|term| *term = -*term);
            right
        }
    });
    caught(&Swapped, "2a", "x_t and x_{t-1} are swapped");
    caught(&Swapped, "2b", "at index 0");
    caught(&Swapped, "2c", "Bayes' rule could not be put");
    caught(&Swapped, "2d", "two marginals are swapped");
    caught(&Swapped, "2e", "the posterior comes first");

    wrong!(Loose: ElboDerivation {
        fn log_probabilities(&self, trajectory: &Trajectory, model: &LinearReverse, schedule: &Schedule) -> LogProbabilities {
            let mut terms = Reference.log_probabilities(trajectory, model, schedule);
            terms.log_p -= log_normal(trajectory.states[schedule.timesteps()], Point::default(), 1.0);
            terms
        }
        fn separate(&self, terms: &LogProbabilities) -> SeparatedTerms {
            SeparatedTerms { reverse: terms.reverse.clone(), ..Reference.separate(terms) }
        }
        fn reindex(&self, terms: &SeparatedTerms) -> ReindexedTerms {
            ReindexedTerms { forward: terms.forward.clone(), ..Reference.reindex(terms) }
        }
        fn bayes(&self, terms: &ReindexedTerms, trajectory: &Trajectory, schedule: &Schedule) -> BayesTerms {
            let mut right = Reference.bayes(terms, trajectory, schedule);
            right.telescoped += terms.first_forward;
            right
        }
        fn kl_form(&self, terms: &BayesTerms) -> KlTerms {
            KlTerms { prior_matching: terms.telescoped - terms.prior, ..Reference.kl_form(terms) }
        }
    });
    caught(&Loose, "2a", "lacks the prior");
    caught(&Loose, "2b", "has left the list");
    caught(&Loose, "2c", "has left the list");
    caught(&Loose, "2d", "log q(x_1 | x_0) is left, too");
    caught(&Loose, "2e", "log q(x_1 | x_0) is missing");
}

#[test]
fn the_posterior() {
    wrong!(Crossed: TractableReverse {
        fn posterior(&self, x_t: Tensor<2>, x0: Tensor<2>, t: Step, schedule: &Schedule) -> (Tensor<2>, f64) {
            let (mean, variance) = Reference.posterior(x_t, x0, t, schedule);
            (mean, 1.0 / variance)
        }
        fn optimal_mean(&self, x_t: Tensor<2>, x0: Tensor<2>, t: Step, schedule: &Schedule) -> Tensor<2> {
            Reference.optimal_mean(x0, x_t, t, schedule)
        }
        fn optimal_variance(&self, t: Step, schedule: &Schedule) -> f64 {
            schedule.betas[t.index()]
        }
    });
    caught(&Crossed, "3a", "this is the precision");
    caught(&Crossed, "3b", "swapped");
    caught(&Crossed, "3c", "this is β_t");

    wrong!(Unguarded: TractableReverse {
        fn posterior(&self, x_t: Tensor<2>, x0: Tensor<2>, t: Step, schedule: &Schedule) -> (Tensor<2>, f64) {
            let (alpha, beta) = (schedule.alphas[t.index()], schedule.betas[t.index()]);
            let before = schedule.alpha_cumprod_at(t.before());
            let variance = 1.0 / (alpha / beta + 1.0 / (1.0 - before));
            let mean = x_t * (alpha.sqrt() / beta) + x0 * (before.sqrt() / (1.0 - before));
            (mean * variance, variance)
        }
        fn optimal_mean(&self, x_t: Tensor<2>, x0: Tensor<2>, t: Step, schedule: &Schedule) -> Tensor<2> {
            let (now, beta) = (schedule.alpha_cumprod_at(t), schedule.betas[t.index()]);
            let before = schedule.alpha_cumprod_at(t.before());
            let weight = (1.0 - beta).sqrt() * (1.0 - before) / (1.0 - now);
            x0 * (now.sqrt() * beta / (1.0 - now)) + x_t * weight
        }
        fn optimal_variance(&self, t: Step, schedule: &Schedule) -> f64 {
            Reference.optimal_variance(t, schedule).sqrt()
        }
    });
    caught(&Unguarded, "3a", "before you divide");
    caught(&Unguarded, "3b", "not √ᾱ_t");
    caught(&Unguarded, "3c", "standard deviation");
}

#[test]
fn the_noise() {
    wrong!(Rootless: NoisePrediction {
        fn forward_with_noise(&self, x0: Tensor<2>, t: Step, _epsilon: Option<Tensor<2>>, schedule: &Schedule) -> (Tensor<2>, Tensor<2>) {
            Reference.forward_with_noise(x0, t, None, schedule)
        }
        fn solve_for_x0(&self, x_t: Tensor<2>, epsilon: Tensor<2>, t: Step, schedule: &Schedule) -> Tensor<2> {
            let left = schedule.alpha_cumprod_at(t);
            (x_t - epsilon * (1.0 - left).sqrt()) / left
        }
        fn mean_from_noise(&self, x_t: Tensor<2>, epsilon: Tensor<2>, t: Step, schedule: &Schedule) -> Tensor<2> {
            Reference.solve_for_x0(x_t, epsilon, t, schedule)
        }
    });
    caught(&Rootless, "4a", "return the noise that was given");
    caught(&Rootless, "4b", "divided by ᾱ_t");
    caught(&Rootless, "4c", "that leads back to x_0");

    wrong!(Signs: NoisePrediction {
        fn forward_with_noise(&self, x0: Tensor<2>, t: Step, epsilon: Option<Tensor<2>>, schedule: &Schedule) -> (Tensor<2>, Tensor<2>) {
            let (x_t, epsilon) = Reference.forward_with_noise(x0, t, epsilon, schedule);
            (x_t, epsilon * (1.0 - schedule.alpha_cumprod_at(t)).sqrt())
        }
        fn solve_for_x0(&self, x_t: Tensor<2>, epsilon: Tensor<2>, t: Step, schedule: &Schedule) -> Tensor<2> {
            Reference.solve_for_x0(x_t, -epsilon, t, schedule)
        }
        fn mean_from_noise(&self, x_t: Tensor<2>, epsilon: Tensor<2>, t: Step, schedule: &Schedule) -> Tensor<2> {
            (x_t - epsilon * schedule.betas[t.index()]) / schedule.alphas[t.index()].sqrt()
        }
    });
    caught(&Signs, "4a", "unscaled");
    caught(&Signs, "4b", "the noise is taken away");
    caught(&Signs, "4c", "divided by √(1-ᾱ_t)");
}

/// The right loss with a part of it exchanged.
fn loss(
    model: &NoiseMlp,
    x0: Tensor<2>,
    schedule: &Schedule,
    t: Tensor<1, Int>,
    second: bool,
) -> Tensor<2> {
    let epsilon = normal(&x0);
    let signal = x0 * coefficients(&schedule.sqrt_alpha_cumprod, &t);
    let noise = epsilon.clone() * coefficients(&schedule.sqrt_one_minus_alpha_cumprod, &t);
    let target = if second { normal(&epsilon) } else { epsilon };
    target - model.forward(signal + noise, t)
}

fn uniform(count: usize, schedule: &Schedule, like: &Tensor<2>) -> Tensor<1, Int> {
    let range = Distribution::Uniform(1.0, schedule.timesteps() as f64 + 1.0);
    Tensor::random([count], range, &like.device())
}

macro_rules! wrong_loss {
    ($name:ident, $words:literal, |$model:ident, $x0:ident, $schedule:ident| $loss:expr) => {
        wrong!($name: SimpleTraining {
            fn simple_loss(&self, $model: &NoiseMlp, $x0: Tensor<2>, $schedule: &Schedule) -> Tensor<1> { $loss }
        });
        caught(&$name, "4d", $words);
    };
}

#[test]
fn the_loss() {
    wrong_loss!(
        Everything,
        "mean over the coordinates, too",
        |model, x0, schedule| {
            let t = uniform(x0.dims()[0], schedule, &x0);
            loss(model, x0, schedule, t, false).powi_scalar(2).mean()
        }
    );
    wrong_loss!(Sum, "sum over the batch", |model, x0, schedule| {
        let t = uniform(x0.dims()[0], schedule, &x0);
        loss(model, x0, schedule, t, false).powi_scalar(2).sum()
    });
    wrong_loss!(Twice, "two draws", |model, x0, schedule| {
        let t = uniform(x0.dims()[0], schedule, &x0);
        loss(model, x0, schedule, t, true)
            .powi_scalar(2)
            .sum_dim(1)
            .mean()
    });
    wrong_loss!(OneTime, "the same t", |model, x0, schedule| {
        let batch = x0.dims()[0];
        let t = uniform(1, schedule, &x0).repeat_dim(0, batch).clamp(1, 2);
        loss(model, x0, schedule, t, false)
            .powi_scalar(2)
            .sum_dim(1)
            .mean()
    });
    wrong_loss!(Early, "t = T never occurs", |model, x0, schedule| {
        let range = Distribution::Uniform(1.0, schedule.timesteps() as f64);
        let t = Tensor::random([x0.dims()[0]], range, &x0.device());
        loss(model, x0, schedule, t, false)
            .powi_scalar(2)
            .sum_dim(1)
            .mean()
    });
    wrong_loss!(ZeroBased, "timesteps are 1-based", |model, x0, schedule| {
        let t = uniform(x0.dims()[0], schedule, &x0) - 1;
        loss(model, x0, schedule, t, false)
            .powi_scalar(2)
            .sum_dim(1)
            .mean()
    });
    wrong_loss!(
        Cut,
        "no gradient reaches the network",
        |model, x0, schedule| {
            let t = uniform(x0.dims()[0], schedule, &x0);
            loss(model, x0, schedule, t, false)
                .powi_scalar(2)
                .sum_dim(1)
                .mean()
                .detach()
        }
    );
}

#[test]
fn the_forces() {
    wrong!(Blind: ThreeForces {
        fn reconstruction(&self, x0: Tensor<2>, x1: Tensor<2>, model: &NoiseMlp, schedule: &Schedule) -> Tensor<1> {
            let blind = NoiseMlp::constant([0.0; 2], 3, &model.devices()[0]);
            Reference.reconstruction(x0, x1, &blind, schedule)
        }
        fn prior_matching(&self, x0: Tensor<2>, schedule: &Schedule) -> Tensor<1> {
            -Reference.prior_matching(x0, schedule)
        }
        fn denoising(&self, x0: Tensor<2>, timesteps: &[Step], model: &NoiseMlp, schedule: &Schedule) -> Vec<f64> {
            Reference.denoising(x0, timesteps, model, schedule).iter().map(|kl| 2.0 * kl).collect()
        }
    });
    caught(&Blind, "5a", "the predicted noise is not taken away");
    caught(&Blind, "5b", "never negative");
    caught(&Blind, "5c", "½ is missing");

    wrong!(Noiseless: ThreeForces {
        fn reconstruction(&self, x0: Tensor<2>, x1: Tensor<2>, model: &NoiseMlp, schedule: &Schedule) -> Tensor<1> {
            Reference.reconstruction(x0, x1, model, schedule) + (std::f64::consts::TAU * schedule.betas[0]).ln()
        }
        fn prior_matching(&self, x0: Tensor<2>, schedule: &Schedule) -> Tensor<1> {
            let left = schedule.alpha_cumprod_at(schedule.last());
            let shrunk = Reference.prior_matching(x0.clone() * left.sqrt().recip(), schedule);
            shrunk + x0.sum_dim(1).squeeze_dim::<1>(1) * 0.0
        }
        fn denoising(&self, x0: Tensor<2>, timesteps: &[Step], model: &NoiseMlp, schedule: &Schedule) -> Vec<f64> {
            let total: f64 = Reference.denoising(x0, timesteps, model, schedule).iter().sum();
            vec![total]
        }
    });
    caught(&Noiseless, "5a", "the constant -log(2π·β_1) is missing");
    caught(&Noiseless, "5b", "μ = √ᾱ_T·x_0");
    caught(&Noiseless, "5c", "one mean for each of the timesteps");
}
