//! Every figure and table of the lab, drawn with the reference bodies. With `NOISEBOOK_FIGURES=folder` the pictures are kept.

use burn::tensor::Tensor;
use labs::forward::{
    DerivationDemo, ForwardJumpDemo, NoiseScheduler, ReparameterizationDemo, ScheduleKind,
    TrainingDemo, schedule_figure, schedule_table,
};
use noisebook_runtime::{Figure, Mnist, device, seed};
use solutions::forward::Reference;

fn drawn(figure: &Figure) {
    assert!(figure.png().unwrap().starts_with(b"\x89PNG"));
    assert!(!figure.text().contains("left out"), "{}", figure.text());
    figure.show();
}

fn digit() -> Tensor<4> {
    Mnist::embedded().unwrap().digit(3, 0, &device()).unwrap()
}

fn linear() -> NoiseScheduler {
    NoiseScheduler::new(&Reference, ScheduleKind::Linear, 1000).unwrap()
}

#[test]
fn gradients_flow_through_the_second_sampler_only() {
    let table = ReparameterizationDemo::new(&Reference)
        .gradient_flow()
        .to_string();
    let rows: Vec<&str> = table.lines().skip(3).collect();
    assert!(rows[0].contains("none"), "{table}");
    let cells: Vec<&str> = rows[1].split_whitespace().rev().collect();
    assert_eq!(cells[0], cells[1], "measured and by hand: {table}");
    println!("{table}");
}

#[test]
fn both_samplers_have_the_moments_of_theory() {
    seed(1);
    let draws = ReparameterizationDemo::new(&Reference)
        .equivalence(1000)
        .unwrap();
    assert_eq!(
        (draws.direct.len(), draws.reparameterized.len()),
        (1000, 1000)
    );
    println!("{}", draws.table());
    drawn(&draws.figure());
}

#[test]
fn one_step_follows_its_densities() {
    seed(2);
    let step = ReparameterizationDemo::new(&Reference)
        .one_step(digit(), 0.02)
        .unwrap();
    assert_eq!(step.pixels.len(), 3);
    assert!(step.pixels.iter().all(|pixel| pixel.sampled.len() == 1000));
    println!("{}", step.table());
    drawn(&step.figure());
}

#[test]
fn milestones_of_the_schedules_are_the_known_ones() {
    let schedulers = NoiseScheduler::all(&Reference, 1000).unwrap();
    let table = schedule_table(&schedulers);
    println!("{table}");
    let text = table.to_string();
    for row in ["linear", "cosine", "exponential"]
        .into_iter()
        .zip(["260", "497", "685"])
    {
        let line = text.lines().find(|line| line.starts_with(row.0)).unwrap();
        let cells: Vec<&str> = line.split_whitespace().collect();
        assert_eq!(cells[1..3], [row.1, row.1], "{line}");
    }
    drawn(&schedule_figure(&schedulers));
}

#[test]
fn the_digit_drowns() {
    seed(3);
    let scheduler = linear();
    let demo = ForwardJumpDemo::new(&Reference, &scheduler);
    drawn(&demo.corruption(&digit()).unwrap());
    println!(
        "{}",
        demo.agreement(&digit().repeat_dim(0, 8), &[1, 100, 500, 1000])
            .unwrap()
    );
}

#[test]
fn the_jump_is_faster_at_every_t() {
    let scheduler = linear();
    let benchmark = ForwardJumpDemo::new(&Reference, &scheduler)
        .benchmark(&digit())
        .unwrap();
    println!("{}", benchmark.table());
    assert!(
        benchmark.rows.iter().all(|row| row.speed_up() > 1.0),
        "{}",
        benchmark.table()
    );
    drawn(&benchmark.figure());
}

#[test]
fn a_short_schedule_is_refused_in_words() {
    let scheduler = NoiseScheduler::new(&Reference, ScheduleKind::Linear, 100).unwrap();
    let demo = ForwardJumpDemo::new(&Reference, &scheduler);
    let errors = [
        demo.corruption(&digit()).unwrap_err(),
        demo.benchmark(&digit()).unwrap_err(),
    ];
    for error in errors.map(|error| error.to_string()) {
        assert!(
            error.contains("`t`: expected 0..=100, got") && error.contains("hint:"),
            "{error}"
        );
    }
    assert!(NoiseScheduler::new(&Reference, ScheduleKind::Linear, 0).is_err());
}

#[test]
fn training_examples_are_drawn_from_all_timesteps() {
    seed(5);
    let (scheduler, images) = (linear(), digit().repeat_dim(0, 128));
    let demo = TrainingDemo::new(&Reference, &scheduler);
    let samples = demo.samples(&images, 5000).unwrap();
    println!("{}", samples.table());
    assert_eq!(samples.timesteps.len(), 5000);
    assert!(samples.chi_square() < 65.0, "{}", samples.chi_square());
    drawn(&samples.figure());
    let throughput = demo.throughput(&images).unwrap();
    println!("{}", throughput.table());
    assert_eq!(throughput.rows.len(), 4);
    drawn(&throughput.figure());
}

#[test]
fn the_derivation_holds_in_numbers() {
    let demo = DerivationDemo::new(&Reference);
    println!(
        "{}\n{}",
        demo.two_steps(0.1, 0.2).unwrap(),
        demo.induction(&[0.1, 0.2, 0.3, 0.05, 0.15, 0.25, 0.02, 0.4])
            .unwrap()
    );
    let last = demo.induction(&[0.1; 8]).unwrap().to_string();
    assert!(
        last.lines()
            .skip(3)
            .all(|line| line.trim_end().ends_with("1.000000000")),
        "{last}"
    );
}
