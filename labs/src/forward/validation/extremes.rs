use diffusion::{ArgumentError, Schedule, Timestep};
use noisebook_runtime::Table;

use super::super::arguments;
use super::super::demos::scientific;
use super::precision::single;

/// ᾱ, both factors and the signal-to-noise ratio at t = 0, 1, 2 and T-2, T-1, T, and 1 - ᾱ as `f32` has it.
///
/// # Errors
/// When the schedule has fewer than five steps, or a beta outside (0, 1).
pub fn extreme_timesteps(schedule: &Schedule) -> Result<Table, ArgumentError> {
    arguments::schedule(schedule)?;
    let last = schedule.timesteps();
    arguments::at_least("schedule.betas", last, 5)?;
    let headers = ["t", "ᾱ", "√ᾱ", "√(1−ᾱ)", "SNR", "1−ᾱ", "1−ᾱ in f32"];
    let rounded = single(schedule);
    let mut table = Table::new(headers).title("Extreme timesteps");
    for t in [0, 1, 2, last - 2, last - 1, last] {
        table.push(row(schedule, &rounded, schedule.timestep(t)?));
    }
    Ok(table)
}

fn row(schedule: &Schedule, rounded: &[f32], t: Timestep) -> [String; 7] {
    let signal = schedule.alpha_cumprod_at(t);
    let snr = schedule.snr_at(t);
    let single = t.index().map_or(0.0, |i| 1.0 - rounded[i]);
    let shown = |x: f64| match x {
        0.0 => "0".into(),
        x if x == f64::INFINITY => "∞".into(),
        x if x >= 0.001 => format!("{x:.6}"),
        x => scientific(x),
    };
    [
        t.to_string(),
        shown(signal),
        shown(signal.sqrt()),
        shown((1.0 - signal).sqrt()),
        if snr > 1.0 && snr.is_finite() {
            format!("{snr:.1}")
        } else {
            shown(snr)
        },
        exact(1.0 - signal),
        exact(f64::from(single)),
    ]
}

/// Eight digits: what `f32` could hold.
fn exact(x: f64) -> String {
    if x == 0.0 || x >= 0.1 {
        return format!("{x:.7}");
    }
    format!("{x:.7e}").replace('-', "−")
}
