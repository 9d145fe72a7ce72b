//! Bad input to what the forward lab gives: an error that names the argument, what was expected and what came.

use burn::tensor::Tensor;
use diffusion::{ArgumentError, Schedule, Timestep};
use labs::forward::{
    DerivationDemo, ForwardJumpDemo, NoiseScheduler, NoiseSchedules, ReparameterizationDemo,
    ScheduleKind, TrainingDemo, Validation, extreme_timesteps, stability_figure, stability_fixes,
};
use noisebook_runtime::device;
use solutions::forward::Reference;

fn scheduler() -> NoiseScheduler {
    NoiseScheduler::new(&Reference, ScheduleKind::Linear, 1000).unwrap()
}

/// No image, pixels that are not finite, and two images.
fn bad_images() -> [(Tensor<4>, &'static str); 3] {
    let images = |n| Tensor::<4>::zeros([n, 1, 4, 4], &device());
    [
        (images(0), "got shape [0, 1, 4, 4]"),
        (images(1) / 0.0, "got 16 of 16 that are NaN or infinite"),
        (images(2), "expected one image, got 2"),
    ]
}

#[track_caller]
fn says<T>(result: Result<T, ArgumentError>, argument: &str, words: &str) {
    let Err(error) = result else {
        panic!("`{argument}`: expected an error with {words:?}")
    };
    let text = error.to_string();
    assert!(
        text.starts_with(&format!("`{argument}`: expected ")),
        "{text}"
    );
    assert!(text.contains(words) && text.contains("\nhint: "), "{text}");
}

#[test]
fn images() {
    let scheduler = scheduler();
    let jump = ForwardJumpDemo::new(&Reference, &scheduler);
    let training = TrainingDemo::new(&Reference, &scheduler);
    let validation = Validation::new(&Reference, &Reference, &scheduler);
    let one_step = |x: &Tensor<4>| ReparameterizationDemo::new(&Reference).one_step(x.clone(), 0.1);
    for (x0, words) in &bad_images()[..2] {
        says(jump.agreement(x0, &[1]), "x0", words);
        says(jump.variance(x0, &[1]), "x0", words);
        says(jump.benchmark(x0), "x0", words);
        says(training.samples(x0, 10), "x0", words);
        says(training.throughput(x0), "x0", words);
        says(validation.run(x0), "x0", words);
    }
    for (x0, words) in &bad_images() {
        says(jump.corruption(x0), "x0", words);
        says(one_step(x0), "x_prev", words);
    }
}

#[test]
fn betas() {
    let demo = DerivationDemo::new(&Reference);
    let image = Tensor::<4>::zeros([1, 1, 4, 4], &device());
    let reparameterization = ReparameterizationDemo::new(&Reference);
    for (beta, got) in [
        (0.0, "got 0"),
        (1.0, "got 1"),
        (-0.5, "got -0.5"),
        (f64::NAN, "got NaN"),
    ] {
        says(demo.two_steps(beta, 0.5), "beta1", got);
        says(demo.two_steps(0.5, beta), "beta2", got);
        says(demo.induction(&[0.5, beta]), "betas", "at t = 2");
        says(
            reparameterization.one_step(image.clone(), beta),
            "beta_t",
            got,
        );
    }
    says(demo.induction(&[]), "betas", "got none");
}

#[test]
fn timesteps_and_counts() {
    let scheduler = scheduler();
    let image = Tensor::<4>::zeros([1, 1, 4, 4], &device());
    let jump = ForwardJumpDemo::new(&Reference, &scheduler);
    says(scheduler.timestep(1001), "t", "expected 0..=1000, got 1001");
    says(Timestep::new(5, 3), "t", "expected 0..=3, got 5");
    says(jump.agreement(&image, &[1001]), "t", "got 1001");
    says(jump.variance(&image, &[1001]), "t", "got 1001");
    for trials in [0, 1] {
        let demo = ReparameterizationDemo::new(&Reference);
        says(demo.equivalence(trials), "trials", "at least 2");
    }
}

/// Schedules whose betas or tables are wrong.
struct Crooked;
impl NoiseSchedules for Crooked {
    fn linear(&self, timesteps: usize, _: f64, _: f64) -> Vec<f64> {
        vec![1.5; timesteps]
    }
    fn cosine(&self, timesteps: usize, s: f64) -> Vec<f64> {
        Reference.cosine(timesteps + 1, s)
    }
    fn exponential(&self, timesteps: usize, start: f64, end: f64) -> Vec<f64> {
        Reference.exponential(timesteps, start, end)
    }
    fn precompute(&self, betas: &[f64]) -> Schedule {
        let mut schedule = Reference.precompute(betas);
        schedule.alphas.pop();
        schedule
    }
}

#[test]
fn schedules() {
    let new = |kind, timesteps| NoiseScheduler::new(&Crooked, kind, timesteps);
    says(new(ScheduleKind::Linear, 10), "betas", "got 1.5 at t = 1");
    says(new(ScheduleKind::Cosine, 10), "betas", "expected 10 values");
    says(new(ScheduleKind::Exponential, 10), "alphas", "got 9");
    says(
        NoiseScheduler::new(&Reference, ScheduleKind::Linear, 0),
        "betas",
        "got none",
    );
    let crooked = Crooked.precompute(&[0.1; 10]);
    says(extreme_timesteps(&crooked), "schedule.alphas", "got 9");
    says(stability_fixes(&crooked), "schedule.alphas", "got 9");
    says(stability_figure(&crooked), "schedule.alphas", "got 9");
    let short = Reference.precompute(&[0.1; 3]);
    says(extreme_timesteps(&short), "schedule.betas", "at least 5");
    for timesteps in [1, 2] {
        assert!(
            NoiseScheduler::all(&Reference, timesteps).is_ok(),
            "T = {timesteps}"
        );
    }
}
