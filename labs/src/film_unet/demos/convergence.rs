//! Did it converge, and how smoothly?

use noisebook_runtime::{Figure, Panel, Table};
use training::History;

/// A run counts as smooth if no epoch's mean loss is more than this share above the one before.
const ROUGH: f64 = 0.05;

/// What the losses of a run say, epoch by epoch.
#[derive(Clone, Debug, PartialEq)]
pub struct Convergence {
    /// The mean loss of each epoch.
    pub epochs: Vec<f64>,
    losses: Vec<f64>,
}

/// A report on a run.
pub fn convergence(history: &History) -> Convergence {
    Convergence {
        epochs: history.epochs(),
        losses: history.losses.clone(),
    }
}

impl Convergence {
    /// By how much the last epoch's loss lies below the first one's, as a share of the first.
    pub fn improvement(&self) -> Option<f64> {
        let (first, last) = (self.epochs.first()?, self.epochs.last()?);
        Some((first - last) / first)
    }

    /// How far the loss moved from each epoch to the next, up or down.
    fn jumps(&self) -> Vec<f64> {
        self.epochs
            .windows(2)
            .map(|pair| pair[1] - pair[0])
            .collect()
    }

    /// Whether no epoch's mean is more than 5 % above the one before.
    pub fn is_smooth(&self) -> bool {
        self.epochs
            .windows(2)
            .all(|pair| pair[1] <= pair[0] * (1.0 + ROUGH))
    }

    /// First and last loss, improvement, jumps, and the verdict with its rule.
    pub fn table(&self) -> Table {
        let jumps = self.jumps();
        let sizes: Vec<f64> = jumps.iter().map(|jump| jump.abs()).collect();
        let largest = sizes.iter().copied().fold(0.0, f64::max);
        let mean = sizes.iter().sum::<f64>() / sizes.len().max(1) as f64;
        let rises = jumps.iter().filter(|jump| **jump > 0.0).count();
        let number =
            |value: Option<&f64>| value.map_or("none yet".into(), |loss| format!("{loss:.4}"));
        let improvement = self.improvement();
        let verdict = if self.is_smooth() {
            "smooth"
        } else {
            "not smooth"
        };
        Table::new(["", "value", "what it means"])
            .title(format!("{} epochs: {verdict}", self.epochs.len()))
            .row(["first epoch", &number(self.epochs.first()), "mean loss"])
            .row(["last epoch", &number(self.epochs.last()), "mean loss"])
            .row([
                "improvement",
                &improvement.map_or("none yet".into(), |share| format!("{:.1} %", 100.0 * share)),
                "of the first epoch's loss",
            ])
            .row([
                "largest jump",
                &format!("{largest:.4}"),
                "between neighbouring epochs, up or down",
            ])
            .row([
                "mean jump",
                &format!("{mean:.4}"),
                "between neighbouring epochs, up or down",
            ])
            .row(["rises", &rises.to_string(), "epochs above the one before"])
            .row([
                "verdict",
                verdict,
                "smooth: no epoch more than 5 % above the one before",
            ])
    }

    /// The loss of every step, thinned, with a marker for each epoch.
    pub fn figure(&self) -> Figure {
        let window = self.losses.len().div_ceil(150).max(1);
        let means: Vec<f64> = self
            .losses
            .chunks(window)
            .map(|losses| losses.iter().sum::<f64>() / losses.len() as f64)
            .collect();
        let middles: Vec<f64> = (0..means.len())
            .map(|i| (i as f64 + 0.5) * window as f64)
            .collect();
        let length = self.losses.len() as f64 / self.epochs.len().max(1) as f64;
        let centres: Vec<f64> = (0..self.epochs.len())
            .map(|i| (i as f64 + 0.5) * length)
            .collect();
        let panel = Panel::new("")
            .x_label("step")
            .y_label("loss")
            .log_y()
            .line(format!("mean of {window} steps"), middles, means)
            .marked_line("mean of an epoch", centres, self.epochs.clone());
        Figure::new("Loss").panel(panel)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report(losses: &[f64]) -> Convergence {
        convergence(&History {
            losses: losses.to_vec(),
            phase_ends: vec![],
            steps_per_epoch: 2,
        })
    }

    #[test]
    fn a_run_that_falls_is_smooth_and_says_by_how_much() {
        let run = report(&[1.0, 0.6, 0.4, 0.4, 0.2, 0.2]);
        assert_eq!(run.epochs, [0.8, 0.4, 0.2]);
        assert!(run.is_smooth() && (run.improvement().unwrap() - 0.75).abs() < 1e-12);
        let words = run.table().to_string();
        assert!(
            words.contains("75.0 %") && words.contains("0.4000"),
            "{words}"
        );
    }

    #[test]
    fn a_rise_above_five_percent_is_rough_and_nothing_is_no_run() {
        assert!(report(&[0.4, 0.4, 0.41, 0.41]).is_smooth());
        assert!(!report(&[0.4, 0.4, 0.43, 0.43]).is_smooth());
        let none = report(&[]);
        assert!(none.improvement().is_none() && none.is_smooth());
        assert!(none.table().to_string().contains("none yet"));
    }
}
