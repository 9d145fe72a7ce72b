//! Training a tiny network on 64 digits.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};

use burn::tensor::{Int, Tensor};
use noisebook_runtime::interrupt;
use training::{Trainer, TrainingError};

use crate::support::{Tiny, bits, digits, loss, plan, trainer};
use crate::turn;

fn trained(phases: &[usize], seed: u64) -> Trainer<Tiny> {
    let mut trainer = trainer(phases, seed);
    while !trainer.is_finished() {
        trainer
            .fit(&digits(), loss(&plan(phases)))
            .expect("training");
    }
    trainer
}

#[test]
fn the_loss_falls_and_every_step_is_in_the_history() {
    let _turn = turn();
    let trainer = trained(&[30], 1);
    let history = trainer.history();
    assert_eq!(
        (trainer.steps(), trainer.epochs(), history.losses.len()),
        (120, 30, 120)
    );
    let epochs = history.epochs();
    assert!(epochs[29] < 0.5 * epochs[0], "{epochs:?}");
}

#[test]
fn equal_seeds_give_equal_weights_and_others_give_others() {
    let _turn = turn();
    let [a, b, c] = [1, 1, 2].map(|seed| bits(&trained(&[3], seed).model()));
    assert!(a == b && a != c);
}

#[test]
fn fit_goes_one_phase_on_and_the_phases_make_the_whole_run() {
    let _turn = turn();
    let mut trainer = trainer(&[1, 2], 4);
    trainer
        .fit(&digits(), loss(&plan(&[1, 2])))
        .expect("first phase");
    assert_eq!((trainer.steps(), trainer.is_finished()), (4, false));
    trainer
        .fit(&digits(), loss(&plan(&[1, 2])))
        .expect("second phase");
    assert_eq!((trainer.steps(), trainer.is_finished()), (12, true));
    assert_eq!(trainer.history().phase_ends, [4, 12]);
    let once = trained(&[3], 4);
    assert_eq!(bits(&trainer.model()), bits(&once.model()));
    let before = bits(&trainer.model());
    trainer
        .fit(&digits(), loss(&plan(&[1, 2])))
        .expect("nothing left to do");
    assert_eq!(bits(&trainer.model()), before);
}

#[test]
fn the_model_is_the_average_and_training_on_does_not_change_what_was_given_out() {
    let _turn = turn();
    let mut trainer = trainer(&[2, 2], 5);
    trainer
        .fit(&digits(), loss(&plan(&[2, 2])))
        .expect("first phase");
    let (average, last) = (trainer.model(), trainer.last_model());
    let kept = (bits(&average), bits(&last));
    assert_ne!(kept.0, kept.1);
    trainer
        .fit(&digits(), loss(&plan(&[2, 2])))
        .expect("second phase");
    assert_eq!((bits(&average), bits(&last)), kept);
    assert_ne!(bits(&trainer.model()), kept.0);
}

/// How often `fit` asks for the loss before the first step that counts.
fn timed_steps() -> usize {
    let calls = Cell::new(0);
    let simple = loss(&plan(&[1]));
    let counting = |model: &Tiny, x0: Tensor<4>, labels: Tensor<1, Int>| {
        calls.set(calls.get() + 1);
        simple(model, x0, labels)
    };
    trainer(&[1], 1).fit(&digits(), counting).expect("training");
    calls.get() - 4
}

#[test]
fn an_interrupt_keeps_the_network_at_a_whole_step_and_training_goes_on_there() {
    let _turn = turn();
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("run.checkpoint");
    let plan = plan(&[3]);
    let mut trainer = trainer(&[3], 6)
        .with_checkpoint(&file)
        .expect("no file yet");
    let simple = loss(&plan);
    let (calls, timed) = (Cell::new(0), timed_steps());
    // The interrupt comes in step 6, in the middle of the second epoch; the steps timed before do not count.
    let interrupting = |model: &Tiny, x0: Tensor<4>, labels: Tensor<1, Int>| {
        let loss = simple(model, x0, labels);
        calls.set(calls.get() + 1);
        if calls.get() == timed + 6 {
            interrupt::request();
        }
        loss
    };
    let unwound = catch_unwind(AssertUnwindSafe(|| trainer.fit(&digits(), interrupting)));
    interrupt::clear();
    assert!(
        unwound
            .expect_err("it was interrupted")
            .is::<interrupt::Interrupted>()
    );
    assert_eq!((trainer.steps(), trainer.history().losses.len()), (6, 6));

    let resumed = Trainer::new(Tiny::new(4), plan.clone(), 6)
        .with_checkpoint(&file)
        .expect("a checkpoint");
    let whole = bits(&trained(&[3], 6).model());
    for mut trainer in [trainer, resumed] {
        assert_eq!(trainer.steps(), 6);
        trainer.fit(&digits(), loss(&plan)).expect("the rest");
        assert_eq!(bits(&trainer.model()), whole);
        assert_eq!(trainer.history().losses.len(), 12);
    }
}

#[test]
fn a_checkpoint_of_another_run_is_refused_with_both_runs_named() {
    let _turn = turn();
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("run.checkpoint");
    let mut trainer = trainer(&[1], 7)
        .with_checkpoint(&file)
        .expect("no file yet");
    trainer.fit(&digits(), loss(&plan(&[1]))).expect("training");
    let others = [
        Trainer::new(Tiny::new(4), plan(&[1]), 8),
        Trainer::new(Tiny::new(5), plan(&[1]), 7),
        Trainer::new(Tiny::new(4), plan(&[2]), 7),
    ];
    for other in others {
        let error = other.with_checkpoint(&file).expect_err("another run");
        let words = error.to_string();
        assert!(
            matches!(error, TrainingError::Checkpoint { .. }) && words.contains("hint:"),
            "{words}"
        );
    }
}

#[test]
fn losses_that_cannot_be_trained_on_are_errors_for_people() {
    let _turn = turn();
    let fit = |loss: fn(&Tiny, Tensor<4>, Tensor<1, Int>) -> Tensor<1>| {
        trainer(&[1], 1)
            .fit(&digits(), loss)
            .expect_err("no loss")
            .to_string()
    };
    let untracked = fit(|_, x0, _| x0.mean());
    assert!(untracked.contains("without gradients"), "{untracked}");
    let shape = fit(|model, x0, labels| {
        let batch = x0.dims()[0];
        let seen = training::Denoiser::epsilon(model, x0, labels);
        seen.reshape([batch, 784]).mean_dim(1).reshape([batch])
    });
    assert!(shape.contains("got `[16]`"), "{shape}");
    let infinite = fit(|model, x0, labels| {
        training::Denoiser::epsilon(model, x0, labels).mean() * f32::INFINITY
    });
    assert!(infinite.contains("finite loss"), "{infinite}");
}

#[test]
fn other_digits_in_a_later_phase_are_an_error() {
    let _turn = turn();
    let mut trainer = trainer(&[1, 1], 1);
    trainer
        .fit(&digits(), loss(&plan(&[1, 1])))
        .expect("first phase");
    let error = trainer
        .fit(&digits().first(32), loss(&plan(&[1, 1])))
        .expect_err("fewer digits");
    assert!(
        matches!(
            error,
            TrainingError::Digits {
                expected: 4,
                got: 2
            }
        ),
        "{error}"
    );
}

#[test]
fn a_checkpoint_that_cannot_be_written_is_an_error_before_the_first_step() {
    let _turn = turn();
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("file");
    std::fs::write(&file, "").expect("written");
    let inside = file.join("run.checkpoint");
    let mut trainer = trainer(&[1], 1)
        .with_checkpoint(&inside)
        .expect("no file yet");
    let error = trainer
        .fit(&digits(), loss(&plan(&[1])))
        .expect_err("a file is no folder");
    assert!(matches!(error, TrainingError::File { .. }), "{error}");
    assert_eq!(trainer.steps(), 0);
}
