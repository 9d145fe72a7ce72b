//! Hidden tests of 1a and 1b: draws from N(mu, sigma²), without and with a gradient.

use burn::tensor::Tensor;
use exercise::expect;
use exercise::{Subject, Test, TestResult};
use labs::forward::Reparameterization;

use super::evidence::{
    cut, fresh, independent, reached, residual, standard_normal, test, well_formed,
};

/// Hidden tests of 1a and 1b.
pub const TESTS: &[Test] = &[
    test("1a", "shape", |s| {
        shape(s, Reparameterization::direct_sampling)
    }),
    test("1a", "law", |s| law(s, Reparameterization::direct_sampling)),
    test("1a", "independent draws", |s| {
        draws(s, Reparameterization::direct_sampling)
    }),
    test("1a", "fresh draws", |s| {
        anew(s, Reparameterization::direct_sampling)
    }),
    test("1a", "no gradient", no_gradient),
    test("1b", "shape", |s| {
        shape(s, Reparameterization::reparameterized)
    }),
    test("1b", "law", |s| law(s, Reparameterization::reparameterized)),
    test("1b", "independent draws", |s| {
        draws(s, Reparameterization::reparameterized)
    }),
    test("1b", "fresh draws", |s| {
        anew(s, Reparameterization::reparameterized)
    }),
    test("1b", "gradient to mu", gradient_to_mu),
    test("1b", "gradient to sigma", gradient_to_sigma),
];

/// Means and standard deviations that differ from element to element.
fn parameters(subject: &Subject<'_>, shape: [usize; 2]) -> (Tensor<2>, Tensor<2>) {
    let mut inputs = subject.inputs();
    (
        inputs.uniform_tensor(shape, -3.0, 3.0),
        inputs.uniform_tensor(shape, 0.3, 2.5),
    )
}

/// (z - mu) / sigma, which is the noise that was drawn.
fn noise(z: &Tensor<2>, mu: &Tensor<2>, sigma: &Tensor<2>) -> Vec<f64> {
    let sigma = expect::values(sigma);
    residual(&expect::values(z), &expect::values(mu), |i| sigma[i])
}

fn shape<'a>(
    s: &Subject<'a>,
    sample: impl Fn(&Subject<'a>, Tensor<2>, Tensor<2>) -> Tensor<2>,
) -> TestResult {
    for size in [[1, 1], [5, 3], [1, 17], [31, 1]] {
        let (mu, sigma) = parameters(s, size);
        let z = sample(s, mu.clone(), sigma);
        well_formed("z", &z, &mu)?;
    }
    Ok(())
}

fn draw<'a>(
    s: &Subject<'a>,
    sample: impl Fn(&Subject<'a>, Tensor<2>, Tensor<2>) -> Tensor<2>,
) -> Result<Vec<f64>, exercise::Failure> {
    let (mu, sigma) = parameters(s, SIZE);
    let z = sample(s, mu.clone(), sigma.clone());
    well_formed("z", &z, &mu)?;
    Ok(noise(&z, &mu, &sigma))
}

/// 8,192 draws.
const SIZE: [usize; 2] = [128, 64];

fn law<'a>(
    s: &Subject<'a>,
    sample: impl Fn(&Subject<'a>, Tensor<2>, Tensor<2>) -> Tensor<2>,
) -> TestResult {
    standard_normal("(z - mu)/sigma", &draw(s, sample)?).map_err(|failure| {
        failure.hint("the mean is `mu` and the standard deviation is `sigma`, element by element")
    })
}

fn draws<'a>(
    s: &Subject<'a>,
    sample: impl Fn(&Subject<'a>, Tensor<2>, Tensor<2>) -> Tensor<2>,
) -> TestResult {
    independent("(z - mu)/sigma", &draw(s, sample)?, &SIZE)
}

fn anew<'a>(
    s: &Subject<'a>,
    sample: impl Fn(&Subject<'a>, Tensor<2>, Tensor<2>) -> Tensor<2>,
) -> TestResult {
    fresh("the noise", &draw(s, &sample)?, &draw(s, &sample)?)
}

fn no_gradient(s: &Subject<'_>) -> TestResult {
    let (mu, sigma) = parameters(s, [6, 4]);
    let cotangent = mu.ones_like();
    let (z, gradient) = s.with_gradient(0, &cotangent, |s| s.direct_sampling(mu.clone(), sigma));
    well_formed("z", &z, &mu)?;
    cut(&gradient, 0, "mu")?;
    cut(&gradient, 1, "sigma")
}

/// Draws with a cotangent that differs from element to element: `(mu, sigma, z, cotangent, gradient)`.
fn pulled_back(s: &Subject<'_>) -> ([Tensor<2>; 4], exercise::Gradient) {
    let (mu, sigma) = parameters(s, [6, 4]);
    let cotangent = s.inputs().normal([6, 4]);
    let (z, gradient) = s.with_gradient(0, &cotangent, |s| {
        s.reparameterized(mu.clone(), sigma.clone())
    });
    ([mu, sigma, z, cotangent], gradient)
}

fn gradient_to_mu(s: &Subject<'_>) -> TestResult {
    let ([mu, _, z, cotangent], gradient) = pulled_back(s);
    well_formed("z", &z, &mu)?;
    expect::tensor(
        "gradient to mu",
        &reached::<2>(&gradient, 0, "mu")?,
        &cotangent,
        1e-5,
    )
    .map_err(|failure| failure.hint("∂z/∂mu is 1"))
}

fn gradient_to_sigma(s: &Subject<'_>) -> TestResult {
    let ([mu, sigma, z, cotangent], gradient) = pulled_back(s);
    well_formed("z", &z, &mu)?;
    let epsilon = noise(&z, &mu, &sigma);
    let expected: Vec<f64> = expect::values(&cotangent)
        .iter()
        .zip(epsilon)
        .map(|(c, e)| c * e)
        .collect();
    let got = reached::<2>(&gradient, 1, "sigma")?;
    well_formed("gradient to sigma", &got, &sigma)?;
    expect::close("gradient to sigma", &expect::values(&got), &expected, 1e-4)
        .map_err(|failure| failure.hint("∂z/∂sigma is the noise ε itself"))
}
