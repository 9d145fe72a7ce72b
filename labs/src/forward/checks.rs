//! Public checks.

use exercise::Test;

pub const REPARAMETERIZATION: &[Test] = &[];
pub const SCHEDULES: &[Test] = &[];
pub const JUMP: &[Test] = &[];
pub const DERIVATION: &[Test] = &[];
