//! What mutants are made of: a list in a few lines, and noise that is wrong in one way.

use burn::tensor::{Distribution, Tensor};

/// A list of mutants: for each one an exercise, the mistake, a name, and the method that makes it.
macro_rules! mutants {
    ($trait:ident by $handler:path; $($exercise:literal $name:literal $type:ident { $($method:tt)* })+) => {
        $(
            struct $type;
            impl $trait for $type { $($method)* }
        )+
        /// The mutants of this file.
        pub const ALL: &[crate::Mutant] = &[
            $(crate::Mutant { exercise: $exercise, name: $name, handler: || $handler(&$type) }),+
        ];
    };
}
pub(crate) use mutants;

/// Right noise: a draw from N(0, 1) for each element.
pub fn normal<const D: usize>(like: &Tensor<D>) -> Tensor<D> {
    like.random_like(Distribution::Normal(0.0, 1.0))
}

/// Noise of right law with variance 1, which is not normal.
pub fn flat<const D: usize>(like: &Tensor<D>) -> Tensor<D> {
    let half_width = 3_f64.sqrt();
    like.random_like(Distribution::Uniform(-half_width, half_width))
}

/// The same noise at each call.
pub fn seeded<const D: usize>(like: &Tensor<D>) -> Tensor<D> {
    exercise::Inputs::new(42).normal(like.dims())
}

/// One draw for the whole axis.
pub fn shared<const D: usize>(like: &Tensor<D>, axis: usize) -> Tensor<D> {
    let mut dims = like.dims();
    dims[axis] = 1;
    Tensor::<D>::random(dims, Distribution::Normal(0.0, 1.0), &like.device()).expand(like.dims())
}
