//! The noisebook command.
fn main() {}
