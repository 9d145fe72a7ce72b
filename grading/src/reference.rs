//! The reference bodies as a program: what answers for a student's earlier exercises.

use std::env::args_os;

/// First argument of the judge when it serves a lab's reference bodies; the second is the lab.
pub const ARGUMENT: &str = "__reference";

/// Serves the pipes of a worker, if this process was started for that; otherwise returns at once.
pub fn serve_if_requested() {
    let mut args = args_os().skip(1);
    if args.next().is_none_or(|first| first != ARGUMENT) {
        return;
    }
    let lab = args.next().and_then(|slug| crate::lab(slug.to_str()?));
    if let Some(lab) = lab {
        exercise::worker::main(&(lab.reference)());
    }
}
