//! The lab's claims, all at once.

use burn::tensor::Tensor;
use diffusion::{ArgumentError, Schedule, Step};
use noisebook_runtime::Table;

use super::{DerivationDemo, Forces, NoiseDemo, PosteriorDemo, small};
use crate::elbo::data::{CENTRES, CLUSTER_STD};
use crate::elbo::{
    ElboDerivation, LinearReverse, NoisePrediction, Point, SequentialLikelihood, TractableReverse,
    Trajectory, host, log_normal,
};

/// One claim of the lab: what was measured, and the largest value at which it holds.
#[derive(Clone, Debug, PartialEq)]
pub struct Claim {
    /// The claim.
    pub name: &'static str,
    /// The number measured.
    pub measured: f64,
    /// The claim holds up to here.
    pub limit: f64,
}

impl Claim {
    /// Whether the claim holds; it does not for NaN.
    pub fn holds(&self) -> bool {
        self.measured <= self.limit
    }
}

/// All claims, measured.
#[derive(Clone, Debug, PartialEq)]
pub struct Validation {
    /// One entry for each claim.
    pub claims: Vec<Claim>,
}

/// Measures what sections 1 to 5 claim, with the bodies of the exercises, on the points `x0` and the forces measured on them.
///
/// # Errors
/// When `x0` is not points of the plane, or a body returns something that does not fit the schedule.
pub fn validate(
    answers: (
        &impl SequentialLikelihood,
        &impl ElboDerivation,
        &impl TractableReverse,
        &impl NoisePrediction,
    ),
    schedule: &Schedule,
    x0: &Tensor<2>,
    forces: &Forces,
) -> Result<Validation, ArgumentError> {
    let (likelihood, derivation, reverse, noise) = answers;
    host::plane("x0", x0)?;
    let states = likelihood.forward_trajectory(x0.clone().narrow(0, 0, 1), schedule);
    let trajectory = Trajectory::of(&states, 0)?;
    let model = LinearReverse::random(schedule, 0.5, 9);
    let pipeline = DerivationDemo::new(derivation, schedule).pipeline(&trajectory, &model)?;
    let weights = PosteriorDemo::new(reverse, schedule).weights()?;
    let noise = NoiseDemo::new(noise, schedule);
    let forms = |t: Step| noise.deviations(reverse, x0, t)[0];
    let worst = |values: &mut dyn Iterator<Item = f64>| values.fold(0.0, f64::max);
    let claim = |name, measured, limit| Claim {
        name,
        measured,
        limit,
    };
    let smallest = forces
        .denoising
        .iter()
        .copied()
        .fold(f64::INFINITY, f64::min);
    let sum = weights.sums().last().copied().unwrap_or(f64::NAN);
    Ok(Validation {
        claims: vec![
            claim(
                "1: little of x₀ is left in x_T: ᾱ_T",
                schedule.alpha_cumprod_at(schedule.last()),
                1e-4,
            ),
            claim(
                "2: drift of the total over all steps, relative",
                pipeline.drift(),
                1e-5,
            ),
            claim(
                "2: a reversible chain has log N(x₀; 0, I) on every trajectory, deviation",
                reversible(derivation, schedule, &trajectory)?,
                1e-9,
            ),
            claim(
                "3: weight of x₀ + √ᾱ_t · weight of x_t = √ᾱ_{t−1}, deviation",
                weights.identity_error(),
                1e-6,
            ),
            claim(
                "3: Bayes' rule (3a) against closed form (3b, 3c), deviation",
                two_posteriors(reverse, schedule, x0),
                1e-5,
            ),
            claim(
                "3: the weights do not sum to 1: their sum at t = T",
                sum,
                0.99,
            ),
            claim(
                "4: both forms of the mean, deviation over all t",
                worst(&mut Step::all(schedule).map(forms)),
                1e-5,
            ),
            claim("5: prior matching vanishes", forces.prior_matching, 1e-3),
            claim(
                "5: no divergence is negative: minus the smallest",
                -smallest,
                0.0,
            ),
            claim(
                "5: the bound less the data's own log-density",
                forces.bound() - data_log_density(x0)?,
                0.0,
            ),
        ],
    })
}

fn reversible(
    derivation: &impl ElboDerivation,
    schedule: &Schedule,
    trajectory: &Trajectory,
) -> Result<f64, ArgumentError> {
    let model = LinearReverse::reversible(schedule);
    let pipeline = DerivationDemo::new(derivation, schedule).pipeline(trajectory, &model)?;
    let start = trajectory.states.first().copied().unwrap_or_default();
    Ok((pipeline.forces.total() - log_normal(start, Point::default(), 1.0)).abs())
}

fn two_posteriors(reverse: &impl TractableReverse, schedule: &Schedule, x0: &Tensor<2>) -> f64 {
    let off = |t: Step| {
        let x_t = x0.clone() * -0.5 + 1.0;
        let (mean, variance) = reverse.posterior(x_t.clone(), x0.clone(), t, schedule);
        let closed = reverse.optimal_mean(x_t, x0.clone(), t, schedule);
        let apart = (mean - closed).abs().max().into_scalar::<f64>();
        apart.max((variance - reverse.optimal_variance(t, schedule)).abs())
    };
    Step::all(schedule).map(off).fold(0.0, f64::max)
}

/// Mean over the points of the logarithm of the density that they were drawn from, a mixture of three Gaussians: no model can do better on the
/// mean over all data.
fn data_log_density(x0: &Tensor<2>) -> Result<f64, ArgumentError> {
    let points = host::points("x0", x0)?;
    let density = |&point: &Point| {
        let parts = CENTRES.map(|centre| log_normal(point, centre, CLUSTER_STD.powi(2)).exp());
        (parts.iter().sum::<f64>() / 3.0).ln()
    };
    Ok(points.iter().map(density).sum::<f64>() / points.len() as f64)
}

impl Validation {
    /// Whether every claim holds.
    pub fn all_hold(&self) -> bool {
        self.claims.iter().all(Claim::holds)
    }

    /// Each claim with what was measured and the limit.
    pub fn table(&self) -> Table {
        let held = self.claims.iter().filter(|claim| claim.holds()).count();
        let table = Table::new(["", "claim", "measured", "at most"])
            .title(format!("{held} of {} claims hold", self.claims.len()));
        self.claims.iter().fold(table, |table, claim| {
            let mark = if claim.holds() { "✓" } else { "✗" };
            table.row([
                mark,
                claim.name,
                &small(claim.measured),
                &small(claim.limit),
            ])
        })
    }
}
