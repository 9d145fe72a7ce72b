//! Timesteps that were drawn, and whether they and the returned noise rebuild x_t.

use exercise::{Failure, TestResult, expect};

use super::{Hint, ROOTS};

/// As many timesteps as images, each in 1..=3.
pub fn well_formed(drawn: &[i64], batch: usize) -> TestResult {
    expect::length("t", drawn, batch).hint("t holds one timestep for each image of the batch")?;
    match drawn.iter().find(|t| !(1..=3).contains(*t)) {
        None => Ok(()),
        Some(0) => Err(Failure::new("t = 0 was drawn, expected 1..=3")
            .hint("timesteps begin at 1: t - 1 is the index of the table, not the timestep")),
        Some(beyond) => Err(
            Failure::new(format!("t = {beyond} was drawn, expected 1..=3"))
                .hint("`Uniform(low, high)` never draws high itself: low is 1 and high is T + 1"),
        ),
    }
}

/// Of 300 draws from three timesteps, each comes up 100 ± 8 times; 5.5 times that are allowed.
pub fn even(drawn: &[i64]) -> TestResult {
    let count = |t: i64| drawn.iter().filter(|d| **d == t).count();
    let counts = [count(1), count(2), count(3)];
    let spread = 5.5 * (drawn.len() as f64 * 2.0 / 9.0).sqrt();
    let expected = drawn.len() as f64 / 3.0;
    let even = counts
        .iter()
        .all(|&n| (n as f64 - expected).abs() <= spread);
    let message = format!(
        "{} images drew t = 1, 2, 3 {counts:?} times, expected about {expected:.0} each",
        drawn.len()
    );
    expect::that(even, message).hint(if counts.contains(&drawn.len()) {
        "that is one timestep for the whole batch: draw `[batch]` of them"
    } else {
        "every timestep of 1..=T is equally likely; a draw up to T - 1, or rounded, is not"
    })
}

/// `parts` are x_t, x_0 and ε of images with these timesteps.
pub fn rebuilt(parts: &[Vec<f64>; 3], drawn: &[i64]) -> TestResult {
    let pixels = parts[0].len() / drawn.len();
    let off = |factors: fn(usize) -> (f64, f64)| {
        let off_at = |i: usize| {
            let (signal, noise) = factors(drawn[i / pixels] as usize);
            (parts[0][i] - signal * parts[1][i] - noise * parts[2][i]).abs()
        };
        (0..parts[0].len()).map(off_at).fold(0.0, f64::max)
    };
    let right = off(|t| ROOTS[t - 1]);
    if right < 1e-5 {
        return Ok(());
    }
    let mistakes: [(f64, &str); 2] = [
        (
            off(|t| ROOTS[t % 3]),
            "each image has the factors of t + 1: the value of timestep t stands at index t - 1",
        ),
        (
            off(|t| (ROOTS[t - 1].0.powi(2), ROOTS[t - 1].1.powi(2))),
            "the factors are ᾱ_t and 1-ᾱ_t, expected their roots",
        ),
    ];
    let found = mistakes.iter().find(|(off, _)| *off < 1e-5);
    let hint = found.map_or(
        "return the very t and ε that x_t was made with: draw each of them once and keep it",
        |(_, hint)| hint,
    );
    Err(Failure::new(format!(
        "x_t is not √ᾱ_t·x_0 + √(1-ᾱ_t)·ε of the returned t and ε: off by up to {right:.2}"
    ))
    .hint(hint))
}
