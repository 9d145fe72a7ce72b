//! Bad input to the public functions of `ddpm`: each error names the argument, what was expected and what came.

use burn::tensor::{Int, Tensor};
use diffusion::ArgumentError;
use labs::ddpm::{
    ForwardDemo, ForwardSampling, ReverseDemo, Schedule, TIMESTEPS, Training, compare, estimates,
    linear_betas, measure_cost, milestones, noise_schedule, plan,
};
use noisebook_runtime::{Mnist, device};
use solutions::ddpm::Reference;
use training::{Denoiser, Profile};

/// A denoiser that sees no noise at all.
struct Blind;

impl Denoiser for Blind {
    fn epsilon(&self, x_t: Tensor<4>, _: Tensor<1, Int>) -> Tensor<4> {
        x_t.zeros_like()
    }
}

fn schedule() -> Schedule {
    noise_schedule(&Reference, &linear_betas(TIMESTEPS).unwrap()).unwrap()
}

fn short() -> Schedule {
    noise_schedule(&Reference, &linear_betas(10).unwrap()).unwrap()
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
fn schedules() {
    says(linear_betas(0), "timesteps", "got 0");
    says(noise_schedule(&Reference, &[]), "betas", "got none");
    says(
        noise_schedule(&Reference, &[0.1, 1.0]),
        "betas",
        "got 1 at t = 2",
    );
    struct Shifted;
    impl ForwardSampling for Shifted {
        fn alpha_bars(&self, betas: &[f64]) -> Vec<f64> {
            let later = Reference.alpha_bars(betas);
            std::iter::once(1.0).chain(later).collect()
        }
    }
    says(noise_schedule(&Shifted, &[0.1]), "alpha_bars", "got 2");
    struct Betas;
    impl ForwardSampling for Betas {
        fn alpha_bars(&self, betas: &[f64]) -> Vec<f64> {
            betas.iter().map(|beta| beta - 0.2).collect()
        }
    }
    says(
        noise_schedule(&Betas, &[0.5, 0.1]),
        "alpha_bars",
        "at t = 2",
    );
    says(milestones(&short(), &[11]), "t", "got 11");
}

#[test]
fn images() {
    let (schedule, zeros) = (schedule(), |n| {
        Tensor::<4>::zeros([n, 1, 28, 28], &device())
    });
    let forward = ForwardDemo::new(&Reference, &schedule);
    says(
        forward.corruption(&zeros(0)),
        "x0",
        "got shape [0, 1, 28, 28]",
    );
    says(
        forward.corruption(&(zeros(1) / 0.0)),
        "x0",
        "NaN or infinite",
    );
    says(
        ForwardDemo::new(&Reference, &short()).corruption(&zeros(1)),
        "t",
        "got 100",
    );
    says(
        estimates(&Reference, &Blind, &schedule, &zeros(3)),
        "x0",
        "at least 4",
    );
    says(
        estimates(&Reference, &Blind, &short(), &zeros(4)),
        "t",
        "got 100",
    );
}

#[test]
fn counts() {
    let schedule = schedule();
    let demo = ReverseDemo::new(&Reference, &schedule);
    says(demo.walk(&Blind, 0, 10), "count", "got 0");
    says(demo.walk(&Blind, 1, 0), "steps", "got 0");
    says(demo.walk(&Blind, 1, 1001), "steps", "got 1001");
    says(
        demo.walk(&Blind, 1, 2).unwrap().emerging(0),
        "rows",
        "got 0",
    );
    says(compare(&Blind, &schedule, 0, 10), "count", "got 0");
    says(compare(&Blind, &schedule, 1, 1001), "steps", "got 1001");
    says(measure_cost(&plan(Profile::Rehearsal), 0), "batch", "got 0");
}

#[test]
fn losses_that_cannot_train() {
    let digits = Mnist::embedded().unwrap().train;
    let mut training = Training::new(Profile::Rehearsal, 1);
    let loss = training.fit(&digits, &|_, x0| x0.detach().mean());
    let words = loss.unwrap_err().to_string();
    assert!(
        words.contains("loss: expected") && words.contains("hint:"),
        "{words}"
    );
}
