// Generated from notebooks/elbo.ipynb by the test `notebook_cells`; do not edit.

// setup
use noisebook::prelude::*;
use noisebook::labs::elbo::*;

// sequential-likelihood-answer
pub struct MySequentialLikelihood;

impl SequentialLikelihood for MySequentialLikelihood {
    fn forward_step(&self, x_prev: Tensor<2>, t: Step, schedule: &Schedule) -> Tensor<2> {
        Scaffold.forward_step(x_prev, t, schedule) // TODO 1a: replace this call: mean and noise of one step
    }

    fn forward_trajectory(&self, x0: Tensor<2>, schedule: &Schedule) -> Vec<Tensor<2>> {
        Scaffold.forward_trajectory(x0, schedule) // TODO 1b: replace this call: all T steps, all states kept
    }

    fn direct_jump(&self, x0: Tensor<2>, t: Timestep, schedule: &Schedule) -> Tensor<2> {
        Scaffold.direct_jump(x0, t, schedule) // TODO 1c: replace this call: one draw with ᾱ
    }
}

// elbo-derivation-answer
pub struct MyElboDerivation;

impl ElboDerivation for MyElboDerivation {
    fn log_probabilities(&self, trajectory: &Trajectory, model: &LinearReverse, schedule: &Schedule) -> LogProbabilities {
        Scaffold.log_probabilities(trajectory, model, schedule) // TODO 2a: replace this call: every factor of both chains
    }

    fn separate(&self, terms: &LogProbabilities) -> SeparatedTerms {
        Scaffold.separate(terms) // TODO 2b: replace this call: the reconstruction leaves the reverse terms
    }

    fn reindex(&self, terms: &SeparatedTerms) -> ReindexedTerms {
        Scaffold.reindex(terms) // TODO 2c: replace this call: the first forward term leaves its sum
    }

    fn bayes(&self, terms: &ReindexedTerms, trajectory: &Trajectory, schedule: &Schedule) -> BayesTerms {
        Scaffold.bayes(terms, trajectory, schedule) // TODO 2d: replace this call: forward terms turned round, ratios telescoped
    }

    fn kl_form(&self, terms: &BayesTerms) -> KlTerms {
        Scaffold.kl_form(terms) // TODO 2e: replace this call: three forces
    }
}

// tractable-reverse-answer
pub struct MyTractableReverse;

impl TractableReverse for MyTractableReverse {
    fn posterior(&self, x_t: Tensor<2>, x0: Tensor<2>, t: Step, schedule: &Schedule) -> (Tensor<2>, f64) {
        Scaffold.posterior(x_t, x0, t, schedule) // TODO 3a: replace this call: precisions add up
    }

    fn optimal_mean(&self, x_t: Tensor<2>, x0: Tensor<2>, t: Step, schedule: &Schedule) -> Tensor<2> {
        Scaffold.optimal_mean(x_t, x0, t, schedule) // TODO 3b: replace this call: the closed form of the mean
    }

    fn optimal_variance(&self, t: Step, schedule: &Schedule) -> f64 {
        Scaffold.optimal_variance(t, schedule) // TODO 3c: replace this call: the closed form of the variance
    }
}

// noise-prediction-answer
pub struct MyNoisePrediction;

impl NoisePrediction for MyNoisePrediction {
    fn forward_with_noise(&self, x0: Tensor<2>, t: Step, epsilon: Option<Tensor<2>>, schedule: &Schedule) -> (Tensor<2>, Tensor<2>) {
        Scaffold.forward_with_noise(x0, t, epsilon, schedule) // TODO 4a: replace this call: the jump, and the noise that is in it
    }

    fn solve_for_x0(&self, x_t: Tensor<2>, epsilon: Tensor<2>, t: Step, schedule: &Schedule) -> Tensor<2> {
        Scaffold.solve_for_x0(x_t, epsilon, t, schedule) // TODO 4b: replace this call: the jump, solved for x_0
    }

    fn mean_from_noise(&self, x_t: Tensor<2>, epsilon: Tensor<2>, t: Step, schedule: &Schedule) -> Tensor<2> {
        Scaffold.mean_from_noise(x_t, epsilon, t, schedule) // TODO 4c: replace this call: one step back
    }
}

// simple-training-answer
pub struct MySimpleTraining;

impl SimpleTraining for MySimpleTraining {
    fn simple_loss(&self, model: &NoiseMlp, x0: Tensor<2>, schedule: &Schedule) -> Tensor<1> {
        Scaffold.simple_loss(model, x0, schedule) // TODO 4d: replace this call: times, noise, jump, comparison
    }
}

// three-forces-answer
pub struct MyThreeForces;

impl ThreeForces for MyThreeForces {
    fn reconstruction(&self, x0: Tensor<2>, x1: Tensor<2>, model: &NoiseMlp, schedule: &Schedule) -> Tensor<1> {
        Scaffold.reconstruction(x0, x1, model, schedule) // TODO 5a: replace this call: a Gaussian log-density round the model's mean
    }

    fn prior_matching(&self, x0: Tensor<2>, schedule: &Schedule) -> Tensor<1> {
        Scaffold.prior_matching(x0, schedule) // TODO 5b: replace this call: a divergence in closed form
    }

    fn denoising(&self, x0: Tensor<2>, timesteps: &[Step], model: &NoiseMlp, schedule: &Schedule) -> Vec<f64> {
        Scaffold.denoising(x0, timesteps, model, schedule) // TODO 5c: replace this call: a mean of divergences for each timestep
    }
}

pub fn run() -> Result<(), Box<dyn std::error::Error>> {

// session
seed(2006);
println!("{}", describe());

// data
let schedule: Schedule = scaled_schedule(TIMESTEPS)?;
let unscaled: Schedule = unscaled_schedule(TIMESTEPS)?;
let data: Tensor<2> = clusters(300, 4)?;
println!("scaled:   β from {:.4} to {:.2}, ᾱ_T = {:.1e}", schedule.betas[0], schedule.betas[49], schedule.alpha_cumprod[49]);
println!("unscaled: β from {:.4} to {:.2}, ᾱ_T = {:.2}", unscaled.betas[0], unscaled.betas[49], unscaled.alpha_cumprod[49]);
(data_figure(&data)).evcxr_display();

// sequential-likelihood-check

(check(&MySequentialLikelihood)).evcxr_display();

// 1-hint
// Another exercise, or 2 or 3 hints: change the arguments.
(hint(&LAB, "1a", 1)).evcxr_display();

// 1-one-step

(LikelihoodDemo::new(&MySequentialLikelihood, &schedule).one_step(Point { x: 2.0, y: -1.0 }, 50)?).evcxr_display();

// 1-marginals
LikelihoodDemo::new(&MySequentialLikelihood, &schedule).agreement(&data, &[1, 5, 10, 20, 30, 49])?.show();
(LikelihoodDemo::new(&MySequentialLikelihood, &schedule).marginals(&data)?).evcxr_display();

// 1-estimate
let start: Point = Point { x: 0.0, y: 2.0 };
let near: LinearReverse = LinearReverse::random(&schedule, 0.1, 5);
let far: LinearReverse = LinearReverse::random(&schedule, 0.5, 5);
let good: Estimate = LikelihoodDemo::new(&MySequentialLikelihood, &schedule).estimate(start, &near, 2000)?;
let poor: Estimate = LikelihoodDemo::new(&MySequentialLikelihood, &schedule).estimate(start, &far, 2000)?;
good.table().show();
poor.table().show();
for estimate in [&good, &poor] {
    assert!(estimate.mean() <= estimate.log_mean_exp(), "Jensen: the mean of logarithms is never the larger one");
}
(Figure::stack("Log-weights: a model near the reverse of the chain, and one farther away", [good.figure(), poor.figure()])).evcxr_display();

// 1-cost
let cost: Cost = LikelihoodDemo::new(&MySequentialLikelihood, &schedule).cost(Point { x: 0.0, y: 2.0 })?;
cost.table().show();
(cost.figure()).evcxr_display();

// 2-diagram

(derivation_diagram()).evcxr_display();

// elbo-derivation-check

(check(&MyElboDerivation)).evcxr_display();

// 2-pipeline
let states: Vec<Tensor<2>> = MySequentialLikelihood.forward_trajectory(data.clone().narrow(0, 0, 1), &schedule);
let trajectory: Trajectory = Trajectory::of(&states, 0)?;
let model: LinearReverse = LinearReverse::random(&schedule, 0.5, 5);
let pipeline: Pipeline = DerivationDemo::new(&MyElboDerivation, &schedule).pipeline(&trajectory, &model)?;
assert!(pipeline.drift() < 1e-5, "the total moved by {:.1e} of itself", pipeline.drift());

let reversible: LinearReverse = LinearReverse::reversible(&schedule);
let tight: f64 = DerivationDemo::new(&MyElboDerivation, &schedule).pipeline(&trajectory, &reversible)?.forces.total();
let exact: f64 = log_normal(trajectory.states[0], Point::default(), 1.0);
assert!((tight - exact).abs() < 1e-9, "{tight} is not {exact}");
println!("drift of the total: {:.1e} of itself", pipeline.drift());
println!("reversible model: total {tight:.9}, log N(x_0; 0, I) = {exact:.9}");
(pipeline.table()).evcxr_display();

// 2-draws
let many: Vec<Tensor<2>> = MySequentialLikelihood.forward_trajectory(data.clone().narrow(0, 0, 1).repeat_dim(0, 1000), &schedule);
let model: LinearReverse = LinearReverse::random(&schedule, 0.5, 5);
let draws: DenoisingDraws = DerivationDemo::new(&MyElboDerivation, &schedule).draws(&many, &model)?;
draws.table(&[2, 5, 10, 25, 50])?.show();
(draws.figure(10)?).evcxr_display();

// tractable-reverse-check

(check(&MyTractableReverse)).evcxr_display();

// 3-bayes
let states: Vec<Tensor<2>> = MySequentialLikelihood.forward_trajectory(data.clone().narrow(0, 0, 1), &schedule);
let trajectory: Trajectory = Trajectory::of(&states, 0)?;
(PosteriorDemo::new(&MyTractableReverse, &schedule).bayes(&MyElboDerivation, &trajectory, &[2, 5, 10, 25, 50])?).evcxr_display();

// 3-weights
let weights: PosteriorWeights = PosteriorDemo::new(&MyTractableReverse, &schedule).weights()?;
let sums: Vec<f64> = weights.sums();
println!("1 - sum of the weights: {:.1e} at t = 2, {:.1e} at t = 10, {:.3} at t = 50", 1.0 - sums[1], 1.0 - sums[9], 1.0 - sums[49]);
if let Some(t) = weights.crossing() {
    println!("x_t weighs more than x_0 from t = {t} on");
}
assert!((sums[0] - 1.0).abs() < 1e-6 && sums[1..].iter().all(|sum| *sum < 1.0), "1 at t = 1, and below 1 ever after");
assert!(weights.identity_error() < 1e-6, "weight of x_0 + √ᾱ_t · weight of x_t = √ᾱ_(t-1)");
(weights.figure()).evcxr_display();

// 3-means
let three: Tensor<2> = clusters(3, 4)?;
let noise: Tensor<2> = three.random_like(Distribution::Normal(0.0, 1.0));
(PosteriorDemo::new(&MyTractableReverse, &schedule).means(&three, &noise, &[5, 15, 25, 35, 45])?).evcxr_display();

// 4-diagram

(practice_diagram()).evcxr_display();

// noise-prediction-check

(check(&MyNoisePrediction)).evcxr_display();

// 4-forms

(NoiseDemo::new(&MyNoisePrediction, &schedule).two_forms(&MyTractableReverse, &data, &[1, 5, 15, 25, 35, 50])?).evcxr_display();

// 4-vectors
let nine: Tensor<2> = clusters(9, 4)?;
(NoiseDemo::new(&MyNoisePrediction, &schedule).vectors(&nine, &[10, 20, 30, 40])?).evcxr_display();

// 4-network
let mut trained: Trained = Trained::fresh(TIMESTEPS);
println!("{}", trained.model);

// simple-training-check

(check(&MySimpleTraining)).evcxr_display();

// 4-training
let test: Tensor<2> = clusters(300, 5)?;
trained = TrainingDemo::new(&MySimpleTraining, &schedule).train(&data, &test, 4000)?;
assert!(trained.test_error() < 0.5, "a good network ends near 0.4");
(trained.figure()).evcxr_display();

// 4-samples
let samples: Vec<Tensor<2>> = NoiseDemo::new(&MyNoisePrediction, &schedule).sample(&trained.model, 300)?;
(NoiseDemo::new(&MyNoisePrediction, &schedule).sample_figure(&samples, &data)?).evcxr_display();

// three-forces-check

(check(&MyThreeForces)).evcxr_display();

// 5-priors

(ForcesDemo::new(&MyThreeForces, &schedule).priors(&[("scaled by 1000/T", &schedule), ("unscaled", &unscaled)], &data)?).evcxr_display();

// 5-forces
let forces: Forces = ForcesDemo::new(&MyThreeForces, &schedule).measure(&trained.model, &data)?;
assert!(forces.denoising.iter().all(|kl| *kl >= 0.0), "a divergence is never negative");
forces.table().show();
(forces.figure()).evcxr_display();

// 5-balance

(balance_diagram()).evcxr_display();

// 5-validation
let forces: Forces = ForcesDemo::new(&MyThreeForces, &schedule).measure(&trained.model, &data)?;
let validation: Validation = validate(
    (&MySequentialLikelihood, &MyElboDerivation, &MyTractableReverse, &MyNoisePrediction),
    &schedule,
    &data,
    &forces,
)?;
assert!(validation.all_hold(), "a claim does not hold:\n{}", validation.table());
(validation.table()).evcxr_display();

// 5-bridge
bridge().show();
(preview()).evcxr_display();

// 5-summary
let weights: PosteriorWeights = PosteriorDemo::new(&MyTractableReverse, &schedule).weights()?;
let forces: Forces = ForcesDemo::new(&MyThreeForces, &schedule).measure(&trained.model, &data)?;
let samples: Vec<Tensor<2>> = NoiseDemo::new(&MyNoisePrediction, &schedule).sample(&trained.model, 300)?;
(summary_figure(&schedule, &weights, &trained, &forces, &samples[TIMESTEPS], &data)).evcxr_display();

// checklist
checklist(&LAB).show();
(rubric(&LAB)).evcxr_display();

Ok(())
}

pub fn checks() -> Vec<CheckReport> {
vec![
check(&MySequentialLikelihood),
check(&MyElboDerivation),
check(&MyTractableReverse),
check(&MyNoisePrediction),
check(&MySimpleTraining),
check(&MyThreeForces)
]
}
