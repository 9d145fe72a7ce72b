//! Hidden tests of 2b, 2c and 2e: terms that change their places, never their sum.

use exercise::expect::close;
use exercise::{Inputs, Subject, Test, TestResult};
use labs::elbo::{BayesTerms, ElboDerivation, LogProbabilities, SeparatedTerms};

use super::given::terms;
use crate::evidence::test;

/// Hidden tests of 2b, 2c and 2e.
pub const TESTS: &[Test] = &[
    test("2b", "ends", separated_ends),
    test("2b", "sums", separated_sums),
    test("2b", "the total stays", separated_total),
    test("2b", "T = 1", separated_one_step),
    test("2c", "first forward term", first_forward),
    test("2c", "sums", reindexed_sums),
    test("2c", "the rest stays", reindexed_rest),
    test("2c", "the total stays", reindexed_total),
    test("2c", "T = 1", reindexed_one_step),
    test("2e", "prior matching", prior_matching),
    test("2e", "denoising", denoising),
    test("2e", "reconstruction", reconstruction),
    test("2e", "the total stays", collected_total),
];

/// Terms are moved, or added: nothing may be lost but the last digits.
const MOVED: f64 = 1e-10;

const LENGTHS: [usize; 3] = [2, 4, 9];

fn probabilities(inputs: &mut Inputs, timesteps: usize) -> LogProbabilities {
    let (forward, reverse) = (terms(inputs, timesteps), terms(inputs, timesteps));
    let prior = inputs.uniform(-9.0, 9.0);
    LogProbabilities {
        log_q: forward.iter().sum(),
        log_p: prior + reverse.iter().sum::<f64>(),
        forward,
        prior,
        reverse,
    }
}

fn separated_ends(s: &Subject<'_>) -> TestResult {
    for timesteps in LENGTHS {
        let terms = probabilities(&mut s.inputs(), timesteps);
        let got = s.separate(&terms);
        close("prior", &[got.prior], &[terms.prior], MOVED)?;
        let first = terms.reverse[0];
        close("reconstruction", &[got.reconstruction], &[first], MOVED).map_err(|failure| {
            failure.hint("log p_θ(x_0 | x_1) is the reverse term of t = 1, at index 0")
        })?;
    }
    Ok(())
}

fn separated_sums(s: &Subject<'_>) -> TestResult {
    for timesteps in LENGTHS {
        let terms = probabilities(&mut s.inputs(), timesteps);
        let got = s.separate(&terms);
        close("reverse", &got.reverse, &terms.reverse[1..], MOVED)
            .map_err(|failure| failure.hint("the reverse terms of t = 2..=T, in their order"))?;
        close("forward", &got.forward, &terms.forward, MOVED)
            .map_err(|failure| failure.hint("all forward terms, t = 1..=T, in their order"))?;
    }
    Ok(())
}

fn separated_total(s: &Subject<'_>) -> TestResult {
    let terms = probabilities(&mut s.inputs(), 20);
    let got = s.separate(&terms).total();
    close("the total", &[got], &[terms.total()], MOVED)
}

fn separated_one_step(s: &Subject<'_>) -> TestResult {
    let terms = probabilities(&mut s.inputs(), 1);
    let got = s.separate(&terms);
    close("reverse at T = 1", &got.reverse, &[], MOVED)?;
    close("forward at T = 1", &got.forward, &terms.forward, MOVED)?;
    close("the total", &[got.total()], &[terms.total()], MOVED)
}

fn separated(inputs: &mut Inputs, timesteps: usize) -> SeparatedTerms {
    SeparatedTerms {
        prior: inputs.uniform(-9.0, 9.0),
        reconstruction: inputs.uniform(-9.0, 9.0),
        reverse: terms(inputs, timesteps - 1),
        forward: terms(inputs, timesteps),
    }
}

fn first_forward(s: &Subject<'_>) -> TestResult {
    for timesteps in LENGTHS {
        let terms = separated(&mut s.inputs(), timesteps);
        let got = s.reindex(&terms).first_forward;
        close("first_forward", &[got], &terms.forward[..1], MOVED)
            .map_err(|failure| failure.hint("log q(x_1 | x_0), the term of t = 1, at index 0"))?;
    }
    Ok(())
}

fn reindexed_sums(s: &Subject<'_>) -> TestResult {
    for timesteps in LENGTHS {
        let terms = separated(&mut s.inputs(), timesteps);
        let got = s.reindex(&terms);
        close("forward", &got.forward, &terms.forward[1..], MOVED)
            .map_err(|failure| failure.hint("the forward terms of t = 2..=T, in their order"))?;
        close("reverse", &got.reverse, &terms.reverse, MOVED)
            .map_err(|failure| failure.hint("the reverse terms run over t = 2..=T already"))?;
    }
    Ok(())
}

fn reindexed_rest(s: &Subject<'_>) -> TestResult {
    let terms = separated(&mut s.inputs(), 5);
    let got = s.reindex(&terms);
    close("prior", &[got.prior], &[terms.prior], MOVED)?;
    let right = terms.reconstruction;
    close("reconstruction", &[got.reconstruction], &[right], MOVED)
}

fn reindexed_total(s: &Subject<'_>) -> TestResult {
    let terms = separated(&mut s.inputs(), 20);
    let got = s.reindex(&terms).total();
    close("the total", &[got], &[terms.total()], MOVED)
}

fn reindexed_one_step(s: &Subject<'_>) -> TestResult {
    let terms = separated(&mut s.inputs(), 1);
    let got = s.reindex(&terms);
    close("forward at T = 1", &got.forward, &[], MOVED)?;
    close("first_forward", &[got.first_forward], &terms.forward, MOVED)
}

fn turned(inputs: &mut Inputs, timesteps: usize) -> BayesTerms {
    BayesTerms {
        prior: inputs.uniform(-9.0, 9.0),
        reconstruction: inputs.uniform(-9.0, 9.0),
        first_forward: inputs.uniform(-9.0, 9.0),
        telescoped: inputs.uniform(-9.0, 9.0),
        reverse: terms(inputs, timesteps - 1),
        posterior: terms(inputs, timesteps - 1),
    }
}

fn prior_matching(s: &Subject<'_>) -> TestResult {
    for timesteps in [1, 2, 6] {
        let terms = turned(&mut s.inputs(), timesteps);
        let got = s.kl_form(&terms).prior_matching;
        let right = terms.first_forward + terms.telescoped - terms.prior;
        close("prior_matching", &[got], &[right], MOVED).map_err(|failure| {
            failure.hint(
                "log q(x_T | x_0) - log p(x_T), where the first is `first_forward + telescoped`",
            )
        })?;
    }
    Ok(())
}

fn denoising(s: &Subject<'_>) -> TestResult {
    for timesteps in [1, 2, 6] {
        let terms = turned(&mut s.inputs(), timesteps);
        let pairs = terms.posterior.iter().zip(&terms.reverse);
        let right: Vec<f64> = pairs.map(|(q, p)| q - p).collect();
        let got = s.kl_form(&terms).denoising;
        close("denoising", &got, &right, MOVED).map_err(|failure| {
            failure.hint("for each t = 2..=T: log q(x_{t-1} | x_t, x_0) - log p_θ(x_{t-1} | x_t)")
        })?;
    }
    Ok(())
}

fn reconstruction(s: &Subject<'_>) -> TestResult {
    let terms = turned(&mut s.inputs(), 4);
    let got = s.kl_form(&terms).reconstruction;
    close("reconstruction", &[got], &[terms.reconstruction], MOVED)
}

fn collected_total(s: &Subject<'_>) -> TestResult {
    let terms = turned(&mut s.inputs(), 20);
    let got = s.kl_form(&terms).total();
    close("the total", &[got], &[terms.total()], MOVED)
        .map_err(|failure| failure.hint("reconstruction - prior matching - Σ denoising"))
}
