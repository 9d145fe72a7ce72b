//! Public checks: what `check(&…)` runs in the notebook, one file for each trait.

pub const LIKELIHOOD: &[exercise::Test] = &[];
pub const DERIVATION: &[exercise::Test] = &[];
pub const TRACTABLE_REVERSE: &[exercise::Test] = &[];
pub const NOISE_PREDICTION: &[exercise::Test] = &[];
pub const TRAINING: &[exercise::Test] = &[];
pub const THREE_FORCES: &[exercise::Test] = &[];
