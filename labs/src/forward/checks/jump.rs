use burn::tensor::{Device, Tensor};
use diffusion::Timestep;
use exercise::{Failure, Subject, Test, TestResult, expect};

use super::{Hint, Mistake, explain, moments, three_steps};
use crate::forward::ForwardJump;

pub const JUMP: &[Test] = &[
    Test {
        exercise: "3a",
        name: "t + 1 states from x_0 to x_t",
        run: states,
    },
    Test {
        exercise: "3a",
        name: "t = 0 stays at the clean image",
        run: sequential_at_zero,
    },
    Test {
        exercise: "3a",
        name: "each step has its own beta",
        run: steps,
    },
    Test {
        exercise: "3a",
        name: "each step has fresh noise",
        run: fresh_noise,
    },
    Test {
        exercise: "3b",
        name: "the returned noise rebuilds x_t",
        run: identity,
    },
    Test {
        exercise: "3b",
        name: "t = 0 returns x_0 and zeros",
        run: direct_at_zero,
    },
    Test {
        exercise: "3b",
        name: "the returned noise is standard normal",
        run: noise,
    },
];

const SHAPE: [usize; 4] = [4, 1, 16, 16];
const COUNT: usize = 1024;

fn timestep(t: usize) -> Timestep {
    Timestep::new(t, 3).unwrap_or(Timestep::CLEAN)
}

fn images(subject: &Subject<'_>) -> Tensor<4> {
    subject.inputs().uniform_tensor(SHAPE, -1.0, 1.0)
}

fn states(subject: &Subject<'_>) -> TestResult {
    let x0 = images(subject);
    for t in [1, 2, 3] {
        let (x_t, states) = subject.sequential(x0.clone(), timestep(t), &three_steps());
        if states.len() != t + 1 {
            let message = format!("t = {t}: {} states, expected {}", states.len(), t + 1);
            return Err(
                Failure::new(message).hint("x_0 is a state too, and the walk ends at t, not at T")
            );
        }
        expect::tensor("states[0]", &states[0], &x0, 0.0)
            .hint("the first state is the clean image")?;
        expect::tensor("x_t", &x_t, &states[t], 0.0)
            .hint("x_t is the last state, not another draw")?;
    }
    Ok(())
}

fn sequential_at_zero(subject: &Subject<'_>) -> TestResult {
    let x0 = images(subject);
    let (x_t, states) = subject.sequential(x0.clone(), Timestep::CLEAN, &three_steps());
    expect::length("states at t = 0", &states, 1)?;
    expect::tensor("x_0", &x_t, &x0, 0.0)
}

/// What each of three steps added: x_s less its share of the state before.
fn added(subject: &Subject<'_>) -> Result<Vec<Vec<f64>>, Failure> {
    const SIGNAL: [f64; 3] = [0.96, 5.0 / 6.0, 0.75];
    let (_, states) = subject.sequential(images(subject), timestep(3), &three_steps());
    expect::length("states at t = 3", &states, 4)?;
    states
        .iter()
        .try_for_each(|state| expect::shape("a state", state, SHAPE))?;
    let step = |s: usize| expect::values(&(states[s + 1].clone() - states[s].clone() * SIGNAL[s]));
    Ok((0..3).map(step).collect())
}

fn steps(subject: &Subject<'_>) -> TestResult {
    const NOISE: [f64; 3] = [0.28, 0.552_770_798_392_566_7, 0.661_437_827_766_147_7];
    const MISTAKES: [&[Mistake]; 3] = [
        &[
            (
                0.0784,
                "the standard deviation of step 1 is β_1, expected √β_1: β is a variance",
            ),
            (
                0.557_6,
                "step 1 has the beta of step 2: β_s stands at index s - 1",
            ),
            (
                0.672_5,
                "step 1 has the beta of step 3: the walk begins at t = 1",
            ),
        ],
        &[
            (
                0.305_556,
                "the standard deviation of step 2 is β_2, expected √β_2",
            ),
            (
                0.6,
                "step 2 jumps from x_0 with the tables of ᾱ; one step uses β_2 alone",
            ),
        ],
        &[(
            0.4375,
            "the standard deviation of step 3 is β_3, expected √β_3",
        )],
    ];
    for (s, draws) in added(subject)?.iter().enumerate() {
        let what = format!("x_{} - √(1-β_{})·x_{s}", s + 1, s + 1);
        let result = expect::normal_draws(&what, draws, 0.0, NOISE[s]);
        explain(result, moments(draws).1, MISTAKES[s])
            .hint("each step shrinks the state before it by √(1-β) and adds √β·noise")?;
    }
    Ok(())
}

fn fresh_noise(subject: &Subject<'_>) -> TestResult {
    let added = added(subject)?;
    for (a, b) in [(0, 1), (1, 2), (0, 2)] {
        expect::uncorrelated("the noises of two steps", &added[a], &added[b])
            .hint("draw the noise inside the loop")?;
    }
    Ok(())
}

fn identity(subject: &Subject<'_>) -> TestResult {
    let x0 = images(subject);
    for (t, signal, noise) in [(1, 0.96, 0.28), (2, 0.8, 0.6), (3, 0.6, 0.8)] {
        let (x_t, epsilon) = subject.direct(x0.clone(), timestep(t), &three_steps());
        expect::shape("x_t", &x_t, SHAPE)?;
        expect::shape("ε", &epsilon, SHAPE)?;
        let rest = |signal: f64, noise: f64| {
            let rest = x_t.clone() - x0.clone() * signal - epsilon.clone() * noise;
            expect::values(&rest)
        };
        let small = |rest: &[f64]| rest.iter().all(|x| x.abs() < 1e-4);
        let what = format!("x_{t} - {signal}·x_0 - {noise}·ε");
        expect::close(&what, &rest(signal, noise), &[0.0; COUNT], 1e-5).map_err(|failure| {
            let others = [
                (0.8, 0.6, "at t = 1 these are the coefficients of t = 2: the value of timestep t stands at index t - 1"),
                (0.9216, 0.0784, "the coefficients are ᾱ_t and 1-ᾱ_t, expected their roots"),
                (0.28, 0.96, "the coefficients are swapped: √ᾱ_t belongs to x_0"),
                (1.0, 0.28, "x_0 is not shrunk: its coefficient is √ᾱ_t"),
            ];
            let found = others.iter().find(|(s, n, _)| t == 1 && small(&rest(*s, *n)));
            failure.hint(found.map_or("return the very ε that is in x_t, unscaled", |(_, _, hint)| hint))
        })?;
    }
    Ok(())
}

fn direct_at_zero(subject: &Subject<'_>) -> TestResult {
    let x0 = images(subject);
    let (x_t, epsilon) = subject.direct(x0.clone(), Timestep::CLEAN, &three_steps());
    expect::tensor("x_0", &x_t, &x0, 0.0)
        .hint("t = 0 is the clean image: nothing is added to it")?;
    let zeros = Tensor::zeros(SHAPE, &Device::flex());
    expect::tensor("ε at t = 0", &epsilon, &zeros, 0.0).hint("`x0.zeros_like()`")
}

fn noise(subject: &Subject<'_>) -> TestResult {
    let (_, epsilon) = subject.direct(images(subject), timestep(2), &three_steps());
    let draws = expect::values(&epsilon);
    let mistakes = [(0.6, "return ε itself, before it is multiplied by √(1-ᾱ_t)")];
    explain(
        expect::normal_draws("ε", &draws, 0.0, 1.0),
        moments(&draws).1,
        &mistakes,
    )?;
    let half = draws.len() / 2;
    expect::uncorrelated("ε of different images", &draws[..half], &draws[half..])
        .hint("every pixel of every image has its own draw")
}
