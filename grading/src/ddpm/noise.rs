//! Hidden tests of 3b: noise.

use exercise::expect;
use exercise::{Failure, Subject, Test, TestResult};
use labs::ddpm::TrainingBatch;

use super::given::SIZE;
use crate::evidence::{fresh, independent, standard_normal, test, well_formed};

/// Hidden tests of 3b.
pub const TESTS: &[Test] = &[
    test("3b", "shapes", shapes),
    test("3b", "law", law),
    test("3b", "independent draws", draws),
    test("3b", "independent of the images", of_images),
    test("3b", "fresh draws", anew),
];

fn shapes(s: &Subject<'_>) -> TestResult {
    let mut inputs = s.inputs();
    for size in [[1, 1, 28, 28], [5, 3, 4, 2], [2, 1, 1, 7]] {
        let x0 = inputs.normal(size);
        well_formed("noise", &s.sample_noise(&x0), &x0)?;
    }
    Ok(())
}

/// Images that are far from 0, and their noise.
fn pair(s: &Subject<'_>) -> Result<[Vec<f64>; 2], Failure> {
    let x0 = s.inputs().normal(SIZE) * 3.0 + 2.0;
    let noise = s.sample_noise(&x0);
    well_formed("noise", &noise, &x0)?;
    Ok([expect::values(&x0), expect::values(&noise)])
}

fn law(s: &Subject<'_>) -> TestResult {
    standard_normal("noise", &pair(s)?[1])
}

fn draws(s: &Subject<'_>) -> TestResult {
    independent("noise", &pair(s)?[1], &SIZE)
}

fn of_images(s: &Subject<'_>) -> TestResult {
    let [x0, noise] = pair(s)?;
    expect::uncorrelated("image and noise", &x0, &noise)
        .map_err(|failure| failure.hint("only the shape of `x0` counts, not what is in it"))
}

fn anew(s: &Subject<'_>) -> TestResult {
    fresh("noise", &pair(s)?[1], &pair(s)?[1])
}
