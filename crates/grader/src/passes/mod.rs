//! The passes, in order. Each takes a [`Work`] and gives it on; a [`Rejection`] ends the line for the whole submission.

use std::time::Instant;

use crate::{Grader, Rejection, Work};

mod build;
mod carry;
mod extract;
mod identify;
mod policy;
mod read;
mod run;
mod sanitise;
mod score;

/// One step of grading.
#[derive(Clone, Copy)]
pub struct Pass {
    /// Its name.
    pub name: &'static str,
    /// What it does.
    pub run: for<'a> fn(&'a Grader, Work<'a>) -> Result<Work<'a>, Rejection>,
}

/// What finds a submission's answers. Cheap: it also decides whether a submission was graded before.
pub const PREPARE: &[Pass] = &[
    Pass {
        name: "read",
        run: read::read,
    },
    Pass {
        name: "identify",
        run: identify::identify,
    },
    Pass {
        name: "extract",
        run: extract::extract,
    },
    Pass {
        name: "sanitise",
        run: sanitise::sanitise,
    },
];

/// What judges them.
pub const JUDGE: &[Pass] = &[
    Pass {
        name: "policy",
        run: policy::policy,
    },
    Pass {
        name: "build",
        run: build::build,
    },
    Pass {
        name: "run",
        run: run::run,
    },
    Pass {
        name: "carry",
        run: carry::carry,
    },
    Pass {
        name: "score",
        run: score::score,
    },
];

/// Puts `work` through `passes` and keeps the time.
///
/// # Errors
/// The first pass's [`Rejection`].
pub fn through<'a>(
    passes: &[Pass],
    grader: &'a Grader,
    work: Work<'a>,
) -> Result<Work<'a>, Rejection> {
    passes.iter().try_fold(work, |work, pass| {
        let (start, cpu) = (Instant::now(), thread_cpu());
        let mut work = (pass.run)(grader, work)?;
        work.times.judge_cpu += thread_cpu() - cpu;
        let took = start.elapsed().as_secs_f64();
        match pass.name {
            "build" => work.times.build += took,
            "run" | "carry" => work.times.run += took,
            _ => work.times.read += took,
        }
        Ok(work)
    })
}

/// Seconds that this thread has computed; 0 where the system does not say.
fn thread_cpu() -> f64 {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let nanoseconds = text
        .split(' ')
        .next()
        .and_then(|first| first.parse::<f64>().ok());
    nanoseconds.unwrap_or(0.0) / 1e9
}
