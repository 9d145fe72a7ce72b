//! Proof that the hidden tests are good, and that the reference bodies are right.

mod alternatives;
mod ddpm_alternatives;
mod ddpm_goldens;
mod ddpm_network;
mod elbo_alternatives;
mod elbo_goldens;
mod film_alternatives;
mod film_goldens;
mod film_network;
mod forged;
mod goldens;
mod proof;
