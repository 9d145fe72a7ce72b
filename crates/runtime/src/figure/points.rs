//! What can stand where a panel wants points of the plane, or rows of values.

use burn::tensor::Tensor;

/// Points of the plane: lists of pairs, or a tensor `[n, 2]`.
///
/// Of a tensor with more columns the first two are shown; with fewer there are no points.
pub trait Points {
    /// The points as `(x, y)`.
    fn into_points(self) -> Vec<(f64, f64)>;
}

macro_rules! points_of {
    ($($pair:ty => $read:expr),*) => {$(
        impl Points for &[$pair] {
            fn into_points(self) -> Vec<(f64, f64)> {
                self.iter().map($read).collect()
            }
        }

        impl Points for &Vec<$pair> {
            fn into_points(self) -> Vec<(f64, f64)> {
                self.as_slice().into_points()
            }
        }

        impl Points for Vec<$pair> {
            fn into_points(self) -> Vec<(f64, f64)> {
                self.as_slice().into_points()
            }
        }

        impl<const N: usize> Points for [$pair; N] {
            fn into_points(self) -> Vec<(f64, f64)> {
                self.as_slice().into_points()
            }
        }
    )*};
}

points_of!(
    (f64, f64) => |&(x, y)| (x, y),
    (f32, f32) => |&(x, y)| (f64::from(x), f64::from(y)),
    [f64; 2] => |&[x, y]| (x, y),
    [f32; 2] => |&[x, y]| (f64::from(x), f64::from(y))
);

impl Points for &Tensor<2> {
    fn into_points(self) -> Vec<(f64, f64)> {
        let rows = self.into_rows();
        let pair = |row: &Vec<f64>| Some((*row.first()?, *row.get(1)?));
        rows.iter().filter_map(pair).collect()
    }
}

impl Points for Tensor<2> {
    fn into_points(self) -> Vec<(f64, f64)> {
        (&self).into_points()
    }
}

/// Rows of numbers: lists of lists, or a tensor `[rows, columns]`.
pub trait Rows {
    /// The rows as `f64`.
    fn into_rows(self) -> Vec<Vec<f64>>;
}

impl Rows for Vec<Vec<f64>> {
    fn into_rows(self) -> Vec<Vec<f64>> {
        self
    }
}

impl<const R: usize, const C: usize> Rows for [[f64; C]; R] {
    fn into_rows(self) -> Vec<Vec<f64>> {
        self.into_iter().map(Vec::from).collect()
    }
}

impl Rows for &Tensor<2> {
    fn into_rows(self) -> Vec<Vec<f64>> {
        let [_, columns] = self.dims();
        let values: Vec<f64> = self.to_data().iter::<f64>().collect();
        let rows = values.chunks(columns.max(1));
        rows.map(<[f64]>::to_vec).collect()
    }
}

impl Rows for Tensor<2> {
    fn into_rows(self) -> Vec<Vec<f64>> {
        (&self).into_rows()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::device::device;

    #[test]
    fn lists_and_tensors_give_the_same_points() {
        let expected = vec![(1.0, 2.0), (3.0, 4.0)];
        assert_eq!([(1.0_f32, 2.0_f32), (3.0, 4.0)].into_points(), expected);
        assert_eq!(vec![[1.0_f64, 2.0], [3.0, 4.0]].into_points(), expected);
        let tensor = Tensor::<2>::from_data([[1.0, 2.0, 9.0], [3.0, 4.0, 9.0]], &device());
        assert_eq!(tensor.into_points(), expected);
        let column = Tensor::<2>::from_data([[1.0], [2.0]], &device());
        assert!(column.into_points().is_empty());
    }

    #[test]
    fn a_tensor_gives_its_rows() {
        let tensor = Tensor::<2>::from_data([[1.0, 2.0], [3.0, 4.0]], &device());
        assert_eq!(tensor.into_rows(), [[1.0, 2.0], [3.0, 4.0]]);
    }
}
