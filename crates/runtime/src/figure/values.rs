//! What can stand where a figure wants numbers.

use std::ops::{Range, RangeInclusive};

use burn::tensor::{Int, Tensor};

/// A list of numbers to draw: slices, vectors, arrays, integer ranges, and tensors of any rank in row-major order.
///
/// Values that are NaN or infinite are kept here and left out, and counted, when the figure is drawn.
pub trait Values {
    /// The numbers as `f64`.
    fn into_values(self) -> Vec<f64>;
}

macro_rules! lists_of {
    ($($number:ty),*) => {$(
        impl Values for &[$number] {
            fn into_values(self) -> Vec<f64> {
                self.iter().map(|&v| v as f64).collect()
            }
        }

        impl Values for Vec<$number> {
            fn into_values(self) -> Vec<f64> {
                self.as_slice().into_values()
            }
        }

        impl Values for &Vec<$number> {
            fn into_values(self) -> Vec<f64> {
                self.as_slice().into_values()
            }
        }

        impl<const N: usize> Values for [$number; N] {
            fn into_values(self) -> Vec<f64> {
                self.as_slice().into_values()
            }
        }

        impl<const N: usize> Values for &[$number; N] {
            fn into_values(self) -> Vec<f64> {
                self.as_slice().into_values()
            }
        }
    )*};
}

lists_of!(f32, f64, i32, i64, u8, u32, u64, usize);

macro_rules! ranges_of {
    ($($number:ty),*) => {$(
        impl Values for Range<$number> {
            fn into_values(self) -> Vec<f64> {
                self.map(|v| v as f64).collect()
            }
        }

        impl Values for RangeInclusive<$number> {
            fn into_values(self) -> Vec<f64> {
                self.map(|v| v as f64).collect()
            }
        }
    )*};
}

ranges_of!(i32, i64, usize);

macro_rules! tensors_of {
    ($($tensor:ty),*) => {$(
        impl<const D: usize> Values for &$tensor {
            fn into_values(self) -> Vec<f64> {
                self.to_data().iter::<f64>().collect()
            }
        }

        impl<const D: usize> Values for $tensor {
            fn into_values(self) -> Vec<f64> {
                (&self).into_values()
            }
        }
    )*};
}

tensors_of!(Tensor<D>, Tensor<D, Int>);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::device::device;

    #[test]
    fn lists_ranges_and_tensors_give_the_same_numbers() {
        let expected = vec![1.0, 2.0, 3.0];
        assert_eq!([1.0_f32, 2.0, 3.0].into_values(), expected);
        assert_eq!((1..=3).into_values(), expected);
        assert_eq!(vec![1_usize, 2, 3].into_values(), expected);
        let tensor = Tensor::<2>::from_data([[1.0], [2.0], [3.0]], &device());
        assert_eq!(tensor.into_values(), expected);
        let integers = Tensor::<1, Int>::from_data([1, 2, 3], &device());
        assert_eq!((&integers).into_values(), expected);
    }
}
