//! Generic code that cells use most, instantiated here, so that a cell links it instead of compiling it again.
//!
//! Nobody calls these functions; the compiler exports what they instantiate, since this crate is built at `opt-level = 1`
//! (see `.cargo/config.toml`: above that, instantiations are not shared).

pub mod conversions;
pub mod floats;
pub mod mixed;
pub mod networks;
pub mod plain;
