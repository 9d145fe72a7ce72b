//! Evidence on a walk of noising steps x_0, x_1, …: its states are whole, and each step drew noise of its own.
//!
//! A test makes at most nine statistical comparisons here, three for each of three steps.

use burn::tensor::Tensor;
use exercise::TestResult;
use exercise::expect;

use crate::evidence::{fresh, independent, residual, scaled, standard_normal, well_formed};

/// `states` are x_0 and one state for each of `steps`, all of the shape of `x0`.
pub fn whole<const D: usize>(x0: &Tensor<D>, steps: usize, states: &[Tensor<D>]) -> TestResult {
    expect::that(
        states.len() == steps + 1,
        "the states are not x_0 and one for each step",
    )
    .map_err(|failure| failure.hint("begin with x_0 and push one state for each step"))?;
    states
        .iter()
        .try_for_each(|state| well_formed("a state", state, x0))?;
    let equal = expect::values(&states[0]) == expect::values(x0);
    expect::that(equal, "the first state is not `x0`")
}

/// What each step added, divided by √β: the noise that was drawn. A walk may end before its `betas` do.
pub fn noises<const D: usize>(states: &[Tensor<D>], betas: &[f64]) -> Vec<Vec<f64>> {
    let step = |(pair, beta): (&[Tensor<D>], &f64)| {
        let mean = scaled(&pair[0], (1.0 - beta).sqrt());
        residual(&expect::values(&pair[1]), &mean, |_| beta.sqrt())
    };
    states.windows(2).zip(betas).map(step).collect()
}

/// Three comparisons for each of the noises.
pub fn law_of_steps(noises: &[Vec<f64>]) -> TestResult {
    noises.iter().try_for_each(|noise| {
        standard_normal("noise of a step", noise).map_err(|failure| {
            failure.hint("step t is x_t = √α_t·x_{t-1} + √β_t·ε, with its β_t at index t - 1")
        })
    })
}

/// No step's noise tells of the next one's.
pub fn steps_are_independent(noises: &[Vec<f64>]) -> TestResult {
    noises.windows(2).try_for_each(|pair| {
        expect::uncorrelated("noise of neighbouring steps", &pair[0], &pair[1]).map_err(|failure| {
            failure.hint("each step draws anew, and goes on from the state before it")
        })
    })
}

/// Each element of `dims` has a draw of its own.
pub fn draws(noises: &[Vec<f64>], dims: &[usize]) -> TestResult {
    noises
        .iter()
        .try_for_each(|noise| independent("noise of a step", noise, dims))
}

/// Two walks drew different noise.
pub fn anew(first: &[Vec<f64>], second: &[Vec<f64>]) -> TestResult {
    let mut pairs = first.iter().zip(second);
    pairs.try_for_each(|(first, second)| fresh("the noise", first, second))
}
