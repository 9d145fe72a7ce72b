//! Hidden tests of 1c and 1d: one step of the forward process, without and with a gradient.

use burn::tensor::Tensor;
use exercise::expect;
use exercise::{Failure, Subject, Test, TestResult};
use labs::forward::Reparameterization;

use super::evidence::{
    cut, fresh, independent, reached, rebuilt, residual, scaled, standard_normal, test, well_formed,
};

/// Hidden tests of 1c and 1d.
pub const TESTS: &[Test] = &[
    test("1c", "shape", |s| shape(s, sampled)),
    test("1c", "law", |s| law(s, sampled)),
    test("1c", "mean", |s| mean(s, sampled)),
    test("1c", "independent draws", |s| draws(s, sampled)),
    test("1c", "fresh draws", |s| anew(s, sampled)),
    test("1c", "no gradient", no_gradient),
    test("1d", "shape", |s| shape(s, reparameterized)),
    test("1d", "law", |s| law(s, reparameterized)),
    test("1d", "mean", |s| mean(s, reparameterized)),
    test("1d", "independent draws", |s| draws(s, reparameterized)),
    test("1d", "fresh draws", |s| anew(s, reparameterized)),
    test("1d", "epsilon reproduces x_t", reproduces),
    test("1d", "gradient to x_prev", gradient_to_x_prev),
    test("1d", "epsilon carries no gradient", epsilon_is_constant),
];

/// A step's result, whichever of the two exercises it comes from.
type Step = fn(&Subject<'_>, Tensor<4>, f64) -> Tensor<4>;

fn sampled(s: &Subject<'_>, x_prev: Tensor<4>, beta: f64) -> Tensor<4> {
    s.forward_step_sampling(x_prev, beta)
}

fn reparameterized(s: &Subject<'_>, x_prev: Tensor<4>, beta: f64) -> Tensor<4> {
    s.forward_step_reparameterized(x_prev, beta).0
}

/// 9,216 elements, in images that are not square.
const SIZE: [usize; 4] = [16, 2, 12, 24];

/// Variances of a step, from small to most of the image.
const BETAS: [f64; 3] = [0.015, 0.35, 0.9];

fn shape(s: &Subject<'_>, step: Step) -> TestResult {
    for size in [[1, 1, 28, 28], [2, 3, 4, 9], [5, 1, 1, 2]] {
        let x_prev = s.inputs().normal(size);
        let x_t = step(s, x_prev.clone(), 0.2);
        well_formed("x_t", &x_t, &x_prev)?;
    }
    Ok(())
}

/// The image and (x_t - √(1-β)·x_prev) / √β, which is the noise that was drawn.
fn noise(s: &Subject<'_>, step: Step, beta: f64) -> Result<(Vec<f64>, Vec<f64>), Failure> {
    let x_prev = s.inputs().normal(SIZE) * 2.0;
    let x_t = step(s, x_prev.clone(), beta);
    well_formed("x_t", &x_t, &x_prev)?;
    let mean = scaled(&x_prev, (1.0 - beta).sqrt());
    Ok((
        expect::values(&x_prev),
        residual(&expect::values(&x_t), &mean, |_| beta.sqrt()),
    ))
}

fn law(s: &Subject<'_>, step: Step) -> TestResult {
    for beta in BETAS {
        let (_, noise) = noise(s, step, beta)?;
        standard_normal("noise of the step", &noise).map_err(|failure| {
            failure.hint(
                "the mean is √(1-β_t)·x_{t-1}; β_t is a variance, so the noise's factor is √β_t",
            )
        })?;
    }
    Ok(())
}

fn mean(s: &Subject<'_>, step: Step) -> TestResult {
    for beta in BETAS {
        let (image, noise) = noise(s, step, beta)?;
        expect::uncorrelated(
            "what the step adds, and the image before it",
            &image,
            &noise,
        )
        .map_err(|failure| failure.hint("the step shrinks the image by √(1-β_t)"))?;
    }
    Ok(())
}

fn draws(s: &Subject<'_>, step: Step) -> TestResult {
    independent("noise of the step", &noise(s, step, 0.35)?.1, &SIZE)
}

fn anew(s: &Subject<'_>, step: Step) -> TestResult {
    fresh(
        "the noise",
        &noise(s, step, 0.35)?.1,
        &noise(s, step, 0.35)?.1,
    )
}

fn no_gradient(s: &Subject<'_>) -> TestResult {
    let x_prev = s.inputs().normal([2, 1, 3, 5]);
    let cotangent = x_prev.ones_like();
    let (x_t, gradient) = s.with_gradient(0, &cotangent, |s| {
        s.forward_step_sampling(x_prev.clone(), 0.2)
    });
    well_formed("x_t", &x_t, &x_prev)?;
    cut(&gradient, 0, "x_prev")
}

fn reproduces(s: &Subject<'_>) -> TestResult {
    for beta in BETAS {
        let x_prev = s.inputs().normal([3, 2, 5, 7]);
        let (x_t, epsilon) = s.forward_step_reparameterized(x_prev.clone(), beta);
        rebuilt(&x_t, &x_prev, 1.0 - beta, &epsilon).map_err(|failure| {
            failure.hint("return the very noise that made x_t, before it is scaled")
        })?;
    }
    Ok(())
}

fn gradient_to_x_prev(s: &Subject<'_>) -> TestResult {
    for beta in BETAS {
        let (x_prev, cotangent) = (
            s.inputs().normal([2, 1, 3, 5]),
            s.inputs().uniform_tensor([2, 1, 3, 5], -1.0, 1.0),
        );
        let ((x_t, _), gradient) = s.with_gradient(0, &cotangent, |s| {
            s.forward_step_reparameterized(x_prev.clone(), beta)
        });
        well_formed("x_t", &x_t, &x_prev)?;
        let got = reached::<4>(&gradient, 0, "x_prev")?;
        well_formed("gradient to x_prev", &got, &x_prev)?;
        expect::close(
            "gradient to x_prev",
            &expect::values(&got),
            &scaled(&cotangent, (1.0 - beta).sqrt()),
            1e-5,
        )
        .map_err(|failure| failure.hint("∂x_t/∂x_{t-1} is √(1-β_t)"))?;
    }
    Ok(())
}

fn epsilon_is_constant(s: &Subject<'_>) -> TestResult {
    let x_prev = s.inputs().normal([2, 1, 3, 5]);
    let cotangent = s.inputs().uniform_tensor([2, 1, 3, 5], 0.5, 1.0);
    let ((_, epsilon), gradient) = s.with_gradient(1, &cotangent, |s| {
        s.forward_step_reparameterized(x_prev.clone(), 0.2)
    });
    well_formed("epsilon", &epsilon, &x_prev)?;
    cut(&gradient, 0, "x_prev").map_err(|_| {
        Failure::new("the returned `epsilon` depends on `x_prev`")
            .hint("noise is drawn, not computed from x_t")
    })
}
