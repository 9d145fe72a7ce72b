//! Hidden tests of 2a: the sinusoidal embedding.

use exercise::expect;
use exercise::{Subject, Test, TestResult};
use labs::film_unet::FilmForward;

use super::given::steps;
use crate::evidence::test;

/// Hidden tests of 2a.
pub const TESTS: &[Test] = &[
    test("2a", "sines and cosines", values),
    test("2a", "shortest embedding", two),
    test("2a", "frequencies", frequencies),
    test("2a", "constant norm", norm),
];

/// In `f32`, an angle of up to 1000 is known to 6e-5, and its frequency may have been computed in `f32`, too.
const ROUNDED: f64 = 1e-3;

const TIMES: [i64; 6] = [1, 2, 17, 250, 731, 1000];

fn expected(t: i64, dim: usize) -> Vec<f64> {
    let half = dim / 2;
    let angle = |k: usize| t as f64 * 1e4_f64.powf(-(k as f64) / half as f64);
    let sines = (0..half).map(|k| angle(k).sin());
    sines.chain((0..half).map(|k| angle(k).cos())).collect()
}

fn agrees(s: &Subject<'_>, dim: usize, hint: &str) -> TestResult {
    let got = s.time_embedding(steps(&TIMES), dim);
    expect::shape("the embedding", &got, [TIMES.len(), dim])?;
    let right: Vec<f64> = TIMES.iter().flat_map(|&t| expected(t, dim)).collect();
    expect::close("the embedding", &expect::values(&got), &right, ROUNDED)
        .map_err(|failure| failure.hint(hint))
}

fn values(s: &Subject<'_>) -> TestResult {
    for dim in [8, 20, 128] {
        agrees(
            s,
            dim,
            "[sin(t·ω_0), …, cos(t·ω_0), …] with ω_k = 10000^(-k/(dim/2))",
        )?;
    }
    Ok(())
}

fn two(s: &Subject<'_>) -> TestResult {
    agrees(
        s,
        2,
        "with dim = 2 the embedding is (sin t, cos t): ω_0 = 1",
    )
}

/// At t = 1 the sines are nearly the frequencies themselves.
fn frequencies(s: &Subject<'_>) -> TestResult {
    let got = expect::values(&s.time_embedding(steps(&[1]), 16));
    expect::length("the embedding", &got, 16)?;
    let right: Vec<f64> = (0..8).map(|k| 1e4_f64.powf(-f64::from(k) / 8.0)).collect();
    let sines: Vec<f64> = got[..8]
        .iter()
        .map(|sine| sine.clamp(-1.0, 1.0).asin())
        .collect();
    expect::close_relative("the frequencies", &sines, &right, 1e-3).map_err(|failure| {
        failure.hint("ω_k = exp(-ln 10000·k/(dim/2)): from 1 at k = 0 downwards, neighbours in a constant ratio")
    })
}

fn norm(s: &Subject<'_>) -> TestResult {
    let got = expect::values(&s.time_embedding(steps(&TIMES), 32));
    expect::length("the embedding", &got, TIMES.len() * 32)?;
    let norms: Vec<f64> = got
        .chunks(32)
        .map(|row| row.iter().map(|x| x * x).sum())
        .collect();
    expect::close("its squared norm", &norms, &[16.0; TIMES.len()], ROUNDED).map_err(|failure| {
        failure.hint("sin² + cos² = 1 for each frequency, so the squared norm is dim/2")
    })
}
