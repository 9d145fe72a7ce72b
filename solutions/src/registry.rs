use exercise::Handler;
use labs::forward as f;

use crate::forward;

/// Handlers of the reference bodies of the lab with this slug, one for each answer; none for a lab without exercises.
pub fn reference(slug: &str) -> Vec<Handler<'static>> {
    match slug {
        "forward" => vec![
            f::reparameterization::handler(&forward::Reference),
            f::schedules::handler(&forward::Reference),
            f::jump::handler(&forward::Reference),
            f::derivation::handler(&forward::Reference),
        ],
        _ => Vec::new(),
    }
}
