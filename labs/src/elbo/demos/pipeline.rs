//! The derivation on one trajectory, step by step.

use diffusion::ArgumentError;
use noisebook_runtime::Table;

use super::{DerivationDemo, signed};
use crate::elbo::{ElboDerivation, KlTerms, LinearReverse, Trajectory};

/// Terms and total after each step of the derivation.
#[derive(Clone, Debug, PartialEq)]
pub struct Pipeline {
    /// Name of the step, its terms, and their total.
    pub steps: Vec<PipelineStep>,
    /// The last step's terms.
    pub forces: KlTerms,
}

/// What one step left.
#[derive(Clone, Debug, PartialEq)]
pub struct PipelineStep {
    /// Exercise and name.
    pub name: &'static str,
    /// Named terms, each with its sign in the total.
    pub terms: Vec<(&'static str, f64)>,
    /// The total, in nats.
    pub total: f64,
}

impl<T: ElboDerivation> DerivationDemo<'_, T> {
    /// Runs 2a to 2e on one trajectory under the model.
    ///
    /// # Errors
    /// When trajectory or model do not fit the schedule.
    pub fn pipeline(
        &self,
        trajectory: &Trajectory,
        model: &LinearReverse,
    ) -> Result<Pipeline, ArgumentError> {
        model.fits(self.schedule)?;
        trajectory.fits(self.schedule)?;
        let sum = |terms: &[f64]| terms.iter().sum::<f64>();
        let log = self
            .answer
            .log_probabilities(trajectory, model, self.schedule);
        let separated = self.answer.separate(&log);
        let reindexed = self.answer.reindex(&separated);
        let bayes = self.answer.bayes(&reindexed, trajectory, self.schedule);
        let forces = self.answer.kl_form(&bayes);
        let steps = vec![
            step(
                "2a log-probabilities",
                vec![
                    ("log p(x₀…x_T)", log.log_p),
                    ("− log q(x₁…x_T | x₀)", -log.log_q),
                ],
                log.total(),
            ),
            step(
                "2b separate",
                vec![
                    ("prior", separated.prior),
                    ("reconstruction", separated.reconstruction),
                    ("Σ reverse, t = 2…T", sum(&separated.reverse)),
                    ("− Σ forward, t = 1…T", -sum(&separated.forward)),
                ],
                separated.total(),
            ),
            step(
                "2c re-index",
                vec![
                    ("prior", reindexed.prior),
                    ("reconstruction", reindexed.reconstruction),
                    ("− log q(x₁ | x₀)", -reindexed.first_forward),
                    (
                        "Σ (reverse − forward), t = 2…T",
                        sum(&reindexed.reverse) - sum(&reindexed.forward),
                    ),
                ],
                reindexed.total(),
            ),
            step(
                "2d Bayes",
                vec![
                    ("prior", bayes.prior),
                    ("reconstruction", bayes.reconstruction),
                    ("− log q(x₁ | x₀)", -bayes.first_forward),
                    ("− telescoped ratios", -bayes.telescoped),
                    (
                        "Σ (reverse − posterior), t = 2…T",
                        sum(&bayes.reverse) - sum(&bayes.posterior),
                    ),
                ],
                bayes.total(),
            ),
            step(
                "2e KL form",
                vec![
                    ("reconstruction", forces.reconstruction),
                    ("− prior matching", -forces.prior_matching),
                    ("− Σ denoising, t = 2…T", -sum(&forces.denoising)),
                ],
                forces.total(),
            ),
        ];
        Ok(Pipeline { steps, forces })
    }
}

fn step(name: &'static str, terms: Vec<(&'static str, f64)>, total: f64) -> PipelineStep {
    PipelineStep { name, terms, total }
}

impl Pipeline {
    /// The largest deviation of a total from the first one, relative to it.
    pub fn drift(&self) -> f64 {
        let first = self.steps.first().map_or(f64::NAN, |step| step.total);
        let off = |step: &PipelineStep| ((step.total - first) / first).abs();
        self.steps.iter().map(off).fold(0.0, f64::max)
    }

    /// Every term of every step, with the total after each.
    pub fn table(&self) -> Table {
        let mut table = Table::new(["step", "term", "nats", "total"])
            .title("One trajectory through the derivation");
        for step in &self.steps {
            let last = step.terms.len().saturating_sub(1);
            for (i, (name, value)) in step.terms.iter().enumerate() {
                let total = signed(step.total, 9);
                table.push([
                    if i == 0 { step.name } else { "" },
                    name,
                    &signed(*value, 5),
                    if i == last { &total } else { "" },
                ]);
            }
        }
        table
    }
}
