use std::f64::consts::{FRAC_PI_2, PI};

use labs::forward::NoiseSchedules;
use labs::forward::schedules::handler;

use super::mutants;

/// `steps` values of `beta` at fractions made by `fraction` from t = 1..=steps.
fn along(steps: usize, fraction: impl Fn(f64) -> f64, beta: impl Fn(f64) -> f64) -> Vec<f64> {
    (1..=steps).map(|t| beta(fraction(t as f64))).collect()
}

/// The fraction (t - 1)/(T - 1), with 0 for T = 1.
fn right(steps: usize) -> impl Fn(f64) -> f64 {
    move |t| (t - 1.0) / (steps.max(2) - 1) as f64
}

/// The cosine schedule with parts exchanged: f of the fraction t/T, and the largest β.
fn cosine(steps: usize, f: impl Fn(f64) -> f64, most: f64) -> Vec<f64> {
    let at = |t: usize| f(t as f64 / steps as f64);
    (1..=steps)
        .map(|t| (1.0 - at(t) / at(t - 1)).min(most))
        .collect()
}

fn f(way: f64, s: f64) -> f64 {
    ((way + s) / (1.0 + s) * FRAC_PI_2).cos().powi(2)
}

#[expect(clippy::cast_possible_truncation, reason = "the mistake shown")]
fn rounded(table: Vec<f64>) -> Vec<f64> {
    table.into_iter().map(|x| f64::from(x as f32)).collect()
}

mutants! { NoiseSchedules by handler;
    "2a" "t/T for (t - 1)/(T - 1)" LinearByT {
        fn linear(&self, steps: usize, start: f64, end: f64) -> Vec<f64> {
            along(steps, |t| t / steps as f64, |way| start + way * (end - start))
        }
    }
    "2a" "(t - 1)/T: the end is never reached" LinearShort {
        fn linear(&self, steps: usize, start: f64, end: f64) -> Vec<f64> {
            along(steps, |t| (t - 1.0) / steps as f64, |way| start + way * (end - start))
        }
    }
    "2a" "0/0 for T = 1" LinearNan {
        fn linear(&self, steps: usize, start: f64, end: f64) -> Vec<f64> {
            along(steps, |t| (t - 1.0) / (steps as f64 - 1.0), |way| start + way * (end - start))
        }
    }
    "2a" "the usual ends written in" LinearUsual {
        fn linear(&self, steps: usize, _: f64, _: f64) -> Vec<f64> {
            along(steps, right(steps), |way| 1e-4 + way * (0.02 - 1e-4))
        }
    }
    "2a" "t = 0 included" LinearLong {
        fn linear(&self, steps: usize, start: f64, end: f64) -> Vec<f64> {
            (0..=steps).map(|i| start + i as f64 / steps as f64 * (end - start)).collect()
        }
    }
    "2a" "computed in f32" LinearF32 {
        fn linear(&self, steps: usize, start: f64, end: f64) -> Vec<f64> {
            rounded(along(steps, right(steps), |way| start + way * (end - start)))
        }
    }
    "2a" "exponential for linear" LinearExponential {
        fn linear(&self, steps: usize, start: f64, end: f64) -> Vec<f64> {
            along(steps, right(steps), |way| start * (end / start).powf(way))
        }
    }
    "2b" "clip at 0.99" CosineClip99 {
        fn cosine(&self, steps: usize, s: f64) -> Vec<f64> { cosine(steps, |way| f(way, s), 0.99) }
    }
    "2b" "no clip" CosineNoClip {
        fn cosine(&self, steps: usize, s: f64) -> Vec<f64> { cosine(steps, |way| f(way, s), f64::INFINITY) }
    }
    "2b" "the usual offset written in" CosineUsual {
        fn cosine(&self, steps: usize, _: f64) -> Vec<f64> { cosine(steps, |way| f(way, 0.008), 0.999) }
    }
    "2b" "square forgotten" CosineNoSquare {
        fn cosine(&self, steps: usize, s: f64) -> Vec<f64> { cosine(steps, |way| f(way, s).sqrt(), 0.999) }
    }
    "2b" "π for π/2" CosinePi {
        fn cosine(&self, steps: usize, s: f64) -> Vec<f64> {
            cosine(steps, |way| ((way + s) / (1.0 + s) * PI).cos().powi(2), 0.999)
        }
    }
    "2b" "not divided by 1 + s" CosineUnscaled {
        fn cosine(&self, steps: usize, s: f64) -> Vec<f64> {
            cosine(steps, |way| ((way + s) * FRAC_PI_2).cos().powi(2), 0.999)
        }
    }
    "2b" "1 - ᾱ_t returned as β_t" CosineNoRatio {
        fn cosine(&self, steps: usize, s: f64) -> Vec<f64> {
            along(steps, |t| t / steps as f64, |way| (1.0 - f(way, s) / f(0.0, s)).min(0.999))
        }
    }
    "2b" "t counted from 0" CosineEarly {
        fn cosine(&self, steps: usize, s: f64) -> Vec<f64> {
            cosine(steps, |way| f((way - 1.0 / steps as f64).max(0.0), s), 0.999)
        }
    }
    "2b" "computed in f32" CosineF32 {
        fn cosine(&self, steps: usize, s: f64) -> Vec<f64> { rounded(cosine(steps, |way| f(way, s), 0.999)) }
    }
    "2c" "t/T for (t - 1)/(T - 1)" ExponentialByT {
        fn exponential(&self, steps: usize, start: f64, end: f64) -> Vec<f64> {
            along(steps, |t| t / steps as f64, |way| start * (end / start).powf(way))
        }
    }
    "2c" "0/0 for T = 1" ExponentialNan {
        fn exponential(&self, steps: usize, start: f64, end: f64) -> Vec<f64> {
            along(steps, |t| (t - 1.0) / (steps as f64 - 1.0), |way| start * (end / start).powf(way))
        }
    }
    "2c" "linear for exponential" ExponentialLinear {
        fn exponential(&self, steps: usize, start: f64, end: f64) -> Vec<f64> {
            along(steps, right(steps), |way| start + way * (end - start))
        }
    }
    "2c" "the usual ends written in" ExponentialUsual {
        fn exponential(&self, steps: usize, _: f64, _: f64) -> Vec<f64> {
            along(steps, right(steps), |way| 1e-4 * 200_f64.powf(way))
        }
    }
    "2c" "exp of a decimal logarithm" ExponentialLog10 {
        fn exponential(&self, steps: usize, start: f64, end: f64) -> Vec<f64> {
            along(steps, right(steps), |way| (start.log10() + way * (end / start).log10()).exp())
        }
    }
    "2c" "from the end to the start" ExponentialBackwards {
        fn exponential(&self, steps: usize, start: f64, end: f64) -> Vec<f64> {
            along(steps, right(steps), |way| end * (start / end).powf(way))
        }
    }
    "2c" "computed in f32" ExponentialF32 {
        fn exponential(&self, steps: usize, start: f64, end: f64) -> Vec<f64> {
            rounded(along(steps, right(steps), |way| start * (end / start).powf(way)))
        }
    }
}
