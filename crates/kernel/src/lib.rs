//! A Jupyter kernel whose cells are Rust.
