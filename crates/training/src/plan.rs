/// How the learning rate goes over a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RateSchedule {
    /// The same in every step.
    Constant,
    /// Rises over `warm_up` steps, then falls along half a cosine to 0 at the last step.
    Cosine {
        /// Steps of the rise.
        warm_up: usize,
    },
}

/// Every number of a training run and of what is drawn from it; a lab fills one for each [`Profile`](crate::Profile).
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// Channels of the network's first level.
    pub width: usize,
    /// T, the number of noising steps.
    pub timesteps: usize,
    /// Digits in a step.
    pub batch: usize,
    /// Epochs of each phase, as `[5, 15]`; [`Trainer::fit`](crate::Trainer::fit) goes one phase on.
    pub phases: Vec<usize>,
    /// The learning rate of Adam, at its highest.
    pub learning_rate: f64,
    /// How the learning rate goes.
    pub rate_schedule: RateSchedule,
    /// Decay of the moving average of the weights, if one is kept; 0.99 averages over about 100 steps.
    pub ema: Option<f64>,
    /// γ of the min-SNR weights (arXiv 2303.09556), if the loss is weighted.
    pub min_snr: Option<f64>,
    /// The largest norm of all gradients together, if they are clipped.
    pub clip_norm: Option<f64>,
    /// A checkpoint is written after so many epochs.
    pub checkpoint_every: usize,
    /// How many digits are drawn from the trained network and measured.
    pub samples: usize,
    /// Steps in which they are drawn, at most T.
    pub sampling_steps: usize,
    /// What the reader will see in the end, said before training starts.
    pub shows: String,
}

impl Plan {
    /// The numbers that train a small network on two cores in minutes: batch 64, ten epochs, 2e-3 falling along a cosine,
    /// average over 100 steps, min-SNR 5, digits drawn in 50 steps.
    pub fn quick() -> Self {
        Self {
            width: 16,
            timesteps: 1000,
            batch: 64,
            phases: vec![10],
            learning_rate: 2e-3,
            rate_schedule: RateSchedule::Cosine { warm_up: 20 },
            ema: Some(0.99),
            min_snr: Some(5.0),
            clip_norm: None,
            checkpoint_every: 1,
            samples: 256,
            sampling_steps: 50,
            shows: "64 digits, most of them legible".into(),
        }
    }

    /// All epochs.
    pub fn epochs(&self) -> usize {
        self.phases.iter().sum()
    }

    /// Steps of an epoch over `digits` digits: whole batches only, one at least.
    pub fn steps_per_epoch(&self, digits: usize) -> usize {
        (digits / self.batch.max(1)).max(1)
    }

    /// The learning rate of step `step` (from 0) of `steps`.
    pub fn learning_rate_at(&self, step: usize, steps: usize) -> f64 {
        match self.rate_schedule {
            RateSchedule::Constant => self.learning_rate,
            RateSchedule::Cosine { warm_up } if step < warm_up => {
                self.learning_rate * (step + 1) as f64 / warm_up as f64
            }
            RateSchedule::Cosine { warm_up } => {
                let done = (step - warm_up) as f64 / steps.saturating_sub(warm_up).max(1) as f64;
                self.learning_rate * 0.5 * (1.0 + (std::f64::consts::PI * done.min(1.0)).cos())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cosine_rises_to_the_learning_rate_and_falls_to_nothing() {
        let plan = Plan::quick();
        let rates: Vec<f64> = (0..1400)
            .map(|step| plan.learning_rate_at(step, 1400))
            .collect();
        assert!((rates[0] - 1e-4).abs() < 1e-12 && (rates[20] - 2e-3).abs() < 1e-12);
        assert!(
            (rates[710] - 1e-3).abs() < 1e-9,
            "half way down: {}",
            rates[710]
        );
        assert!(rates[1399] < 1e-8);
        assert!(rates[..20].is_sorted() && rates[20..].is_sorted_by(|a, b| a > b));
    }

    #[test]
    fn an_epoch_has_whole_batches_and_one_at_least() {
        let plan = Plan::quick();
        assert_eq!(
            [9000, 64, 63].map(|digits| plan.steps_per_epoch(digits)),
            [140, 1, 1]
        );
    }
}
