//! The reference bodies pass every public check, and common mistakes are named by one.

use std::time::Instant;

use exercise::{Subject, Verdict};
use labs::{CheckReport, check, forward};
use solutions::forward::Reference;

fn reports() -> [CheckReport; 4] {
    [
        check::<forward::reparameterization::Kind, _>(&Reference),
        check::<forward::schedules::Kind, _>(&Reference),
        check::<forward::jump::Kind, _>(&Reference),
        check::<forward::derivation::Kind, _>(&Reference),
    ]
}

#[test]
fn the_reference_is_right_everywhere() {
    for report in reports() {
        assert!(report.all_passed(), "{report}");
    }
}

#[test]
fn the_reference_is_right_whatever_the_dice() {
    for seed in 0..20 {
        let handlers = vec![
            forward::reparameterization::handler(&Reference),
            forward::schedules::handler(&Reference),
            forward::jump::handler(&Reference),
            forward::derivation::handler(&Reference),
        ];
        let subject = Subject::local(handlers, seed);
        for test in forward::public_checks() {
            assert_eq!(test.run(&subject), Verdict::Passed, "seed {seed}, {test:?}");
        }
    }
}

#[test]
fn no_check_keeps_a_student_waiting() {
    let _warm = reports();
    let start = Instant::now();
    let _timed = reports();
    let seconds = start.elapsed().as_secs_f64();
    assert!(seconds < 2.0, "four checks took {seconds:.2} s");
}
