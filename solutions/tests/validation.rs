//! Section 5 of the forward lab: right bodies pass its checks, wrong ones fail the check that is theirs.

use burn::tensor::{Int, Tensor};
use diffusion::{Schedule, Timestep};
use labs::forward::{
    ForwardJump, NoiseScheduler, ScheduleKind, TrainingData, Validation, extreme_timesteps,
    lab_figure, precision_limits, stability_figure, stability_fixes,
};
use noisebook_runtime::{Figure, Mnist, device, seed};
use solutions::forward::Reference;

fn images() -> Tensor<4> {
    Mnist::embedded()
        .unwrap()
        .train_images(0..128, &device())
        .unwrap()
}

fn scheduler(kind: ScheduleKind) -> NoiseScheduler {
    NoiseScheduler::new(&Reference, kind, 1000).unwrap()
}

/// Which of the five checks hold.
fn held<J: ForwardJump, D: TrainingData>(jump: &J, data: &D, schedule: &Schedule) -> Vec<bool> {
    seed(9);
    let report = Validation::new(jump, data, schedule)
        .run(&images())
        .unwrap();
    println!("{report}");
    report
        .findings()
        .iter()
        .map(|finding| finding.holds)
        .collect()
}

#[test]
fn the_reference_holds_and_the_exponential_schedule_does_not_end_in_noise() {
    let linear = held(&Reference, &Reference, &scheduler(ScheduleKind::Linear));
    assert_eq!(linear, [true; 5]);
    let cosine = held(&Reference, &Reference, &scheduler(ScheduleKind::Cosine));
    assert_eq!(cosine, [true; 5]);
    let exponential = held(
        &Reference,
        &Reference,
        &scheduler(ScheduleKind::Exponential),
    );
    assert_eq!(exponential, [true, false, true, true, true]);
}

/// A jump whose noise is a little too large.
struct Loud;
impl ForwardJump for Loud {
    fn sequential(
        &self,
        x0: Tensor<4>,
        t: Timestep,
        schedule: &Schedule,
    ) -> (Tensor<4>, Vec<Tensor<4>>) {
        Reference.sequential(x0, t, schedule)
    }
    fn direct(&self, x0: Tensor<4>, t: Timestep, schedule: &Schedule) -> (Tensor<4>, Tensor<4>) {
        let (x_t, epsilon) = Reference.direct(x0, t, schedule);
        (x_t + epsilon.clone() * 0.05, epsilon)
    }
}

/// Timesteps from the first half alone.
struct Early;
impl TrainingData for Early {
    fn training_sample(
        &self,
        x0: Tensor<4>,
        schedule: &Schedule,
    ) -> (Tensor<4>, Tensor<1, Int>, Tensor<4>) {
        let (x_t, t, epsilon) = Reference.training_sample(x0, schedule);
        (x_t, (t + 1) / 2, epsilon)
    }
}

#[test]
fn a_wrong_body_fails_its_own_checks() {
    let linear = scheduler(ScheduleKind::Linear);
    assert_eq!(
        held(&Loud, &Reference, &linear),
        [false, true, true, true, false]
    );
    assert_eq!(
        held(&Reference, &Early, &linear),
        [true, true, false, true, true]
    );
    let mut tables = linear.schedule().clone();
    tables.sqrt_alpha_cumprod[0] *= 0.999;
    assert_eq!(
        held(&Reference, &Reference, &tables),
        [true, true, true, false, true]
    );
}

#[test]
fn a_schedule_of_one_step_is_validated_too() {
    let one = NoiseScheduler::new(&Reference, ScheduleKind::Linear, 1).unwrap();
    assert_eq!(
        held(&Reference, &Reference, &one),
        [true, false, true, true, true]
    );
}

#[test]
fn bits_are_lost_at_small_t_and_not_at_large() {
    let (linear, all) = (
        scheduler(ScheduleKind::Linear),
        NoiseScheduler::all(&Reference, 1000).unwrap(),
    );
    let extremes = extreme_timesteps(&linear).unwrap().to_string();
    println!("{extremes}\n{}", precision_limits(&all));
    assert!(extremes.contains("1.0001659e−4"), "{extremes}");
    let limits = precision_limits(&all).to_string();
    let rows: Vec<&str> = limits.lines().skip(3).collect();
    assert!(
        rows[0].contains("never") && rows[0].contains("1.7e−4"),
        "{limits}"
    );
    assert!(rows[1].contains("1000"), "{limits}");
    for scheduler in &all[..2] {
        println!("{}", stability_fixes(scheduler).unwrap());
    }
    let fixes = stability_fixes(&linear).unwrap().to_string();
    assert!(fixes.contains("9999.00"), "{fixes}");
    for figure in [stability_figure(&linear).unwrap(), lab_figure()] {
        drawn(&figure);
    }
}

fn drawn(figure: &Figure) {
    assert!(figure.png().unwrap().starts_with(b"\x89PNG"));
    assert!(!figure.text().contains("left out"), "{}", figure.text());
    figure.show();
}
