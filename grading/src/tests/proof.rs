//! The reference passes, the stub is unfilled, every mutant dies.

use std::collections::HashSet;
use std::time::{Duration, Instant};

use exercise::{CallError, Subject, Verdict, frame};

use crate::LABS;

#[test]
fn the_reference_passes_with_every_seed() {
    for lab in LABS {
        for seed in 0..20 {
            for (test, verdict) in lab.run((lab.reference)(), seed) {
                assert_eq!(verdict, Verdict::Passed, "{test:?}, seed {seed}");
            }
        }
    }
}

#[test]
fn the_stub_is_unfilled_everywhere() {
    for lab in LABS {
        for (test, verdict) in lab.run((lab.stub)(), 1) {
            let Verdict::Unfilled(todo) = verdict else {
                panic!("{test:?}: {verdict:?}")
            };
            assert!(
                todo.starts_with(&format!("TODO {} (", test.exercise)),
                "{test:?}: {todo}"
            );
        }
    }
}

#[test]
fn every_mutant_dies_with_every_seed() {
    for lab in LABS {
        for seed in 0..3 {
            let matrix = lab.kill_matrix(seed);
            assert_eq!(
                matrix.survivors().collect::<Vec<_>>().len(),
                0,
                "seed {seed}\n{matrix}"
            );
            assert!(
                matrix.idle_tests().is_empty(),
                "kill nothing: {:?}\n{matrix}",
                matrix.idle_tests()
            );
        }
    }
}

/// A mutant that panics or lacks a method would look killed without a test having found its mistake.
#[test]
fn mutants_die_of_their_mistake_alone() {
    for lab in LABS {
        for row in lab.kill_matrix(4).rows {
            for (test, verdict) in &row.verdicts {
                let honest = match verdict {
                    Verdict::Passed => true,
                    Verdict::Failed(failure) => {
                        !matches!(failure.call, Some(CallError::Panicked { .. }))
                    }
                    Verdict::Unfilled(_) | Verdict::Broken(_) => false,
                };
                assert!(honest, "{:?}, {test:?}: {verdict:?}", row.mutant);
            }
        }
    }
}

#[test]
fn each_exercise_has_three_tests_and_three_mutants() {
    for lab in LABS {
        for exercise in lab.lab.exercises() {
            let names: HashSet<_> = lab.tests_of(exercise.id).map(|test| test.name).collect();
            assert_eq!(
                names.len(),
                lab.tests_of(exercise.id).count(),
                "{}: a name twice",
                exercise.id
            );
            let mutants = lab
                .mutants()
                .filter(|mutant| mutant.exercise == exercise.id)
                .count();
            assert!(
                names.len() >= 3 && mutants >= 3,
                "{}: {} tests, {mutants} mutants",
                exercise.id,
                names.len()
            );
        }
        let known = |id: &str| lab.lab.exercise(id).is_some();
        assert!(
            lab.tests().all(|test| known(test.exercise))
                && lab.mutants().all(|mutant| known(mutant.exercise))
        );
    }
}

/// A channel that keeps the largest frame that its calls need.
struct Measured<'a>(Vec<exercise::Handler<'a>>, &'a std::cell::Cell<usize>);

impl exercise::Channel for Measured<'_> {
    fn call(&self, request: exercise::Request) -> Result<exercise::Reply, CallError> {
        let size = |bytes: Vec<u8>| self.1.set(self.1.get().max(bytes.len()));
        let mut bytes = Vec::new();
        frame::write(&mut bytes, &request).expect("a request fits a frame");
        size(bytes);
        let handler = self
            .0
            .iter()
            .find(|handler| handler.answer() == request.answer)
            .expect("an answer");
        let reply = handler.handle(request, &burn::tensor::Device::flex());
        let mut bytes = Vec::new();
        frame::write(&mut bytes, &reply).expect("a reply fits a frame");
        size(bytes);
        Ok(reply)
    }
}

#[test]
fn calls_are_small() {
    for lab in LABS {
        let largest = std::cell::Cell::new(0);
        for test in lab.tests() {
            let verdict = test.run(&Subject::new(Measured((lab.reference)(), &largest), 9));
            assert!(verdict.passed(), "{test:?}: {verdict:?}");
            assert!(
                largest.get() < 1 << 20,
                "{test:?} needs a frame of {} bytes",
                largest.get()
            );
        }
    }
}

/// Far below the time that a call may take. The fastest of three, so that a busy machine does not count.
#[test]
fn tests_are_quick() {
    for lab in LABS {
        for test in lab.tests() {
            let time = || {
                let start = Instant::now();
                let _ = test.run(&Subject::local((lab.reference)(), 5));
                start.elapsed()
            };
            let fastest = (0..3).map(|_| time()).min().expect("three times");
            assert!(
                fastest < Duration::from_secs(1),
                "{test:?} takes {fastest:?}"
            );
        }
    }
}
