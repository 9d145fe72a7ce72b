//! Milestones of each schedule.

use diffusion::Timestep;
use noisebook_runtime::Table;

use crate::forward::NoiseScheduler;

/// For each schedule: the first t with less than half of the signal's variance, the first t with SNR < 1, the mean and the
/// steepest drop of ᾱ per step, and what is left at t = T.
///
/// The two milestones are one event, since ᾱ < 1/2 exactly when ᾱ/(1-ᾱ) < 1. The mean drop telescopes to (1 - ᾱ_T)/T: it knows
/// the ends only. Where a schedule is steep, the steepest drop tells.
pub fn schedule_table(schedulers: &[NoiseScheduler]) -> Table {
    let headers = [
        "schedule",
        "first t with ᾱ < 50 %",
        "first t with SNR < 1",
        "mean drop of ᾱ per step",
        "steepest drop of ᾱ",
        "ᾱ_T (variance)",
        "√ᾱ_T (amplitude)",
    ];
    let table = Table::new(headers).title("Milestones of the schedules");
    schedulers
        .iter()
        .fold(table, |table, scheduler| table.row(row(scheduler)))
}

fn row(scheduler: &NoiseScheduler) -> [String; 7] {
    let at = |t: Option<Timestep>| t.map_or_else(|| "never".into(), |t| t.to_string());
    let last = scheduler.alpha_cumprod_at(scheduler.last());
    let mean_drop = (1.0 - last) / scheduler.timesteps() as f64;
    [
        scheduler.kind().to_string(),
        at(scheduler.first(|t| scheduler.alpha_cumprod_at(t) < 0.5)),
        at(scheduler.first(|t| scheduler.snr_at(t) < 1.0)),
        format!("{mean_drop:.7}"),
        steepest_drop(scheduler),
        percent(last),
        percent(last.sqrt()),
    ]
}

fn steepest_drop(scheduler: &NoiseScheduler) -> String {
    let before = std::iter::once(&1.0).chain(&scheduler.alpha_cumprod);
    let drops = before
        .zip(&scheduler.alpha_cumprod)
        .map(|(before, after)| before - after);
    let steepest = drops.zip(1_usize..).max_by(|a, b| a.0.total_cmp(&b.0));
    steepest.map_or_else(String::new, |(drop, t)| format!("{drop:.5} at t = {t}"))
}

fn percent(share: f64) -> String {
    match 100.0 * share {
        tiny if tiny < 1e-3 => format!("{tiny:.1e} %"),
        percent => format!("{percent:.4} %"),
    }
}
