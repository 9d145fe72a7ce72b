//! Timesteps, the schedule's look-ups, the words of errors, and both over the wire.

use burn::tensor::Device;
use exercise::{CallError, Handler, Subject, Value, Wire};

use crate::{ArgumentError, Schedule, Step, Timestep};

/// β = 1/2 at each of three timesteps.
fn halves() -> Schedule {
    let alpha_cumprod = vec![0.5, 0.25, 0.125];
    Schedule {
        betas: vec![0.5; 3],
        alphas: vec![0.5; 3],
        sqrt_alpha_cumprod: alpha_cumprod.iter().map(|a: &f64| a.sqrt()).collect(),
        sqrt_one_minus_alpha_cumprod: alpha_cumprod.iter().map(|a| (1.0 - a).sqrt()).collect(),
        alpha_cumprod,
    }
}

#[test]
fn a_timestep_beyond_the_end_is_refused_in_words() {
    let error = halves().timestep(4).expect_err("T is 3");
    let words = "`t`: expected 0..=3, got 4\nhint: timesteps are 1-based and end at T; t = 0 is the clean image";
    assert_eq!(error.to_string(), words);
    assert_eq!(
        Timestep::new(1, 0),
        Err(ArgumentError {
            expected: "0..=0".into(),
            got: "1".into(),
            ..error
        })
    );
}

#[test]
fn timesteps_stand_at_the_index_before_their_number() {
    let schedule = halves();
    assert_eq!(schedule.timestep(0), Ok(Timestep::CLEAN));
    assert_eq!(Timestep::CLEAN.index(), None);
    let last = schedule.timestep(3).expect("T is 3");
    assert_eq!(
        (last, last.get(), last.index(), last.to_string()),
        (schedule.last(), 3, Some(2), "3".into())
    );
}

#[test]
fn steps_begin_at_one_and_know_the_timestep_before() {
    let schedule = halves();
    for t in [0, 4] {
        let error = schedule.step(t).expect_err("no such step");
        let words = format!("`t`: expected 1..=3, got {t}\nhint: a step leads from");
        assert!(error.to_string().starts_with(&words), "{error}");
    }
    let first = schedule.step(1).expect("T is 3");
    assert_eq!((first.get(), first.index()), (1, 0));
    assert_eq!(
        (first.before(), first.to_string()),
        (Timestep::CLEAN, "1".into())
    );
    assert_eq!(Some(Timestep::from(first)), schedule.timestep(1).ok());
    let all: Vec<f64> = Step::all(&schedule)
        .map(|t| schedule.alpha_cumprod_at(t))
        .collect();
    assert_eq!(all, schedule.alpha_cumprod);
    assert_eq!(schedule.alpha_cumprod_at(first.before()), 1.0);
}

#[test]
fn all_runs_over_the_noisy_timesteps_in_order() {
    let numbers = |t: Timestep| t.get();
    assert_eq!(
        Timestep::all(&halves()).map(numbers).collect::<Vec<_>>(),
        [1, 2, 3]
    );
    assert_eq!(
        Timestep::all(&halves())
            .rev()
            .map(numbers)
            .collect::<Vec<_>>(),
        [3, 2, 1]
    );
    let empty = Schedule {
        betas: vec![],
        ..halves()
    };
    assert_eq!(Timestep::all(&empty).count(), 0);
    assert_eq!(empty.last(), Timestep::CLEAN);
}

#[test]
fn the_clean_image_is_all_signal() {
    let schedule = halves();
    assert_eq!(
        (
            schedule.alpha_cumprod_at(Timestep::CLEAN),
            schedule.snr_at(Timestep::CLEAN)
        ),
        (1.0, f64::INFINITY)
    );
    let first = schedule.timestep(1).expect("T is 3");
    assert_eq!(
        (schedule.alpha_cumprod_at(first), schedule.snr_at(first)),
        (0.5, 1.0)
    );
}

#[test]
fn first_finds_the_earliest_timestep() {
    let schedule = halves();
    assert_eq!(
        schedule
            .first(|t| schedule.snr_at(t) < 1.0)
            .map(Timestep::get),
        Some(2)
    );
    assert_eq!(schedule.first(|_| false), None);
}

#[test]
fn betas_outside_their_range_are_named_by_their_timestep() {
    assert_eq!(ArgumentError::check_betas(&[1e-300, 0.999]), Ok(()));
    for (beta, got) in [
        (0.0, "0"),
        (1.0, "1"),
        (-0.1, "-0.1"),
        (f64::NAN, "NaN"),
        (f64::INFINITY, "inf"),
    ] {
        let error = ArgumentError::check_betas(&[0.5, beta, 2.0]).expect_err("outside");
        let words =
            format!("`betas`: expected every value inside (0, 1), got {got} at t = 2\nhint: ");
        assert!(error.to_string().starts_with(&words), "{error}");
    }
    let error = ArgumentError::check_betas(&[]).expect_err("empty");
    assert!(
        error
            .to_string()
            .starts_with("`betas`: expected at least one, got none\nhint: "),
        "{error}"
    );
}

/// What comes back when `value` goes through a call and its reply.
fn echoed<T: Wire>(value: &T) -> T {
    let handler = Handler::new("echo", |_, call| {
        let value: T = call.take("value")?;
        call.give(&value);
        Ok(())
    });
    Subject::local(vec![handler], 1).call("echo", "echo", |writer| writer.write(value))
}

#[test]
fn timesteps_and_schedules_travel() {
    assert_eq!(echoed(&Timestep::CLEAN), Timestep::CLEAN);
    assert_eq!(echoed(&halves().last()), halves().last());
    assert_eq!(echoed(&halves()), halves());
    let steps: Vec<Step> = Step::all(&halves()).collect();
    assert_eq!(echoed(&steps), steps);
}

#[test]
fn a_negative_timestep_does_not_travel() {
    let device = Device::flex();
    let mut reader = exercise::Reader::new(vec![Value::Int(-1)], &device, false);
    let error = reader.read::<Timestep>("t").expect_err("negative");
    assert!(
        matches!(&error, CallError::Mismatch { what, .. } if what == "t"),
        "{error}"
    );
}

/// The words of a panic.
fn panic_of(run: impl FnOnce() + std::panic::UnwindSafe) -> String {
    let panic = std::panic::catch_unwind(run).expect_err("it must not go on");
    panic.downcast_ref::<String>().cloned().unwrap_or_default()
}

#[test]
fn a_timestep_of_a_longer_schedule_is_named_by_every_look_up() {
    let (schedule, late) = (halves(), Timestep::new(7, 9).expect("T is 9"));
    let step = Step::new(7, 9).expect("T is 9");
    let s = &schedule;
    for words in [
        panic_of(|| drop(s.alpha_cumprod_at(late).to_string())),
        panic_of(|| drop(s.snr_at(late).to_string())),
        panic_of(|| drop(s.steps_to(late).count().to_string())),
    ] {
        assert!(
            words.starts_with("`t`: expected 0..=3, got 7\nhint: "),
            "{words}"
        );
    }
    for words in [
        panic_of(|| drop(s.alpha_at(step).to_string())),
        panic_of(|| drop(s.beta_at(step).to_string())),
    ] {
        assert!(
            words.starts_with("`t`: expected 1..=3, got 7\nhint: "),
            "{words}"
        );
    }
}

#[test]
fn steps_lead_to_their_timestep() {
    let schedule = halves();
    let steps = |t| schedule.steps_to(t).map(Step::get).collect::<Vec<_>>();
    assert_eq!(steps(Timestep::CLEAN), [0; 0]);
    assert_eq!(steps(schedule.last()), [1, 2, 3]);
    let first = schedule.step(1).expect("T is 3");
    assert_eq!(
        (schedule.alpha_at(first), schedule.beta_at(first)),
        (0.5, 0.5)
    );
}
