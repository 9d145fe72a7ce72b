//! What is often done against small numbers, and what it does.

use diffusion::{ArgumentError, Schedule};
use noisebook_runtime::{Figure, Panel, Table};

use super::super::arguments;
use super::super::demos::scientific;
use super::precision::single;

/// The guard that code often has.
const GUARD: f32 = 1e-8;

/// A way to compute the signal-to-noise ratio of every timestep.
type Way = (&'static str, fn(&Schedule) -> Vec<f64>);

const WAYS: [Way; 6] = [
    ("f32, as it is", plain),
    ("ᾱ clamped at 1e−8", clamped),
    ("1e−8 in the denominator", guarded),
    ("exp of log of the clamped ᾱ", logarithm_too_late),
    ("log space: Σ ln(1−β)", log_space),
    ("tables in f64, rounded at the end", rounded_late),
];

fn ratios(single: impl Iterator<Item = f32>, ratio: impl Fn(f32) -> f32) -> Vec<f64> {
    single.map(|a| f64::from(ratio(a))).collect()
}

fn plain(schedule: &Schedule) -> Vec<f64> {
    ratios(single(schedule).into_iter(), |a| a / (1.0 - a))
}

fn clamped(schedule: &Schedule) -> Vec<f64> {
    ratios(single(schedule).into_iter(), |a| {
        a.max(GUARD) / (1.0 - a.max(GUARD))
    })
}

fn guarded(schedule: &Schedule) -> Vec<f64> {
    ratios(single(schedule).into_iter(), |a| a / (1.0 - a + GUARD))
}

/// The logarithm of a product that was taken already.
fn logarithm_too_late(schedule: &Schedule) -> Vec<f64> {
    ratios(single(schedule).into_iter(), |a| {
        let log = a.max(GUARD).ln();
        log.exp() / (1.0 - log.exp())
    })
}

/// ln ᾱ = Σ ln(1-β), and 1 - ᾱ = -expm1(ln ᾱ): no number near 1 is ever formed.
fn log_space(schedule: &Schedule) -> Vec<f64> {
    let logs = schedule.betas.iter().map(|beta| (-*beta as f32).ln_1p());
    let sums = logs.scan(0.0_f32, |sum, log| {
        *sum += log;
        Some(*sum)
    });
    ratios(sums, |log| log.exp() / -log.exp_m1())
}

fn rounded_late(schedule: &Schedule) -> Vec<f64> {
    exact(schedule)
        .iter()
        .map(|snr| f64::from(*snr as f32))
        .collect()
}

fn exact(schedule: &Schedule) -> Vec<f64> {
    schedule
        .alpha_cumprod
        .iter()
        .map(|a| a / (1.0 - a))
        .collect()
}

/// Relative errors of a way, timestep by timestep.
fn errors(schedule: &Schedule, way: fn(&Schedule) -> Vec<f64>) -> Vec<f64> {
    let pairs = way(schedule).into_iter().zip(exact(schedule));
    pairs
        .map(|(got, exact)| (got / exact - 1.0).abs())
        .collect()
}

/// The signal-to-noise ratio at both ends, and its largest relative error over all timesteps, for each fix.
///
/// # Errors
/// When a beta lies outside (0, 1), or there is none.
pub fn stability_fixes(schedule: &Schedule) -> Result<Table, ArgumentError> {
    arguments::schedule(schedule)?;
    let headers = [
        "",
        "SNR at t = 1",
        "SNR at t = T",
        "largest relative error",
        "at t",
    ];
    let ends = |snr: &[f64]| [snr.first(), snr.last()].map(|snr| snr.copied().unwrap_or(f64::NAN));
    let [first, last] = ends(&exact(schedule));
    let table = Table::new(headers)
        .title("Fixes and their effect, in 32 bits")
        .row([
            "exact".into(),
            format!("{first:.2}"),
            scientific(last),
            "—".into(),
            String::new(),
        ]);
    Ok(WAYS.iter().fold(table, |table, (name, way)| {
        let [first, last] = ends(&way(schedule));
        let worst = errors(schedule, *way)
            .into_iter()
            .zip(1_usize..)
            .max_by(|a, b| a.0.total_cmp(&b.0));
        let (off, t) = worst.unwrap_or((0.0, 0));
        table.row([
            (*name).into(),
            format!("{first:.2}"),
            scientific(last),
            scientific(off),
            t.to_string(),
        ])
    }))
}

/// The relative error of the signal-to-noise ratio over t, for each fix that changes something.
///
/// # Errors
/// As [`stability_fixes`].
pub fn stability_figure(schedule: &Schedule) -> Result<Figure, ArgumentError> {
    arguments::schedule(schedule)?;
    let panel = Panel::new("")
        .x_label("t")
        .y_label("relative error of SNR")
        .log_x()
        .log_y()
        .y_range(1e-9, 1e-2);
    let shown = [0, 2, 4, 5].map(|i: usize| WAYS[i]);
    let panel = shown.iter().fold(panel, |panel, (name, way)| {
        // An error of nothing has no place on a logarithmic axis.
        let floor = errors(schedule, *way).into_iter().map(|off| off.max(1e-9));
        panel.line(*name, 1..=schedule.timesteps(), floor.collect::<Vec<f64>>())
    });
    Ok(Figure::new("Where 32 bits lose digits, and what helps")
        .width(720)
        .panel(panel))
}
