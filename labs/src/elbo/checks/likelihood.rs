use burn::tensor::Tensor;
use diffusion::Timestep;
use exercise::{Failure, Subject, Test, TestResult, expect};

use super::{Hint, MANY, Mistake, copies, explain, explain_within, moments, step, three_steps};
use crate::elbo::SequentialLikelihood;

pub const LIKELIHOOD: &[Test] = &[
    Test {
        exercise: "1a",
        name: "mean and variance of one step",
        run: step_moments,
    },
    Test {
        exercise: "1a",
        name: "every step has its own beta",
        run: every_step,
    },
    Test {
        exercise: "1a",
        name: "every coordinate has its own noise",
        run: step_noise,
    },
    Test {
        exercise: "1b",
        name: "T + 1 states from x_0 on",
        run: states,
    },
    Test {
        exercise: "1b",
        name: "each state is one step after the one before",
        run: steps,
    },
    Test {
        exercise: "1b",
        name: "each step has fresh noise",
        run: fresh_noise,
    },
    Test {
        exercise: "1c",
        name: "mean and variance of the jump",
        run: jump_moments,
    },
    Test {
        exercise: "1c",
        name: "t = 0 returns x_0",
        run: jump_to_zero,
    },
];

/// Every draw is compared with mean and standard deviation; known mistakes in either are named.
fn gaussian(
    what: &str,
    got: &Tensor<2>,
    (mean, std): (f64, f64),
    centres: &[Mistake],
    spreads: &[Mistake],
) -> TestResult {
    expect::shape(what, got, [MANY, 2])?;
    let draws = expect::values(got);
    let (got_mean, got_std) = moments(&draws);
    let result = expect::normal_draws(what, &draws, mean, std);
    explain_within(explain(result, got_mean, centres), got_std, spreads, 0.05)
}

fn step_moments(subject: &Subject<'_>) -> TestResult {
    const CENTRES: [Mistake; 4] = [
        (2.083_333, "the point's factor is α_t, expected √α_t"),
        (
            2.4,
            "the point's factor is √ᾱ_t, which belongs to the jump from x_0: one step has √α_t",
        ),
        (
            2.25,
            "the point's factor is that of t = 3: the value of step t stands at `t.index()`",
        ),
        (3.0, "the point is not shrunk: its factor is √α_t"),
    ];
    const SPREADS: [Mistake; 5] = [
        (
            0.305_556,
            "the standard deviation of the noise is β_t, expected √β_t: β is a variance",
        ),
        (
            0.6,
            "the noise is that of the jump, √(1-ᾱ_t): one step adds √β_t",
        ),
        (
            0.661_438,
            "the noise is that of t = 3: the value of step t stands at `t.index()`",
        ),
        (1.0, "the noise is not scaled: its factor is √β_t"),
        (0.0, "no noise was added"),
    ];
    let x_t = subject.forward_step(copies([3.0, 3.0], MANY), step(2), &three_steps());
    gaussian(
        "x_2 from x_1 = (3, 3)",
        &x_t,
        (2.5, 0.552_771),
        &CENTRES,
        &SPREADS,
    )
}

fn every_step(subject: &Subject<'_>) -> TestResult {
    for (t, mean, std) in [(1, 2.88, 0.28), (3, 2.25, 0.661_438)] {
        let x_t = subject.forward_step(copies([3.0, 3.0], MANY), step(t), &three_steps());
        gaussian(&format!("x_{t} from (3, 3)"), &x_t, (mean, std), &[], &[])
            .hint("α_t and β_t of step t stand at `t.index()`, which is t - 1")?;
    }
    Ok(())
}

fn step_noise(subject: &Subject<'_>) -> TestResult {
    let x_t = subject.forward_step(copies([0.0, 0.0], MANY), step(2), &three_steps());
    separate_noise(&x_t)
}

/// Neither the coordinates of a point nor neighbouring points share their noise.
fn separate_noise(x: &Tensor<2>) -> TestResult {
    expect::shape("the result", x, [MANY, 2])?;
    let column = |i| expect::values(&x.clone().narrow(1, i, 1));
    expect::uncorrelated("the two coordinates", &column(0), &column(1))
        .hint("draw noise with the whole shape of the points, not one number for each point")?;
    let half = |start| expect::values(&x.clone().narrow(0, start, MANY / 2));
    expect::uncorrelated("different points", &half(0), &half(MANY / 2))
        .hint("draw noise with the whole shape of the points, not one row for all")
}

fn walk(subject: &Subject<'_>) -> Result<(Tensor<2>, Vec<Tensor<2>>), Failure> {
    let x0 = subject.inputs().uniform_tensor([MANY, 2], -2.0, 2.0);
    let states = subject.forward_trajectory(x0.clone(), &three_steps());
    if states.len() != 4 {
        let message = format!("T = 3 gave {} states, expected T + 1 = 4", states.len());
        return Err(Failure::new(message).hint("x_0 is the first state, x_T the last"));
    }
    states
        .iter()
        .try_for_each(|state| expect::shape("a state", state, [MANY, 2]))?;
    Ok((x0, states))
}

fn states(subject: &Subject<'_>) -> TestResult {
    let (x0, states) = walk(subject)?;
    expect::tensor("states[0]", &states[0], &x0, 0.0).hint("the first state is x_0 itself")
}

/// What each step added: x_s less its share of the state before.
fn added(subject: &Subject<'_>) -> Result<Vec<Vec<f64>>, Failure> {
    const SIGNAL: [f64; 3] = [0.96, 5.0 / 6.0, 0.75];
    let (_, states) = walk(subject)?;
    let step = |s: usize| expect::values(&(states[s + 1].clone() - states[s].clone() * SIGNAL[s]));
    Ok((0..3).map(step).collect())
}

fn steps(subject: &Subject<'_>) -> TestResult {
    const NOISE: [f64; 3] = [0.28, 0.552_770_798_392_566_7, 0.661_437_827_766_147_7];
    const JUMP: &str =
        "each state is drawn from x_0 by a jump; a walk makes it from the state before";
    const MISTAKES: [&[Mistake]; 3] = [
        &[(
            0.552_771,
            "step 1 has the beta of step 2: the values of step t stand at `t.index()`",
        )],
        &[(0.643_767, JUMP)],
        &[(0.917_878, JUMP)],
    ];
    for (s, draws) in added(subject)?.iter().enumerate() {
        let what = format!("x_{} - √α_{}·x_{s}", s + 1, s + 1);
        let result = expect::normal_draws(&what, draws, 0.0, NOISE[s]);
        explain_within(result, moments(draws).1, MISTAKES[s], 0.05)
            .hint("each step shrinks the state before it by √α and adds √β·noise")?;
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

fn jump_moments(subject: &Subject<'_>) -> TestResult {
    const CENTRES: [Mistake; 4] = [
        (
            2.5,
            "the factor of x_0 is √α_t of one step, expected √ᾱ_t of all steps up to t",
        ),
        (1.92, "the factor of x_0 is ᾱ_t, expected √ᾱ_t"),
        (
            1.8,
            "the factor of x_0 is that of t = 3: use `schedule.alpha_cumprod_at(t)`",
        ),
        (3.0, "x_0 is not shrunk: its factor is √ᾱ_t"),
    ];
    const SPREADS: [Mistake; 4] = [
        (
            0.36,
            "the standard deviation of the noise is 1-ᾱ_t, expected its root",
        ),
        (
            0.552_771,
            "the noise is that of one step, √β_t: the jump has √(1-ᾱ_t)",
        ),
        (
            0.8,
            "the noise is that of t = 3, or its factor is √ᾱ_t: expected √(1-ᾱ_t)",
        ),
        (0.0, "no noise was added"),
    ];
    let t = Timestep::from(step(2));
    let x_t = subject.direct_jump(copies([3.0, 3.0], MANY), t, &three_steps());
    gaussian(
        "x_2 from x_0 = (3, 3)",
        &x_t,
        (2.4, 0.6),
        &CENTRES,
        &SPREADS,
    )?;
    separate_noise(&x_t)
}

fn jump_to_zero(subject: &Subject<'_>) -> TestResult {
    let x0 = subject.inputs().uniform_tensor([64, 2], -2.0, 2.0);
    let got = subject.direct_jump(x0.clone(), Timestep::CLEAN, &three_steps());
    expect::tensor("x_0", &got, &x0, 0.0)
        .hint("ᾱ_0 = 1: all signal, no noise; `schedule.alpha_cumprod_at(t)` knows it")
}
