//! Hidden tests of 3b: clipping by the joint norm.

use exercise::expect;
use exercise::{Subject, Test, TestResult};
use labs::film_unet::TrainingStep;

use crate::evidence::{TOLERANCE, test};

/// Hidden tests of 3b.
pub const TESTS: &[Test] = &[
    test("3b", "long steps end at the limit", long),
    test("3b", "short steps stay", short),
    test("3b", "other limits", limits),
];

fn norms(s: &Subject<'_>, low: f64, high: f64) -> Vec<f64> {
    let mut inputs = s.inputs();
    (0..7).map(|_| inputs.uniform(low, high)).collect()
}

fn joint(norms: &[f64]) -> f64 {
    norms.iter().map(|norm| norm * norm).sum::<f64>().sqrt()
}

fn factor(s: &Subject<'_>, norms: &[f64], limit: f64, right: f64, hint: &str) -> TestResult {
    let got = s.clip_factor(norms, limit);
    expect::close_relative("the factor", &[got], &[right], TOLERANCE)
        .map_err(|failure| failure.hint(hint))
}

fn long(s: &Subject<'_>) -> TestResult {
    let norms = norms(s, 0.5, 6.0);
    let hint = "the joint norm is the root of the sum of all squared norms; times the factor it is the limit";
    factor(s, &norms, 1.0, 1.0 / joint(&norms), hint)
}

fn short(s: &Subject<'_>) -> TestResult {
    let hint = "a step within the limit is not changed, and never made longer";
    for norms in [norms(s, 0.0, 0.3), vec![0.0; 3], vec![]] {
        factor(s, &norms, 1.0, 1.0, hint)?;
    }
    factor(s, &[0.6, 0.8 - 1e-9], 1.0, 1.0, hint)
}

fn limits(s: &Subject<'_>) -> TestResult {
    let norms = norms(s, 1.0, 6.0);
    let hint = "the limit is `max_norm`, whatever it is";
    for limit in [0.25, 2.0, 1e6] {
        let right = (limit / joint(&norms)).min(1.0);
        factor(s, &norms, limit, right, hint)?;
    }
    Ok(())
}
