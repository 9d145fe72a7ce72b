//! Public checks of the first exercise.

use burn::tensor::{Device, Tensor};
use exercise::{Subject, Test, TestResult, expect};

use super::FirstExercise;
use crate::checking::{Hint, explain_exact};

pub const FIRST_EXERCISE: &[Test] = &[
    Test {
        exercise: "6a",
        name: "keeps `a` at 0 and `b` at 1",
        run: ends,
    },
    Test {
        exercise: "6a",
        name: "mixes in between",
        run: between,
    },
];

fn pixel(value: f64) -> Tensor<4> {
    Tensor::full([2, 1, 2, 2], value, &Device::flex())
}

fn ends(subject: &Subject<'_>) -> TestResult {
    for (share, expected) in [(0.0, -1.0), (1.0, 0.5)] {
        let mixed = subject.mix(pixel(-1.0), pixel(0.5), share);
        expect::shape("mix(a, b, share)", &mixed, [2, 1, 2, 2])?;
        let got = expect::values(&mixed)[0];
        let call = format!("mix(a, b, {share:.1})");
        let result = expect::close(&call, &[got], &[expected], 1e-6);
        let swapped = -0.5 - expected;
        let mistakes = [
            (
                swapped,
                "`share` is what `b` gets: at 0 all is `a`, at 1 all is `b`",
            ),
            (-0.5, "the two shares must add up to 1"),
        ];
        explain_exact(result, got, &mistakes)?;
    }
    Ok(())
}

fn between(subject: &Subject<'_>) -> TestResult {
    let mixed = subject.mix(pixel(1.0), pixel(-1.0), 0.25);
    expect::tensor("mix(a, b, 0.25)", &mixed, &pixel(0.5), 1e-6)
        .hint("with a = 1 and b = −1 everywhere, three quarters of a and one of b make 0.5")
}
