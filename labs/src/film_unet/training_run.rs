//! A network of this lab in training.

use burn::module::Module;
use burn::tensor::{Int, Tensor};
use diffusion::Schedule;
use noisebook_runtime::data::Split;
use noisebook_runtime::{Figure, display};
use training::{History, Plan, Profile, Trainer, TrainingError};

use super::{
    ClassCondition, ConditionalDenoiser, ConditionalUNet, FilmDenoiser, FilmForward, FilmUNet,
    Network, TrainingStep, loss_weights,
};

/// Steps of an epoch in a rehearsal.
const REHEARSED: usize = 3;

/// A network in training. Keep it in a variable of its own: what an interrupt leaves is there, and the next `fit` goes on.
#[derive(Clone, Debug)]
pub struct Training<M: Module> {
    trainer: Trainer<M>,
    profile: Profile,
}

impl<M: Module> Training<M> {
    /// Begins to train `network` with these numbers; weights that are not drawn yet are drawn from `seed`.
    pub fn new(network: M, plan: Plan, profile: Profile, seed: u64) -> Self {
        Self {
            trainer: Trainer::new(network, plan, seed),
            profile,
        }
    }

    /// The numbers of this run.
    pub fn plan(&self) -> &Plan {
        self.trainer.plan()
    }

    /// The network as it is now, without gradients: the average of its weights if one is kept.
    pub fn network(&self) -> M {
        self.trainer.model()
    }

    /// The losses so far.
    pub fn history(&self) -> &History {
        self.trainer.history()
    }

    /// Whether all epochs are over.
    pub fn is_finished(&self) -> bool {
        self.trainer.is_finished()
    }

    /// The loss curve.
    pub fn figure(&self) -> Figure {
        self.trainer.figure()
    }

    fn run(
        &mut self,
        digits: &Split,
        loss: impl Fn(&M, Tensor<4>, Tensor<1, Int>) -> Tensor<1>,
    ) -> Result<(), TrainingError> {
        let digits = self.digits(digits);
        self.trainer.fit(&digits, loss)
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
}

impl Training<FilmUNet> {
    /// Trains to the end with these bodies of exercises; a run that is over stays as it is.
    ///
    /// # Errors
    /// [`TrainingError`] where a loss is no number, or hangs on no network.
    pub fn fit(
        &mut self,
        digits: &Split,
        forward: &impl FilmForward,
        step: &impl TrainingStep,
        schedule: &Schedule,
    ) -> Result<(), TrainingError> {
        let weights = loss_weights(schedule, self.plan().min_snr);
        self.run(digits, |network, x0, _labels| {
            let denoiser = FilmDenoiser {
                answer: forward,
                network,
            };
            step.train_step(&Network::of(&denoiser), x0, schedule, &weights)
        })
    }
}

impl Training<ConditionalUNet> {
    /// Trains to the end with these bodies of exercises, each image with its class; a run that is over stays as it is.
    ///
    /// # Errors
    /// [`TrainingError`] where a loss is no number, or hangs on no network.
    pub fn fit(
        &mut self,
        digits: &Split,
        (forward, condition): (&impl FilmForward, &impl ClassCondition),
        step: &impl TrainingStep,
        schedule: &Schedule,
    ) -> Result<(), TrainingError> {
        let weights = loss_weights(schedule, self.plan().min_snr);
        self.run(digits, |network, x0, labels| {
            let denoiser = ConditionalDenoiser {
                answer: forward,
                condition,
                network,
                labels,
            };
            step.train_step(&Network::of(&denoiser), x0, schedule, &weights)
        })
    }
}
