//! Rows of grayscale images.

use burn::tensor::Tensor;

/// One grayscale image, row by row from the top.
#[derive(Clone, Debug, PartialEq)]
pub struct Image {
    /// Pixels per row.
    pub width: usize,
    /// Number of rows.
    pub height: usize,
    /// `width · height` values; -1 is black and 1 white unless the grid says otherwise.
    pub pixels: Vec<f32>,
}

/// What can stand where a grid wants images: tensors `[batch, channel, height, width]`, or [`Image`]s.
///
/// Of several channels the mean is shown.
pub trait Images {
    /// The images in their order.
    fn into_images(self) -> Vec<Image>;
}

impl Images for Vec<Image> {
    fn into_images(self) -> Vec<Image> {
        self
    }
}

impl Images for Image {
    fn into_images(self) -> Vec<Image> {
        vec![self]
    }
}

impl Images for &Tensor<4> {
    fn into_images(self) -> Vec<Image> {
        let [_, channels, height, width] = self.dims();
        if channels * height * width == 0 {
            return Vec::new();
        }
        let values: Vec<f32> = self.to_data().iter::<f32>().collect();
        let of_channels = |values: &[f32]| Image {
            width,
            height,
            pixels: mean_of_channels(values, height * width),
        };
        values
            .chunks_exact(channels * height * width)
            .map(of_channels)
            .collect()
    }
}

impl Images for Tensor<4> {
    fn into_images(self) -> Vec<Image> {
        (&self).into_images()
    }
}

fn mean_of_channels(values: &[f32], size: usize) -> Vec<f32> {
    let channels = (values.len() / size) as f32;
    (0..size)
        .map(|pixel| values.iter().skip(pixel).step_by(size).sum::<f32>() / channels)
        .collect()
}

/// One row of a grid.
#[derive(Clone, Debug, PartialEq)]
pub struct ImageRow {
    /// Text left of the row; may be empty.
    pub label: String,
    /// The images from left to right.
    pub images: Vec<Image>,
}

/// Rows of grayscale images with a label per row and a title per column, each pixel drawn as a square.
///
/// ```
/// use noisebook_runtime::figure::{Image, ImageGrid};
/// let image = Image { width: 2, height: 1, pixels: vec![-1.0, 1.0] };
/// let grid = ImageGrid::new("Corruption").columns(["t = 0"]).row("x₀", image);
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct ImageGrid {
    pub(super) title: String,
    pub(super) column_titles: Vec<String>,
    pub(super) rows: Vec<ImageRow>,
    pub(super) range: (f32, f32),
}

impl ImageGrid {
    /// An empty grid under `title`, which may be empty.
    pub fn new(title: impl Into<String>) -> Self {
        Self {
            title: title.into(),
            column_titles: Vec::new(),
            rows: Vec::new(),
            range: (-1.0, 1.0),
        }
    }

    /// A batch in rows of `columns` images, as for samples of a model.
    pub fn batch(title: impl Into<String>, images: impl Images, columns: usize) -> Self {
        let images = images.into_images();
        images
            .chunks(columns.max(1))
            .fold(Self::new(title), |grid, row| grid.row("", row.to_vec()))
    }

    /// The titles above the columns.
    pub fn columns<T: Into<String>>(mut self, titles: impl IntoIterator<Item = T>) -> Self {
        self.column_titles = titles.into_iter().map(Into::into).collect();
        self
    }

    /// Adds a row.
    pub fn row(mut self, label: impl Into<String>, images: impl Images) -> Self {
        self.rows.push(ImageRow {
            label: label.into(),
            images: images.into_images(),
        });
        self
    }

    /// Shows `low` as black and `high` as white instead of -1 and 1; values beyond are clipped.
    pub fn range(mut self, low: f32, high: f32) -> Self {
        self.range = (low, high);
        self
    }

    /// The longest row's number of images.
    pub(super) fn column_count(&self) -> usize {
        let longest = self
            .rows
            .iter()
            .map(|row| row.images.len())
            .max()
            .unwrap_or(0);
        longest.max(self.column_titles.len())
    }

    /// All images of the grid.
    pub(super) fn images(&self) -> impl Iterator<Item = &Image> {
        self.rows.iter().flat_map(|row| &row.images)
    }

    /// The gray of a value, or `None` for NaN.
    pub(super) fn gray(&self, value: f32) -> Option<u8> {
        let (low, high) = self.range;
        let share = (value - low) / (high - low);
        (!share.is_nan()).then(|| (share.clamp(0.0, 1.0) * 255.0).round() as u8)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::device::device;

    #[test]
    fn a_batch_becomes_one_image_per_element() {
        let batch = Tensor::<4>::from_data(
            [[[[-1.0, 0.0], [0.5, 1.0]]], [[[1.0, 1.0], [1.0, 1.0]]]],
            &device(),
        );
        let images = (&batch).into_images();
        assert_eq!(images.len(), 2);
        assert_eq!(
            images[0],
            Image {
                width: 2,
                height: 2,
                pixels: vec![-1.0, 0.0, 0.5, 1.0]
            }
        );
    }

    #[test]
    fn channels_are_averaged() {
        let batch = Tensor::<4>::from_data([[[[0.0, 1.0]], [[1.0, 0.0]]]], &device());
        assert_eq!(batch.into_images()[0].pixels, [0.5, 0.5]);
    }

    #[test]
    fn gray_runs_from_black_to_white_and_clips() {
        let grid = ImageGrid::new("");
        let grays = [-5.0, -1.0, 0.0, 1.0, 5.0, f32::NAN].map(|v| grid.gray(v));
        assert_eq!(
            grays,
            [Some(0), Some(0), Some(128), Some(255), Some(255), None]
        );
    }

    #[test]
    fn a_batch_wraps_into_rows() {
        let image = Image {
            width: 1,
            height: 1,
            pixels: vec![0.0],
        };
        let grid = ImageGrid::batch("samples", vec![image; 7], 3);
        assert_eq!(
            grid.rows
                .iter()
                .map(|row| row.images.len())
                .collect::<Vec<_>>(),
            [3, 3, 1]
        );
        assert_eq!(grid.column_count(), 3);
    }
}
