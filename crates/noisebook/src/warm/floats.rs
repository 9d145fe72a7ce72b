//! Float tensors with one to four axes.

use burn::tensor::activation::{gelu, log_softmax, relu, sigmoid, silu, softmax, softplus, tanh};
use burn::tensor::{Bool, Device, Distribution, Int, Tensor, TensorData};
use cell::Store;

/// Creation, arithmetic, reduction, comparison, printing and gradients of float tensors with `D` axes.
macro_rules! floats {
    ($name:ident, $d:literal, $shape:expr, $index:expr) => {
        /// One number of axes.
        pub mod $name {
            use super::*;

            type T = Tensor<$d>;

            /// A variable of this type, from cell to cell.
            pub fn stored(store: &mut Store) {
                let mut tensor: T = store.take("tensor");
                let _ = cell::ty(&tensor);
                tensor = tensor.clone();
                store.put("tensor", tensor);
            }

            /// Creation and the ways out: numbers, text, gradients.
            pub fn values(device: &Device) -> Option<String> {
                let a = T::random($shape, Distribution::Normal(0.0, 1.0), device).require_grad();
                let b = T::ones($shape, device)
                    + T::zeros($shape, device)
                    + T::full($shape, 0.5, device);
                let e =
                    a.random_like(Distribution::Default).detach() + b.zeros_like() + b.ones_like();
                let e = e.to_device(device) + T::empty($shape, device);
                let loss = (a.clone() * e + b.clone()).mean();
                let gradients = loss.backward();
                let gradient = a.grad(&gradients)?;
                let scalar: f32 = loss.clone().into_scalar();
                let (shape, dims, on) = (gradient.shape(), gradient.dims(), gradient.device());
                let data: TensorData = gradient.to_data();
                let inner = b.inner();
                Some(format!(
                    "{loss} {a} {a:?} {scalar} {shape:?} {dims:?} {on:?} {data} {inner}"
                ))
            }

            /// Operators and functions of single elements.
            pub fn arithmetic(a: T, b: T) -> T {
                let c = (a.clone() + b.clone()) * (a.clone() - b.clone()) / (b.clone() + 1.0)
                    - b.clone() * 2.0;
                let c = c / 2.0 - 1.0 + 1.0_f32 - 1.0_f32;
                let c = c * 2.0_f32 / 2.0_f32;
                let c = a.clone().powf(b.clone()).recip() - c;
                let c = (-c)
                    .sqrt()
                    .exp()
                    .log()
                    .log1p()
                    .abs()
                    .tanh()
                    .square()
                    .cos()
                    .sin()
                    .erf();
                let c = c
                    .powf_scalar(2.0)
                    .powi_scalar(2)
                    .powi_scalar(2_i64)
                    .clamp(-1.0, 1.0);
                let c = c
                    .clamp_min(-1.0)
                    .clamp_max(1.0)
                    .floor()
                    .ceil()
                    .round()
                    .sign();
                let c = c
                    .clone()
                    .mul(c.clone())
                    .add(c.clone())
                    .sub(c.clone())
                    .div(c);
                let c = c
                    .add_scalar(1.0)
                    .sub_scalar(1.0)
                    .mul_scalar(2.0)
                    .div_scalar(2.0);
                c.max_pair(a).min_pair(b).neg()
            }

            /// Sums, means, extremes.
            pub fn reductions(a: T) -> T {
                let d = a.clone().sum_dim(0) + a.clone().mean_dim(0) + a.clone().max_dim(0);
                let d = d + a.clone().min_dim(0) + a.clone().var(0) + a.clone().prod_dim(0);
                let d = d + a.clone().cumsum(0) + a.clone().cumprod(0);
                let all = a.clone().sum() + a.clone().mean() + a.clone().max() + a.clone().min();
                let all = all + a.clone().prod();
                let (variance, mean) = a.clone().var_mean(0);
                let places = a.clone().argmax(0).float() + a.argmin(0).float();
                d * variance * mean * places + all.unsqueeze()
            }

            /// Comparisons and masks.
            pub fn comparisons(a: T, b: T) -> (T, Tensor<$d, Bool>, Tensor<$d, Int>) {
                let mask = a.clone().greater(b.clone()).bool_not();
                let mask = mask.bool_or(a.clone().lower(b.clone()));
                let mask =
                    mask.bool_and(a.clone().greater_elem(0.0).equal(a.clone().lower_elem(0.5)));
                let mask = mask.bool_and(a.clone().equal(b.clone()));
                let mask = mask.bool_and(a.clone().greater_equal_elem(0.0));
                let mask = mask.bool_and(a.clone().lower_equal_elem(0.0));
                let chosen = a.mask_where(mask.clone(), b).mask_fill(mask.clone(), 0.0);
                (chosen, mask.clone(), mask.int())
            }

            /// New shapes, parts and wholes.
            pub fn shapes(c: T) -> (T, Tensor<1>) {
                let f = T::cat(vec![c.clone(), c.clone()], 0)
                    .slice($index)
                    .narrow(0, 0, 1);
                let f = f
                    .repeat_dim(0, 2)
                    .reshape($shape)
                    .swap_dims(0, $d - 1)
                    .expand($shape);
                let parts = f
                    .clone()
                    .chunk(2, 0)
                    .into_iter()
                    .chain(f.clone().split(1, 0))
                    .collect();
                let whole = T::cat(parts, 0).slice_assign($index, c.clone()).flip([0]);
                let flat: Tensor<1> = c.clone().flatten(0, $d - 1);
                let listed = Tensor::<1>::cat(vec![flat.clone(), c.reshape([-1])], 0);
                (whole, flat + listed)
            }

            /// Activations.
            pub fn activations(c: T) -> T {
                let c = relu(c.clone()) + sigmoid(c.clone()) + silu(c.clone()) + gelu(c.clone());
                softmax(c.clone(), 0)
                    + log_softmax(c.clone(), 0)
                    + softplus(c.clone(), 1.0)
                    + tanh(c)
            }
        }
    };
}

floats!(floats1, 1, [4], 0..2);
floats!(floats2, 2, [4, 3], [0..2, 0..3]);
floats!(floats3, 3, [2, 4, 3], [0..1, 0..2, 0..3]);
floats!(floats4, 4, [2, 1, 4, 3], [0..1, 0..1, 0..2, 0..3]);
