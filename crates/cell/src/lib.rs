//! What a compiled cell links.
//!
//! The engine turns a notebook cell into a shared object with one function. A child process loads it, calls the function
//! with the [`Store`] of all variables, and reports how it ended over a private socket. Everything here runs in that child;
//! nothing here knows how cells are compiled, nor Jupyter.

mod channel;
mod child;
mod flow;
mod flush;
mod input;
mod orphan;
mod pulse;
mod show;
mod store;

pub use cell_wire::Flow;
pub use child::main;
pub use flow::{Thrown, guard};
pub use input::read;
pub use pulse::pulse;
pub use show::{clear_output, show_debug, show_nothing};
pub use store::Store;

use std::marker::PhantomData;

/// Not `must_use`: that lint would speak first, and not name the type.
///
/// Carries a variable's type into a compiler message; see [`ty`].
pub struct Ty<T: ?Sized>(PhantomData<T>);

/// The type of a variable, for the compiler to name: an unused result of type `Ty<T>` is reported with `T` spelled out.
pub fn ty<T: ?Sized>(_: &T) -> Ty<T> {
    Ty(PhantomData)
}
