//! The reference agrees with values that were made without it.

use diffusion::{Schedule, Timestep};
use exercise::expect::close_relative;
use labs::forward::{ForwardJumpDerivation, NoiseSchedules};
use solutions::forward::Reference;

use crate::goldens::{Golden, forward};

/// The reference's schedule for a case's inputs.
fn schedule(case: Golden) -> Schedule {
    let timesteps = case.input("T").whole();
    let (start, end) = (
        case.input("beta_start").number(),
        case.input("beta_end").number(),
    );
    let betas = match case.input("kind").text() {
        "linear" => Reference.linear(timesteps, start, end),
        "cosine" => Reference.cosine(timesteps, case.input("s").number()),
        "exponential" => Reference.exponential(timesteps, start, end),
        other => panic!("no schedule {other:?}"),
    };
    Reference.precompute(&betas)
}

/// Differences β_t = 1 - f(t)/f(t-1) of the cosine cancel at small t, so that two right ways differ by a few 1e-12 of β there.
fn tables_agree(name: &str, tolerance: f64) {
    let case = forward(name);
    let schedule = schedule(case);
    let timesteps: Vec<usize> = case.input("timesteps").items().map(Golden::whole).collect();
    assert!(!timesteps.is_empty(), "{name}");
    for (field, table) in [
        ("betas", &schedule.betas),
        ("alphas", &schedule.alphas),
        ("alpha_cumprod", &schedule.alpha_cumprod),
        ("sqrt_alpha_cumprod", &schedule.sqrt_alpha_cumprod),
        (
            "sqrt_one_minus_alpha_cumprod",
            &schedule.sqrt_one_minus_alpha_cumprod,
        ),
    ] {
        let got: Vec<f64> = timesteps.iter().map(|t| table[t - 1]).collect();
        close_relative(field, &got, &case.expected(field).numbers(), tolerance)
            .unwrap_or_else(|e| panic!("{name}: {e}"));
    }
}

#[test]
fn small_tables() {
    for name in [
        "schedule_small_linear",
        "schedule_small_cosine",
        "schedule_small_exponential",
        "schedule_other_cosine",
    ] {
        tables_agree(name, 1e-12);
    }
}

#[test]
fn tables_of_a_thousand_timesteps() {
    for name in ["schedule_linear", "schedule_cosine", "schedule_exponential"] {
        tables_agree(name, 1e-11);
    }
}

#[test]
fn one_timestep_is_the_start_of_the_range() {
    for name in [
        "schedule_single_linear",
        "schedule_single_cosine",
        "schedule_single_exponential",
    ] {
        tables_agree(name, 1e-12);
    }
}

#[test]
fn milestones() {
    for (kind, half) in [("linear", 260), ("cosine", 497), ("exponential", 685)] {
        let (case, schedule) = (
            forward(&format!("analysis_{kind}")),
            schedule(forward(&format!("schedule_{kind}"))),
        );
        let below_half = schedule
            .first(|t| schedule.alpha_cumprod_at(t) < 0.5)
            .map(Timestep::get);
        let below_one = schedule
            .first(|t| schedule.snr_at(t) < 1.0)
            .map(Timestep::get);
        assert_eq!(below_half, Some(half), "{kind}");
        assert_eq!(
            below_half,
            Some(case.expected("first_t_signal_below_half").whole()),
            "{kind}"
        );
        assert_eq!(
            below_one,
            Some(case.expected("first_t_snr_below_1").whole()),
            "{kind}"
        );
        let last = schedule.alpha_cumprod_at(schedule.last());
        close_relative(
            kind,
            &[last],
            &[case.expected("final_signal").number()],
            1e-10,
        )
        .expect("the final signal");
    }
}

#[test]
fn jump_factors() {
    for name in ["forward_jump_linear", "forward_jump_cosine"] {
        let case = forward(name);
        let schedule = schedule(forward(&name.replace("forward_jump", "schedule")));
        let (x0, epsilon) = (case.input("x0").numbers(), case.input("epsilon").numbers());
        let expected: Vec<Vec<f64>> = case.expected("x_t").items().map(Golden::numbers).collect();
        let timesteps: Vec<usize> = case.input("timesteps").items().map(Golden::whole).collect();
        assert!(
            timesteps.len() == expected.len() && timesteps.len() > 3,
            "{name}"
        );
        for (t, expected) in timesteps.into_iter().zip(expected) {
            let t = schedule.timestep(t).expect("t ≤ T");
            let (signal, noise) = t.index().map_or((1.0, 0.0), |i| {
                (
                    schedule.sqrt_alpha_cumprod[i],
                    schedule.sqrt_one_minus_alpha_cumprod[i],
                )
            });
            let x_t: Vec<f64> = x0
                .iter()
                .zip(&epsilon)
                .map(|(x, e)| signal * x + noise * e)
                .collect();
            exercise::expect::close(name, &x_t, &expected, 1e-12)
                .unwrap_or_else(|e| panic!("t = {t}: {e}"));
        }
    }
}

#[test]
fn two_steps() {
    let case = forward("two_step_expansion");
    let betas: Vec<Vec<f64>> = case.input("betas").items().map(Golden::numbers).collect();
    assert_eq!(case.expected("rows").items().count(), 2);
    for (pair, row) in betas.iter().zip(case.expected("rows").items()) {
        let got = Reference.two_step_expansion(pair[0], pair[1]);
        for (field, got) in [
            ("signal_by_substitution", got.signal_by_substitution),
            ("signal_direct", got.signal_direct),
            (
                "noise_variance_by_substitution",
                got.noise_variance_by_substitution,
            ),
            ("noise_variance_direct", got.noise_variance_direct),
        ] {
            close_relative(field, &[got], &[row.field(field).number()], 1e-12).expect("agrees");
        }
    }
}

#[test]
fn n_steps() {
    let case = forward("induction_table");
    let rows = Reference.induction_table(&case.input("betas").numbers());
    assert_eq!((rows.len(), case.expected("rows").items().count()), (5, 5));
    for (row, golden) in rows.iter().zip(case.expected("rows").items()) {
        for (field, got) in [
            ("alpha_cumprod", row.alpha_cumprod),
            ("signal_squared", row.signal_squared),
            ("noise_squared", row.noise_squared),
            ("sum", row.sum),
        ] {
            close_relative(field, &[got], &[golden.field(field).number()], 1e-12).expect("agrees");
        }
    }
}
