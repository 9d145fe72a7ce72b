//! Checkpoints of a trainer.

use std::path::{Path, PathBuf};

use burn::module::{Module, ModuleVisitor, Param};
use burn::store::RecordError;
use burn::tensor::Tensor;

use super::{Adam, Trainer};
use crate::TrainingError;
use crate::checkpoint::{Checkpoint, Header, bytes_of, refused, with_bytes};

impl<M: Module> Trainer<M> {
    /// Keeps a checkpoint in the file `path`, and goes on from it if it is there.
    ///
    /// The file is replaced after each epoch (or as many as the plan says), whole or not at all. What goes on from it ends with the
    /// same weights, bit for bit, as a run that was never interrupted.
    ///
    /// # Errors
    /// [`TrainingError::Checkpoint`] where the file is none of this network, plan and seed, [`TrainingError::File`] where it cannot be
    /// read.
    pub fn with_checkpoint(mut self, path: impl AsRef<Path>) -> Result<Self, TrainingError> {
        let path = path.as_ref();
        let run = self.run();
        self.checkpoint = Some(PathBuf::from(path));
        let Some(kept) = Checkpoint::load(path, &run)? else {
            return Ok(self);
        };
        self.restored(kept)
            .map_err(|error| refused(path, run, error.to_string()))
    }

    pub(super) fn write_checkpoint(&mut self) -> Result<(), TrainingError> {
        let Some(path) = self.checkpoint.clone() else {
            return Ok(());
        };
        let kept = self.kept().map_err(|error| TrainingError::File {
            path: path.clone(),
            action: "written",
            source: std::io::Error::other(error.to_string()),
        })?;
        kept.save(&path)
    }

    fn kept(&self) -> Result<Checkpoint, RecordError> {
        let average = self
            .average
            .as_ref()
            .map(|average| bytes_of(&average.model()));
        Ok(Checkpoint {
            header: Header {
                run: self.run(),
                taken: self.taken,
                steps_per_epoch: self.history.steps_per_epoch,
                phase_ends: self.history.phase_ends.clone(),
            },
            losses: self.history.losses.clone(),
            model: bytes_of(&self.model)?,
            average: average.transpose()?.unwrap_or_default(),
            optimizer: self.optimizer.bytes()?,
        })
    }

    fn restored(mut self, kept: Checkpoint) -> Result<Self, RecordError> {
        self.history = kept.history();
        self.taken = kept.header.taken;
        let model = with_bytes(&self.model, kept.model)?;
        if let Some(average) = &self.average {
            self.average = Some(average.restored(with_bytes(&model, kept.average)?));
        }
        self.model = model.train();
        self.optimizer = Adam::from_bytes(kept.optimizer)?;
        Ok(self)
    }

    /// What makes this run the same as another one, in words: network, seed and every number that the weights hang on.
    fn run(&self) -> String {
        let (plan, shapes) = (&self.plan, shapes(&self.model));
        format!(
            "a network of {} weights in {} tensors (shapes {:08x}), seed {}, batch {}, phases {:?}, learning rate {} {:?}, ema {:?}, \
             min-SNR {:?}, clipped {:?}, width {}, T {}",
            self.model.num_params(),
            shapes.len(),
            hash(&shapes),
            self.seed,
            plan.batch,
            plan.phases,
            plan.learning_rate,
            plan.rate_schedule,
            plan.ema,
            plan.min_snr,
            plan.clip_norm,
            plan.width,
            plan.timesteps
        )
    }
}

fn shapes<M: Module>(model: &M) -> Vec<Vec<usize>> {
    #[derive(Default)]
    struct Shapes(Vec<Vec<usize>>);
    impl ModuleVisitor for Shapes {
        fn visit_float<const D: usize>(&mut self, param: &Param<Tensor<D>>) {
            self.0.push(param.lazy_shape().to_vec());
        }
    }
    let mut shapes = Shapes::default();
    model.visit(&mut shapes);
    shapes.0
}

/// FNV-1a, which stays the same in every version.
fn hash(shapes: &[Vec<usize>]) -> u32 {
    let words = shapes
        .iter()
        .flat_map(|shape| shape.iter().copied().chain([usize::MAX]));
    words.fold(0x811c_9dc5, |hash, word| {
        (hash ^ word as u32).wrapping_mul(0x0100_0193)
    })
}
