//! What public checks share: a small schedule worked out by hand, comparisons that show both sides, hints for known mistakes.

use diffusion::Schedule;
use exercise::{Failure, TestResult, expect};

/// Three steps whose roots are plain decimals: √ᾱ = 0.96, 0.8, 0.6 and √(1-ᾱ) = 0.28, 0.6, 0.8.
pub fn three_steps() -> Schedule {
    Schedule {
        betas: vec![0.0784, 11.0 / 36.0, 0.4375],
        alphas: vec![0.9216, 25.0 / 36.0, 0.5625],
        alpha_cumprod: vec![0.9216, 0.64, 0.36],
        sqrt_alpha_cumprod: vec![0.96, 0.8, 0.6],
        sqrt_one_minus_alpha_cumprod: vec![0.28, 0.6, 0.8],
    }
}

/// `result.hint("…")`: what to look at if the test failed and nothing more precise was said.
pub trait Hint {
    fn hint(self, hint: &str) -> Self;
}

impl Hint for TestResult {
    fn hint(self, hint: &str) -> Self {
        self.map_err(|failure| failure.hint(hint))
    }
}

/// A mistake that shows in a number: the value that it would give, and what to say about it.
pub type Mistake = (f64, &'static str);

/// Adds the hint of the mistake that explains `got` best, if one comes within 2 %: for moments of draws.
pub fn explain(result: TestResult, got: f64, mistakes: &[Mistake]) -> TestResult {
    nearest(result, got, mistakes, 0.02)
}

/// As [`explain`], for values without dice: within 0.05 %.
pub fn explain_exact(result: TestResult, got: f64, mistakes: &[Mistake]) -> TestResult {
    nearest(result, got, mistakes, 5e-4)
}

/// As [`explain`], within the share `within`: for means that scatter more.
pub fn explain_within(
    result: TestResult,
    got: f64,
    mistakes: &[Mistake],
    within: f64,
) -> TestResult {
    nearest(result, got, mistakes, within)
}

fn nearest(result: TestResult, got: f64, mistakes: &[Mistake], within: f64) -> TestResult {
    let off = |mistake: &Mistake| (got - mistake.0).abs() / mistake.0.abs().max(0.01);
    let nearest = mistakes.iter().min_by(|a, b| off(a).total_cmp(&off(b)));
    match nearest.filter(|mistake| off(mistake) < within) {
        Some(mistake) => result.hint(mistake.1),
        None => result,
    }
}

/// The list equals a small table; both are shown when it does not.
pub fn table(call: &str, got: &[f64], expected: &[f64]) -> TestResult {
    let round = |list: &[f64]| {
        let numbers: Vec<String> = list.iter().map(|x| format!("{x:.4}")).collect();
        format!("[{}]", numbers.join(", "))
    };
    expect::close(call, got, expected, 1e-9).map_err(|_| {
        let got = if got.len() > 8 {
            format!("{} values", got.len())
        } else {
            round(got)
        };
        Failure::new(format!("`{call}`: expected {}, got {got}", round(expected)))
    })
}

/// Mean and standard deviation.
pub fn moments(values: &[f64]) -> (f64, f64) {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    (
        mean,
        (values.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / n).sqrt(),
    )
}
