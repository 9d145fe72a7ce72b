//! Every lab of the course, in one list: what runs over all labs runs over this.

use exercise::{Handler, Lab, Test};

use crate::{ddpm, elbo, film_unet, forward, tour};

/// A lab with what runs without an answer.
#[derive(Clone, Copy, Debug)]
pub struct Registered {
    /// What is known of the lab.
    pub lab: &'static Lab,
    /// Its public checks; every exercise has one at least.
    pub checks: fn() -> Vec<Test>,
    /// Handlers of its scaffold, one for each answer.
    pub scaffold: fn() -> Vec<Handler<'static>>,
}

/// Every lab, in the order in which they are taught. A lab without points is not graded.
pub static LABS: &[Registered] = &[
    Registered {
        lab: &tour::LAB,
        checks: tour::public_checks,
        scaffold: tour::scaffold,
    },
    Registered {
        lab: &forward::LAB,
        checks: forward::public_checks,
        scaffold: forward::scaffold,
    },
    Registered {
        lab: &elbo::LAB,
        checks: elbo::public_checks,
        scaffold: elbo::scaffold,
    },
    Registered {
        lab: &ddpm::LAB,
        checks: ddpm::public_checks,
        scaffold: ddpm::scaffold,
    },
    Registered {
        lab: &film_unet::LAB,
        checks: film_unet::public_checks,
        scaffold: film_unet::scaffold,
    },
];

/// The lab with this slug.
pub fn registered(slug: &str) -> Option<&'static Registered> {
    LABS.iter().find(|entry| entry.lab.slug == slug)
}
