use noisebook_runtime::{Figure, Panel, stats};

/// Points of the drawn curve, about.
const POINTS: usize = 120;

/// The losses of a run, one for each step.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct History {
    /// The loss of each step, in order.
    pub losses: Vec<f64>,
    /// Steps after which a phase ended.
    pub phase_ends: Vec<usize>,
    /// Steps of an epoch.
    pub steps_per_epoch: usize,
}

impl History {
    /// The mean loss of the last `count` steps.
    pub fn recent(&self, count: usize) -> Option<f64> {
        let from = self.losses.len().saturating_sub(count.max(1));
        stats::mean(&self.losses[from..])
    }

    /// The mean loss of each epoch that is over or has begun.
    pub fn epochs(&self) -> Vec<f64> {
        let epochs = self.losses.chunks(self.steps_per_epoch.max(1));
        epochs.filter_map(stats::mean).collect()
    }

    /// The loss curve over a run of `steps` steps: windows of steps, means of epochs, ends of phases.
    pub fn panel(&self, steps: usize) -> Panel {
        let window = steps.div_ceil(POINTS).max(1);
        let windows: Vec<f64> = self.losses.chunks(window).filter_map(stats::mean).collect();
        let middles: Vec<f64> = (0..windows.len())
            .map(|i| (i * window) as f64 + window as f64 / 2.0)
            .collect();
        let epochs = self.epochs();
        let per_epoch = self.steps_per_epoch.max(1) as f64;
        let centres: Vec<f64> = (0..epochs.len())
            .map(|i| (i as f64 + 0.5) * per_epoch)
            .collect();
        let name = match window {
            1 => "each step".to_owned(),
            window => format!("mean of {window} steps"),
        };
        let panel = Panel::new("")
            .x_label("step")
            .y_label("loss")
            .log_y()
            .x_range(0.0, steps.max(1) as f64)
            .line(name, middles, windows)
            .marked_line("mean of an epoch", centres, epochs);
        // A line for each end but the last, which is the end of the figure, too.
        let ends = self.phase_ends.iter().enumerate();
        ends.filter(|(_, end)| **end < steps)
            .fold(panel, |panel, (phase, end)| {
                panel.vertical_line(format!("end of phase {}", phase + 1), *end as f64)
            })
    }

    /// The loss curve as a figure of its own.
    pub fn figure(&self, title: impl Into<String>, steps: usize) -> Figure {
        Figure::new(title).panel(self.panel(steps))
    }
}
