use burn::tensor::Tensor;
use exercise::{Failure, Subject, Test, TestResult, expect};

use super::{Hint, MANY, Mistake, explain, explain_exact, moments, points, step, three_steps};
use crate::elbo::NoisePrediction;

pub const NOISE_PREDICTION: &[Test] = &[
    Test {
        exercise: "4a",
        name: "the given noise is used and returned",
        run: given_noise,
    },
    Test {
        exercise: "4a",
        name: "without one, fresh noise is drawn",
        run: drawn_noise,
    },
    Test {
        exercise: "4b",
        name: "x_0 comes back",
        run: solved,
    },
    Test {
        exercise: "4c",
        name: "the factors of x_t and ε",
        run: factors,
    },
    Test {
        exercise: "4c",
        name: "t = 1 gives x_0",
        run: mean_at_one,
    },
];

/// √ᾱ_t and √(1-ᾱ_t) of the three steps.
const ROOTS: [(f64, f64); 3] = [(0.96, 0.28), (0.8, 0.6), (0.6, 0.8)];

/// The two numbers that a point (1, 0) and a noise (0, 1) leave.
fn pair(what: &str, got: &Tensor<2>, expected: [f64; 2], mistakes: [&[Mistake]; 2]) -> TestResult {
    expect::shape(what, got, [1, 2])?;
    let got = expect::values(got);
    let result = expect::close(what, &got, &expected, 1e-6).map_err(|_| {
        Failure::new(format!(
            "{what}: expected {:.4} and {:.4}, got {:.4} and {:.4}",
            expected[0], expected[1], got[0], got[1]
        ))
    });
    explain_exact(
        explain_exact(result, got[0], mistakes[0]),
        got[1],
        mistakes[1],
    )
}

fn given_noise(subject: &Subject<'_>) -> TestResult {
    const SIGNAL: [Mistake; 3] = [
        (0.64, "the factor of x_0 is ᾱ_t, expected √ᾱ_t"),
        (
            0.833_333,
            "the factor of x_0 is √α_t of one step, expected √ᾱ_t",
        ),
        (
            0.6,
            "the factors are those of t = 3, or swapped: at t = 2 they are √ᾱ = 0.8 and √(1-ᾱ) = 0.6",
        ),
    ];
    const NOISE: [Mistake; 3] = [
        (0.36, "the factor of ε is 1-ᾱ_t, expected its root"),
        (
            0.552_771,
            "the factor of ε is √β_t of one step, expected √(1-ᾱ_t)",
        ),
        (1.0, "ε is not scaled: its factor is √(1-ᾱ_t)"),
    ];
    let (x0, epsilon) = (points([[1.0, 0.0]]), points([[0.0, 1.0]]));
    let (x_t, returned) =
        subject.forward_with_noise(x0, step(2), Some(epsilon.clone()), &three_steps());
    expect::tensor("the returned ε", &returned, &epsilon, 0.0)
        .hint("return the noise that was given, unscaled")?;
    pair(
        "the factors of x_0 and ε at t = 2",
        &x_t,
        [0.8, 0.6],
        [&SIGNAL, &NOISE],
    )
    .hint("x_t = √ᾱ_t·x_0 + √(1-ᾱ_t)·ε, with the noise that was given")
}

fn drawn_noise(subject: &Subject<'_>) -> TestResult {
    const SPREADS: [Mistake; 2] = [
        (0.6, "return ε itself, before it is multiplied by √(1-ᾱ_t)"),
        (0.0, "no noise was drawn"),
    ];
    let x0 = subject.inputs().normal([MANY, 2]);
    let (x_t, epsilon) = subject.forward_with_noise(x0.clone(), step(2), None, &three_steps());
    expect::shape("ε", &epsilon, [MANY, 2])?;
    let draws = expect::values(&epsilon);
    explain(
        expect::normal_draws("ε", &draws, 0.0, 1.0),
        moments(&draws).1,
        &SPREADS,
    )?;
    let column = |i| expect::values(&epsilon.clone().narrow(1, i, 1));
    expect::uncorrelated("the two coordinates of ε", &column(0), &column(1))
        .hint("draw noise with the whole shape of x_0")?;
    let rest = expect::values(&(x_t - x0 * 0.8 - epsilon * 0.6));
    expect::close("x_2 - 0.8·x_0 - 0.6·ε", &rest, &vec![0.0; 2 * MANY], 1e-5)
        .hint("the ε you return is the very one that is in x_t")
}

fn solved(subject: &Subject<'_>) -> TestResult {
    const SIGNAL: [Mistake; 4] = [
        (1.562_5, "x_t is divided by ᾱ_t, expected √ᾱ_t"),
        (1.2, "x_t is divided by √α_t of one step, expected √ᾱ_t"),
        (1.0, "x_t is still to be divided by √ᾱ_t"),
        (
            1.666_667,
            "x_t is divided by √(1-ᾱ_t), or by the value of t = 3: expected √ᾱ_t",
        ),
    ];
    const NOISE: [Mistake; 3] = [
        (0.75, "the sign is wrong: the noise is taken away"),
        (-0.45, "the factor of ε is 1-ᾱ_t, expected its root"),
        (
            -0.6,
            "the noise is to be divided by √ᾱ_t, too: first subtract, then divide all of it",
        ),
    ];
    let (x_t, epsilon) = (points([[1.0, 0.0]]), points([[0.0, 1.0]]));
    let got = subject.solve_for_x0(x_t, epsilon, step(2), &three_steps());
    pair(
        "the factors of x_t and ε at t = 2",
        &got,
        [1.25, -0.75],
        [&SIGNAL, &NOISE],
    )?;
    let mut inputs = subject.inputs();
    let (x0, epsilon) = (inputs.normal([16, 2]), inputs.normal([16, 2]));
    for (t, (signal, noise)) in (1..).zip(ROOTS) {
        let x_t = x0.clone() * signal + epsilon.clone() * noise;
        let got = subject.solve_for_x0(x_t, epsilon.clone(), step(t), &three_steps());
        expect::tensor(&format!("x_0 from x_{t}"), &got, &x0, 1e-5)
            .hint("(x_t - √(1-ᾱ_t)·ε)/√ᾱ_t, with ᾱ of this t")?;
    }
    Ok(())
}

fn factors(subject: &Subject<'_>) -> TestResult {
    const SIGNAL: [Mistake; 3] = [
        (
            1.25,
            "x_t is divided by √ᾱ_t: that leads back to x_0. One step back divides by √α_t",
        ),
        (1.44, "x_t is divided by α_t, expected √α_t"),
        (1.0, "all of it is still to be divided by √α_t"),
    ];
    const NOISE: [Mistake; 6] = [
        (
            -0.72,
            "the factor of ε is √(1-ᾱ_t): that removes all of the noise. One step removes β_t/√(1-ᾱ_t)",
        ),
        (
            -0.366_667,
            "the factor of ε is β_t: it is to be divided by √(1-ᾱ_t)",
        ),
        (
            -1.018_519,
            "the factor of ε is β_t/(1-ᾱ_t), expected β_t/√(1-ᾱ_t)",
        ),
        (
            -1.105_542,
            "the factor of ε is √β_t/√(1-ᾱ_t), expected β_t/√(1-ᾱ_t)",
        ),
        (0.611_111, "the sign is wrong: noise is taken away"),
        (-0.509_259, "the noise is to be divided by √α_t, too"),
    ];
    let (x_t, epsilon) = (points([[1.0, 0.0]]), points([[0.0, 1.0]]));
    let got = subject.mean_from_noise(x_t, epsilon, step(2), &three_steps());
    let expected = [1.2, -0.611_111_111_111_111];
    pair(
        "the factors of x_t and ε at t = 2",
        &got,
        expected,
        [&SIGNAL, &NOISE],
    )
    .hint("(x_t - β_t/√(1-ᾱ_t)·ε)/√α_t")?;
    let (x_t, epsilon) = (points([[1.0, 0.0]]), points([[0.0, 1.0]]));
    let got = subject.mean_from_noise(x_t, epsilon, step(3), &three_steps());
    pair(
        "the factors of x_t and ε at t = 3",
        &got,
        [4.0 / 3.0, -0.729_166_666_666_667],
        [&[], &[]],
    )
    .hint("the tables have the value of step t at `t.index()`")
}

fn mean_at_one(subject: &Subject<'_>) -> TestResult {
    let mut inputs = subject.inputs();
    let (x0, epsilon) = (inputs.normal([16, 2]), inputs.normal([16, 2]));
    let x_1 = x0.clone() * 0.96 + epsilon.clone() * 0.28;
    let got = subject.mean_from_noise(x_1, epsilon, step(1), &three_steps());
    expect::tensor("the mean at t = 1", &got, &x0, 1e-5)
        .hint("at t = 1 one step back is all the way: β_1/√(1-ᾱ_1) = √(1-ᾱ_1) and √α_1 = √ᾱ_1")
}
