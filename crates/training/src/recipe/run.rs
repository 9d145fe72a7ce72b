//! Any recipe, run.

use burn::tensor::Tensor;
use noisebook_runtime::data::Mnist;
use noisebook_runtime::{autodiff_device, describe, device, display};

use super::{AnyRecipe, Job, Notes, Recipe};
use crate::{Plan, Profile, Provenance, Trainer, TrainingError, Weights};

impl<R: Recipe> AnyRecipe for R {
    fn name(&self) -> &'static str {
        Recipe::name(self)
    }

    fn about(&self) -> &'static str {
        Recipe::about(self)
    }

    fn plan(&self, profile: Profile) -> Plan {
        Recipe::plan(self, profile)
    }

    fn train(&self, job: &Job) -> Result<Weights, TrainingError> {
        let trainer = trained(self, job)?;
        let model = trainer.model();
        device().seed(job.seed);
        let notes = Recipe::measure(self, &model, trainer.plan(), &device())?;
        let provenance = Provenance {
            name: format!("{}-{}", Recipe::name(self), job.profile),
            command: job.command.clone(),
            seed: job.seed,
            steps: trainer.steps(),
            loss: trainer
                .history()
                .epochs()
                .last()
                .copied()
                .unwrap_or(f64::NAN),
            device: describe(),
            notes,
        };
        let weights = Weights::of(&model, job.precision, provenance)?;
        weights.save(&job.out)?;
        // Nothing is lost if it stays: the next run says that all epochs are over.
        let _ = std::fs::remove_file(job.checkpoint());
        let words = format!(
            "weights: {} ({} KiB)",
            job.out.display(),
            weights.size().div_ceil(1024)
        );
        display::channel().line(&words);
        Ok(weights)
    }

    fn fits(&self, weights: &Weights, profile: Profile) -> Result<(), TrainingError> {
        kept(self, weights, profile).map(drop)
    }

    fn measure(
        &self,
        weights: &Weights,
        profile: Profile,
        seed: u64,
    ) -> Result<Notes, TrainingError> {
        let (model, plan) = kept(self, weights, profile)?;
        device().seed(seed);
        Recipe::measure(self, &model, &plan, &device())
    }

    fn draw(
        &self,
        weights: &Weights,
        profile: Profile,
        seed: u64,
    ) -> Result<Option<Tensor<4>>, TrainingError> {
        let (model, plan) = kept(self, weights, profile)?;
        device().seed(seed);
        Ok(self.samples(&model, &plan, &device()))
    }
}

impl Job {
    fn checkpoint(&self) -> std::path::PathBuf {
        self.out.with_extension("checkpoint")
    }
}

fn trained<R: Recipe>(recipe: &R, job: &Job) -> Result<Trainer<R::Model>, TrainingError> {
    let device = autodiff_device();
    let plan = recipe.plan(job.profile);
    let objective = recipe.objective(&plan, &device);
    let model = recipe.model(&plan, &device);
    let digits = Mnist::embedded()?.train;
    let mut trainer = Trainer::new(model, plan, job.seed).with_checkpoint(job.checkpoint())?;
    while !trainer.is_finished() {
        trainer.fit(&digits, &objective)?;
    }
    Ok(trainer)
}

fn kept<R: Recipe>(
    recipe: &R,
    weights: &Weights,
    profile: Profile,
) -> Result<(R::Model, Plan), TrainingError> {
    let plan = recipe.plan(profile);
    let model = weights.into_model(recipe.model(&plan, &device()))?;
    Ok((model, plan))
}
