//! Bad input to the public functions of `elbo`: each error names the argument, what was expected and what came.

use burn::tensor::{Int, Tensor};
use labs::elbo::{
    ArgumentError, DerivationDemo, ForcesDemo, LikelihoodDemo, LinearReverse, NoiseDemo, NoiseMlp,
    Point, PosteriorDemo, Schedule, SequentialLikelihood, Step, TrainingDemo, Trajectory, clusters,
    coefficients, scaled_schedule, unscaled_schedule, validate,
};
use noisebook_runtime::device;
use solutions::elbo::Reference;

fn schedule() -> Schedule {
    scaled_schedule(50).unwrap()
}

#[track_caller]
fn refused<T>(result: Result<T, ArgumentError>, argument: &str, expected: &str, got: &str) {
    let Err(error) = result else {
        panic!("`{argument}` was accepted")
    };
    let words = format!("`{argument}`: expected {expected}, got {got}\nhint: ");
    assert!(error.to_string().starts_with(&words), "{error}");
}

fn points(rows: usize, columns: usize, value: f32) -> Tensor<2> {
    Tensor::full([rows, columns], value, &device())
}

#[test]
fn schedules_and_data() {
    for timesteps in [0, 1, 20] {
        refused(
            scaled_schedule(timesteps),
            "timesteps",
            "21 or more",
            &timesteps.to_string(),
        );
    }
    assert!(scaled_schedule(21).is_ok() && unscaled_schedule(1).is_ok());
    refused(unscaled_schedule(0), "betas", "at least one", "none");
    refused(clusters(0, 1), "count", "at least 1", "0");
    refused(schedule().step(0), "t", "1..=50", "0");
    refused(Step::new(2, 1), "t", "1..=1", "2");
}

#[test]
fn trajectories() {
    let states = [points(2, 2, 0.0)];
    refused(
        Trajectory::of(&[], 0),
        "states",
        "x_0 and one state for each step",
        "none",
    );
    refused(
        Trajectory::of(&states, 2),
        "row",
        "below 2, the number of points",
        "2",
    );
    let wide = [points(2, 3, 0.0)];
    refused(
        Trajectory::all(&wide),
        "states",
        "shape [batch, 2] with batch ≥ 1",
        "[2, 3]",
    );
    let ragged = [points(2, 2, 0.0), points(1, 2, 0.0)];
    refused(
        Trajectory::all(&ragged),
        "row",
        "below 1, the number of points",
        "1",
    );
}

#[test]
fn section_1() {
    let schedule = schedule();
    let demo = LikelihoodDemo::new(&Reference, &schedule);
    let short = LinearReverse::reversible(&unscaled_schedule(10).unwrap());
    let start = Point::default();
    refused(demo.estimate(start, &short, 10), "model", "50 steps", "10");
    let model = LinearReverse::reversible(&schedule);
    refused(
        demo.estimate(start, &model, 0),
        "samples",
        "shape [batch, 2] with batch ≥ 1",
        "[0, 2]",
    );
    let nan = Point {
        x: f64::NAN,
        y: 0.0,
    };
    refused(
        demo.estimate(nan, &model, 3),
        "samples",
        "finite coordinates",
        "3 that are NaN or infinite",
    );
    refused(demo.one_step(start, 0), "t", "1..=50", "0");
    refused(demo.agreement(&points(4, 2, 1.0), &[0]), "t", "1..=50", "0");
    refused(
        demo.agreement(&points(4, 2, 1.0), &[51]),
        "t",
        "1..=50",
        "51",
    );
    refused(
        demo.marginals(&points(0, 2, 1.0)),
        "x0",
        "shape [batch, 2] with batch ≥ 1",
        "[0, 2]",
    );
    let brief = unscaled_schedule(10).unwrap();
    let demo = LikelihoodDemo::new(&Reference, &brief);
    refused(demo.marginals(&points(4, 2, 1.0)), "t", "0..=10", "20");
}

#[test]
fn section_2() {
    let schedule = schedule();
    let demo = DerivationDemo::new(&Reference, &schedule);
    let model = LinearReverse::reversible(&schedule);
    let brief = Trajectory {
        states: vec![Point::default(); 3],
    };
    refused(
        demo.pipeline(&brief, &model),
        "trajectory",
        "51 states, x_0 to x_T",
        "3",
    );
    let states = Reference.forward_trajectory(points(3, 2, 1.0), &schedule);
    refused(
        demo.draws(&states[..5], &model),
        "trajectory",
        "51 states, x_0 to x_T",
        "5",
    );
    let draws = demo.draws(&states, &model).unwrap();
    for t in [0, 1, 51] {
        refused(draws.table(&[t]), "t", "2..=50", &t.to_string());
        refused(draws.figure(t), "t", "2..=50", &t.to_string());
    }
}

#[test]
fn sections_3_to_5() {
    let schedule = schedule();
    let (one, plane) = (points(1, 2, 1.0), "shape [batch, 2] with batch ≥ 1");
    let posterior = PosteriorDemo::new(&Reference, &schedule);
    refused(posterior.means(&one, &one, &[0]), "t", "1..=50", "0");
    refused(
        posterior.means(&one, &points(1, 1, 0.0), &[5]),
        "epsilon",
        plane,
        "[1, 1]",
    );
    let states = Reference.forward_trajectory(one.clone(), &schedule);
    let trajectory = Trajectory::of(&states, 0).unwrap();
    refused(
        posterior.bayes(&Reference, &trajectory, &[1]),
        "timesteps",
        "2..=50",
        "1",
    );
    let noise = NoiseDemo::new(&Reference, &schedule);
    refused(noise.two_forms(&Reference, &one, &[0]), "t", "1..=50", "0");
    refused(
        noise.vectors(&points(1, 3, 1.0), &[5]),
        "x0",
        plane,
        "[1, 3]",
    );
    let model = NoiseMlp::new(50, &device());
    refused(noise.sample(&model, 0), "count", plane, "[0, 2]");
    refused(
        noise.sample_figure(&[], &one),
        "states",
        "51 of them, x_T to x_0",
        "0",
    );
    let training = TrainingDemo::new(&Reference, &schedule);
    refused(
        training.train(&one, &points(0, 2, 0.0), 1),
        "test",
        plane,
        "[0, 2]",
    );
    let nan = points(1, 2, f32::NAN);
    refused(
        training.train(&nan, &one, 1),
        "train",
        "finite coordinates",
        "2 that are NaN or infinite",
    );
    let forces = ForcesDemo::new(&Reference, &schedule);
    refused(
        forces.measure(&model, &points(0, 2, 1.0)),
        "x0",
        plane,
        "[0, 2]",
    );
    refused(
        forces.priors(&[], &points(2, 1, 1.0)),
        "x0",
        plane,
        "[2, 1]",
    );
    let measured = forces.measure(&model, &one).unwrap();
    let answers = (&Reference, &Reference, &Reference, &Reference);
    refused(
        validate(answers, &schedule, &nan, &measured),
        "x0",
        "finite coordinates",
        "2 that are NaN or infinite",
    );
}

/// Where a result has no place for an error, a panic carries the same words to the check.
#[test]
fn inside_an_answer() {
    let message = |run: &dyn Fn()| {
        let panic = std::panic::catch_unwind(std::panic::AssertUnwindSafe(run)).unwrap_err();
        panic.downcast_ref::<String>().cloned().unwrap_or_default()
    };
    for t in [0, 51] {
        let ts = Tensor::<1, Int>::from_ints([1, t], &device());
        let words = message(&|| drop(coefficients(&schedule().betas, &ts)));
        assert!(
            words.starts_with(&format!("`t`: expected values in 1..=50, got {t}\nhint: ")),
            "{words}"
        );
    }
    let model = LinearReverse::reversible(&unscaled_schedule(10).unwrap());
    let last = schedule().step(50).unwrap();
    let words = message(&|| assert!(model.mean(Point::default(), last).x.is_nan()));
    assert!(
        words.starts_with("`model`: expected 50 steps, got 10\nhint: "),
        "{words}"
    );
}

#[test]
fn one_step_is_a_schedule_too() {
    let schedule = unscaled_schedule(1).unwrap();
    let states = Reference.forward_trajectory(points(2, 2, 1.0), &schedule);
    let model = LinearReverse::random(&schedule, 0.5, 1);
    let demo = DerivationDemo::new(&Reference, &schedule);
    let pipeline = demo
        .pipeline(&Trajectory::of(&states, 1).unwrap(), &model)
        .unwrap();
    assert!(pipeline.drift() < 1e-12 && pipeline.forces.denoising.is_empty());
}
