//! Right bodies of `elbo` written in other ways: other orders of draws, other forms of a formula, numbers in `f32`. The hidden
//! tests must pass them.

use std::f64::consts::TAU;

use burn::tensor::{Distribution, Int, Tensor, TensorData};
use exercise::{Handler, Verdict};
use labs::elbo::{
    BayesTerms, ElboDerivation, KlTerms, LinearReverse, LogProbabilities, NoiseMlp,
    NoisePrediction, Point, ReindexedTerms, Schedule, SeparatedTerms, SequentialLikelihood,
    SimpleTraining, Step, ThreeForces, Timestep, TractableReverse, Trajectory, derivation,
    likelihood, noise_prediction, three_forces, tractable_reverse, training,
};

use crate::elbo::TESTS;

fn normal(like: &Tensor<2>) -> Tensor<2> {
    like.random_like(Distribution::Normal(0.0, 1.0))
}

/// Formulas turned over, draws taken early and in other shapes.
struct TurnedOver;

/// Numbers rounded to `f32` wherever a student might.
struct Single;

fn single(x: f64) -> f64 {
    f64::from(x as f32)
}

impl SequentialLikelihood for TurnedOver {
    fn forward_step(&self, x_prev: Tensor<2>, t: Step, s: &Schedule) -> Tensor<2> {
        let [batch, _] = x_prev.dims();
        let column = || {
            let shape = [batch, 1];
            Tensor::<2>::random(shape, Distribution::Normal(0.0, 1.0), &x_prev.device())
        };
        let noise = Tensor::cat(vec![column(), column()], 1);
        (x_prev * (s.alphas[t.index()] / s.betas[t.index()]).sqrt() + noise)
            * s.betas[t.index()].sqrt()
    }

    fn forward_trajectory(&self, x0: Tensor<2>, s: &Schedule) -> Vec<Tensor<2>> {
        let noises: Vec<Tensor<2>> = s.betas.iter().map(|_| normal(&x0)).collect();
        let mut state = x0.clone();
        let later = s.betas.iter().zip(noises).map(|(beta, noise)| {
            state = state.clone() * (1.0 - beta).sqrt() + noise * beta.sqrt();
            state.clone()
        });
        std::iter::once(x0).chain(later).collect()
    }

    /// The jump by all its steps.
    fn direct_jump(&self, x0: Tensor<2>, t: Timestep, s: &Schedule) -> Tensor<2> {
        let walk = self.forward_trajectory(x0, s);
        walk[t.get()].clone()
    }
}

impl SequentialLikelihood for Single {
    fn forward_step(&self, x_prev: Tensor<2>, t: Step, s: &Schedule) -> Tensor<2> {
        let noise = normal(&x_prev);
        let root = |x: f64| Tensor::<1>::from_floats([x as f32], &x_prev.device()).sqrt();
        let (alpha, beta) = (root(s.alphas[t.index()]), root(s.betas[t.index()]));
        noise * beta.unsqueeze() + x_prev * alpha.unsqueeze()
    }

    fn forward_trajectory(&self, x0: Tensor<2>, s: &Schedule) -> Vec<Tensor<2>> {
        Step::all(s).fold(vec![x0], |mut states, t| {
            let last = states[states.len() - 1].clone();
            states.push(self.forward_step(last, t, s));
            states
        })
    }

    fn direct_jump(&self, x0: Tensor<2>, t: Timestep, s: &Schedule) -> Tensor<2> {
        let Some(i) = t.index() else { return x0 };
        let noise = normal(&x0);
        x0 * single(s.sqrt_alpha_cumprod[i]) + noise * single(s.sqrt_one_minus_alpha_cumprod[i])
    }
}

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

impl TractableReverse for TurnedOver {
    fn posterior(&self, x_t: Tensor<2>, x0: Tensor<2>, t: Step, s: &Schedule) -> (Tensor<2>, f64) {
        let (alpha, beta) = (s.alphas[t.index()], s.betas[t.index()]);
        let (now, before) = (s.alpha_cumprod_at(t), s.alpha_cumprod_at(t.before()));
        let mean =
            (x0 * (before.sqrt() * beta) + x_t * (alpha.sqrt() * (1.0 - before))) / (1.0 - now);
        (mean, (1.0 - before) / (1.0 - now) * beta)
    }

    fn optimal_mean(&self, x_t: Tensor<2>, x0: Tensor<2>, t: Step, s: &Schedule) -> Tensor<2> {
        let (alpha, beta) = (s.alphas[t.index()], s.betas[t.index()]);
        let before = s.alpha_cumprod_at(t.before());
        if before == 1.0 {
            return x0;
        }
        let (from_x_t, from_x0) = (alpha / beta, 1.0 / (1.0 - before));
        let weighted = x_t / alpha.sqrt() * from_x_t + x0 * before.sqrt() * from_x0;
        weighted / (from_x_t + from_x0)
    }

    fn optimal_variance(&self, t: Step, s: &Schedule) -> f64 {
        let before = s.alpha_cumprod_at(t.before());
        1.0 / (s.alphas[t.index()] / s.betas[t.index()] + 1.0 / (1.0 - before))
    }
}

impl TractableReverse for Single {
    fn posterior(&self, x_t: Tensor<2>, x0: Tensor<2>, t: Step, s: &Schedule) -> (Tensor<2>, f64) {
        let variance = self.optimal_variance(t, s);
        (self.optimal_mean(x_t, x0, t, s), variance)
    }

    fn optimal_mean(&self, x_t: Tensor<2>, x0: Tensor<2>, t: Step, s: &Schedule) -> Tensor<2> {
        let (alpha, beta) = (s.alphas[t.index()] as f32, s.betas[t.index()] as f32);
        let now = s.alpha_cumprod_at(t) as f32;
        let before = s.alpha_cumprod_at(t.before()) as f32;
        x_t * (alpha.sqrt() * (1.0 - before) / (1.0 - now))
            + x0 * (before.sqrt() * beta / (1.0 - now))
    }

    fn optimal_variance(&self, t: Step, s: &Schedule) -> f64 {
        let (now, before) = (s.alpha_cumprod_at(t), s.alpha_cumprod_at(t.before()));
        f64::from((1.0 - before) as f32 / (1.0 - now) as f32 * s.betas[t.index()] as f32)
    }
}

impl NoisePrediction for TurnedOver {
    fn forward_with_noise(
        &self,
        x0: Tensor<2>,
        t: Step,
        epsilon: Option<Tensor<2>>,
        s: &Schedule,
    ) -> (Tensor<2>, Tensor<2>) {
        let epsilon = match epsilon {
            Some(epsilon) => epsilon,
            None => Tensor::random(x0.dims(), Distribution::Normal(0.0, 1.0), &x0.device()),
        };
        let i = t.index();
        let signal = x0 * s.sqrt_alpha_cumprod[i];
        (
            epsilon.clone() * s.sqrt_one_minus_alpha_cumprod[i] + signal,
            epsilon,
        )
    }

    fn solve_for_x0(&self, x_t: Tensor<2>, epsilon: Tensor<2>, t: Step, s: &Schedule) -> Tensor<2> {
        let left = s.alpha_cumprod_at(t);
        x_t * (1.0 / left).sqrt() - epsilon * (1.0 / left - 1.0).sqrt()
    }

    /// 3b with 4b in it.
    fn mean_from_noise(
        &self,
        x_t: Tensor<2>,
        epsilon: Tensor<2>,
        t: Step,
        s: &Schedule,
    ) -> Tensor<2> {
        let x0 = self.solve_for_x0(x_t.clone(), epsilon, t, s);
        self.optimal_mean(x_t, x0, t, s)
    }
}

impl NoisePrediction for Single {
    fn forward_with_noise(
        &self,
        x0: Tensor<2>,
        t: Step,
        epsilon: Option<Tensor<2>>,
        s: &Schedule,
    ) -> (Tensor<2>, Tensor<2>) {
        let epsilon = epsilon.unwrap_or(normal(&x0));
        let left = single(s.alpha_cumprod_at(t));
        (
            x0 * left.sqrt() + epsilon.clone() * (1.0 - left).sqrt(),
            epsilon,
        )
    }

    fn solve_for_x0(&self, x_t: Tensor<2>, epsilon: Tensor<2>, t: Step, s: &Schedule) -> Tensor<2> {
        let left = single(s.alpha_cumprod_at(t));
        (x_t - epsilon * (1.0 - left).sqrt()) / left.sqrt()
    }

    fn mean_from_noise(
        &self,
        x_t: Tensor<2>,
        epsilon: Tensor<2>,
        t: Step,
        s: &Schedule,
    ) -> Tensor<2> {
        let (alpha, left) = (single(s.alphas[t.index()]), single(s.alpha_cumprod_at(t)));
        (x_t - epsilon * ((1.0 - alpha) / (1.0 - left).sqrt())) * (1.0 / alpha).sqrt()
    }
}

/// A table's values at each point's t, by the tensor's own look-up.
fn looked_up(table: &[f64], t: &Tensor<1, Int>) -> Tensor<2> {
    let table: Vec<f32> = table.iter().map(|&x| x as f32).collect();
    let shape = [table.len()];
    let table = Tensor::<1>::from_data(TensorData::new(table, shape), &t.device());
    table.select(0, t.clone() - 1).unsqueeze_dim(1)
}

impl SimpleTraining for TurnedOver {
    fn simple_loss(&self, model: &NoiseMlp, x0: Tensor<2>, s: &Schedule) -> Tensor<1> {
        let epsilon = normal(&x0);
        let share = Tensor::<1>::random([x0.dims()[0]], Distribution::Default, &x0.device());
        let t = (share * s.timesteps() as f64).int() + 1;
        let left = looked_up(&s.alpha_cumprod, &t);
        let x_t = x0 * left.clone().sqrt() + epsilon.clone() * (-left + 1.0).sqrt();
        let error = model.forward(x_t, t) - epsilon;
        (error.clone() * error).mean() * 2.0
    }
}

impl SimpleTraining for Single {
    /// Point by point.
    fn simple_loss(&self, model: &NoiseMlp, x0: Tensor<2>, s: &Schedule) -> Tensor<1> {
        let [batch, _] = x0.dims();
        let range = Distribution::Uniform(0.0, s.timesteps() as f64);
        let index = Tensor::<1, Int>::random([batch], range, &x0.device());
        let epsilon = normal(&x0);
        let x_t = x0 * looked_up(&s.sqrt_alpha_cumprod, &(index.clone() + 1))
            + epsilon.clone() * looked_up(&s.sqrt_one_minus_alpha_cumprod, &(index.clone() + 1));
        let error = epsilon - model.forward(x_t, index + 1);
        error.powf_scalar(2.0).sum() / batch as f64
    }
}

impl ThreeForces for TurnedOver {
    fn reconstruction(
        &self,
        x0: Tensor<2>,
        x1: Tensor<2>,
        model: &NoiseMlp,
        s: &Schedule,
    ) -> Tensor<1> {
        let beta = s.betas[0];
        let epsilon = model.forward_at(x1.clone(), Step::FIRST);
        let mean = self.mean_from_noise(x1, epsilon, Step::FIRST, s);
        let each = ((x0 - mean).powi_scalar(2) / beta + (TAU * beta).ln()) * -0.5;
        each.sum_dim(1).squeeze_dim(1)
    }

    fn prior_matching(&self, x0: Tensor<2>, s: &Schedule) -> Tensor<1> {
        let variance = s.sqrt_one_minus_alpha_cumprod[s.timesteps() - 1].powi(2);
        let mu = x0 * s.sqrt_alpha_cumprod[s.timesteps() - 1];
        let each = mu.powi_scalar(2) + variance - 1.0 - variance.ln();
        (each.sum_dim(1) * 0.5).squeeze_dim(1)
    }

    /// With both means, as the definition has it.
    fn denoising(
        &self,
        x0: Tensor<2>,
        timesteps: &[Step],
        model: &NoiseMlp,
        s: &Schedule,
    ) -> Vec<f64> {
        let one = |&t: &Step| {
            let (x_t, _) = self.forward_with_noise(x0.clone(), t, None, s);
            let optimal = self.optimal_mean(x_t.clone(), x0.clone(), t, s);
            let epsilon = model.forward_at(x_t.clone(), t);
            let learned = self.mean_from_noise(x_t, epsilon, t, s);
            let (q, p) = (self.optimal_variance(t, s), s.betas[t.index()]);
            let gap = (optimal - learned).powi_scalar(2).sum_dim(1) / p;
            let each = (gap + 2.0 * (q / p - 1.0 - (q / p).ln())) * 0.5;
            each.mean().into_scalar::<f64>()
        };
        timesteps.iter().map(one).collect()
    }
}

impl ThreeForces for Single {
    fn reconstruction(
        &self,
        x0: Tensor<2>,
        x1: Tensor<2>,
        model: &NoiseMlp,
        s: &Schedule,
    ) -> Tensor<1> {
        let (alpha, beta) = (single(s.alphas[0]), single(s.betas[0]));
        let epsilon = model.forward_at(x1.clone(), Step::FIRST);
        let mean = (x1 - epsilon * beta.sqrt()) / alpha.sqrt();
        let squares: Tensor<1> = (x0 - mean).powi_scalar(2).sum_dim(1).squeeze_dim(1);
        -(squares / (2.0 * beta)) - single((2.0 * std::f64::consts::PI * beta).ln())
    }

    fn prior_matching(&self, x0: Tensor<2>, s: &Schedule) -> Tensor<1> {
        let left = single(s.alpha_cumprod[s.timesteps() - 1]);
        let variance = x0.full_like(1.0 - left);
        let each = variance.clone() + x0.powi_scalar(2) * left - 1.0 - variance.log();
        (each.sum_dim(1) / 2.0).squeeze_dim(1)
    }

    /// All divergences from one batch of noise.
    fn denoising(
        &self,
        x0: Tensor<2>,
        timesteps: &[Step],
        model: &NoiseMlp,
        s: &Schedule,
    ) -> Vec<f64> {
        let epsilon = normal(&x0);
        let one = |&t: &Step| {
            let left = single(s.alpha_cumprod_at(t));
            let before = single(s.alpha_cumprod_at(t.before()));
            let x_t = x0.clone() * left.sqrt() + epsilon.clone() * (1.0 - left).sqrt();
            let error = epsilon.clone() - model.forward_at(x_t, t);
            let r = (1.0 - before) / (1.0 - left);
            let weight = s.betas[t.index()] / (2.0 * s.alphas[t.index()] * (1.0 - left));
            let gap = f64::from(error.powi_scalar(2).mean().into_scalar::<f32>()) * 2.0;
            r - 1.0 - r.ln() + weight * gap
        };
        timesteps.iter().map(one).collect()
    }
}

fn all_pass(name: &str, handlers: fn() -> Vec<Handler<'static>>, seeds: u64) {
    let answers: Vec<String> = handlers().iter().map(|h| h.answer().to_owned()).collect();
    for seed in 0..seeds {
        for (test, verdict) in TESTS.run(handlers(), seed) {
            let exercise = TESTS.lab.exercise(test.exercise).expect("an exercise");
            let filled = answers.iter().any(|answer| answer == exercise.answer);
            assert!(
                !filled || verdict == Verdict::Passed,
                "{name}, seed {seed}, {test:?}: {verdict:?}"
            );
        }
    }
}

#[test]
fn formulas_turned_over_pass() {
    let handlers = || {
        vec![
            likelihood::handler(&TurnedOver),
            derivation::handler(&TurnedOver),
            tractable_reverse::handler(&TurnedOver),
            noise_prediction::handler(&TurnedOver),
            training::handler(&TurnedOver),
            three_forces::handler(&TurnedOver),
        ]
    };
    all_pass("turned over", handlers, 10);
}

#[test]
fn single_precision_passes() {
    let handlers = || {
        vec![
            likelihood::handler(&Single),
            tractable_reverse::handler(&Single),
            noise_prediction::handler(&Single),
            training::handler(&Single),
            three_forces::handler(&Single),
        ]
    };
    all_pass("single precision", handlers, 10);
}
