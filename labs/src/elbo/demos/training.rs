//! The network learns to see the noise.

use burn::module::Module;
use burn::optim::{AdamConfig, GradientsParams};
use burn::tensor::Tensor;
use diffusion::{ArgumentError, Schedule};
use noisebook_runtime::figure::Values;
use noisebook_runtime::{Figure, Panel, autodiff_device, device, progress, stats};

use crate::elbo::{NoiseMlp, SimpleTraining, host};

/// Steps whose losses are averaged into one point of the curve.
const WINDOW: usize = 50;
/// The test error is measured this often.
const TEST_EVERY: usize = 250;
/// Copies of the test points over which the test error is averaged.
const TEST_COPIES: usize = 20;

/// Demo of 4d: [`train`](Self::train).
#[derive(Clone, Copy, Debug)]
pub struct TrainingDemo<'a, T> {
    answer: &'a T,
    schedule: &'a Schedule,
}

/// A trained network and how it came about.
#[derive(Clone, Debug)]
pub struct Trained {
    /// The network, without gradients.
    pub model: NoiseMlp,
    /// The loss of each step.
    pub losses: Vec<f64>,
    /// Number of steps taken, and the loss on points that were not trained on.
    pub tests: Vec<(usize, f64)>,
}

impl<'a, T: SimpleTraining> TrainingDemo<'a, T> {
    /// The demo with this body and this schedule.
    pub fn new(answer: &'a T, schedule: &'a Schedule) -> Self {
        Self { answer, schedule }
    }

    /// Trains a fresh network for `steps` steps of Adam, each on all of `train`, with a learning rate that falls from 5e-3 to 0; every 250
    /// steps its loss on `test` is measured.
    ///
    /// # Errors
    /// When `train` or `test` are not points of the plane, or the loss is not a number.
    pub fn train(
        &self,
        train: &Tensor<2>,
        test: &Tensor<2>,
        steps: usize,
    ) -> Result<Trained, ArgumentError> {
        host::plane("train", train)?;
        host::plane("test", test)?;
        let device = autodiff_device();
        let points = train.clone().to_device(&device);
        let mut model = NoiseMlp::new(self.schedule.timesteps(), &device);
        let mut optimizer = AdamConfig::new().init();
        let (mut losses, mut tests) = (Vec::new(), Vec::new());
        let mut bar = progress("Training", steps);
        for step in 0..steps {
            if step % TEST_EVERY == 0 {
                tests.push((step, self.test(&model, test)));
            }
            let loss = self
                .answer
                .simple_loss(&model, points.clone(), self.schedule);
            losses.push(number(&loss)?);
            let gradients = GradientsParams::from_grads(loss.backward(), &model);
            model = optimizer.step(learning_rate(step, steps), model, gradients);
            if step % WINDOW == 0 {
                bar.set(format!("loss {:.3}", losses[step]));
            }
            bar.step();
        }
        tests.push((steps, self.test(&model, test)));
        Ok(Trained {
            model: model.valid(),
            losses,
            tests,
        })
    }

    fn test(&self, model: &NoiseMlp, test: &Tensor<2>) -> f64 {
        let points = test.clone().repeat_dim(0, TEST_COPIES);
        let loss = self
            .answer
            .simple_loss(&model.valid(), points, self.schedule);
        loss.into_values().first().copied().unwrap_or(f64::NAN)
    }
}

fn number(loss: &Tensor<1>) -> Result<f64, ArgumentError> {
    let value = loss.clone().into_values().first().copied();
    value
        .filter(|value| value.is_finite())
        .ok_or_else(|| ArgumentError {
            argument: "simple_loss",
            expected: "a finite loss".into(),
            got: value.map_or_else(|| "none".into(), |value| value.to_string()),
            hint: "run the check of exercise 4d first",
        })
}

/// Half a cosine from 5e-3 to 0.
fn learning_rate(step: usize, steps: usize) -> f64 {
    let done = step as f64 / steps.max(1) as f64;
    5e-3 * 0.5 * (1.0 + (std::f64::consts::PI * done).cos())
}

impl Trained {
    /// A network with fresh weights for `timesteps` steps, not trained yet.
    pub fn fresh(timesteps: usize) -> Self {
        Self {
            model: NoiseMlp::new(timesteps, &device()),
            losses: Vec::new(),
            tests: Vec::new(),
        }
    }

    /// The loss of the last test.
    pub fn test_error(&self) -> f64 {
        self.tests.last().map_or(f64::NAN, |test| test.1)
    }

    /// The mean loss of every 50 steps, the test error, and what predicting 0 costs.
    pub fn figure(&self) -> Figure {
        let windows = self.losses.chunks(WINDOW);
        let means: Vec<f64> = windows.filter_map(stats::mean).collect();
        let middles = (0..means.len()).map(|i| (i * WINDOW + WINDOW / 2) as f64);
        let (steps, errors): (Vec<usize>, Vec<f64>) = self.tests.iter().copied().unzip();
        let panel = Panel::new("")
            .x_label("step")
            .y_label("simple loss")
            .log_y()
            .line(
                "training, mean of 50 steps",
                middles.collect::<Vec<f64>>(),
                means,
            )
            .marked_line("test points", &steps, errors)
            .horizontal_line("predicting 0 costs 2", 2.0);
        Figure::new(format!("Learning: test error {:.3}", self.test_error())).panel(panel)
    }
}
