//! What is lost in `f32`, and where.

use diffusion::{Schedule, Timestep};
use noisebook_runtime::Table;

use super::super::demos::scientific;
use crate::forward::NoiseScheduler;

/// ᾱ_t as a program makes it that works in `f32` throughout: betas rounded, then multiplied up.
pub(super) fn single(schedule: &Schedule) -> Vec<f32> {
    let alphas = schedule.betas.iter().map(|beta| 1.0 - *beta as f32);
    let product = |product: &mut f32, alpha: f32| {
        *product *= alpha;
        Some(*product)
    };
    alphas.scan(1.0_f32, product).collect()
}

/// What `1 - x` is off by, relative, and at which timestep most.
fn worst_difference(schedule: &Schedule, single: &[f32]) -> (f64, usize) {
    let off = |i: usize| {
        let exact = 1.0 - schedule.alpha_cumprod[i];
        (f64::from(1.0 - single[i]) / exact - 1.0).abs()
    };
    let all = (0..single.len()).map(|i| (off(i), i + 1));
    all.max_by(|a, b| a.0.total_cmp(&b.0)).unwrap_or((0.0, 0))
}

/// For each schedule, with tables in `f32`: the least ᾱ and its root, the first t with ᾱ < 1e-7, values that are NaN or infinite,
/// and where 1 - ᾱ loses most.
///
/// A number below 1e-7 is no danger: `f32` reaches down to 1e-38 with all its digits. What ends at 6e-8 is the distance from 1 to
/// the next number, so the loss is in 1 - ᾱ while ᾱ is near 1: at small t.
pub fn precision_limits(schedulers: &[NoiseScheduler]) -> Table {
    let headers = [
        "schedule",
        "least ᾱ",
        "its root",
        "first t with ᾱ < 1e−7",
        "NaN or infinite",
        "1 − ᾱ is off by at most",
    ];
    let table = Table::new(headers).title("Tables in 32 bits");
    schedulers
        .iter()
        .fold(table, |table, scheduler| table.row(row(scheduler)))
}

fn row(scheduler: &NoiseScheduler) -> [String; 6] {
    let table = single(scheduler);
    let least = table.iter().copied().fold(f32::INFINITY, f32::min);
    let below = scheduler.first(|t| scheduler.alpha_cumprod_at(t) < 1e-7);
    let snr = |a: &f32| a / (1.0 - a);
    let bad = table
        .iter()
        .filter(|a| !snr(a).is_finite() || !a.sqrt().is_finite())
        .count();
    let (off, t) = worst_difference(scheduler, &table);
    [
        scheduler.kind().to_string(),
        scientific(f64::from(least)),
        scientific(f64::from(least.sqrt())),
        below.map_or_else(|| "never".into(), |t: Timestep| t.to_string()),
        bad.to_string(),
        format!("{} (relative) at t = {t}", scientific(off)),
    ]
}
