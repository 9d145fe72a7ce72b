//! No code. See this crate's `Cargo.toml`.
