//! Every figure and table of the lab `elbo`, drawn with the reference bodies. With `NOISEBOOK_FIGURES=folder` the pictures are kept.

use std::time::Instant;

use burn::tensor::{Distribution, Tensor};
use labs::elbo::{
    DerivationDemo, ForcesDemo, LikelihoodDemo, LinearReverse, NoiseDemo, Point, PosteriorDemo,
    Schedule, SequentialLikelihood, TIMESTEPS, Trained, TrainingDemo, Trajectory, balance_diagram,
    bridge, clusters, data_figure, derivation_diagram, practice_diagram, preview, scaled_schedule,
    summary_figure, unscaled_schedule, validate,
};
use noisebook_runtime::{Figure, seed};
use solutions::elbo::Reference;

fn drawn(figure: &Figure) {
    assert!(figure.png().unwrap().starts_with(b"\x89PNG"));
    assert!(!figure.text().contains("left out"), "{}", figure.text());
    figure.show();
}

fn schedule() -> Schedule {
    scaled_schedule(TIMESTEPS).unwrap()
}

fn data() -> Tensor<2> {
    clusters(300, 4).unwrap()
}

const TOP: Point = Point { x: 0.0, y: 2.0 };

#[test]
fn section_1() {
    seed(1);
    let (schedule, data) = (schedule(), data());
    drawn(&data_figure(&data));
    let demo = LikelihoodDemo::new(&Reference, &schedule);
    println!("{}", demo.one_step(TOP, 50).unwrap());
    let estimate = |spread| {
        let model = LinearReverse::random(&schedule, spread, 5);
        let estimate = demo.estimate(TOP, &model, 2000).unwrap();
        println!("{}", estimate.table());
        drawn(&estimate.figure());
        estimate
    };
    let (near, far) = (estimate(0.1), estimate(0.5));
    // The error of a mean of weights, to first order that of its logarithm.
    let error = near.weight_spread() / (2000.0_f64).sqrt();
    let off = near.log_mean_exp() - near.exact;
    assert!(off.abs() < 5.5 * error, "{off} {error}");
    for estimate in [near, far] {
        assert!(estimate.mean() < estimate.log_mean_exp() && estimate.mean() < estimate.exact);
    }
    let cost = demo.cost(TOP).unwrap();
    println!("{}", cost.table());
    drawn(&cost.figure());
    drawn(&demo.marginals(&data).unwrap());
    println!(
        "{}",
        demo.agreement(&data, &[1, 5, 10, 20, 30, 50]).unwrap()
    );
}

#[test]
fn section_2() {
    seed(2);
    let schedule = schedule();
    let x0 = clusters(1, 4).unwrap().repeat_dim(0, 1000);
    let states = Reference.forward_trajectory(x0, &schedule);
    let model = LinearReverse::random(&schedule, 0.5, 5);
    let demo = DerivationDemo::new(&Reference, &schedule);
    let pipeline = demo
        .pipeline(&Trajectory::of(&states, 0).unwrap(), &model)
        .unwrap();
    println!("{}", pipeline.table());
    assert!(pipeline.drift() < 1e-12, "{}", pipeline.drift());
    drawn(&derivation_diagram());
    let draws = demo.draws(&states, &model).unwrap();
    println!("{}", draws.table(&[2, 5, 10, 25, 50]).unwrap());
    drawn(&draws.figure(10).unwrap());
}

#[test]
fn section_3() {
    seed(3);
    let schedule = schedule();
    let demo = PosteriorDemo::new(&Reference, &schedule);
    let weights = demo.weights().unwrap();
    assert_eq!(weights.crossing(), Some(4));
    assert!(weights.identity_error() < 1e-6);
    drawn(&weights.figure());
    let x0 = clusters(3, 4).unwrap();
    let epsilon = x0.random_like(Distribution::Normal(0.0, 1.0));
    drawn(&demo.means(&x0, &epsilon, &[5, 15, 25, 35, 45]).unwrap());
    let states = Reference.forward_trajectory(x0, &schedule);
    let trajectory = Trajectory::of(&states, 0).unwrap();
    println!(
        "{}",
        demo.bayes(&Reference, &trajectory, &[2, 5, 10, 25, 50])
            .unwrap()
    );
}

fn trained(steps: usize) -> Trained {
    TrainingDemo::new(&Reference, &schedule())
        .train(&data(), &clusters(300, 5).unwrap(), steps)
        .unwrap()
}

#[test]
fn sections_4_and_5() {
    seed(4);
    let (schedule, data) = (schedule(), data());
    let demo = NoiseDemo::new(&Reference, &schedule);
    println!(
        "{}",
        demo.two_forms(&Reference, &data, &[1, 5, 15, 25, 35, 50])
            .unwrap()
    );
    drawn(
        &demo
            .vectors(&clusters(9, 4).unwrap(), &[10, 20, 30, 40])
            .unwrap(),
    );
    drawn(&practice_diagram());
    let start = Instant::now();
    let trained = trained(2000);
    println!("{:?} {}", start.elapsed(), trained.test_error());
    drawn(&trained.figure());
    let states = demo.sample(&trained.model, 300).unwrap();
    drawn(&demo.sample_figure(&states, &data).unwrap());
    let forces_demo = ForcesDemo::new(&Reference, &schedule);
    let forces = forces_demo.measure(&trained.model, &data).unwrap();
    println!("{}", forces.table());
    drawn(&forces.figure());
    let unscaled = unscaled_schedule(TIMESTEPS).unwrap();
    let schedules = [("scaled by 1000/T", &schedule), ("unscaled", &unscaled)];
    println!("{}", forces_demo.priors(&schedules, &data).unwrap());
    drawn(&balance_diagram());
    let answers = (&Reference, &Reference, &Reference, &Reference);
    let validation = validate(answers, &schedule, &data, &forces).unwrap();
    println!("{}", validation.table());
    let weights = PosteriorDemo::new(&Reference, &schedule).weights().unwrap();
    let samples = &states[TIMESTEPS];
    drawn(&summary_figure(
        &schedule, &weights, &trained, &forces, samples, &data,
    ));
    println!("{}\n{}", bridge(), preview());
    assert!(validation.all_hold(), "{}", validation.table());
}
