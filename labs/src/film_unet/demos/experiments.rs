//! Small networks that differ in one thing, trained side by side.

use burn::tensor::Tensor;
use diffusion::{ArgumentError, Schedule};
use noisebook_runtime::data::Split;
use noisebook_runtime::{Figure, ImageGrid, Panel, Table, device, noise_like, stats};
use training::{Denoiser, Plan, Profile, Sampler, TrainingError};

use crate::film_unet::{
    BetaSchedules, FilmDenoiser, FilmForward, Order, OriginalOrder, ScheduleKind, Training,
    TrainingStep, UNetConfig, film_plan, schedule,
};

/// Why an experiment ended early.
#[derive(Debug, thiserror::Error)]
pub enum ExperimentError {
    /// An argument was outside its range.
    #[error(transparent)]
    Argument(#[from] ArgumentError),
    /// A network could not be trained.
    #[error(transparent)]
    Training(#[from] TrainingError),
}

/// Digits drawn from each network.
const DRAWN: usize = 8;

/// What became of each network.
#[derive(Clone, Debug)]
pub struct Experiment {
    title: &'static str,
    runs: Vec<Run>,
}

#[derive(Clone, Debug)]
struct Run {
    name: String,
    losses: Vec<f64>,
    digits: Tensor<4>,
}

/// A network that is small enough to be trained beside others, with one channel in each group at the finest level.
fn small(profile: Profile) -> (UNetConfig, Plan) {
    let config = UNetConfig {
        widths: [8, 16, 32],
        ..UNetConfig::quick()
    };
    let plan = Plan {
        phases: vec![2],
        min_snr: None,
        shows: "how networks compare that differ in one thing".into(),
        ..film_plan(profile)
    };
    (config, plan)
}

/// Our network and the one in the original's order, trained with the same numbers on the same digits.
///
/// # Errors
/// When a loss is not a number, or the profile is unknown.
pub fn compare_orders(
    forward: &impl FilmForward,
    step: &impl TrainingStep,
    schedule: &Schedule,
    (digits, profile): (&Split, Profile),
) -> Result<Experiment, ExperimentError> {
    let ours = Case {
        forward,
        step,
        schedule,
        order: Order::NormThenFilm,
    };
    let original = OriginalOrder(forward);
    let theirs = Case {
        forward: &original,
        step,
        schedule,
        order: Order::ScaleThenNorm,
    };
    let runs = vec![
        ours.run("FiLM after the norm, skips", digits, profile)?,
        theirs.run("scale before the norm, no skips", digits, profile)?,
    ];
    Ok(Experiment {
        title: "The order of the layers",
        runs,
    })
}

/// The same network under three schedules, trained with the same numbers on the same digits.
///
/// # Errors
/// When a loss is not a number, betas lie outside (0, 1), or the profile is unknown.
pub fn compare_schedules(
    schedules: &impl BetaSchedules,
    forward: &impl FilmForward,
    step: &impl TrainingStep,
    (digits, profile): (&Split, Profile),
) -> Result<Experiment, ExperimentError> {
    let run = |kind: ScheduleKind| {
        let schedule = &schedule(&schedules.betas(kind, film_plan(profile).timesteps))?;
        let case = Case {
            forward,
            step,
            schedule,
            order: Order::NormThenFilm,
        };
        case.run(kind.name(), digits, profile)
    };
    let runs = ScheduleKind::ALL
        .into_iter()
        .map(run)
        .collect::<Result<_, _>>()?;
    Ok(Experiment {
        title: "Three schedules",
        runs,
    })
}

/// One network to be trained.
struct Case<'a, T, S> {
    forward: &'a T,
    step: &'a S,
    schedule: &'a Schedule,
    order: Order,
}

impl<T: FilmForward, S: TrainingStep> Case<'_, T, S> {
    fn run(&self, name: &str, digits: &Split, profile: Profile) -> Result<Run, ExperimentError> {
        println!("{name}:");
        let (config, plan) = small(profile);
        let network = config.with_order(self.order).init(&device())?;
        let mut training = Training::new(network, plan, profile, 7);
        training.fit(digits, self.forward, self.step, self.schedule)?;
        let network = training.network();
        let denoiser = FilmDenoiser {
            answer: self.forward,
            network: &network,
        };
        Ok(Run {
            name: name.to_owned(),
            losses: training.history().losses.clone(),
            digits: self.draw(&denoiser, training.plan().sampling_steps)?,
        })
    }

    fn draw(&self, denoiser: &impl Denoiser, steps: usize) -> Result<Tensor<4>, ArgumentError> {
        device().seed(11);
        let noise = noise_like(&Tensor::zeros([DRAWN, 1, 28, 28], &device()));
        Ok(Sampler::ancestral(self.schedule, steps)?
            .sample(denoiser, noise)
            .images)
    }
}

impl Run {
    /// The mean loss of the last tenth of the run.
    fn end(&self) -> f64 {
        let last = self.losses.len().div_ceil(10);
        stats::mean(&self.losses[self.losses.len() - last..]).unwrap_or(f64::NAN)
    }
}

impl Experiment {
    /// Steps and loss of each network.
    pub fn table(&self) -> Table {
        let headers = [
            "network",
            "steps",
            "first loss",
            "mean loss of the last tenth",
        ];
        let table = Table::new(headers).title(self.title);
        self.runs.iter().fold(table, |table, run| {
            let first = run.losses.first().copied().unwrap_or(f64::NAN);
            table.row([
                run.name.clone(),
                run.losses.len().to_string(),
                format!("{first:.3}"),
                format!("{:.4}", run.end()),
            ])
        })
    }

    /// Loss curves, and digits from the same noise.
    pub fn figure(&self) -> Figure {
        let mut panel = Panel::new("Loss").x_label("step").y_label("loss").log_y();
        let mut grid = ImageGrid::new("Digits from the same noise, after these few steps");
        for run in &self.runs {
            let window = run.losses.len().div_ceil(40).max(1);
            let means: Vec<f64> = run.losses.chunks(window).filter_map(stats::mean).collect();
            let middles: Vec<f64> = (0..means.len())
                .map(|i| (i as f64 + 0.5) * window as f64)
                .collect();
            panel = panel.line(run.name.clone(), middles, means);
            grid = grid.row(run.name.clone(), run.digits.clone());
        }
        Figure::new(self.title).panel(panel).panel(grid).columns(1)
    }
}
