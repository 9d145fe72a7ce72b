//! The reference bodies pass every public check, alone and together.

use std::time::Instant;

use exercise::{Channel, Exercise, Handler, Lab, Reply, Request, Subject, Verdict};
use labs::{CheckReport, LABS, Registered};
use solutions::reference;

fn report(entry: &Registered, subject: &Subject<'_>) -> CheckReport {
    let exercises: Vec<Exercise> = entry.lab.exercises().copied().collect();
    CheckReport::new(&exercises, &(entry.checks)(), subject)
}

#[test]
fn every_exercise_has_a_reference() {
    for lab in LABS.iter().map(|entry| entry.lab) {
        let references = reference(lab.slug);
        let found: Vec<&str> = references.iter().map(Handler::answer).collect();
        let expected: Vec<&str> = lab.answers.iter().map(|group| group[0].answer).collect();
        assert_eq!(found, expected, "{}", lab.slug);
    }
}

#[test]
fn the_reference_is_right_whatever_the_dice() {
    for entry in LABS {
        for seed in 0..20 {
            let subject = Subject::local(reference(entry.lab.slug), seed);
            let report = report(entry, &subject);
            assert!(
                report.all_passed(),
                "{}, seed {seed}: {report}",
                entry.lab.slug
            );
        }
    }
}

#[test]
fn no_check_keeps_a_student_waiting() {
    for entry in LABS {
        let subject = Subject::local(reference(entry.lab.slug), 1);
        let _warm = report(entry, &subject);
        // The fastest of three, so that a busy machine does not count.
        let time = || {
            let start = Instant::now();
            let _timed = report(entry, &subject);
            start.elapsed().as_secs_f64()
        };
        let seconds = (0..3).map(|_| time()).fold(f64::INFINITY, f64::min);
        assert!(
            seconds < 3.0,
            "{}: the checks took {seconds:.2} s",
            entry.lab.slug
        );
    }
}

/// The stub with one exercise filled.
struct OneFilled {
    exercise: Exercise,
    stub: Vec<Handler<'static>>,
    reference: Vec<Handler<'static>>,
}

impl Channel for OneFilled {
    fn call(&self, request: Request) -> Result<Reply, exercise::CallError> {
        let filled = request.method == self.exercise.method;
        let bodies = if filled { &self.reference } else { &self.stub };
        let body = bodies
            .iter()
            .find(|body| body.answer() == request.answer)
            .unwrap();
        Ok(body.handle(request, &burn::tensor::Device::flex()))
    }
}

fn filled(entry: &Registered, exercise: Exercise) -> CheckReport {
    let lab: &Lab = entry.lab;
    let (stub, reference) = ((entry.scaffold)(), reference(lab.slug));
    let channel = OneFilled {
        exercise,
        stub,
        reference,
    };
    report(entry, &Subject::new(channel, 7))
}

#[test]
fn a_check_turns_green_for_the_one_exercise_that_is_filled() {
    for entry in LABS {
        for exercise in entry.lab.exercises() {
            for (other, verdict) in filled(entry, *exercise).lines() {
                let expected = match verdict {
                    Verdict::Passed => other.id == exercise.id,
                    Verdict::Unfilled(_) => other.id != exercise.id,
                    Verdict::Failed(_) | Verdict::Broken(_) => false,
                };
                let slug = entry.lab.slug;
                assert!(
                    expected,
                    "{slug}, {} filled: {} is {verdict:?}",
                    exercise.id, other.id
                );
            }
        }
    }
}
