use burn::tensor::{Device, Tensor};
use exercise::{Gradient, Subject, Test, TestResult, expect};

use super::{Hint, Mistake, explain, moments};
use crate::forward::Reparameterization;

pub const REPARAMETERIZATION: &[Test] = &[
    Test {
        exercise: "1a",
        name: "mean mu and standard deviation sigma",
        run: direct_moments,
    },
    Test {
        exercise: "1a",
        name: "every element has its own draw",
        run: direct_is_elementwise,
    },
    Test {
        exercise: "1a",
        name: "no gradient reaches mu or sigma",
        run: direct_has_no_gradient,
    },
    Test {
        exercise: "1b",
        name: "mean mu and standard deviation sigma",
        run: reparameterized_moments,
    },
    Test {
        exercise: "1b",
        name: "the gradient of mu is 1",
        run: gradient_of_mu,
    },
    Test {
        exercise: "1b",
        name: "the gradient of sigma is the noise",
        run: gradient_of_sigma,
    },
    Test {
        exercise: "1c",
        name: "mean and variance of one step",
        run: step_moments,
    },
    Test {
        exercise: "1c",
        name: "no gradient reaches the image",
        run: step_has_no_gradient,
    },
    Test {
        exercise: "1d",
        name: "the returned noise is standard normal",
        run: returned_noise,
    },
    Test {
        exercise: "1d",
        name: "the returned noise rebuilds the image",
        run: noise_rebuilds_image,
    },
    Test {
        exercise: "1d",
        name: "the gradient of the image is its factor",
        run: step_gradient,
    },
];

const MU: f64 = 3.0;
const SIGMA: f64 = 0.4;

/// A step with √(1-β) = 0.8 and √β = 0.6.
const BETA: f64 = 0.36;

fn full<const D: usize>(shape: [usize; D], value: f64) -> Tensor<D> {
    Tensor::full(shape, value, &Device::flex())
}

fn direct_moments(subject: &Subject<'_>) -> TestResult {
    let shape = [64, 64];
    let z = subject.direct_sampling(full(shape, MU), full(shape, SIGMA));
    gaussian(&z, shape)
}

fn reparameterized_moments(subject: &Subject<'_>) -> TestResult {
    let shape = [64, 64];
    let z = subject.reparameterized(full(shape, MU), full(shape, SIGMA));
    gaussian(&z, shape)
}

fn gaussian(z: &Tensor<2>, shape: [usize; 2]) -> TestResult {
    const CENTRES: [Mistake; 3] = [
        (
            MU + 0.5 * SIGMA,
            "the noise looks uniform; normal noise is `Distribution::Normal(0.0, 1.0)`",
        ),
        (0.0, "z is centred at 0: add mu"),
        (
            MU + MU * SIGMA,
            "mu belongs outside the noise: what has mean 0?",
        ),
    ];
    const SPREADS: [Mistake; 4] = [
        (
            SIGMA * SIGMA,
            "the standard deviation is sigma², expected sigma: multiply the noise by sigma once",
        ),
        (
            0.632_455_5,
            "the standard deviation is √sigma, expected sigma: it is a deviation already, no root",
        ),
        (1.0, "the noise is not scaled: multiply it by sigma"),
        (
            0.0,
            "every draw is the same: draw noise with the shape of mu",
        ),
    ];
    expect::shape("z", z, shape)?;
    let draws = expect::values(z);
    let (mean, std) = moments(&draws);
    let result = explain(expect::normal_draws("z", &draws, MU, SIGMA), mean, &CENTRES);
    explain(result, std, &SPREADS)
}

fn direct_is_elementwise(subject: &Subject<'_>) -> TestResult {
    for shape in [[2, 512], [512, 2]] {
        let z = subject.direct_sampling(full(shape, MU), full(shape, SIGMA));
        let z = if shape[0] == 2 { z } else { z.transpose() };
        let values = expect::values(&z);
        expect::length("z", &values, 1024)?;
        expect::uncorrelated("elements of z", &values[..512], &values[512..])
            .hint("draw noise with the whole shape of mu, not one number per row or column")?;
    }
    Ok(())
}

fn direct_has_no_gradient(subject: &Subject<'_>) -> TestResult {
    let (_, gradient) = pulled_back(subject, |s, mu, sigma| s.direct_sampling(mu, sigma));
    let message = "a gradient reaches mu or sigma, expected none";
    expect::that(!gradient.reaches(0) && !gradient.reaches(1), message)
        .hint("`.detach()` cuts a tensor off from the graph behind it")
}

fn gradient_of_mu(subject: &Subject<'_>) -> TestResult {
    let (_, gradient) = pulled_back(subject, |s, mu, sigma| s.reparameterized(mu, sigma));
    let hint = "mu must enter by arithmetic alone, `mu + …`; a detach, or a tensor built from numbers, cuts the graph";
    match gradient.of::<2>(0)? {
        None => expect::that(false, "no gradient reaches mu"),
        Some(got) => expect::tensor("∂z/∂mu", &got, &full([4, 3], 1.0), 1e-5),
    }
    .hint(hint)
}

fn gradient_of_sigma(subject: &Subject<'_>) -> TestResult {
    let (z, gradient) = pulled_back(subject, |s, mu, sigma| s.reparameterized(mu, sigma));
    let noise = (z - MU) / SIGMA;
    let hint = "sigma multiplies the noise: `sigma * epsilon`, with neither of the two detached or turned into numbers";
    match gradient.of::<2>(1)? {
        None => expect::that(false, "no gradient reaches sigma"),
        Some(got) => expect::tensor("∂z/∂sigma", &got, &noise, 1e-4),
    }
    .hint(hint)
}

/// One draw of shape `[4, 3]` with the gradients of its sum.
fn pulled_back(
    subject: &Subject<'_>,
    draw: impl Fn(&Subject<'_>, Tensor<2>, Tensor<2>) -> Tensor<2>,
) -> (Tensor<2>, Gradient) {
    let shape = [4, 3];
    subject.with_gradient(0, &full(shape, 1.0), |s| {
        draw(s, full(shape, MU), full(shape, SIGMA))
    })
}

fn step_moments(subject: &Subject<'_>) -> TestResult {
    const CENTRES: [Mistake; 3] = [
        (MU, "the image is not shrunk: its factor is √(1-β)"),
        (0.64 * MU, "the image's factor is 1-β, expected √(1-β)"),
        (
            0.6 * MU,
            "the image's factor is √β: that one belongs to the noise",
        ),
    ];
    const SPREADS: [Mistake; 4] = [
        (
            BETA,
            "the standard deviation of the noise is β, expected √β: β is a variance",
        ),
        (
            0.8,
            "the noise's factor is √(1-β): that one belongs to the image",
        ),
        (1.0, "the noise is not scaled: its factor is √β"),
        (0.0, "no noise was added"),
    ];
    let shape = [16, 1, 16, 16];
    let x_t = subject.forward_step_sampling(full(shape, MU), BETA);
    expect::shape("x_t", &x_t, shape)?;
    let draws = expect::values(&x_t);
    let (mean, std) = moments(&draws);
    let result = explain(
        expect::normal_draws("x_t", &draws, 0.8 * MU, 0.6),
        mean,
        &CENTRES,
    );
    explain(result, std, &SPREADS)
}

fn step_has_no_gradient(subject: &Subject<'_>) -> TestResult {
    let shape = [2, 1, 3, 3];
    let (_, gradient) = subject.with_gradient(0, &full(shape, 1.0), |s| {
        s.forward_step_sampling(full(shape, MU), BETA)
    });
    expect::that(
        !gradient.reaches(0),
        "a gradient reaches the image, expected none",
    )
    .hint("`.detach()` cuts a tensor off from the graph behind it")
}

fn returned_noise(subject: &Subject<'_>) -> TestResult {
    const SPREADS: [Mistake; 2] = [
        (0.6, "return ε itself, before it is multiplied by √β"),
        (BETA, "return ε itself, before it is multiplied"),
    ];
    let shape = [16, 1, 16, 16];
    let (_, epsilon) = subject.forward_step_reparameterized(full(shape, MU), BETA);
    expect::shape("ε", &epsilon, shape)?;
    let draws = expect::values(&epsilon);
    explain(
        expect::normal_draws("ε", &draws, 0.0, 1.0),
        moments(&draws).1,
        &SPREADS,
    )
}

fn noise_rebuilds_image(subject: &Subject<'_>) -> TestResult {
    let x_prev = subject.inputs().normal([2, 1, 8, 8]);
    let (x_t, epsilon) = subject.forward_step_reparameterized(x_prev.clone(), BETA);
    expect::shape("x_t", &x_t, [2, 1, 8, 8])?;
    expect::shape("ε", &epsilon, [2, 1, 8, 8])?;
    let residual = expect::values(&(x_t - x_prev * 0.8 - epsilon * 0.6));
    expect::close(
        "x_t - 0.8·x_{t-1} - 0.6·ε at β = 0.36",
        &residual,
        &vec![0.0; 128],
        1e-5,
    )
    .hint("the factors are roots, √(1-β) and √β; and the ε you return is the very one you added")
}

fn step_gradient(subject: &Subject<'_>) -> TestResult {
    let shape = [2, 1, 3, 3];
    let (_, gradient) = subject.with_gradient(0, &full(shape, 1.0), |s| {
        s.forward_step_reparameterized(full(shape, MU), BETA)
    });
    match gradient.of::<4>(0)? {
        None => expect::that(false, "no gradient reaches the image"),
        Some(got) => expect::tensor("∂x_t/∂x_{t-1} at β = 0.36", &got, &full(shape, 0.8), 1e-5),
    }
    .hint("this is 1c without the detach: the image enters by arithmetic alone")
}
