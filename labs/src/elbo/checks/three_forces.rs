use burn::tensor::{Device, Tensor};
use exercise::{Subject, Test, TestResult, expect};

use super::{
    Hint, MANY, Mistake, copies, explain, explain_exact, explain_within, points, step, three_steps,
};
use crate::elbo::{NoiseMlp, Point, ThreeForces};

pub const THREE_FORCES: &[Test] = &[
    Test {
        exercise: "5a",
        name: "the log-density, constant and all",
        run: log_density,
    },
    Test {
        exercise: "5a",
        name: "the mean is the model's",
        run: model_mean,
    },
    Test {
        exercise: "5b",
        name: "three points",
        run: prior,
    },
    Test {
        exercise: "5c",
        name: "one value for each timestep",
        run: shape,
    },
    Test {
        exercise: "5c",
        name: "the divergence of a network that predicts 0",
        run: divergence,
    },
    Test {
        exercise: "5c",
        name: "the distance of the means",
        run: distance,
    },
];

fn constant(epsilon: [f32; 2]) -> NoiseMlp {
    NoiseMlp::constant(epsilon, 3, &Device::flex())
}

fn list(what: &str, got: &Tensor<1>, expected: &[f64]) -> TestResult {
    let got = expect::values(got);
    expect::length(what, &got, expected.len()).hint("one value for each point, `[batch]`")?;
    expect::close(what, &got, expected, 1e-4).map_err(|_| {
        let round = |list: &[f64]| {
            list.iter()
                .map(|x| format!("{x:.4}"))
                .collect::<Vec<_>>()
                .join(", ")
        };
        exercise::Failure::new(format!(
            "{what}: expected {}, got {}",
            round(expected),
            round(&got)
        ))
    })
}

fn first(tensor: &Tensor<1>) -> f64 {
    expect::values(tensor).first().copied().unwrap_or_default()
}

/// -log(2π·β_1) for β_1 = 0.0784.
const PEAK: f64 = 0.708_054_285_216_429_4;

fn log_density(subject: &Subject<'_>) -> TestResult {
    const MISTAKES: [Mistake; 5] = [
        (
            0.354_027,
            "the constant is that of one coordinate: with d = 2 it is -log(2π·β_1)",
        ),
        (
            0.0,
            "the constant -log(2π·β_1) is missing: a density's logarithm has it",
        ),
        (-PEAK, "the sign of the constant is wrong"),
        (-1.837_877, "the variance is 1, expected β_1"),
        (-0.564_911, "the variance is √β_1, expected β_1"),
    ];
    // A network that predicts 0 has the mean x_1/√α_1 = x_1/0.96.
    let x0 = points([[1.0, -2.0], [1.0, -2.0], [1.0, -2.0]]);
    let x1 = points([[0.96, -1.92], [1.2288, -1.92], [0.96, -1.3824]]);
    let got = subject.reconstruction(x0, x1, &constant([0.0; 2]), &three_steps());
    let expected = [PEAK, PEAK - 0.5, PEAK - 2.0];
    let result = list(
        "log p(x_0 | x_1) at distances 0, 0.28 and 0.56",
        &got,
        &expected,
    );
    explain_exact(result, first(&got), &MISTAKES)
        .hint("-log(2π·β_1) - ‖x_0 - mean‖²/(2β_1), and the mean is x_1/√α_1 where the predicted noise is 0")
}

fn model_mean(subject: &Subject<'_>) -> TestResult {
    const MISTAKE: Mistake = (
        PEAK,
        "the predicted noise is not taken away, or the mean is x_0 itself: the model knows x_1 only, its mean is (x_1 - β_1/√(1-ᾱ_1)·ε_θ)/√α_1",
    );
    // ε_θ = (1, 0): the mean is (x_1 - (0.28, 0))/0.96.
    let (x0, x1) = (points([[1.0, -2.0]]), points([[0.96, -1.92]]));
    let got = subject.reconstruction(x0, x1, &constant([1.0, 0.0]), &three_steps());
    let off: f64 = 0.28 / 0.96;
    let expected = [PEAK - off * off / (2.0 * 0.0784)];
    let result = list(
        "log p(x_0 | x_1) with predicted noise (1, 0)",
        &got,
        &expected,
    );
    explain_exact(result, first(&got), &[MISTAKE])
        .hint("the model's variance is β_1, and its mean (x_1 - β_1/√(1-ᾱ_1)·ε_θ)/√α_1")
}

fn prior(subject: &Subject<'_>) -> TestResult {
    const FIRST: [Mistake; 4] = [
        (
            0.043_144,
            "this is the sum over one coordinate: there are two",
        ),
        (0.172_574, "the factor ½ is missing"),
        (
            -0.086_287,
            "the sign is wrong: a divergence is never negative",
        ),
        (0.381_651, "σ² is ᾱ_T, expected 1 - ᾱ_T"),
    ];
    const SECOND: [Mistake; 2] = [
        (0.586_287, "x_0 is not shrunk: μ = √ᾱ_T·x_0"),
        (0.151_087, "μ is ᾱ_T·x_0, expected √ᾱ_T·x_0"),
    ];
    let x0 = points([[0.0, 0.0], [1.0, 0.0], [3.0, 4.0]]);
    let got = subject.prior_matching(x0, &three_steps());
    let base = 0.086_287_102_628_419_49;
    let result = list(
        "the KL of (0, 0), (1, 0) and (3, 4)",
        &got,
        &[base, base + 0.18, base + 4.5],
    );
    let second = expect::values(&got).get(1).copied().unwrap_or_default();
    explain_exact(explain_exact(result, first(&got), &FIRST), second, &SECOND)
        .hint("½·Σ(σ² + μ² - 1 - ln σ²) over both coordinates, σ² = 1-ᾱ_T and μ = √ᾱ_T·x_0")
}

fn denoising(subject: &Subject<'_>, epsilon: [f32; 2], timesteps: &[usize]) -> Vec<f64> {
    let steps: Vec<_> = timesteps.iter().map(|&t| step(t)).collect();
    let x0 = copies([3.0, -2.0], MANY);
    subject.denoising(x0, &steps, &constant(epsilon), &three_steps())
}

fn shape(subject: &Subject<'_>) -> TestResult {
    let both = denoising(subject, [0.0; 2], &[3, 2]);
    expect::length("denoising at t = 3, 2", &both, 2).hint("one mean for each of the timesteps")?;
    expect::length(
        "denoising of no timesteps",
        &denoising(subject, [0.0; 2], &[]),
        0,
    )?;
    expect::finite("denoising", &both)?;
    let fine = both.iter().all(|kl| *kl > 0.0);
    expect::that(
        fine,
        format!("denoising: expected divergences above 0, got {both:?}"),
    )
    .hint("KL(q ‖ p) is never negative; check the sign of each part")
}

/// r - 1 - ln r at t = 2 and t = 3, r = β̃_t/β_t.
const SHAPES: [f64; 2] = [0.742_057_881_871_571_3, 0.137_864_144_903_561_8];
/// β_t/(2·α_t·(1-ᾱ_t)) at t = 2 and t = 3, the weight of ‖ε - ε_θ‖².
const WEIGHTS: [f64; 2] = [0.611_111_111_111_111, 0.607_638_888_888_889];

fn divergence(subject: &Subject<'_>) -> TestResult {
    const MISTAKES: [[Mistake; 3]; 2] = [
        [
            (0.742_058, "the distance of the means is missing"),
            (
                1.222_222,
                "the variances are missing: r - 1 - ln r with r = β̃_t/β_t, for both coordinates",
            ),
            (3.928_56, "the factor ½ is missing"),
        ],
        [
            (0.137_864, "the distance of the means is missing"),
            (
                1.215_278,
                "the variances are missing: r - 1 - ln r with r = β̃_t/β_t, for both coordinates",
            ),
            (2.706_28, "the factor ½ is missing"),
        ],
    ];
    for (i, t) in [2, 3].into_iter().enumerate() {
        let got = denoising(subject, [0.0; 2], &[t]);
        expect::length("denoising of one timestep", &got, 1)?;
        // ‖ε‖² has mean and standard deviation 2.
        let expected = SHAPES[i] + 2.0 * WEIGHTS[i];
        let error = 2.0 * WEIGHTS[i] / (MANY as f64).sqrt();
        let fine = (got[0] - expected).abs() <= expect::STANDARD_ERRORS * error;
        let message = format!(
            "KL at t = {t} of a network that predicts 0: expected {expected:.3} ± {error:.3}, got {:.3}",
            got[0]
        );
        explain_within(expect::that(fine, message), got[0], &MISTAKES[i], 0.08)
            .hint("the mean over the points of ½·(2·(r - 1 - ln r) + ‖μ̃ - μ_θ‖²/β_t)")?;
    }
    Ok(())
}

fn distance(subject: &Subject<'_>) -> TestResult {
    // A network that is wrong by far: ‖ε - ε_θ‖² is 2500 and 2 on the mean, with standard deviation 100.
    let wrong = Point { x: 30.0, y: 40.0 };
    let far = wrong.squared_norm() + 2.0;
    for (i, t) in [2, 3].into_iter().enumerate() {
        let got = denoising(subject, [30.0, 40.0], &[t]);
        expect::length("denoising of one timestep", &got, 1)?;
        let mistakes: [Mistake; 3] = [
            (
                SHAPES[i] + 2.0 * WEIGHTS[i] * far,
                "the factor ½ of the distance of the means is missing",
            ),
            (
                SHAPES[i] + WEIGHTS[i] * far / [0.217_778, 0.562_5][i],
                "the distance of the means is divided by β̃_t: the variance of p_θ, β_t, belongs there",
            ),
            (
                0.5 * far,
                "every t has the same weight: that is the simple loss. The KL weighs ‖ε - ε_θ‖² with β_t/(2·α_t·(1-ᾱ_t))",
            ),
        ];
        let expected = SHAPES[i] + WEIGHTS[i] * far;
        let error = WEIGHTS[i] * 100.1 / (MANY as f64).sqrt();
        let fine = (got[0] - expected).abs() <= expect::STANDARD_ERRORS * error;
        let message = format!(
            "KL at t = {t} of a network that predicts (30, 40): expected {expected:.1} ± {error:.1}, got {:.1}",
            got[0]
        );
        explain(expect::that(fine, message), got[0], &mistakes)
            .hint("‖μ̃ - μ_θ‖² = β_t²/(α_t·(1-ᾱ_t))·‖ε - ε_θ‖², divided by 2·β_t")?;
    }
    Ok(())
}
