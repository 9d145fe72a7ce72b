//! The exercises of `elbo`.

use burn::tensor::Tensor;
use labs::elbo::{
    BayesTerms, ElboDerivation, LinearReverse, LogProbabilities, NoiseMlp, NoisePrediction, Point,
    ReindexedTerms, Scaffold, Schedule, SeparatedTerms, SequentialLikelihood, SimpleTraining, Step,
    ThreeForces, Timestep, TractableReverse, Trajectory, unscaled_schedule,
};
use noisebook_runtime::device;

use super::words;

fn points(rows: usize, columns: usize, value: f32) -> Tensor<2> {
    Tensor::full([rows, columns], value, &device())
}

fn short() -> Schedule {
    unscaled_schedule(3).unwrap()
}

fn late() -> Step {
    Step::new(5, 9).unwrap()
}

#[test]
fn likelihood() {
    let (s, two) = (short(), points(2, 2, 1.0));
    refused! {
        Scaffold.forward_step(two.clone(), late(), &s) => "t", "1..=3", "5";
        Scaffold.forward_step(points(2, 3, 0.0), Step::FIRST, &s) => "x_prev", "shape [batch, 2] with batch ≥ 1", "[2, 3]";
        Scaffold.forward_trajectory(points(0, 2, 0.0), &s) => "x0", "shape [batch, 2] with batch ≥ 1", "[0, 2]";
        Scaffold.direct_jump(points(1, 2, f32::NAN), s.last(), &s) => "x0", "finite coordinates", "2 that are NaN";
        Scaffold.direct_jump(two, Timestep::new(4, 9).unwrap(), &s) => "t", "0..=3", "4";
    }
}

#[test]
fn derivation() {
    let s = short();
    let (states, model) = (vec![Point::default(); 4], LinearReverse::reversible(&s));
    let (whole, torn) = (
        Trajectory {
            states: states.clone(),
        },
        Trajectory {
            states: states[1..].to_vec(),
        },
    );
    let other = LinearReverse::reversible(&unscaled_schedule(2).unwrap());
    let logs = LogProbabilities {
        forward: vec![1.0; 3],
        log_q: 3.0,
        prior: 0.0,
        reverse: vec![1.0; 2],
        log_p: 2.0,
    };
    let separated = SeparatedTerms {
        prior: 0.0,
        reconstruction: 0.0,
        reverse: vec![1.0; 2],
        forward: vec![1.0; 2],
    };
    let reindexed = ReindexedTerms {
        prior: 0.0,
        reconstruction: 0.0,
        first_forward: 0.0,
        reverse: vec![1.0; 2],
        forward: vec![1.0],
    };
    let bayes = BayesTerms {
        prior: 0.0,
        reconstruction: 0.0,
        first_forward: 0.0,
        telescoped: 0.0,
        reverse: vec![1.0; 2],
        posterior: vec![],
    };
    refused! {
        Scaffold.log_probabilities(&torn, &model, &s) => "trajectory", "4 states, x_0 to x_T", "3";
        Scaffold.log_probabilities(&whole, &other, &s) => "model", "3 steps", "2";
        Scaffold.separate(&logs) => "terms.reverse", "3 terms", "2";
        Scaffold.reindex(&separated) => "terms.forward", "3 terms", "2";
        Scaffold.bayes(&reindexed, &whole, &s) => "terms.forward", "2 terms", "1";
        Scaffold.kl_form(&bayes) => "terms.posterior", "2 terms", "0";
    }
}

#[test]
fn reverse_noise_and_forces() {
    let (s, one, two) = (short(), points(1, 2, 1.0), points(2, 2, 1.0));
    let (first, model) = (Step::FIRST, NoiseMlp::new(3, &device()));
    refused! {
        Scaffold.posterior(two.clone(), one.clone(), first, &s) => "x0", "shape [2, 2], as `x_t` has", "[1, 2]";
        Scaffold.optimal_mean(one.clone(), one.clone(), late(), &s) => "t", "1..=3", "5";
        Scaffold.optimal_variance(late(), &s).to_string() => "t", "1..=3", "5";
        Scaffold.forward_with_noise(one.clone(), first, Some(two.clone()), &s) => "epsilon", "shape [1, 2], as `x0` has", "[2, 2]";
        Scaffold.solve_for_x0(one.clone(), one.clone(), late(), &s) => "t", "1..=3", "5";
        Scaffold.mean_from_noise(one.clone(), two.clone(), first, &s) => "epsilon", "shape [1, 2], as `x_t` has", "[2, 2]";
        Scaffold.simple_loss(&model, points(0, 2, 0.0), &s) => "x0", "shape [batch, 2] with batch ≥ 1", "[0, 2]";
        Scaffold.reconstruction(one.clone(), two, &model, &s) => "x1", "shape [1, 2], as `x0` has", "[2, 2]";
        Scaffold.prior_matching(points(1, 1, 0.0), &s) => "x0", "shape [batch, 2] with batch ≥ 1", "[1, 1]";
        Scaffold.denoising(one.clone(), &[first], &model, &s) => "timesteps", "values in 2..=3", "1";
        Scaffold.denoising(one, &[late()], &model, &s) => "timesteps", "values in 2..=3", "5";
    }
}
