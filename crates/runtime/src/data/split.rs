//! Digits as tensors: by range, by class, in shuffled batches.

use std::ops::Range;
use std::sync::Arc;

use burn::tensor::{Device, Int, Tensor, TensorData};

use super::DataError;

/// Pixels along each side of a digit.
pub const SIDE: usize = 28;
const PIXELS: usize = SIDE * SIDE;

/// One part of the data set. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Split {
    pixels: Arc<[u8]>,
    classes: Arc<[u8]>,
}

impl Split {
    pub(super) fn new(pixels: Vec<u8>, classes: Vec<u8>) -> Self {
        Self {
            pixels: pixels.into(),
            classes: classes.into(),
        }
    }

    /// The number of digits.
    pub fn len(&self) -> usize {
        self.classes.len()
    }

    /// Whether there is no digit.
    pub fn is_empty(&self) -> bool {
        self.classes.is_empty()
    }

    /// The first `count` digits, or all if there are fewer.
    pub fn first(&self, count: usize) -> Self {
        let count = count.min(self.len());
        Self::new(
            self.pixels[..count * PIXELS].to_vec(),
            self.classes[..count].to_vec(),
        )
    }

    /// The class of every digit, 0 to 9, in order.
    pub fn classes(&self) -> &[u8] {
        &self.classes
    }

    /// How many digits each class has.
    pub fn class_counts(&self) -> [usize; 10] {
        let mut counts = [0; 10];
        self.classes
            .iter()
            .for_each(|class| counts[usize::from(*class)] += 1);
        counts
    }

    /// Images `range` as `[n, 1, 28, 28]` in [-1, 1].
    ///
    /// # Errors
    /// [`DataError::OutOfRange`] where the range leaves the set.
    pub fn images(&self, range: Range<usize>, device: &Device) -> Result<Tensor<4>, DataError> {
        let indices: Vec<usize> = self.checked(range)?.collect();
        Ok(self.images_at(&indices, device))
    }

    /// Classes of the images `range` as `[n]`.
    ///
    /// # Errors
    /// [`DataError::OutOfRange`] where the range leaves the set.
    pub fn labels(
        &self,
        range: Range<usize>,
        device: &Device,
    ) -> Result<Tensor<1, Int>, DataError> {
        let indices: Vec<usize> = self.checked(range)?.collect();
        Ok(self.labels_at(&indices, device))
    }

    /// The `nth` digit (from 0) of the class `label` as `[1, 1, 28, 28]` in [-1, 1].
    ///
    /// # Errors
    /// [`DataError::NoSuchDigit`] where there is none.
    pub fn digit(&self, label: u8, nth: usize, device: &Device) -> Result<Tensor<4>, DataError> {
        let of_class: Vec<usize> = (0..self.len())
            .filter(|&i| self.classes[i] == label)
            .collect();
        let missing = DataError::NoSuchDigit {
            label,
            nth,
            count: of_class.len(),
        };
        let index = of_class.get(nth).ok_or(missing)?;
        Ok(self.images_at(&[*index], device))
    }

    /// All digits once in an order drawn from `seed`, `size` at a time; the last batch may be smaller.
    pub fn batches(&self, size: usize, seed: u64, device: &Device) -> Batches {
        let order = shuffled(self.len(), seed);
        Batches {
            split: self.clone(),
            order,
            size: size.max(1),
            next: 0,
            device: device.clone(),
        }
    }

    fn checked(&self, range: Range<usize>) -> Result<Range<usize>, DataError> {
        if range.start <= range.end && range.end <= self.len() {
            return Ok(range);
        }
        Err(DataError::OutOfRange {
            start: range.start,
            end: range.end,
            len: self.len(),
        })
    }

    fn images_at(&self, indices: &[usize], device: &Device) -> Tensor<4> {
        let pixels = indices
            .iter()
            .flat_map(|i| &self.pixels[i * PIXELS..(i + 1) * PIXELS]);
        let values: Vec<f32> = pixels
            .map(|&pixel| f32::from(pixel) / 127.5 - 1.0)
            .collect();
        Tensor::from_data(
            TensorData::new(values, [indices.len(), 1, SIDE, SIDE]),
            device,
        )
    }

    fn labels_at(&self, indices: &[usize], device: &Device) -> Tensor<1, Int> {
        let values: Vec<i64> = indices
            .iter()
            .map(|&i| i64::from(self.classes[i]))
            .collect();
        Tensor::from_data(TensorData::new(values, [indices.len()]), device)
    }
}

/// Digits that are trained on together.
#[derive(Clone, Debug)]
pub struct Batch {
    /// `[n, 1, 28, 28]` in [-1, 1].
    pub images: Tensor<4>,
    /// `[n]`, classes 0 to 9.
    pub labels: Tensor<1, Int>,
}

/// All digits of a split once, in shuffled batches.
#[derive(Clone, Debug)]
pub struct Batches {
    split: Split,
    order: Vec<usize>,
    size: usize,
    next: usize,
    device: Device,
}

impl Iterator for Batches {
    type Item = Batch;

    fn next(&mut self) -> Option<Batch> {
        let indices = self.order[self.next..].chunks(self.size).next()?;
        self.next += indices.len();
        let images = self.split.images_at(indices, &self.device);
        Some(Batch {
            images,
            labels: self.split.labels_at(indices, &self.device),
        })
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let left = (self.order.len() - self.next).div_ceil(self.size);
        (left, Some(left))
    }
}

impl ExactSizeIterator for Batches {}

/// Fisher and Yates' shuffle of `0..len`, driven by SplitMix64 so that an order stays the same in every version.
fn shuffled(len: usize, seed: u64) -> Vec<usize> {
    let mut order: Vec<usize> = (0..len).collect();
    let mut state = seed;
    for last in (1..len).rev() {
        let other = (u128::from(split_mix(&mut state)) * (last as u128 + 1)) >> 64;
        order.swap(last, other as usize);
    }
    order
}

/// Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014.
fn split_mix(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut z = *state;
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn split_mix_gives_its_published_numbers() {
        let mut state = 1_234_567;
        let drawn = [split_mix(&mut state), split_mix(&mut state)];
        assert_eq!(
            drawn,
            [6_457_827_717_110_365_317, 3_203_168_211_198_807_973]
        );
    }

    #[test]
    fn a_shuffle_keeps_every_index_once_and_depends_on_the_seed_alone() {
        let mut order = shuffled(1000, 7);
        assert_eq!(order, shuffled(1000, 7));
        assert_ne!(order, shuffled(1000, 8));
        order.sort_unstable();
        assert!(order.into_iter().eq(0..1000));
    }
}
