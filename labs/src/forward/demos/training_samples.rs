//! Which timesteps, and which noise levels, a network is trained on.

use burn::tensor::Tensor;
use diffusion::{ArgumentError, Schedule, Timestep};
use noisebook_runtime::figure::Values;
use noisebook_runtime::{Figure, Panel, Table, stats};

use super::{TrainingDemo, scientific, signed};
use crate::forward::{TrainingData, arguments};

/// Intervals of equal length into which timesteps are counted.
const BINS: usize = 20;

/// Points of the scatter plot: a tenth of the samples shows the curve without covering it.
const SHOWN: usize = 10;

/// Timesteps of many training examples, with the schedule that gives each its signal-to-noise ratio.
#[derive(Clone, Debug, PartialEq)]
pub struct TrainingSamples {
    /// The timestep of each example.
    pub timesteps: Vec<Timestep>,
    schedule: Schedule,
}

impl<T: TrainingData> TrainingDemo<'_, T> {
    /// Draws `count` training examples, a batch `x0` at a time, and keeps their timesteps.
    ///
    /// # Errors
    /// When `x0` holds no image or a pixel that is not finite, or a timestep came back that the schedule does not have.
    pub fn samples(&self, x0: &Tensor<4>, count: usize) -> Result<TrainingSamples, ArgumentError> {
        let batch = arguments::images("x0", x0)?;
        let mut timesteps = Vec::new();
        for _ in 0..count.div_ceil(batch) {
            let (_, t, _) = self.answer.training_sample(x0.clone(), self.schedule);
            for t in t.into_values() {
                timesteps.push(noisy(self.schedule, t)?);
            }
        }
        timesteps.truncate(count);
        let schedule = self.schedule.clone();
        Ok(TrainingSamples {
            timesteps,
            schedule,
        })
    }
}

/// The timestep `t` of 1..=T.
fn noisy(schedule: &Schedule, t: f64) -> Result<Timestep, ArgumentError> {
    let timestep = schedule.timestep(t.max(0.0) as usize)?;
    if timestep != Timestep::CLEAN {
        return Ok(timestep);
    }
    Err(ArgumentError {
        argument: "t",
        expected: format!("1..={}", schedule.timesteps()),
        got: signed(t, 0),
        hint: "the check of 4a says what is wrong: timesteps begin at 1",
    })
}

impl TrainingSamples {
    /// Moments of t beside those of an even draw from 1..=T, the chi-square statistic of 20 counts, and what the noise is like.
    ///
    /// t has the mean (T + 1)/2 and the variance (T² - 1)/12. The statistic of k + 1 even counts has the mean k and the standard
    /// deviation √(2k), whatever T is: moments alone would not show a gap or a lump.
    pub fn table(&self) -> Table {
        let (t, last) = (self.numbers(), self.schedule.timesteps() as f64);
        let number = |x: Option<f64>| x.map_or_else(|| "—".into(), |x| signed(x, 1));
        let k = self.degrees_of_freedom() as f64;
        let low = |noisy: &f64| *noisy < 1.0;
        let share =
            |snr: &[f64]| snr.iter().filter(|snr| low(snr)).count() as f64 / snr.len() as f64;
        let theory = Timestep::all(&self.schedule).map(|t| self.schedule.snr_at(t));
        let (drawn, all) = (self.ratios(), theory.collect::<Vec<f64>>());
        let percent = |share: f64| format!("{:.1} %", 100.0 * share);
        let title = format!("{} training examples", t.len());
        Table::new(["", "drawn", "an even draw of 1..=T"])
            .title(title)
            .row([
                "mean of t".into(),
                number(stats::mean(&t)),
                number(Some(f64::midpoint(last, 1.0))),
            ])
            .row([
                "std of t".into(),
                number(stats::standard_deviation(&t)),
                number(Some(((last * last - 1.0) / 12.0).sqrt())),
            ])
            .row([
                "least and largest t".into(),
                self.ends(),
                format!("1, {last}"),
            ])
            .row([
                "chi-square of 20 counts".into(),
                number(Some(self.chi_square())),
                format!("{k} ± {:.1}", (2.0 * k).sqrt()),
            ])
            .row([
                "share with SNR < 1".into(),
                percent(share(&drawn)),
                percent(share(&all)),
            ])
            .row(["median of SNR".into(), median(&drawn), median(&all)])
    }

    /// Three panels: how often each timestep came, how often each signal-to-noise ratio, and the ratio against t.
    pub fn figure(&self) -> Figure {
        Figure::new("What a network is trained on")
            .columns(3)
            .panel(self.timesteps_panel())
            .panel(self.ratios_panel())
            .panel(self.curve_panel())
    }

    fn timesteps_panel(&self) -> Panel {
        let last = self.schedule.timesteps() as f64;
        let even = self.timesteps.len() as f64 / BINS as f64;
        Panel::new("Timesteps, dashed: even")
            .x_label("t")
            .y_label("examples")
            .bins(BINS)
            .x_range(0.5, last + 0.5)
            .histogram("", self.numbers())
            .horizontal_line("", even)
    }

    fn ratios_panel(&self) -> Panel {
        let logarithms: Vec<f64> = self.ratios().iter().map(|snr| snr.log10()).collect();
        let first = self.schedule.timestep(1).map(|t| self.schedule.snr_at(t));
        let (high, low) = (
            first.unwrap_or(1.0).log10(),
            self.schedule.snr_at(self.schedule.last()).log10(),
        );
        Panel::new("Signal-to-noise, dashed: 1")
            .x_label("log₁₀ SNR")
            .y_label("examples")
            .x_range(low, high)
            .histogram("", logarithms)
            .vertical_line("", 0.0)
    }

    fn curve_panel(&self) -> Panel {
        let every = |t: Timestep| self.schedule.snr_at(t);
        let curve: Vec<f64> = Timestep::all(&self.schedule).map(every).collect();
        let some = |list: Vec<f64>| list.into_iter().step_by(SHOWN).collect::<Vec<f64>>();
        Panel::new("Signal-to-noise against t")
            .x_label("t")
            .y_label("SNR")
            .log_y()
            .scatter("examples", some(self.numbers()), some(self.ratios()))
            .dashed_line("ᾱ/(1−ᾱ)", 1..=self.schedule.timesteps(), curve)
    }

    /// What [`chi_square`](Self::chi_square) is on average for an even draw.
    pub fn degrees_of_freedom(&self) -> usize {
        BINS.min(self.schedule.timesteps()) - 1
    }

    /// Pearson's statistic of the counts in 20 intervals of 1..=T.
    pub fn chi_square(&self) -> f64 {
        let (n, last) = (self.timesteps.len() as f64, self.schedule.timesteps());
        let mut counts = [0.0; BINS];
        let mut sizes = [0.0; BINS];
        let bin = |t: usize| (t - 1) * BINS / last.max(1);
        (1..=last).for_each(|t| sizes[bin(t)] += 1.0);
        self.timesteps
            .iter()
            .for_each(|t| counts[bin(t.get())] += 1.0);
        let term = |(count, size): (&f64, &f64)| {
            let expected = n * size / last as f64;
            if expected > 0.0 {
                (count - expected).powi(2) / expected
            } else {
                0.0
            }
        };
        counts.iter().zip(&sizes).map(term).sum()
    }

    fn numbers(&self) -> Vec<f64> {
        self.timesteps.iter().map(|t| t.get() as f64).collect()
    }

    fn ratios(&self) -> Vec<f64> {
        self.timesteps
            .iter()
            .map(|t| self.schedule.snr_at(*t))
            .collect()
    }

    fn ends(&self) -> String {
        let (least, largest) = (self.timesteps.iter().min(), self.timesteps.iter().max());
        least.zip(largest).map_or_else(
            || "—".into(),
            |(least, largest)| format!("{least}, {largest}"),
        )
    }
}

fn median(values: &[f64]) -> String {
    stats::median(values).map_or_else(|| "—".into(), scientific)
}
