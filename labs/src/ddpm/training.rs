//! The network of this lab in training.

use burn::tensor::Tensor;
use diffusion::Schedule;
use noisebook_runtime::data::Split;
use noisebook_runtime::{Figure, autodiff_device, device, display};
use training::{History, MinSnr, Plan, Profile, Trainer, TrainingError};

use super::{SimpleUNet, SimpleUNetConfig, TIMESTEPS, plan};

/// Steps of an epoch in a rehearsal.
const REHEARSED: usize = 3;

/// What a step of training computes: the loss of a network on images `[batch, 1, 28, 28]`, a tensor `[1]` with gradients.
pub type Objective<'a> = dyn Fn(&SimpleUNet, Tensor<4>) -> Tensor<1> + 'a;

/// A [`SimpleUNet`] in training. Keep it in a variable: what an interrupt leaves is there, and the next [`fit`](Self::fit) goes on.
#[derive(Clone, Debug)]
pub struct Training {
    trainer: Trainer<SimpleUNet>,
    profile: Profile,
}

impl Training {
    /// A fresh network with the numbers of this profile; equal seeds give equal networks.
    pub fn new(profile: Profile, seed: u64) -> Self {
        let plan = plan(profile);
        let network = network(&plan);
        Self {
            trainer: Trainer::new(network, plan, seed),
            profile,
        }
    }

    /// The numbers of this run.
    pub fn plan(&self) -> &Plan {
        self.trainer.plan()
    }

    /// The min-SNR weights of this run under a schedule, if it has any.
    pub fn weights(&self, schedule: &Schedule) -> Option<MinSnr> {
        let gamma = self.plan().min_snr?;
        Some(MinSnr::new(schedule, gamma, &autodiff_device()))
    }

    /// Trains to the end of the current phase; a run that is over stays as it is.
    ///
    /// # Errors
    /// As [`Trainer::fit`]: a loss that is no number, or hangs on no network.
    pub fn fit(&mut self, digits: &Split, objective: &Objective<'_>) -> Result<(), TrainingError> {
        let digits = self.digits(digits);
        self.trainer
            .fit(&digits, |network: &SimpleUNet, images, _| {
                objective(network, images)
            })
    }

    /// All digits, or in a rehearsal the first few.
    fn digits(&self, digits: &Split) -> Split {
        if self.profile != Profile::Rehearsal {
            return digits.clone();
        }
        let first = digits.first(REHEARSED * self.plan().batch);
        let words = format!(
            "Rehearsal (`NOISEBOOK_PROFILE=rehearsal`): {} digits, {REHEARSED} steps an epoch.",
            first.len()
        );
        display::channel().line(&words);
        first
    }

    /// The network as it is now, without gradients.
    pub fn network(&self) -> SimpleUNet {
        self.trainer.model()
    }

    /// The losses so far.
    pub fn history(&self) -> &History {
        self.trainer.history()
    }

    /// Whether all phases are over.
    pub fn is_finished(&self) -> bool {
        self.trainer.is_finished()
    }

    /// The loss curve.
    pub fn figure(&self) -> Figure {
        self.trainer.figure()
    }
}

/// A network of the plan's width with fresh weights.
pub(super) fn network(plan: &Plan) -> SimpleUNet {
    let config = SimpleUNetConfig {
        width: plan.width,
        timesteps: TIMESTEPS,
    };
    config.init(&device())
}
