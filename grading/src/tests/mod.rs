//! Proof that the hidden tests are good, and that the reference bodies are right.

mod forged;
mod goldens;
mod proof;
