//! The one shared object that notebook cells and answers link: burn, the labs and the runtime under one roof, so that each of
//! their statics exists once per session. It holds re-exports only.

pub use {burn, cell, diffusion, exercise, labs, noisebook_runtime as runtime, plotters, training};

pub mod prelude;
#[doc(hidden)]
pub mod warm;
