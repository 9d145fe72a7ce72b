//! Integer and boolean tensors, and ways from one number of axes to another.

use burn::tensor::{Bool, Device, Distribution, Int, Tensor};

/// Integer tensors with `D` axes.
macro_rules! integers {
    ($name:ident, $d:literal, $shape:expr) => {
        /// Creation, arithmetic, comparison and printing.
        pub fn $name(device: &Device) -> String {
            type T = Tensor<$d, Int>;
            let a = T::random($shape, Distribution::Uniform(0.0, 10.0), device);
            let b = T::zeros($shape, device) + T::ones($shape, device) * 2 - 1 + a.clone();
            let c = a.clone() + b.clone() - a.clone() * b.clone();
            let mask: Tensor<$d, Bool> = c.clone().equal_elem(1).bool_or(c.clone().greater_elem(2));
            let mask = mask
                .bool_and(c.clone().lower_elem(3))
                .bool_and(c.clone().equal(b));
            let shape = (c.dims(), c.shape());
            let sum: i32 = c.clone().sum().into_scalar();
            let moved = T::cat(vec![c.clone(), a.reshape($shape)], 0).sum_dim(0);
            format!(
                "{c} {c:?} {mask} {mask:?} {shape:?} {sum} {moved} {}",
                c.clone().float()
            )
        }
    };
}

integers!(integers1, 1, [4]);
integers!(integers2, 2, [4, 3]);

/// Time steps as indices into tables, as every diffusion model has them.
pub fn tables(device: &Device) -> String {
    let index =
        Tensor::<1, Int>::from_ints([0, 1, 2, 1], device) + Tensor::<1, Int>::arange(0..4, device);
    let index = index + Tensor::from_ints([1, 2, 3], device) + Tensor::from_data([1, 2], device);
    let table = Tensor::<1>::from_floats([0.1, 0.2, 0.3, 0.4], device);
    let picked = table.clone().select(0, index.clone()).reshape([4, 1, 1, 1])
        * Tensor::<4>::ones([4, 1, 2, 2], device);
    let rows =
        table.clone().select(0, index.clone()).reshape([4, 1]) * Tensor::<2>::ones([4, 2], device);
    let rows = rows
        .select(0, index.clone())
        .gather(0, index.clone().reshape([4, 1]));
    let gathered = table.gather(0, index.clone()).unsqueeze_dim::<2>(1);
    let at: f32 = gathered.clone().slice([0..1, 0..1]).into_scalar();
    format!("{index} {picked} {rows} {gathered} {at}")
}

/// Products of matrices and changes of rank.
pub fn matrices(device: &Device) -> String {
    let matrix = Tensor::<2>::from_data([[1.0, 2.0], [3.0, 4.0]], device)
        .matmul(Tensor::<2>::eye(2, device))
        .transpose()
        .t();
    let points = Tensor::<2>::from_floats([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]], device);
    let pairs = Tensor::<2>::stack::<3>(vec![points.clone(), points.clone()], 0);
    let column: Tensor<1> = points.clone().slice([0..3, 0..1]).squeeze();
    let listed = Tensor::<1>::stack::<2>(vec![column.clone(), column.clone()], 1);
    let wide: Tensor<3> = matrix.clone().unsqueeze_dim(0);
    let wider: Tensor<4> = wide.clone().unsqueeze();
    let product =
        wide.clone().matmul(wide.clone()) + wider.clone().matmul(wider).squeeze_dim::<3>(0);
    let narrow: Tensor<1> = wide
        .clone()
        .squeeze_dims::<2>(&[0])
        .sum_dim(1)
        .squeeze_dim(1);
    let classes = matrix.clone().argmax(1).squeeze_dim::<1>(1);
    let spread = Tensor::<1, Int>::arange_step(0..10, 2, device);
    format!(
        "{matrix} {pairs} {listed} {product} {narrow} {classes} {spread}",
        spread = spread.float()
    )
}
