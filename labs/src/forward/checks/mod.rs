//! Public checks: what `check(&…)` runs in the notebook, one file for each trait.
//!
//! Students may read them. They compare with small tables worked out by hand, identities, moments and gradients, and
//! name the mistake they recognise; none holds the body of an exercise.

mod derivation;
mod jump;
mod reparameterization;
mod schedules;
mod training;

pub use derivation::DERIVATION;
pub use jump::JUMP;
pub use reparameterization::REPARAMETERIZATION;
pub use schedules::SCHEDULES;
pub use training::TRAINING;

use crate::checking::{Hint, Mistake, explain, explain_exact, moments, table, three_steps};
