//! Facade.
pub use {burn, diffusion, exercise, labs, noisebook_runtime as runtime, plotters};
