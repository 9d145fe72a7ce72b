//! Digits out of noise, with the loop of 4a.

use std::cell::RefCell;

use burn::tensor::{Int, Tensor};
use diffusion::{ArgumentError, Schedule};
use noisebook_runtime::{Figure, ImageGrid, progress};
use training::Denoiser;

use super::{images, positive};
use crate::film_unet::{AncestralSampling, Network, respaced, spread};

/// Draws digits with a body of 4a, all T steps or fewer, clean images held to [-1, 1].
#[derive(Debug)]
pub struct Sampling<'a, A, D> {
    answer: &'a A,
    denoiser: &'a D,
    schedule: &'a Schedule,
}

/// Images on their way from noise.
#[derive(Clone, Debug)]
pub struct Emerging {
    /// The images, `[n, 1, height, width]`.
    pub images: Tensor<4>,
    states: Vec<(usize, Tensor<4>)>,
}

impl<'a, A: AncestralSampling, D: Denoiser> Sampling<'a, A, D> {
    /// With this loop, this network and the schedule that it was trained with.
    pub fn new(answer: &'a A, denoiser: &'a D, schedule: &'a Schedule) -> Self {
        Self {
            answer,
            denoiser,
            schedule,
        }
    }

    /// The images that `noise`, `[n, 1, 28, 28]`, becomes in `steps` steps that are spread evenly over the schedule's.
    ///
    /// # Errors
    /// When `noise` has another shape, or `steps` is not within 1..=T.
    pub fn run(&self, noise: Tensor<4>, steps: usize) -> Result<Tensor<4>, ArgumentError> {
        self.watched(noise, steps, 0).map(|found| found.images)
    }

    /// The same, with `count` states on the way.
    ///
    /// # Errors
    /// As [`run`](Self::run), and when `count` is 0.
    pub fn emerging(
        &self,
        noise: Tensor<4>,
        steps: usize,
        count: usize,
    ) -> Result<Emerging, ArgumentError> {
        positive("count", count, "how many states of the walk are shown")?;
        self.watched(noise, steps, count)
    }

    fn watched(
        &self,
        noise: Tensor<4>,
        steps: usize,
        count: usize,
    ) -> Result<Emerging, ArgumentError> {
        images("noise", &noise, 1)?;
        let timesteps = spread(self.schedule.timesteps(), steps)?;
        let short = respaced(self.schedule, &timesteps)?;
        let bar = RefCell::new(progress("Sampling", steps));
        let states = RefCell::new(Vec::new());
        let network = Network::of(self.denoiser)
            .clipped(self.schedule)
            .respaced(&timesteps);
        let done = std::cell::Cell::new(0);
        let watched = Network::new(|x: Tensor<4>, k: Tensor<1, Int>| {
            let i = done.replace(done.get() + 1);
            if (0..count).any(|state| state * steps / count == i) {
                let t = timesteps
                    .len()
                    .checked_sub(i + 1)
                    .map_or(0, |k| timesteps[k]);
                states.borrow_mut().push((t, x.clone()));
            }
            bar.borrow_mut().step();
            network.predict(x, k)
        });
        let images = self.answer.sample(&watched, noise, &short);
        drop(watched);
        Ok(Emerging {
            images,
            states: states.into_inner(),
        })
    }
}

impl Emerging {
    /// The first images in rows, from noise to digit.
    pub fn figure(&self) -> Figure {
        let mut titles: Vec<String> = self
            .states
            .iter()
            .map(|(t, _)| format!("t = {t}"))
            .collect();
        titles.push("t = 0".into());
        let rows = self.images.dims()[0].min(4);
        let mut grid = ImageGrid::new("").columns(titles);
        for i in 0..rows {
            let states = self.states.iter().map(|(_, x)| x);
            let all = states
                .chain([&self.images])
                .map(|x| x.clone().narrow(0, i, 1));
            grid = grid.row("", Tensor::cat(all.collect(), 0));
        }
        Figure::new("Digits emerging").panel(grid)
    }
}

/// Generated digits in rows of 8.
///
/// # Errors
/// When there is none.
pub fn digit_grid(title: &str, digits: &Tensor<4>) -> Result<Figure, ArgumentError> {
    images("digits", digits, 1)?;
    Ok(Figure::new(title).panel(ImageGrid::batch("", digits.clone(), 8)))
}

/// The classes 0 to 9, each `each` times in a row, as the labels of a [`class_grid`].
///
/// # Errors
/// When `each` is 0.
pub fn class_labels(
    each: usize,
    device: &burn::tensor::Device,
) -> Result<Tensor<1, Int>, ArgumentError> {
    positive("each", each, "how many digits of each class are drawn")?;
    let labels: Vec<i64> = (0..10).flat_map(|class| vec![class; each]).collect();
    Ok(Tensor::from_ints(labels.as_slice(), device))
}

/// One row for each digit that was asked for.
///
/// # Errors
/// When the number of images is no multiple of 10.
pub fn class_grid(digits: &Tensor<4>) -> Result<Figure, ArgumentError> {
    let count = images("digits", digits, 10)?;
    in_tens(count)?;
    let each = count / 10;
    let grid = (0..10).fold(ImageGrid::new(""), |grid, class| {
        grid.row(
            class.to_string(),
            digits.clone().narrow(0, class * each, each),
        )
    });
    Ok(Figure::new("Digits on demand: each row was asked for one class").panel(grid))
}

/// Fails unless there are as many images of each class.
pub(super) fn in_tens(count: usize) -> Result<(), ArgumentError> {
    if count.is_multiple_of(10) {
        return Ok(());
    }
    Err(ArgumentError {
        argument: "digits",
        expected: "as many images of each of ten classes".into(),
        got: format!("{count} images"),
        hint: "`class_labels(each, &device())` has the labels in the order of the rows",
    })
}
