//! Six views of each schedule.

use diffusion::Timestep;
use noisebook_runtime::{Figure, Panel};

use crate::forward::NoiseScheduler;

/// Six panels over t: β, ᾱ, √ᾱ, √(1-ᾱ), SNR and the share of the signal's variance that is left, one line for each schedule.
///
/// The last panel shows ᾱ again, in per cent and on a logarithmic axis: there the ends differ.
pub fn schedule_figure(schedulers: &[NoiseScheduler]) -> Figure {
    let percent = |s: &NoiseScheduler| s.alpha_cumprod.iter().map(|a| 100.0 * a).collect();
    let panels = [
        panel(schedulers, "Variance of one step", "β", |s| {
            s.betas.clone()
        })
        .log_y(),
        panel(schedulers, "Signal variance, dashed: ½", "ᾱ", |s| {
            s.alpha_cumprod.clone()
        })
        .horizontal_line("", 0.5),
        panel(schedulers, "Factor of the image", "√ᾱ", |s| {
            s.sqrt_alpha_cumprod.clone()
        }),
        panel(schedulers, "Factor of the noise", "√(1−ᾱ)", |s| {
            s.sqrt_one_minus_alpha_cumprod.clone()
        }),
        panel(
            schedulers,
            "Signal-to-noise, dashed: 1",
            "SNR = ᾱ/(1−ᾱ)",
            snr,
        )
        .log_y()
        .y_range(1e-6, 1e5)
        .horizontal_line("", 1.0),
        panel(schedulers, "Signal variance left", "100·ᾱ in %", percent)
            .log_y()
            .y_range(1e-4, 200.0),
    ];
    panels.into_iter().fold(
        Figure::new("Three noise schedules").columns(3),
        Figure::panel,
    )
}

fn snr(scheduler: &NoiseScheduler) -> Vec<f64> {
    Timestep::all(scheduler)
        .map(|t| scheduler.snr_at(t))
        .collect()
}

fn panel(
    schedulers: &[NoiseScheduler],
    title: &str,
    y_label: &str,
    table: impl Fn(&NoiseScheduler) -> Vec<f64>,
) -> Panel {
    let empty = Panel::new(title).x_label("t").y_label(y_label);
    schedulers.iter().fold(empty, |panel, scheduler| {
        panel.line(
            scheduler.kind().name(),
            1..=scheduler.timesteps(),
            table(scheduler),
        )
    })
}
