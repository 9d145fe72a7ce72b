// Generated from notebooks/film_unet.ipynb by the test `notebook_cells`; do not edit.

// setup
use noisebook::prelude::*;
use noisebook::labs::film_unet::*;

// image-noise-answer
pub struct MyImageNoise;

impl ImageNoise for MyImageNoise {
    fn coefficients(&self, t: Tensor<1, Int>, schedule: &Schedule) -> (Tensor<4>, Tensor<4>) {
        Scaffold.coefficients(t, schedule) // TODO 1a: replace this call: two look-ups, in a shape that broadcasts
    }

    fn add_noise(&self, x0: Tensor<4>, epsilon: Tensor<4>, t: Tensor<1, Int>, schedule: &Schedule) -> Tensor<4> {
        Scaffold.add_noise(x0, epsilon, t, schedule) // TODO 1b: replace this call: signal and noise
    }
}

// film-forward-answer
pub struct MyFilmForward;

impl FilmForward for MyFilmForward {
    fn time_embedding(&self, t: Tensor<1, Int>, dim: usize) -> Tensor<2> {
        Scaffold.time_embedding(t, dim) // TODO 2a: replace this call: clocks of different speeds
    }

    fn film(&self, h: Tensor<4>, gamma: Tensor<2>, beta: Tensor<2>) -> Tensor<4> {
        Scaffold.film(h, gamma, beta) // TODO 2b: replace this call: a factor and a shift for each channel
    }

    fn residual_block(&self, block: &ResidualBlock, x: Tensor<4>, embedding: Tensor<2>) -> Tensor<4> {
        Scaffold.residual_block(block, x, embedding) // TODO 2c: replace this call: two rounds, and the way round them
    }

    fn unet(&self, network: &FilmUNet, x: Tensor<4>, embedding: Tensor<2>) -> Tensor<4> {
        Scaffold.unet(network, x, embedding) // TODO 2d: replace this call: down, through the middle, up, and across
    }
}

// training-step-answer
pub struct MyTrainingStep;

impl TrainingStep for MyTrainingStep {
    fn train_step(&self, network: &Network, x0: Tensor<4>, schedule: &Schedule, weights: &[f64]) -> Tensor<1> {
        Scaffold.train_step(network, x0, schedule, weights) // TODO 3a: replace this call: times, noise, jump, comparison
    }

    fn clip_factor(&self, norms: &[f64], max_norm: f64) -> f64 {
        Scaffold.clip_factor(norms, max_norm) // TODO 3b: replace this call: one factor for all
    }
}

// ancestral-sampling-answer
pub struct MyAncestralSampling;

impl AncestralSampling for MyAncestralSampling {
    fn sample(&self, network: &Network, x: Tensor<4>, schedule: &Schedule) -> Tensor<4> {
        Scaffold.sample(network, x, schedule) // TODO 4a: replace this call: T steps down, noise in all but the last
    }
}

// class-condition-answer
pub struct MyClassCondition;

impl ClassCondition for MyClassCondition {
    fn class_embedding(&self, layers: &ClassEmbedding, time: Tensor<2>, labels: Tensor<1, Int>) -> Tensor<2> {
        Scaffold.class_embedding(layers, time, labels) // TODO 5a: replace this call: a row for each class, beside the time
    }
}

// beta-schedules-answer
pub struct MyBetaSchedules;

impl BetaSchedules for MyBetaSchedules {
    fn betas(&self, kind: ScheduleKind, timesteps: usize) -> Vec<f64> {
        Scaffold.betas(kind, timesteps) // TODO 6a: replace this call: three formulas
    }
}

pub fn run() -> Result<(), Box<dyn std::error::Error>> {

// session
seed(2017);
println!("{}", describe());
let profile: Profile = Profile::of_session()?;
let numbers: Plan = film_plan(profile);
println!("profile `{profile}`: width {}, {} epochs of batches of {}", numbers.width, numbers.epochs(), numbers.batch);

// data
let digits: Split = Mnist::embedded()?.train;
let digit: Tensor<4> = digits.digit(3, 0, &device())?;
let schedule: Schedule = linear_schedule();
println!("{} digits, T = {}, ᾱ_T = {:.1e}", digits.len(), schedule.timesteps(), schedule.alpha_cumprod[999]);
(digit_grid("Training digits", &digits.images(0..16, &device())?)?).evcxr_display();

// image-noise-check

(check(&MyImageNoise)).evcxr_display();

// 1-hint
// Another exercise, or 2 or 3 hints: change the arguments.
(hint(&LAB, "1a", 1)).evcxr_display();

// 1-coefficients

(coefficient_table(&MyImageNoise, &schedule, &[1, 250, 500, 1000])?).evcxr_display();

// 1-strip

(noise_strip(&MyImageNoise, &schedule, &digit, &[1, 100, 250, 500, 750, 1000])?).evcxr_display();

// 2-block

(block_diagram()).evcxr_display();

// 2-architecture

(architecture_diagram(film_config(&numbers))).evcxr_display();

// film-forward-check

(check(&MyFilmForward)).evcxr_display();

// 2-embedding

(embedding_figure(&MyFilmForward, 1000, 128)).evcxr_display();

// 2-lost
lost_in_the_norm(&MyFilmForward).show();
(modulation_figure(&MyFilmForward)).evcxr_display();

// 2-shapes

(shape_walk(&MyFilmForward, film_config(&numbers), 2)?).evcxr_display();

// 2-design

(design_choices()).evcxr_display();

// training-step-check

(check(&MyTrainingStep)).evcxr_display();

// 3-new
let mut training: Training<FilmUNet> = Training::new(film_config(&numbers).init(&device())?, numbers.clone(), profile, 1);

// 3-train
training.fit(&digits, &MyFilmForward, &MyTrainingStep, &schedule)?;
(training.figure()).evcxr_display();

// 3-convergence
let report: Convergence = convergence(training.history());
report.table().show();
(report.figure()).evcxr_display();

// 3-orders
let orders: Experiment = compare_orders(&MyFilmForward, &MyTrainingStep, &schedule, (&digits, profile))?;
orders.table().show();
(orders.figure()).evcxr_display();

// 3-tuning
tuning_choices().show();
(batch_sizes(&MyFilmForward, &MyTrainingStep, &schedule, film_config(&numbers), &[8, 32])?).evcxr_display();

// ancestral-sampling-check

(check(&MyAncestralSampling)).evcxr_display();

// 4-emerging
let network: FilmUNet = training.network();
let noise: Tensor<4> = noise_like(&Tensor::zeros([4, 1, 28, 28], &device()));
(Sampling::new(&MyAncestralSampling, &FilmDenoiser { answer: &MyFilmForward, network: &network }, &schedule)
    .emerging(noise, numbers.sampling_steps, 7.min(numbers.sampling_steps))?
    .figure()).evcxr_display();

// 4-samples
let noise: Tensor<4> = noise_like(&Tensor::zeros([numbers.samples, 1, 28, 28], &device()));
let samples: Tensor<4> = Sampling::new(&MyAncestralSampling, &FilmDenoiser { answer: &MyFilmForward, network: &network }, &schedule)
    .run(noise, numbers.sampling_steps)?;
(digit_grid("Drawn by your network, your loop", &samples.clone().narrow(0, 0, numbers.samples.min(64)))?).evcxr_display();

// 4-quality
let quality: Quality = Quality::measure(&samples)?;
quality.table().show();
(quality.figure()).evcxr_display();

// 4-given
let (given, origin): (FilmUNet, Table) = given_network()?;
origin.show();
let noise: Tensor<4> = noise_like(&Tensor::zeros([numbers.samples.min(64), 1, 28, 28], &device()));
let drawn: Tensor<4> = Sampling::new(&MyAncestralSampling, &FilmDenoiser { answer: &MyFilmForward, network: &given }, &schedule)
    .run(noise, numbers.sampling_steps)?;
(digit_grid("Drawn by the network that comes with the lab", &drawn)?).evcxr_display();

// class-condition-check

(check(&MyClassCondition)).evcxr_display();

// 5-new
let mut conditional: Training<ConditionalUNet> =
    Training::new(film_config(&numbers).init_conditional(10, &device())?, numbers.clone(), profile, 1);

// 5-train
conditional.fit(&digits, (&MyFilmForward, &MyClassCondition), &MyTrainingStep, &schedule)?;
(convergence(conditional.history()).figure()).evcxr_display();

// 5-grid
let network_with_classes: ConditionalUNet = conditional.network();
let noise: Tensor<4> = noise_like(&Tensor::zeros([80, 1, 28, 28], &device()));
let labels: Tensor<1, Int> = class_labels(8, &device())?;
let on_demand: Tensor<4> = Sampling::new(
    &MyAncestralSampling,
    &ConditionalDenoiser { answer: &MyFilmForward, condition: &MyClassCondition, network: &network_with_classes, labels },
    &schedule,
)
.run(noise, numbers.sampling_steps)?;
class_recognition(&on_demand)?.show();
(class_grid(&on_demand)?).evcxr_display();

// 5-given
let (given_with_classes, origin): (ConditionalUNet, Table) = given_conditional()?;
origin.show();
let noise: Tensor<4> = noise_like(&Tensor::zeros([80, 1, 28, 28], &device()));
let labels: Tensor<1, Int> = class_labels(8, &device())?;
let demanded: Tensor<4> = Sampling::new(
    &MyAncestralSampling,
    &ConditionalDenoiser { answer: &MyFilmForward, condition: &MyClassCondition, network: &given_with_classes, labels },
    &schedule,
)
.run(noise, numbers.sampling_steps)?;
class_recognition(&demanded)?.show();
(class_grid(&demanded)?).evcxr_display();

// beta-schedules-check

(check(&MyBetaSchedules)).evcxr_display();

// 6-figure
schedule_table(&MyBetaSchedules, 1000)?.show();
(schedule_figure(&MyBetaSchedules, 1000)?).evcxr_display();

// 6-compare
let schedules: Experiment = compare_schedules(&MyBetaSchedules, &MyFilmForward, &MyTrainingStep, (&digits, profile))?;
schedules.table().show();
(schedules.figure()).evcxr_display();

// checklist
checklist(&LAB).show();
(rubric(&LAB)).evcxr_display();

Ok(())
}

pub fn checks() -> Vec<CheckReport> {
vec![
check(&MyImageNoise),
check(&MyFilmForward),
check(&MyTrainingStep),
check(&MyAncestralSampling),
check(&MyClassCondition),
check(&MyBetaSchedules)
]
}
