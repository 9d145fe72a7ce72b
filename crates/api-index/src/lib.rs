//! What the names mean that a cell sees.
//!
//! [`convert()`] boils rustdoc's JSON of one crate down to a [`Part`]: paths, kinds, declarations, docs, methods by type, traits
//! by implementor. An [`Index`] holds many parts and answers what stands behind a path, what may follow a dot, and which type
//! a call gives. The standard library's part comes with this crate: see [`standard`].
//!
//! What it is not: it reads no Rust and runs no compiler; its types know no lifetimes, and it prefers no answer to a wrong one.

mod convert;
mod index;
mod members;
mod part;
mod solve;
pub mod standard;
pub mod store;
mod ty;

pub use convert::{ConvertError, Options, convert};
pub use index::{Found, Index, Text};
pub use members::{Candidate, InScope};
pub use part::{DocId, Docs, Impl, Item, Kind, Member, Part, PartError, SCHEMA};
pub use ty::{Bound, Param, Ty};
