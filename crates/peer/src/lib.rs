//! PyTorch beside our benches: a Python with it, made once, and a script in it that is timed in turns with our code.
//!
//! Ratios of one run hold on a busy machine too, where neither time alone does.

mod script;
mod venv;

pub use script::Peer;
pub use venv::python;
