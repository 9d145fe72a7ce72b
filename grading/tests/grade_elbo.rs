//! The lab `elbo` from notebook to points, with the real compiler and sandbox.

mod support;

use std::num::NonZero;

use grader::{Batch, Quiet, State};
use grading::key::Key;
use notebook_file::Notebook;
use support::{course, grader, options, scratch, submission};

/// Points that tests give.
const POINTS: u32 = 95;

fn released() -> Notebook {
    course().notebook("elbo").unwrap()
}

fn key() -> Key {
    Key::read(course().root(), grading::elbo::TESTS.lab).unwrap()
}

#[test]
fn the_untouched_notebook_earns_nothing_and_the_key_everything() {
    let folder = scratch();
    let grader = grader(folder.path(), options());
    let untouched = grader.grade(&submission(folder.path(), "anna", &released()));
    assert_eq!((untouched.points, untouched.max_points), (0, POINTS));
    let todo = |exercise: &grader::ExerciseRecord| exercise.state == State::Todo;
    assert!(untouched.exercises.iter().all(todo), "{untouched:#?}");
    let whole = grader.grade(&submission(
        folder.path(),
        "ben",
        &key().notebook(&released()).unwrap(),
    ));
    assert_eq!(whole.points, POINTS, "{whole:#?}");
}

/// One mistake for each exercise that a person makes.
const MISTAKES: [(&str, &str); 18] = [
    (
        "1a",
        "let noise = x_prev.random_like(Distribution::Normal(0.0, 1.0));\nx_prev * schedule.alphas[t.index()].sqrt() + noise * schedule.betas[t.index()]",
    ),
    (
        "1b",
        "let noise = x0.random_like(Distribution::Normal(0.0, 1.0));\nlet mut states = vec![x0];\nfor t in Step::all(schedule) {\n    let x = states[t.index()].clone();\n    states.push(x * schedule.alphas[t.index()].sqrt() + noise.clone() * schedule.betas[t.index()].sqrt());\n}\nstates",
    ),
    (
        "1c",
        "let left = t.index().map_or(1.0, |i| schedule.alphas[i]);\nlet noise = x0.random_like(Distribution::Normal(0.0, 1.0));\nx0 * left.sqrt() + noise * (1.0 - left).sqrt()",
    ),
    (
        "2a",
        "let x = &trajectory.states;\nlet forward: Vec<f64> = Step::all(schedule).map(|t| log_normal(x[t.get()], x[t.index()] * schedule.alphas[t.index()].sqrt(), schedule.betas[t.index()])).collect();\nlet reverse: Vec<f64> = Step::all(schedule).map(|t| log_normal(x[t.index()], model.mean(x[t.get()], t), model.variance(t))).collect();\nlet prior = log_normal(x[schedule.timesteps()], Point::default(), 1.0);\nLogProbabilities { log_q: forward.iter().sum(), log_p: reverse.iter().sum(), forward, prior, reverse }",
    ),
    (
        "2b",
        "let mut reverse = terms.reverse.clone();\nlet reconstruction = reverse.pop().unwrap_or_default();\nSeparatedTerms { prior: terms.prior, reconstruction, reverse, forward: terms.forward.clone() }",
    ),
    (
        "2c",
        "let mut forward = terms.forward.clone();\nlet first_forward = forward.pop().unwrap_or_default();\nReindexedTerms { prior: terms.prior, reconstruction: terms.reconstruction, first_forward, reverse: terms.reverse.clone(), forward }",
    ),
    (
        "2d",
        "let x = &trajectory.states;\nlet marginal = |t: usize| { let left = schedule.alpha_cumprod[t - 1]; log_normal(x[t], x[0] * left.sqrt(), 1.0 - left) };\nlet last = schedule.timesteps();\nBayesTerms { prior: terms.prior, reconstruction: terms.reconstruction, first_forward: terms.first_forward, telescoped: marginal(last) - marginal(1), reverse: terms.reverse.clone(), posterior: (2..=last).map(|t| terms.forward[t - 2] - marginal(t - 1) + marginal(t)).collect() }",
    ),
    (
        "2e",
        "KlTerms { reconstruction: terms.reconstruction, prior_matching: terms.first_forward + terms.telescoped - terms.prior, denoising: terms.reverse.iter().zip(&terms.posterior).map(|(p, q)| p - q).collect() }",
    ),
    (
        "3a",
        "let (alpha, beta) = (schedule.alphas[t.index()], schedule.betas[t.index()]);\nlet before = schedule.alpha_cumprod_at(t.before());\nlet variance = 1.0 / (alpha / beta + 1.0 / (1.0 - before));\n((x_t * (alpha.sqrt() / beta) + x0 * (before.sqrt() / (1.0 - before))) * variance, variance)",
    ),
    (
        "3b",
        "let before = schedule.alpha_cumprod_at(t.before());\nlet weight = before.sqrt() * schedule.betas[t.index()] / (1.0 - schedule.alpha_cumprod_at(t));\nx0 * weight + x_t * (1.0 - weight)",
    ),
    ("3c", "let _ = self;\nschedule.betas[t.index()]"),
    (
        "4a",
        "let _ = epsilon;\nlet epsilon = x0.random_like(Distribution::Normal(0.0, 1.0));\nlet left = schedule.alpha_cumprod_at(t);\n(x0 * left.sqrt() + epsilon.clone() * (1.0 - left).sqrt(), epsilon)",
    ),
    (
        "4b",
        "let left = schedule.alpha_cumprod_at(t);\n(x_t - epsilon * (1.0 - left).sqrt()) / left",
    ),
    (
        "4c",
        "let left = schedule.alpha_cumprod_at(t);\n(x_t - epsilon * (schedule.betas[t.index()] / (1.0 - left).sqrt())) / left.sqrt()",
    ),
    (
        "4d",
        "let batch = x0.dims()[0];\nlet t = Tensor::<1, Int>::random([1], Distribution::Uniform(1.0, schedule.timesteps() as f64 + 1.0), &x0.device()).expand([batch]);\nlet epsilon = x0.random_like(Distribution::Normal(0.0, 1.0));\nlet x_t = x0 * coefficients(&schedule.sqrt_alpha_cumprod, &t) + epsilon.clone() * coefficients(&schedule.sqrt_one_minus_alpha_cumprod, &t);\n(epsilon - model.forward(x_t, t)).powi_scalar(2).sum_dim(1).mean()",
    ),
    (
        "5a",
        "let (alpha, beta) = (schedule.alphas[0], schedule.betas[0]);\nlet epsilon = model.forward_at(x1.clone(), Step::FIRST);\nlet mean = (x1 - epsilon * beta.sqrt()) / alpha.sqrt();\nlet squares: Tensor<1> = (x0 - mean).powi_scalar(2).sum_dim(1).squeeze_dim(1);\nsquares / (-2.0 * beta) - 0.5 * (std::f64::consts::TAU * beta).ln()",
    ),
    (
        "5b",
        "let left = schedule.alpha_cumprod_at(schedule.last());\nlet variance = 1.0 - left;\nlet squares: Tensor<1> = x0.powi_scalar(2).sum_dim(1).squeeze_dim(1);\nsquares * (0.5 * left) + (variance - 1.0 + variance.ln())",
    ),
    (
        "5c",
        "timesteps.iter().map(|&t| {\n    let now = schedule.alpha_cumprod_at(t);\n    let epsilon = x0.random_like(Distribution::Normal(0.0, 1.0));\n    let x_t = x0.clone() * now.sqrt() + epsilon.clone() * (1.0 - now).sqrt();\n    (epsilon - model.forward_at(x_t, t)).powi_scalar(2).sum_dim(1).mean().into_scalar::<f64>()\n}).collect()",
    ),
];

#[test]
fn a_planted_mistake_costs_exactly_its_exercise() {
    let (folder, out) = (scratch(), tempfile::tempdir().unwrap());
    let planted = MISTAKES.map(|(exercise, body)| {
        let notebook = key()
            .with_body(exercise, body)
            .notebook(&released())
            .unwrap();
        submission(folder.path(), &format!("wrong-{exercise}"), &notebook)
    });
    let batch = Batch {
        out: out.path().to_owned(),
        jobs: NonZero::new(2).unwrap(),
        resume: true,
        reports: true,
    };
    let report = batch
        .run(&grader(folder.path(), options()), &planted, &Quiet)
        .unwrap();
    for (record, (id, _)) in report.records.iter().zip(MISTAKES) {
        let mut exercises = record.exercises.iter();
        let exercise = exercises.find(|exercise| exercise.id == id).unwrap();
        assert_eq!(exercise.state, State::Failed, "{exercise:#?}");
        assert!(exercise.message.is_some(), "{id}");
        assert_eq!(
            record.points,
            POINTS - exercise.max_points,
            "{id}: {record:#?}"
        );
    }
}
