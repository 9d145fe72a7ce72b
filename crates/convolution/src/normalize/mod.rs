//! Batch norm and group norm with the activation that follows, as single differentiable operations.

mod batch;
mod group;
mod layers;
mod plane;

pub use batch::BatchNormalization;
pub use group::GroupNormalization;
pub use layers::Normalize;

use plane::Line;

/// Sizes of `x [batch, channels, pixels…]`.
#[derive(Debug, Clone, Copy)]
pub struct Extent {
    /// Images.
    pub batch: usize,
    /// Channels per image.
    pub channels: usize,
    /// Pixels per channel.
    pub pixels: usize,
}

impl Extent {
    /// Floats of one image.
    fn image(&self) -> usize {
        self.channels * self.pixels
    }

    /// One channel of each image in turn.
    fn planes<'a>(&self, x: &'a [f32], channel: usize) -> impl Iterator<Item = &'a [f32]> {
        x.chunks_exact(self.pixels)
            .skip(channel)
            .step_by(self.channels)
    }
}

/// Mean and variance (divided by the count) of one set of numbers that are normalised together.
#[derive(Debug, Clone, Copy)]
pub struct Moments {
    /// The mean.
    pub mean: f64,
    /// The variance.
    pub variance: f64,
}

impl Moments {
    /// Of planes of equal length: moments of parts are joined as in Chan, Golub and LeVeque (1979).
    fn of<'a>(planes: impl Iterator<Item = &'a [f32]>) -> Moments {
        let (mut count, mut mean, mut squares) = (0.0, 0.0, 0.0);
        for plane in planes {
            let (of_plane, more) = plane::moments(plane);
            let size = plane.len() as f64;
            let (apart, total) = (of_plane - mean, count + size);
            mean += apart * size / total;
            squares += more + apart * apart * count * size / total;
            count = total;
        }
        Moments {
            mean,
            variance: (squares / count).max(0.0),
        }
    }

    /// What the norm makes of a channel.
    fn line(&self, epsilon: f64, gamma: f32, beta: f32) -> Line {
        Line {
            mean: self.mean as f32,
            inverse: (1.0 / (self.variance + epsilon).sqrt()) as f32,
            gamma,
            beta,
        }
    }
}
