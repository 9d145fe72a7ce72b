//! Hidden tests of 4a: training examples.

use burn::tensor::{Int, Tensor};
use exercise::expect;
use exercise::{Failure, Subject, Test, TestResult};
use labs::forward::{NoiseSchedules, Schedule, TrainingData};
use solutions::forward::Reference;

use super::evidence::{fresh, independent, standard_normal, test, well_formed};
use super::given::{SIZE, uneven};

/// Hidden tests of 4a.
pub const TESTS: &[Test] = &[
    test("4a", "shapes", shapes),
    test("4a", "range of t", range),
    test("4a", "t is uniform", uniform),
    test("4a", "t is drawn for each image", one_for_each),
    test("4a", "fresh timesteps", fresh_timesteps),
    test("4a", "t and epsilon reproduce x_t", reproduces),
    test("4a", "law of epsilon", law_of_epsilon),
    test("4a", "independent draws", draws),
    test("4a", "fresh draws", anew),
    test("4a", "T = 1", single_step),
];

/// What came back: x_t, the timesteps and ε.
struct Examples {
    x_t: Tensor<4>,
    t: Vec<i64>,
    epsilon: Tensor<4>,
}

/// Well-formed examples of the images `x0`: one timestep of 1..=T for each.
fn examples(s: &Subject<'_>, x0: &Tensor<4>, schedule: &Schedule) -> Result<Examples, Failure> {
    let (x_t, t, epsilon) = s.training_sample(x0.clone(), schedule);
    well_formed("x_t", &x_t, x0)?;
    well_formed("epsilon", &epsilon, x0)?;
    let t = numbers(&t);
    let (images, last) = (x0.dims()[0], schedule.timesteps() as i64);
    let message = "`t` does not hold one timestep for each image";
    expect::that(t.len() == images, message)?;
    let inside = t.iter().all(|t| (1..=last).contains(t));
    expect::that(inside, "`t` holds values outside 1..=T").map_err(|failure| {
        failure.hint(
            "timesteps begin at 1, T is one of them, and `Uniform(low, high)` leaves out high",
        )
    })?;
    Ok(Examples { x_t, t, epsilon })
}

fn numbers(t: &Tensor<1, Int>) -> Vec<i64> {
    let numbers = t.to_data().convert::<i64>().try_to_vec();
    numbers.unwrap_or_default()
}

fn shapes(s: &Subject<'_>) -> TestResult {
    let mut inputs = s.inputs();
    let schedule = uneven(&mut inputs, 5);
    for size in [[1, 1, 28, 28], [2, 3, 4, 5], [28, 1, 3, 7], [31, 1, 1, 1]] {
        examples(s, &inputs.normal(size), &schedule)?;
    }
    Ok(())
}

/// Of 600 draws, each of three timesteps is missed with probability (2/3)^600 < 1e-105.
fn range(s: &Subject<'_>) -> TestResult {
    let mut inputs = s.inputs();
    let (schedule, x0) = (uneven(&mut inputs, 3), inputs.normal([600, 1, 1, 1]));
    let drawn = examples(s, &x0, &schedule)?.t;
    let all = (1..=3).all(|t| drawn.contains(&t));
    expect::that(all, "of 600 images, none drew some timestep of 1..=3")
        .map_err(|failure| failure.hint("t is uniform on 1..=T, both ends included"))
}

/// Images of the test for uniformity, and its number of timesteps.
const DRAWS: (usize, usize) = (4000, 10);

/// Pearson's statistic of k = 9 degrees of freedom: a right body exceeds k + 2·√(k·x) + 2·x with probability below
/// e^-x (Laurent and Massart, Annals of Statistics 28, 2000, lemma 1), which is 1e-7 for this x.
fn uniform(s: &Subject<'_>) -> TestResult {
    const X: f64 = 16.12;
    let (images, timesteps) = DRAWS;
    let drawn = many(s)?;
    let expected = images as f64 / timesteps as f64;
    let count = |t: usize| drawn.iter().filter(|d| **d == t as f64).count() as f64;
    let statistic: f64 = (1..=timesteps)
        .map(|t| (count(t) - expected).powi(2) / expected)
        .sum();
    let k = (timesteps - 1) as f64;
    let bound = k + 2.0 * (k * X).sqrt() + 2.0 * X;
    let message =
        format!("`t` is not uniform: chi-square {statistic:.0}, at most {bound:.0} is allowed");
    expect::that(statistic <= bound, message)
        .map_err(|failure| failure.hint("each timestep of 1..=T has the probability 1/T"))
}

fn many(s: &Subject<'_>) -> Result<Vec<f64>, Failure> {
    let mut inputs = s.inputs();
    let (schedule, x0) = (
        uneven(&mut inputs, DRAWS.1),
        inputs.normal([DRAWS.0, 1, 1, 1]),
    );
    let drawn = examples(s, &x0, &schedule)?.t;
    Ok(drawn.iter().map(|t| *t as f64).collect())
}

/// Timesteps of neighbouring images, and of images half a batch apart, are uncorrelated.
fn one_for_each(s: &Subject<'_>) -> TestResult {
    let drawn = many(s)?;
    let half = drawn.len() / 2;
    let pairs = [
        (&drawn[1..], &drawn[..drawn.len() - 1]),
        (&drawn[half..], &drawn[..half]),
    ];
    for (a, b) in pairs {
        expect::uncorrelated("timesteps of different images", a, b)
            .map_err(|failure| failure.hint("draw `[batch]` timesteps, one for each image"))?;
    }
    Ok(())
}

fn fresh_timesteps(s: &Subject<'_>) -> TestResult {
    fresh("the timesteps", &many(s)?, &many(s)?)
}

/// Every image has the factors of its own t. A batch of 28 images of 28 × 28 pixels is one in which factors along a wrong axis
/// would fit without an error.
fn reproduces(s: &Subject<'_>) -> TestResult {
    let mut inputs = s.inputs();
    let uneven = uneven(&mut inputs, 6);
    let linear = Reference.precompute(&Reference.linear(1000, 1e-4, 0.02));
    for (schedule, size) in [
        (&uneven, [9, 2, 4, 7]),
        (&uneven, [28, 1, 28, 28]),
        (&uneven, [6, 6, 6, 6]),
        (&linear, [64, 1, 3, 5]),
    ] {
        let x0 = inputs.normal(size);
        rebuilt(&examples(s, &x0, schedule)?, &x0, schedule)?;
    }
    Ok(())
}

/// In `f32`, x_t is exact to about 1e-6 here.
fn rebuilt(examples: &Examples, x0: &Tensor<4>, schedule: &Schedule) -> TestResult {
    let (clean, noise) = (expect::values(x0), expect::values(&examples.epsilon));
    let pixels = clean.len() / examples.t.len();
    let expected: Vec<f64> = (0..clean.len())
        .map(|i| {
            let signal = schedule.alpha_cumprod[examples.t[i / pixels] as usize - 1];
            signal.sqrt() * clean[i] + (1.0 - signal).sqrt() * noise[i]
        })
        .collect();
    let what = "x_t rebuilt from the returned t and epsilon";
    expect::close(what, &expect::values(&examples.x_t), &expected, 1e-5).map_err(|failure| {
        failure.hint("each image has the factors √ᾱ_t and √(1-ᾱ_t) of its own t, at index t - 1, reshaped to [batch, 1, 1, 1]")
    })
}

fn epsilon(s: &Subject<'_>) -> Result<Vec<f64>, Failure> {
    let mut inputs = s.inputs();
    let (schedule, x0) = (uneven(&mut inputs, 6), inputs.normal(SIZE));
    Ok(expect::values(&examples(s, &x0, &schedule)?.epsilon))
}

fn law_of_epsilon(s: &Subject<'_>) -> TestResult {
    standard_normal("epsilon", &epsilon(s)?)
        .map_err(|failure| failure.hint("return ε ~ N(0, I) itself, before it is scaled"))
}

fn draws(s: &Subject<'_>) -> TestResult {
    independent("epsilon", &epsilon(s)?, &SIZE)
}

fn anew(s: &Subject<'_>) -> TestResult {
    fresh("epsilon", &epsilon(s)?, &epsilon(s)?)
}

fn single_step(s: &Subject<'_>) -> TestResult {
    let mut inputs = s.inputs();
    let schedule = Reference.precompute(&[inputs.uniform(0.2, 0.6)]);
    let x0 = inputs.normal([5, 1, 6, 9]);
    rebuilt(&examples(s, &x0, &schedule)?, &x0, &schedule)
}
