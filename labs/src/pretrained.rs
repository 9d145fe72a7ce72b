//! Weights that come with the labs, so that digits can be drawn before a network is trained.

use training::{TrainingError, Weights};

/// Name and file of each network, trained by `cargo noisebook train`.
const FILES: &[(&str, &[u8])] = &[
    (
        "ddpm-quick",
        include_bytes!("../weights/ddpm-quick.safetensors"),
    ),
    (
        "film-quick",
        include_bytes!("../weights/film-quick.safetensors"),
    ),
    (
        "film-conditional-quick",
        include_bytes!("../weights/film-conditional-quick.safetensors"),
    ),
];

/// The weights called `name`, as `ddpm-quick`: what was trained, and the profile.
///
/// # Errors
/// [`TrainingError::Weights`] with the names there are, where there is no such network.
pub fn pretrained(name: &str) -> Result<Weights, TrainingError> {
    match FILES.iter().find(|(known, _)| *known == name) {
        Some((name, bytes)) => Weights::embedded(name, bytes),
        None => {
            let names: Vec<&str> = pretrained_names().collect();
            Err(TrainingError::Weights {
                name: name.to_owned(),
                reason: format!(
                    "no such weights come with Noisebook; there are: {}",
                    names.join(", ")
                ),
            })
        }
    }
}

/// The names of all weights that come with the labs.
pub fn pretrained_names() -> impl Iterator<Item = &'static str> {
    FILES.iter().map(|(name, _)| *name)
}
