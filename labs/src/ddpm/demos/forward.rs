//! The schedule, and a digit under it.

use burn::tensor::{Int, Tensor};
use diffusion::{ArgumentError, Schedule};
use noisebook_runtime::figure::{Image, Images};
use noisebook_runtime::{Figure, ImageGrid, Panel, Table, noise_like};

use super::images;
use crate::ddpm::ForwardSampling;

/// ᾱ with the line of one half, and β.
pub fn schedule_figure(schedule: &Schedule) -> Figure {
    let ts = 1..=schedule.timesteps();
    let half = schedule.first(|t| schedule.alpha_cumprod_at(t) < 0.5);
    let title = half.map_or_else(String::new, |t| format!(": half at t = {t}"));
    let left = Panel::new(format!(
        "ᾱₜ, the share of the variance that is signal{title}"
    ))
    .x_label("t")
    .line("ᾱₜ", ts.clone(), &schedule.alpha_cumprod)
    .line(
        "√ᾱₜ, the factor of the image",
        ts.clone(),
        &schedule.sqrt_alpha_cumprod,
    )
    .horizontal_line("50 %", 0.5);
    let right = Panel::new("βₜ, the variance that a step adds")
        .x_label("t")
        .line("βₜ", ts, &schedule.betas);
    Figure::new("The linear schedule").panel(left).panel(right)
}

/// ᾱ_t, its root and the signal-to-noise ratio at some timesteps.
///
/// # Errors
/// When a timestep lies outside 0..=T.
pub fn milestones(schedule: &Schedule, timesteps: &[usize]) -> Result<Table, ArgumentError> {
    let headers = [
        "t",
        "ᾱₜ: signal in the variance",
        "√ᾱₜ: factor of the image",
        "√(1-ᾱₜ): factor of ε",
        "SNR",
    ];
    let mut table = Table::new(headers).title("What is left of a digit");
    for &t in timesteps {
        let t = schedule.timestep(t)?;
        let left = schedule.alpha_cumprod_at(t);
        let snr = if t.get() == 0 {
            "∞".into()
        } else {
            format!("{:.2e}", schedule.snr_at(t)).replace('-', "−")
        };
        table.push([
            t.to_string(),
            format!("{left:.5}"),
            format!("{:.3}", left.sqrt()),
            format!("{:.3}", (1.0 - left).sqrt()),
            snr,
        ]);
    }
    Ok(table)
}

/// Demo of section 1: [`corruption`](Self::corruption).
#[derive(Clone, Copy, Debug)]
pub struct ForwardDemo<'a, T> {
    answer: &'a T,
    schedule: &'a Schedule,
}

/// The timesteps of the strip.
const SHOWN: [usize; 6] = [0, 100, 250, 500, 750, 999];

impl<'a, T: ForwardSampling> ForwardDemo<'a, T> {
    /// The demo with this body and this schedule.
    pub fn new(answer: &'a T, schedule: &'a Schedule) -> Self {
        Self { answer, schedule }
    }

    /// The first image of `x0` at t = 0, 100, 250, 500, 750 and 999, with the same noise each time, and that noise alone.
    ///
    /// # Errors
    /// When the schedule has fewer than 999 steps, or `x0` holds no image with finite pixels.
    pub fn corruption(&self, x0: &Tensor<4>) -> Result<Figure, ArgumentError> {
        images("x0", x0, 1)?;
        let x0 = x0.clone().narrow(0, 0, 1);
        let noise = noise_like(&x0);
        let (mut titles, mut shown) = (Vec::new(), Vec::<Image>::new());
        for t in SHOWN {
            let snr = self.schedule.snr_at(self.schedule.timestep(t)?);
            titles.push(match snr {
                _ if t == 0 => "t = 0".into(),
                snr if snr < 0.01 => format!("t = {t}: SNR {snr:.0e}").replace('-', "−"),
                snr => format!("t = {t}: SNR {snr:.2}"),
            });
            shown.extend(self.at(t, &x0, &noise).into_images());
        }
        titles.push("ε".into());
        shown.extend(noise.into_images());
        let grid = ImageGrid::new("").columns(titles).row("", shown);
        Ok(Figure::new("One digit, the same noise, six timesteps")
            .width(1000)
            .panel(grid))
    }

    fn at(&self, t: usize, x0: &Tensor<4>, noise: &Tensor<4>) -> Tensor<4> {
        if t == 0 {
            return x0.clone();
        }
        let t = Tensor::<1, Int>::full([x0.dims()[0]], t as i64, &x0.device());
        let alpha_bars = &self.schedule.alpha_cumprod;
        let (x_t, _) = self
            .answer
            .q_sample(x0.clone(), t, alpha_bars, Some(noise.clone()));
        x_t
    }
}
