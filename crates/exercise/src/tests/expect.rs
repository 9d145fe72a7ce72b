//! Comparisons hold for what is right, fail for what is not, and never for reasons of arithmetic.

use crate::Inputs;
use crate::expect::{
    close, close_relative, finite, length, normal_draws, shape, tensor, uncorrelated, values,
};

fn draws(seed: u64, count: usize) -> Vec<f64> {
    values(&Inputs::new(seed).normal([count]))
}

#[test]
fn normal_draws_pass_and_others_fail() {
    let noise = draws(1, 4096);
    let moved: Vec<f64> = noise.iter().map(|x| 0.3 + 2.0 * x).collect();
    assert_eq!(normal_draws("x", &noise, 0.0, 1.0), Ok(()));
    assert_eq!(normal_draws("x", &moved, 0.3, 2.0), Ok(()));
    for (mean, std) in [(0.0, 2.0), (0.3, 1.7), (0.3, 2.3)] {
        assert!(
            normal_draws("x", &moved, mean, std).is_err(),
            "{mean} {std}"
        );
    }
}

#[test]
fn correlated_lists_fail() {
    let (a, b) = (draws(1, 4096), draws(2, 4096));
    let mixed: Vec<f64> = a.iter().zip(&b).map(|(a, b)| 0.2 * a + b).collect();
    assert_eq!(uncorrelated("a and b", &a, &b), Ok(()));
    assert!(uncorrelated("a and mixed", &a, &mixed).is_err());
    assert!(uncorrelated("a and a", &a, &a).is_err());
}

/// Comparisons with NaN are false: none may read as a pass.
#[test]
fn nothing_passes_on_nan_or_on_nothing() {
    let nan = [f64::NAN; 8];
    assert!(finite("x", &nan).is_err());
    assert!(close("x", &nan, &[0.0; 8], 1e9).is_err());
    assert!(close("x", &[0.0; 8], &nan, 1e9).is_err());
    assert!(close_relative("x", &[0.5; 8], &nan, 1e9).is_err());
    assert!(normal_draws("x", &nan, 0.0, 1.0).is_err());
    assert!(normal_draws("x", &[], 0.0, 1.0).is_err());
    assert!(normal_draws("x", &[1e200; 8], 0.0, 1.0).is_err());
    assert!(normal_draws("x", &[1.7e308, -1.7e308], 0.0, 1.0).is_err());
    assert!(uncorrelated("x", &[], &[]).is_err());
    assert!(uncorrelated("x", &nan, &[0.0; 8]).is_err());
    assert!(uncorrelated("x", &[1.0; 8], &draws(1, 8)).is_err());
}

#[test]
fn tolerances_are_absolute_near_zero_and_relative_above() {
    assert_eq!(close("x", &[1e-7, 100.0], &[0.0, 100.0001], 1e-5), Ok(()));
    assert!(close("x", &[1e-4], &[0.0], 1e-5).is_err());
    assert_eq!(
        close_relative("x", &[0.0, 1e-5], &[0.0, 1.000_001e-5], 1e-5),
        Ok(())
    );
    assert!(close_relative("x", &[1.1e-5], &[1e-5], 1e-5).is_err());
    assert!(close_relative("x", &[1e-30], &[0.0], 1e-5).is_err());
    assert!(length("x", &[1, 2], 3).is_err());
}

#[test]
fn messages_name_the_thing_and_never_the_expected_value() {
    let message = close("x_t", &[0.25, 5.0], &[0.25, 0.123_456], 1e-3)
        .expect_err("far")
        .to_string();
    assert!(
        message.starts_with("`x_t` is off by ") && message.contains("at index 1"),
        "{message}"
    );
    assert!(!message.contains("0.123"), "{message}");
    let (a, b) = (Inputs::new(1).normal([2, 3]), Inputs::new(1).normal([3, 2]));
    assert_eq!(
        shape("z", &a, [3, 2]).expect_err("differs").to_string(),
        "`z` has shape [2, 3], expected [3, 2]"
    );
    assert!(tensor("z", &a, &b, 1.0).is_err());
}

#[test]
fn inputs_repeat_and_have_their_law() {
    assert_eq!(draws(5, 100), draws(5, 100));
    assert_ne!(draws(5, 100), draws(6, 100));
    let flat = values(&Inputs::new(1).uniform_tensor([1000], -2.0, 3.0));
    assert!(flat.iter().all(|x| (-2.0..3.0).contains(x)));
    let mut inputs = Inputs::new(1);
    assert!(
        (0..1000)
            .map(|_| inputs.integer(2, 4))
            .all(|n| (2..=4).contains(&n))
    );
}
