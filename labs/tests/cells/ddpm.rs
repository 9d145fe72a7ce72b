// Generated from notebooks/ddpm.ipynb by the test `notebook_cells`; do not edit.

// setup
use noisebook::prelude::*;
use noisebook::labs::ddpm::*;
use noisebook::training::{MinSnr, weighted};

// forward-sampling-answer
pub struct MyForwardSampling;

impl ForwardSampling for MyForwardSampling {
    fn alpha_bars(&self, betas: &[f64]) -> Vec<f64> {
        Scaffold.alpha_bars(betas) // TODO 1a: replace this call: a running product
    }

    fn q_sample(&self, x0: Tensor<4>, t: Tensor<1, Int>, alpha_bars: &[f64], noise: Option<Tensor<4>>) -> (Tensor<4>, Tensor<4>) {
        Scaffold.q_sample(x0, t, alpha_bars, noise) // TODO 1b: replace this call: the jump, each image with its own t
    }
}

// training-batch-answer
pub struct MyTrainingBatch;

impl TrainingBatch for MyTrainingBatch {
    fn sample_timesteps(&self, x0: &Tensor<4>, timesteps: usize) -> Tensor<1, Int> {
        Scaffold.sample_timesteps(x0, timesteps) // TODO 3a: replace this call: one timestep for each image
    }

    fn sample_noise(&self, x0: &Tensor<4>) -> Tensor<4> {
        Scaffold.sample_noise(x0) // TODO 3b: replace this call: standard normal noise
    }

    fn noisy_batch(&self, x0: Tensor<4>, alpha_bars: &[f64]) -> (Tensor<4>, Tensor<1, Int>, Tensor<4>) {
        Scaffold.noisy_batch(x0, alpha_bars) // TODO 3c: replace this call: timesteps, noise, and the jump of 1b
    }

    fn loss(&self, predicted: Tensor<4>, noise: Tensor<4>) -> Tensor<1> {
        Scaffold.loss(predicted, noise) // TODO 3d: replace this call: a mean of squares
    }
}

// reverse-sampling-answer
pub struct MyReverseSampling;

impl ReverseSampling for MyReverseSampling {
    fn reverse_mean(&self, x_t: Tensor<4>, eps_hat: Tensor<4>, t: Step, schedule: &Schedule) -> Tensor<4> {
        Scaffold.reverse_mean(x_t, eps_hat, t, schedule) // TODO 4a: replace this call: take a part of the noise away, undo the shrinking
    }

    fn reverse_step(&self, x_t: Tensor<4>, eps_hat: Tensor<4>, t: Step, z: Tensor<4>, schedule: &Schedule) -> Tensor<4> {
        Scaffold.reverse_step(x_t, eps_hat, t, z, schedule) // TODO 4b: replace this call: the mean, and fresh noise but for the last step
    }
}

pub fn run() -> Result<(), Box<dyn std::error::Error>> {

// session
seed(2006);
let profile: Profile = Profile::of_session()?;
println!("{}", describe());
println!("profile: {profile}");

// data
let mnist: Mnist = Mnist::embedded()?;
let batch: Tensor<4> = mnist.train.images(0..128, &device())?;
let pixels: Vec<f64> = batch.clone().into_data().iter::<f64>().collect();
let mean: f64 = stats::mean(&pixels).unwrap_or_default();
let second: f64 = pixels.iter().map(|x| x * x).sum::<f64>() / pixels.len() as f64;
println!("{} digits to train on, {} held out", mnist.train.len(), mnist.test.len());
println!("a pixel has mean {mean:.2} and variance {:.2}; its mean square is {second:.2}", second - mean * mean);
(Figure::new("The first 24 of 128 digits").panel(ImageGrid::batch("", batch.clone().narrow(0, 0, 24), 8))).evcxr_display();

// forward-sampling-check

(check(&MyForwardSampling)).evcxr_display();

// 1-hint
// Another exercise, or 2 or 3 hints: change the arguments.
(hint(&LAB, "1a", 1)).evcxr_display();

// 1-schedule
let betas: Vec<f64> = linear_betas(TIMESTEPS)?;
let schedule: Schedule = noise_schedule(&MyForwardSampling, &betas)?;
assert!(schedule.alpha_cumprod.windows(2).all(|pair| pair[1] < pair[0]), "every step takes signal away");
milestones(&schedule, &[0, 1, 100, 250, 500, 750, 999, 1000])?.show();
(schedule_figure(&schedule)).evcxr_display();

// 1-corruption
let digits: Tensor<4> = mnist.test.images(0..64, &device())?;
(ForwardDemo::new(&MyForwardSampling, &schedule).corruption(&digits)?).evcxr_display();

// 2-network
let original: SimpleUNetConfig = SimpleUNetConfig { width: 32, timesteps: TIMESTEPS };
let here: SimpleUNetConfig = SimpleUNetConfig { width: plan(profile).width, timesteps: TIMESTEPS };
network_table(original).show();
network_table(here).show();
(architecture_diagram(here)).evcxr_display();

// training-batch-check

(check(&MyTrainingBatch)).evcxr_display();

// 3-hint

(hint(&LAB, "3c", 1)).evcxr_display();

// 3-objective
/// What one step of training minimises: the loss of `network` on the digits `x0`.
fn objective(network: &SimpleUNet, x0: Tensor<4>, schedule: &Schedule, weights: Option<&MinSnr>) -> Tensor<1> {
    let (x_t, t, noise) = MyTrainingBatch.noisy_batch(x0, &schedule.alpha_cumprod);
    let predicted = network.forward(x_t, t.clone());
    let (predicted, noise) = weighted(weights, predicted, noise, t);
    MyTrainingBatch.loss(predicted, noise)
}

// 3-fresh
let mut training: Training = Training::new(profile, 2006);
let losses: [f64; 2] = {
    let (x_t, t, noise) = MyTrainingBatch.noisy_batch(batch.clone(), &schedule.alpha_cumprod);
    let fresh = MyTrainingBatch.loss(training.network().forward(x_t, t), noise.clone());
    let zero = MyTrainingBatch.loss(noise.zeros_like(), noise);
    [fresh, zero].map(|loss| loss.into_scalar::<f64>())
};
let weights: Option<MinSnr> = training.weights(&schedule);
println!("loss of a fresh network: {:.2}; of the answer 0: {:.2}", losses[0], losses[1]);

// 3-phase-1
training.fit(&mnist.train, &|network, x0| objective(network, x0, &schedule, weights.as_ref()))?;

// 3-estimates-1

(estimates(&MyForwardSampling, &training.network(), &schedule, &digits)?).evcxr_display();

// 3-phase-2
training.fit(&mnist.train, &|network, x0| objective(network, x0, &schedule, weights.as_ref()))?;
(estimates(&MyForwardSampling, &training.network(), &schedule, &digits)?).evcxr_display();

// reverse-sampling-check

(check(&MyReverseSampling)).evcxr_display();

// 4-hint

(hint(&LAB, "4a", 1)).evcxr_display();

// 4-pretrained
let kept: Pretrained = Pretrained::load()?;
// Or `kept.network()`, the one that comes with the lab.
let network: SimpleUNet = if training.is_finished() { training.network() } else { kept.network() };
(kept.table()).evcxr_display();

// 4-walk
let walk: Walk = ReverseDemo::new(&MyReverseSampling, &schedule).walk(&network, 64, walk_steps(profile))?;
(walk.grid()).evcxr_display();

// 4-emerging

(walk.emerging(3)?).evcxr_display();

// 4-comparison
let comparison: Comparison = compare(&network, &schedule, 8, plan(profile).sampling_steps.min(50))?;
comparison.table().show();
(comparison.figure()).evcxr_display();

// 4-quality
let samples: Tensor<4> = Sampler::ancestral(&schedule, plan(profile).sampling_steps)?.draw(&network, plan(profile).samples, &device()).images;
let quality: Quality = Quality::measure(&samples)?;
quality.table().show();
(quality.figure()).evcxr_display();

// 4-cost
let cost: Cost = measure_cost(&plan(profile), plan(profile).batch)?;
cost.table().show();
(cost.at_scale()).evcxr_display();

// 5-tables
vae_and_diffusion().show();
(takeaways()).evcxr_display();

// checklist
checklist(&LAB).show();
(rubric(&LAB)).evcxr_display();

Ok(())
}

pub fn checks() -> Vec<CheckReport> {
vec![
check(&MyForwardSampling),
check(&MyTrainingBatch),
check(&MyReverseSampling)
]
}
