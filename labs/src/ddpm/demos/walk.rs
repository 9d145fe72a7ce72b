//! From noise to digits with the student's step.

use burn::tensor::{Device, Int, Tensor};
use diffusion::{ArgumentError, Schedule, Step};
use noisebook_runtime::data::SIDE;
use noisebook_runtime::figure::{Image, Images};
use noisebook_runtime::{Figure, ImageGrid, device, noise_like, progress};
use training::{Denoiser, State};

use super::positive;
use crate::ddpm::ReverseSampling;

/// States that a walk keeps, the first noise and the result among them.
const KEPT: usize = 10;

/// Demo of section 4: [`walk`](Self::walk).
#[derive(Clone, Copy, Debug)]
pub struct ReverseDemo<'a, T> {
    answer: &'a T,
    schedule: &'a Schedule,
}

/// Digits, and how they came about.
#[derive(Clone, Debug)]
pub struct Walk {
    /// x_0, `[n, 1, 28, 28]`, clipped to [-1, 1].
    pub images: Tensor<4>,
    /// Some of the states on the way, x_T first, x_0 last.
    pub states: Vec<State>,
}

impl<'a, T: ReverseSampling> ReverseDemo<'a, T> {
    /// The demo with this body and this schedule.
    pub fn new(answer: &'a T, schedule: &'a Schedule) -> Self {
        Self { answer, schedule }
    }

    /// Draws `count` digits in `steps` steps, T at most: x_T ~ N(0, I), then the answer's `reverse_step` down to x_0.
    ///
    /// With fewer than T steps the walk visits timesteps that are spread evenly over 1..=T, with the betas that lead from each to the one
    /// before it, 1 - ᾱ_t/ᾱ_s: the same step, longer strides. The predicted noise is corrected so that x̂_0 stays within [-1, 1]. Sources:
    /// DDPM, arXiv 2006.11239, algorithm 2; Improved DDPM, arXiv 2102.09672, section 4.
    ///
    /// # Errors
    /// When `count` is 0 or `steps` lies outside 1..=T.
    pub fn walk(
        &self,
        network: &impl Denoiser,
        count: usize,
        steps: usize,
    ) -> Result<Walk, ArgumentError> {
        positive("count", count)?;
        let (timesteps, strides) = strides(self.schedule, steps)?;
        let device: Device = device();
        let mut x = noise_like(&Tensor::<4>::zeros([count, 1, SIDE, SIDE], &device));
        let mut states = vec![State {
            t: self.schedule.timesteps(),
            x_t: x.clone(),
        }];
        let mut bar = progress("Sampling", steps);
        for t in Step::all(&strides).rev() {
            let asked = Tensor::<1, Int>::full([count], timesteps[t.index()] as i64, &device);
            let epsilon = network.epsilon(x.clone(), asked);
            let epsilon = within_range(&x, epsilon, strides.alpha_cumprod_at(t));
            let z = noise_like(&x);
            x = self.answer.reverse_step(x, epsilon, t, z, &strides);
            bar.step();
            if kept(t.index(), steps) {
                let before = t.index().checked_sub(1).map_or(0, |i| timesteps[i]);
                states.push(State {
                    t: before,
                    x_t: x.clone(),
                });
            }
        }
        Ok(Walk {
            images: x.clamp(-1.0, 1.0),
            states,
        })
    }
}

/// Whether the state with `left` of `steps` steps to go is one of those that are kept.
fn kept(left: usize, steps: usize) -> bool {
    let gaps = KEPT - 1;
    (0..gaps).any(|i| i * steps / gaps == left)
}

/// `steps` timesteps that are spread evenly over 1..=T, T among them, and a schedule that walks over them.
fn strides(schedule: &Schedule, steps: usize) -> Result<(Vec<usize>, Schedule), ArgumentError> {
    let last = schedule.timesteps();
    if !(1..=last).contains(&steps) {
        return Err(ArgumentError {
            argument: "steps",
            expected: format!("1..={last}"),
            got: steps.to_string(),
            hint: "a walk visits some of the schedule's T timesteps, at most all of them",
        });
    }
    let timesteps: Vec<usize> = (1..=steps)
        .map(|i| (i * last + steps / 2) / steps)
        .collect();
    let alpha_cumprod: Vec<f64> = timesteps
        .iter()
        .map(|t| schedule.alpha_cumprod[t - 1])
        .collect();
    let before = std::iter::once(1.0).chain(alpha_cumprod.iter().copied());
    let alphas: Vec<f64> = alpha_cumprod
        .iter()
        .zip(before)
        .map(|(now, before)| now / before)
        .collect();
    let root = |of: fn(f64) -> f64| alpha_cumprod.iter().map(|&left| of(left).sqrt()).collect();
    let strides = Schedule {
        betas: alphas.iter().map(|alpha| 1.0 - alpha).collect(),
        sqrt_alpha_cumprod: root(|left| left),
        sqrt_one_minus_alpha_cumprod: root(|left| 1.0 - left),
        alphas,
        alpha_cumprod,
    };
    Ok((timesteps, strides))
}

/// The noise that belongs to the clipped x̂_0. No digit has a pixel outside of [-1, 1], so a prediction that claims one is wrong.
fn within_range(x_t: &Tensor<4>, epsilon: Tensor<4>, left: f64) -> Tensor<4> {
    let x0 = (x_t.clone() - epsilon * (1.0 - left).sqrt()) / left.sqrt();
    (x_t.clone() - x0.clamp(-1.0, 1.0) * left.sqrt()) / (1.0 - left).sqrt()
}

impl Walk {
    /// The digits in rows of eight.
    pub fn grid(&self) -> Figure {
        let count = self.images.dims()[0];
        Figure::new(format!("{count} digits that nobody wrote")).panel(ImageGrid::batch(
            "",
            &self.images,
            8,
        ))
    }

    /// A few digits on their way from noise, one row each.
    ///
    /// # Errors
    /// When `rows` is 0.
    pub fn emerging(&self, rows: usize) -> Result<Figure, ArgumentError> {
        positive("rows", rows)?;
        let rows = rows.min(self.images.dims()[0]);
        let titles = self.states.iter().map(|state| format!("t = {}", state.t));
        let mut grid = ImageGrid::new("").columns(titles);
        for row in 0..rows {
            let images: Vec<Image> = self
                .states
                .iter()
                .flat_map(|state| state.x_t.clone().narrow(0, row, 1).into_images())
                .collect();
            grid = grid.row("", images);
        }
        Ok(Figure::new("Digits emerging").width(1000).panel(grid))
    }
}
