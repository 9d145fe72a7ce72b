// Generated from notebooks/forward.ipynb by the test `notebook_cells`; do not edit.

// setup
use noisebook::prelude::*;
use noisebook::labs::forward::*;

// reparameterization-answer
pub struct MyReparameterization;

impl Reparameterization for MyReparameterization {
    fn direct_sampling(&self, mu: Tensor<2>, sigma: Tensor<2>) -> Tensor<2> {
        Scaffold.direct_sampling(mu, sigma) // TODO 1a: replace this call: draw z, then cut it from the graph
    }

    fn reparameterized(&self, mu: Tensor<2>, sigma: Tensor<2>) -> Tensor<2> {
        Scaffold.reparameterized(mu, sigma) // TODO 1b: replace this call: z as arithmetic on independent noise
    }

    fn forward_step_sampling(&self, x_prev: Tensor<4>, beta_t: f64) -> Tensor<4> {
        Scaffold.forward_step_sampling(x_prev, beta_t) // TODO 1c: replace this call: one noising step, cut from the graph
    }

    fn forward_step_reparameterized(&self, x_prev: Tensor<4>, beta_t: f64) -> (Tensor<4>, Tensor<4>) {
        Scaffold.forward_step_reparameterized(x_prev, beta_t) // TODO 1d: replace this call: the step and its noise
    }
}

// noise-schedules-answer
pub struct MyNoiseSchedules;

impl NoiseSchedules for MyNoiseSchedules {
    fn linear(&self, timesteps: usize, beta_start: f64, beta_end: f64) -> Vec<f64> {
        Scaffold.linear(timesteps, beta_start, beta_end) // TODO 2a: replace this call: betas even in t
    }

    fn cosine(&self, timesteps: usize, s: f64) -> Vec<f64> {
        Scaffold.cosine(timesteps, s) // TODO 2b: replace this call: betas from neighbours of ᾱ, clipped
    }

    fn exponential(&self, timesteps: usize, beta_start: f64, beta_end: f64) -> Vec<f64> {
        Scaffold.exponential(timesteps, beta_start, beta_end) // TODO 2c: replace this call: ln β even in t
    }

    fn precompute(&self, betas: &[f64]) -> Schedule {
        Scaffold.precompute(betas) // TODO 2d: replace this call: all tables from the betas
    }
}

// forward-jump-answer
pub struct MyForwardJump;

impl ForwardJump for MyForwardJump {
    fn sequential(&self, x0: Tensor<4>, t: Timestep, schedule: &Schedule) -> (Tensor<4>, Vec<Tensor<4>>) {
        Scaffold.sequential(x0, t, schedule) // TODO 3a: replace this call: t steps with fresh noise, all states kept
    }

    fn direct(&self, x0: Tensor<4>, t: Timestep, schedule: &Schedule) -> (Tensor<4>, Tensor<4>) {
        Scaffold.direct(x0, t, schedule) // TODO 3b: replace this call: one draw with the tables of ᾱ
    }
}

// forward-jump-derivation-answer
pub struct MyForwardJumpDerivation;

impl ForwardJumpDerivation for MyForwardJumpDerivation {
    fn two_step_expansion(&self, beta1: f64, beta2: f64) -> TwoStepExpansion {
        Scaffold.two_step_expansion(beta1, beta2) // TODO 3c: replace this call: both ways to both coefficients
    }

    fn induction_table(&self, betas: &[f64]) -> Vec<InductionRow> {
        Scaffold.induction_table(betas) // TODO 3d: replace this call: carry both squares from row to row
    }
}

// training-data-answer
pub struct MyTrainingData;

impl TrainingData for MyTrainingData {
    fn training_sample(&self, x0: Tensor<4>, schedule: &Schedule) -> (Tensor<4>, Tensor<1, Int>, Tensor<4>) {
        Scaffold.training_sample(x0, schedule) // TODO 4a: replace this call: a timestep, noise and the jump for each image
    }
}

pub fn run() -> Result<(), Box<dyn std::error::Error>> {

// session
seed(2006);
println!("{}", describe());

// data
let digit: Tensor<4> = Mnist::embedded()?.digit(3, 0, &device())?;
let batch: Tensor<4> = Mnist::embedded()?.train_images(0..128, &device())?;
(Figure::new("The first 24 of 128 digits").panel(ImageGrid::batch("", batch.clone().narrow(0, 0, 24), 8))).evcxr_display();

// reparameterization-check

(check(&MyReparameterization)).evcxr_display();

// 1-hint
// Another exercise, or 2 or 3 hints: change the arguments.
(hint(&LAB, "1a", 1)).evcxr_display();

// 1-gradient-flow

(ReparameterizationDemo::new(&MyReparameterization).gradient_flow()).evcxr_display();

// 1-equivalence
let draws: Equivalence = ReparameterizationDemo::new(&MyReparameterization).equivalence(1000)?;
draws.table().show();
(draws.figure()).evcxr_display();

// 1-one-step
let step: OneStep = ReparameterizationDemo::new(&MyReparameterization).one_step(digit.clone(), 0.02)?;
step.table().show();
(step.figure()).evcxr_display();

// noise-schedules-check

(check(&MyNoiseSchedules)).evcxr_display();

// 2-figure

(schedule_figure(&NoiseScheduler::all(&MyNoiseSchedules, 1000)?)).evcxr_display();

// 2-table
let schedulers: Vec<NoiseScheduler> = NoiseScheduler::all(&MyNoiseSchedules, 1000)?;
for scheduler in &schedulers {
    for t in Timestep::all(scheduler) {
        assert_eq!(scheduler.alpha_cumprod_at(t) < 0.5, scheduler.snr_at(t) < 1.0, "one event, at t = {t}");
    }
}
(schedule_table(&schedulers)).evcxr_display();

// forward-jump-check

(check(&MyForwardJump)).evcxr_display();

// 3-corruption
let linear: NoiseScheduler = NoiseScheduler::new(&MyNoiseSchedules, ScheduleKind::Linear, 1000)?;
(ForwardJumpDemo::new(&MyForwardJump, &linear).corruption(&digit)?).evcxr_display();

// 3-agreement
let linear: NoiseScheduler = NoiseScheduler::new(&MyNoiseSchedules, ScheduleKind::Linear, 1000)?;
(ForwardJumpDemo::new(&MyForwardJump, &linear).agreement(&batch.clone().narrow(0, 0, 8), &[1, 10, 100, 500, 1000])?).evcxr_display();

// 3-variance
let linear: NoiseScheduler = NoiseScheduler::new(&MyNoiseSchedules, ScheduleKind::Linear, 1000)?;
(ForwardJumpDemo::new(&MyForwardJump, &linear).variance(&batch, &[0, 100, 300, 500, 1000])?).evcxr_display();

// 3-benchmark
let linear: NoiseScheduler = NoiseScheduler::new(&MyNoiseSchedules, ScheduleKind::Linear, 1000)?;
let benchmark: Benchmark = ForwardJumpDemo::new(&MyForwardJump, &linear).benchmark(&digit)?;
benchmark.table().show();
(benchmark.figure()).evcxr_display();

// forward-jump-derivation-check

(check(&MyForwardJumpDerivation)).evcxr_display();

// 3-two-steps

(DerivationDemo::new(&MyForwardJumpDerivation).two_steps(0.1, 0.2)?).evcxr_display();

// 3-induction

(DerivationDemo::new(&MyForwardJumpDerivation).induction(&[0.1, 0.2, 0.3, 0.05, 0.15, 0.25, 0.02, 0.4])?).evcxr_display();

// training-data-check

(check(&MyTrainingData)).evcxr_display();

// 4-samples
let linear: NoiseScheduler = NoiseScheduler::new(&MyNoiseSchedules, ScheduleKind::Linear, 1000)?;
let samples: TrainingSamples = TrainingDemo::new(&MyTrainingData, &linear).samples(&batch, 5000)?;
samples.table().show();
(samples.figure()).evcxr_display();

// 4-throughput
let linear: NoiseScheduler = NoiseScheduler::new(&MyNoiseSchedules, ScheduleKind::Linear, 1000)?;
let throughput: Throughput = TrainingDemo::new(&MyTrainingData, &linear).throughput(&batch)?;
throughput.table().show();
(throughput.figure()).evcxr_display();

// 5-validation
let linear: NoiseScheduler = NoiseScheduler::new(&MyNoiseSchedules, ScheduleKind::Linear, 1000)?;
(Validation::new(&MyForwardJump, &MyTrainingData, &linear).run(&batch)?).evcxr_display();

// 5-validation-exponential
let exponential: NoiseScheduler = NoiseScheduler::new(&MyNoiseSchedules, ScheduleKind::Exponential, 1000)?;
(Validation::new(&MyForwardJump, &MyTrainingData, &exponential).run(&batch)?).evcxr_display();

// 5-extremes
let linear: NoiseScheduler = NoiseScheduler::new(&MyNoiseSchedules, ScheduleKind::Linear, 1000)?;
(extreme_timesteps(&linear)?).evcxr_display();

// 5-precision

(precision_limits(&NoiseScheduler::all(&MyNoiseSchedules, 1000)?)).evcxr_display();

// 5-fixes
for scheduler in NoiseScheduler::all(&MyNoiseSchedules, 1000)?.iter().take(2) {
    println!("{}:", scheduler.kind());
    stability_fixes(scheduler)?.show();
}
let linear: NoiseScheduler = NoiseScheduler::new(&MyNoiseSchedules, ScheduleKind::Linear, 1000)?;
(stability_figure(&linear)?).evcxr_display();

// 5-closing

(lab_figure()).evcxr_display();

// checklist
checklist(&LAB).show();
(rubric(&LAB)).evcxr_display();

Ok(())
}

pub fn checks() -> Vec<CheckReport> {
vec![
check(&MyReparameterization),
check(&MyNoiseSchedules),
check(&MyForwardJump),
check(&MyForwardJumpDerivation),
check(&MyTrainingData)
]
}
