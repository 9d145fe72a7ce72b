//! Three schedules, compared before anything is trained.

use diffusion::{ArgumentError, Schedule};
use noisebook_runtime::{Figure, Panel, Table};

use crate::film_unet::{BetaSchedules, ScheduleKind, schedule};

fn all(
    answer: &impl BetaSchedules,
    timesteps: usize,
) -> Result<Vec<(ScheduleKind, Schedule)>, ArgumentError> {
    super::positive("timesteps", timesteps, "T is 1000 in this lab")?;
    let with = |kind| Ok((kind, schedule(&answer.betas(kind, timesteps))?));
    ScheduleKind::ALL.into_iter().map(with).collect()
}

/// β, ᾱ and the signal-to-noise ratio of the three schedules.
///
/// # Errors
/// When `timesteps` is 0, or betas lie outside (0, 1).
pub fn schedule_figure(
    answer: &impl BetaSchedules,
    timesteps: usize,
) -> Result<Figure, ArgumentError> {
    let panels = [
        Panel::new("β_t, the noise of a step").y_label("β").log_y(),
        Panel::new("ᾱ_t, the signal that is left").y_label("ᾱ"),
        Panel::new("SNR = ᾱ/(1 - ᾱ)").y_label("SNR").log_y(),
    ];
    let mut panels = panels.map(|panel| panel.x_label("t"));
    for (kind, schedule) in all(answer, timesteps)? {
        let ts: Vec<f64> = (1..=timesteps).map(|t| t as f64).collect();
        let left = schedule.alpha_cumprod.clone();
        let snr: Vec<f64> = left.iter().map(|left| left / (1.0 - left)).collect();
        let [betas, signal, ratio] = panels;
        panels = [
            betas.line(kind.name(), &ts, schedule.betas.clone()),
            signal.line(kind.name(), &ts, left),
            ratio.line(kind.name(), &ts, snr),
        ];
    }
    let figure = Figure::new("Three schedules").columns(3);
    Ok(panels.into_iter().fold(figure, Figure::panel))
}

/// Where each schedule loses its signal, and where it ends.
///
/// # Errors
/// As [`schedule_figure`].
pub fn schedule_table(
    answer: &impl BetaSchedules,
    timesteps: usize,
) -> Result<Table, ArgumentError> {
    let headers = [
        "schedule",
        "β_1",
        "β_T",
        "first t with ᾱ < 1/2",
        "first t with ᾱ < 1 %",
        "ᾱ_T",
    ];
    let mut table = Table::new(headers).title(format!("T = {timesteps}"));
    for (kind, schedule) in all(answer, timesteps)? {
        let first = |limit: f64| {
            let found = schedule.first(|t| schedule.alpha_cumprod_at(t) < limit);
            found.map_or("never".into(), |t| t.to_string())
        };
        table.push([
            kind.name().to_owned(),
            format!("{:.2e}", schedule.betas[0]),
            format!("{:.4}", schedule.betas[timesteps - 1]),
            first(0.5),
            first(0.01),
            format!("{:.1e}", schedule.alpha_cumprod[timesteps - 1]),
        ]);
    }
    Ok(table)
}
