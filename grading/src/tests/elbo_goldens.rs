//! The reference bodies of `elbo` agree with values that were made without them.

use burn::tensor::{Device, Tensor, TensorData};
use exercise::expect::{close, close_relative, values};
use labs::elbo::{
    ElboDerivation, LinearReverse, LinearStep, NoiseMlp, NoisePrediction, Point, Schedule,
    TIMESTEPS, ThreeForces, TractableReverse, Trajectory, scaled_schedule, unscaled_schedule,
};
use solutions::elbo::Reference;

use crate::goldens::{Golden, elbo};

const SCHEDULES: [&str; 2] = ["scaled", "unscaled"];

fn schedule(name: &str) -> Schedule {
    match name {
        "scaled" => scaled_schedule(TIMESTEPS).unwrap(),
        _ => unscaled_schedule(TIMESTEPS).unwrap(),
    }
}

fn points(list: Golden) -> Vec<Point> {
    let numbers = list.numbers();
    assert!(!numbers.is_empty(), "no such list of goldens");
    let point = |pair: &[f64]| Point {
        x: pair[0],
        y: pair[1],
    };
    numbers.chunks_exact(2).map(point).collect()
}

fn tensor(list: Golden) -> Tensor<2> {
    let numbers: Vec<f32> = list.numbers().iter().map(|&x| x as f32).collect();
    let rows = numbers.len() / 2;
    Tensor::from_data(TensorData::new(numbers, [rows, 2]), &Device::flex())
}

fn model(case: Golden, schedule: &Schedule) -> LinearReverse {
    let (rows, shift) = (points(case.input("W")), points(case.input("b"))[0]);
    let step = |&variance: &f64| LinearStep {
        first_row: rows[0],
        second_row: rows[1],
        shift,
        variance,
    };
    LinearReverse {
        steps: schedule.betas.iter().map(step).collect(),
    }
}

/// Tensors are `f32`, with a rounding error of 6e-8; the values are at most 3, and three operations follow each other.
const SINGLE: f64 = 1e-6;

#[test]
fn posteriors() {
    for name in SCHEDULES {
        let (case, schedule) = (elbo(&format!("posterior_{name}")), schedule(name));
        let (x0, epsilon) = (tensor(case.input("x0")), tensor(case.input("epsilon")));
        for row in case.expected("rows").items() {
            let t = schedule.step(row.field("t").whole()).unwrap();
            let (x_t, _) =
                Reference.forward_with_noise(x0.clone(), t, Some(epsilon.clone()), &schedule);
            let (by_rule, variance) = Reference.posterior(x_t.clone(), x0.clone(), t, &schedule);
            let closed = Reference.optimal_mean(x_t.clone(), x0.clone(), t, &schedule);
            let by_noise = Reference.mean_from_noise(x_t.clone(), epsilon.clone(), t, &schedule);
            let agrees = |what: &str, got: &Tensor<2>, expected: Golden| {
                close(what, &values(got), &expected.numbers(), SINGLE)
                    .unwrap_or_else(|e| panic!("{name}, t = {t}: {e}"));
            };
            agrees("x_t", &x_t, row.field("x_t"));
            for mean in [by_rule, closed, by_noise] {
                agrees("mean", &mean, row.field("mean"));
            }
            let variances = [variance, Reference.optimal_variance(t, &schedule)];
            // 1 - ᾱ cancels at small t, where the tables lose up to four of sixteen digits.
            let expected = [row.field("variance").number(); 2];
            close_relative("variance", &variances, &expected, 1e-10)
                .unwrap_or_else(|e| panic!("{name}, t = {t}: {e}"));
        }
    }
}

#[test]
fn the_derivation() {
    for name in SCHEDULES {
        let (case, schedule) = (elbo(&format!("derivation_{name}")), schedule(name));
        let trajectory = Trajectory {
            states: points(case.input("states")),
        };
        let model = model(case, &schedule);
        let log = Reference.log_probabilities(&trajectory, &model, &schedule);
        let reindexed = Reference.reindex(&Reference.separate(&log));
        let bayes = Reference.bayes(&reindexed, &trajectory, &schedule);
        let forces = Reference.kl_form(&bayes);
        let totals = [
            log.total(),
            reindexed.total(),
            bayes.total(),
            forces.total(),
        ];
        let agrees = |what: &str, got: &[f64], expected: &[f64]| {
            close(what, got, expected, 1e-10).unwrap_or_else(|e| panic!("{name}: {e}"));
        };
        let list = |field: &str| case.expected(field).numbers();
        agrees("forward", &log.forward, &list("forward"));
        agrees("reverse", &log.reverse, &list("reverse"));
        agrees("posterior", &bayes.posterior, &list("posterior"));
        agrees("denoising", &forces.denoising, &list("denoising"));
        agrees("totals", &totals, &[case.expected("total").number(); 4]);
        for (field, got) in [
            ("prior", log.prior),
            ("telescoped", bayes.telescoped),
            ("prior_matching", forces.prior_matching),
        ] {
            agrees(field, &[got], &[case.expected(field).number()]);
        }
        let reversible = LinearReverse::reversible(&schedule);
        let total = Reference.log_probabilities(&trajectory, &reversible, &schedule);
        let expected = case.expected("reversible_total").number();
        agrees("reversible", &[total.total()], &[expected]);
    }
}

#[test]
fn the_likelihood_of_a_linear_model() {
    for name in SCHEDULES {
        let (case, schedule) = (elbo(&format!("likelihood_{name}")), schedule(name));
        let got = model(case, &schedule).log_likelihood(points(case.input("x0"))[0]);
        close("log p", &[got], &[case.expected("log_p").number()], 1e-12).unwrap();
    }
}

#[test]
fn prior_matching_and_reconstruction() {
    for name in SCHEDULES {
        let schedule = schedule(name);
        let case = elbo(&format!("prior_matching_{name}"));
        let got = Reference.prior_matching(tensor(case.input("x0")), &schedule);
        let expected = case.expected("kl").numbers();
        close_relative("KL", &values(&got), &expected, 1e-6).unwrap();

        let case = elbo(&format!("reconstruction_{name}"));
        let epsilon = points(case.input("epsilon_theta"))[0];
        let epsilon = [epsilon.x as f32, epsilon.y as f32];
        let model = NoiseMlp::constant(epsilon, TIMESTEPS, &Device::flex());
        let (x0, x1) = (tensor(case.input("x0")), tensor(case.input("x1")));
        let got = Reference.reconstruction(x0, x1, &model, &schedule);
        let expected = case.expected("log_likelihood").numbers();
        // A distance of 0.02 to 0.1 between numbers of size 2, known to 2e-7, is squared and divided by 2β_1 = 2e-4.
        close("log p", &values(&got), &expected, 1e-3).unwrap();
    }
}
