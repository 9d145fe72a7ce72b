use burn::tensor::{Device, Int, Tensor};
use exercise::{Failure, Subject, Test, TestResult, expect};

use super::{Hint, explain, moments, three_steps};
use crate::forward::TrainingData;

pub const TRAINING: &[Test] = &[
    Test {
        exercise: "4a",
        name: "one timestep of 1..=T for each image",
        run: timesteps,
    },
    Test {
        exercise: "4a",
        name: "every timestep comes up",
        run: every_timestep,
    },
    Test {
        exercise: "4a",
        name: "t and the returned noise rebuild x_t",
        run: rebuilt,
    },
    Test {
        exercise: "4a",
        name: "the returned noise is standard normal",
        run: noise,
    },
];

const SIGNAL: [f64; 3] = [0.96, 0.8, 0.6];
const NOISE: [f64; 3] = [0.28, 0.6, 0.8];

fn drawn(t: &Tensor<1, Int>) -> Vec<i64> {
    t.to_data()
        .convert::<i64>()
        .try_to_vec()
        .unwrap_or_default()
}

/// As many timesteps as images, each in 1..=3.
fn well_formed(t: &Tensor<1, Int>, batch: usize) -> Result<Vec<i64>, Failure> {
    let drawn = drawn(t);
    expect::length("t", &drawn, batch).hint("t holds one timestep for each image of the batch")?;
    match drawn.iter().find(|t| !(1..=3).contains(*t)) {
        None => Ok(drawn),
        Some(0) => Err(Failure::new("t = 0 was drawn, expected 1..=3")
            .hint("timesteps begin at 1: t - 1 is the index of the table, not the timestep")),
        Some(beyond) => Err(
            Failure::new(format!("t = {beyond} was drawn, expected 1..=3"))
                .hint("`Uniform(low, high)` never draws high itself: low is 1 and high is T + 1"),
        ),
    }
}

fn timesteps(subject: &Subject<'_>) -> TestResult {
    for shape in [[1, 1, 2, 2], [7, 1, 4, 3], [28, 1, 28, 28]] {
        let x0 = subject.inputs().uniform_tensor(shape, -1.0, 1.0);
        let (x_t, t, epsilon) = subject.training_sample(x0, &three_steps());
        well_formed(&t, shape[0])?;
        expect::shape("x_t", &x_t, shape)?;
        expect::shape("ε", &epsilon, shape)?;
    }
    Ok(())
}

/// Of 300 draws from three timesteps, each comes up 100 ± 8 times.
fn every_timestep(subject: &Subject<'_>) -> TestResult {
    let x0 = Tensor::zeros([300, 1, 1, 1], &Device::flex());
    let (_, t, _) = subject.training_sample(x0, &three_steps());
    let drawn = well_formed(&t, 300)?;
    let count = |t: i64| drawn.iter().filter(|d| **d == t).count();
    let counts = [count(1), count(2), count(3)];
    let spread = 5.5 * (300.0_f64 * 2.0 / 9.0).sqrt();
    let even = counts.iter().all(|&n| (n as f64 - 100.0).abs() <= spread);
    let once = counts.contains(&300);
    expect::that(
        even,
        format!("300 images drew t = 1, 2, 3 {counts:?} times, expected about 100 each"),
    )
    .hint(if once {
        "that is one timestep for the whole batch: draw `[batch]` of them"
    } else {
        "every timestep of 1..=T is equally likely; a draw up to T - 1, or rounded, is not"
    })
}

fn rebuilt(subject: &Subject<'_>) -> TestResult {
    for shape in [[3, 1, 2, 2], [6, 2, 4, 6], [28, 1, 28, 28]] {
        let x0 = subject.inputs().uniform_tensor(shape, -1.0, 1.0);
        let (x_t, t, epsilon) = subject.training_sample(x0.clone(), &three_steps());
        let drawn = well_formed(&t, shape[0])?;
        expect::shape("x_t", &x_t, shape)?;
        expect::shape("ε", &epsilon, shape)?;
        let parts = [&x_t, &x0, &epsilon].map(expect::values);
        rebuilt_from(&parts, &drawn)?;
    }
    Ok(())
}

/// `parts` are x_t, x_0 and ε.
fn rebuilt_from(parts: &[Vec<f64>; 3], drawn: &[i64]) -> TestResult {
    let pixels = parts[0].len() / drawn.len();
    let off = |factors: fn(usize) -> (f64, f64)| {
        let off_at = |i: usize| {
            let (signal, noise) = factors(drawn[i / pixels] as usize);
            (parts[0][i] - signal * parts[1][i] - noise * parts[2][i]).abs()
        };
        (0..parts[0].len()).map(off_at).fold(0.0, f64::max)
    };
    let right = off(|t| (SIGNAL[t - 1], NOISE[t - 1]));
    if right < 1e-5 {
        return Ok(());
    }
    let mistakes: [(f64, &str); 2] = [
        (
            off(|t| (SIGNAL[t % 3], NOISE[t % 3])),
            "each image has the factors of t + 1: the value of timestep t stands at index t - 1",
        ),
        (
            off(|t| (SIGNAL[t - 1].powi(2), NOISE[t - 1].powi(2))),
            "the factors are ᾱ_t and 1-ᾱ_t, expected their roots",
        ),
    ];
    let found = mistakes.iter().find(|(off, _)| *off < 1e-5);
    let hint = found.map_or(
        "each image has the factors of its own t (reshape them to [batch, 1, 1, 1]), and the ε you return is the very one in x_t",
        |(_, hint)| hint,
    );
    Err(Failure::new(format!(
        "x_t is not √ᾱ_t·x_0 + √(1-ᾱ_t)·ε of the returned t and ε: off by up to {right:.2}"
    ))
    .hint(hint))
}

fn noise(subject: &Subject<'_>) -> TestResult {
    let shape = [32, 1, 12, 12];
    let x0 = subject.inputs().uniform_tensor(shape, -1.0, 1.0);
    let (_, _, epsilon) = subject.training_sample(x0, &three_steps());
    expect::shape("ε", &epsilon, shape)?;
    let draws = expect::values(&epsilon);
    let result = expect::normal_draws("ε", &draws, 0.0, 1.0);
    let scaled = "return ε itself, before it is scaled";
    explain(result, moments(&draws).1, &[(0.6, scaled)])?;
    let half = draws.len() / 2;
    expect::uncorrelated("ε of different images", &draws[..half], &draws[half..])
        .hint("every pixel of every image has its own draw")
}
