//! Set-up of what a lab needs, inside the course's folder: each step tells whether it is done, so set-up can be
//! interrupted and repeated at any time.

mod build;
pub mod cuda;
mod evcxr;
pub mod files;
mod index;
mod kernelspec;
pub mod layout;
pub mod lock;
mod python;
pub mod requirements;
mod run;
mod seed;
pub mod template;

use std::time::{Duration, Instant};

use anyhow::{Context, Result, anyhow};
use indicatif::ProgressBar;
use kit::{Feature, Kit};

use crate::args::{KernelName, SetupArgs};
use crate::course::Course;
use crate::errors::Hint;
use crate::progress;
use layout::Layout;
use lock::Lock;

/// One thing that set-up makes.
pub trait Step {
    /// One word for it.
    fn name(&self) -> &'static str;
    /// What is made, for people.
    fn title(&self) -> String;
    /// How long it takes on two cores, with what is there already.
    fn duration(&self, layout: &Layout) -> Duration;
    /// Fails when the machine lacks something that only a person can install.
    fn require(&self) -> Result<()> {
        Ok(())
    }
    /// What to know before it begins.
    fn note(&self) -> Option<&'static str> {
        None
    }
    /// Whether nothing is to be done.
    fn is_done(&self, layout: &Layout) -> bool;
    /// Makes it.
    fn run(&self, layout: &Layout, bar: &ProgressBar) -> Result<()>;
}

/// What opening a lab needs, in order.
pub fn lab_steps(feature: Feature, kernel: KernelName) -> Vec<Box<dyn Step>> {
    let mut steps: Vec<Box<dyn Step>> = vec![
        Box::new(python::Venv),
        Box::new(build::Dylib(feature)),
        Box::new(kernelspec::Kernelspec),
        Box::new(index::Index(feature)),
    ];
    if kernel == KernelName::Evcxr {
        steps.push(Box::new(evcxr::Evcxr));
    }
    steps
}

/// Runs the command.
pub fn run(args: &SetupArgs, course: &Course) -> Result<()> {
    let layout = lab(course, Feature::Stub, args.kernel)?;
    if args.solution {
        course.require("solutions", "setup --solution")?;
        lab(course, Feature::Solution, args.kernel)?;
    }
    eprintln!("All is set up in `{}`", layout.home().display());
    Ok(())
}

/// Makes what is missing to open labs with the bodies of `feature`.
pub fn lab(course: &Course, feature: Feature, kernel: KernelName) -> Result<Layout> {
    let layout = Layout::new(course.root());
    ensure(&layout, &lab_steps(feature, kernel))?;
    Ok(layout)
}

/// Makes what is missing to run the tests: both kernels, both bodies, the kernel's test suite.
pub fn tests(course: &Course) -> Result<()> {
    for feature in [Feature::Stub, Feature::Solution] {
        lab(course, feature, KernelName::Evcxr)?;
    }
    ensure(&Layout::new(course.root()), &[Box::new(python::TestTools)])
}

/// Makes what is missing to compile answers, and opens it.
pub fn kit(course: &Course, feature: Feature) -> Result<Kit> {
    let layout = Layout::new(course.root());
    ensure(&layout, &[Box::new(build::Dylib(feature))])?;
    Ok(Kit::open(course.root(), feature)?)
}

fn ensure(layout: &Layout, steps: &[Box<dyn Step>]) -> Result<()> {
    requirements::toolchain(layout.root())?;
    if steps.iter().all(|step| step.is_done(layout)) {
        return Ok(());
    }
    let lock = Lock::exclusive(&layout.setup_lock()).with_context(|| not_made(layout, steps));
    let _lock = lock.hint(
        "who may write in the course's folder runs `cargo noisebook setup` there; `cargo noisebook doctor` lists what is missing",
    )?;
    let missing: Vec<_> = steps.iter().filter(|step| !step.is_done(layout)).collect();
    missing.iter().try_for_each(|step| step.require())?;
    check_disk(layout, missing.len())?;
    let total = missing.iter().map(|step| step.duration(layout)).sum();
    eprintln!(
        "Set-up: {} on two cores, in `{}`; stopped at any time, it goes on where it was",
        about(total),
        layout.home().display()
    );
    missing
        .iter()
        .filter_map(|step| step.note())
        .take(1)
        .for_each(|note| eprintln!("{note}"));
    for (i, step) in missing.iter().enumerate() {
        perform(layout, step.as_ref(), i + 1, missing.len())?;
    }
    Ok(())
}

fn not_made(layout: &Layout, steps: &[Box<dyn Step>]) -> String {
    let missing = steps.iter().filter(|step| !step.is_done(layout));
    let names: Vec<&str> = missing.map(|step| step.name()).collect();
    format!(
        "set-up has to run first: not ready are {}",
        names.join(", ")
    )
}

fn perform(layout: &Layout, step: &dyn Step, number: usize, of: usize) -> Result<()> {
    let bar = progress::spinner(&format!(
        "[{number}/{of}] {}, {}",
        step.title(),
        about(step.duration(layout))
    ));
    let start = Instant::now();
    let done = step.run(layout, &bar);
    bar.finish_and_clear();
    done?;
    eprintln!(
        "[{number}/{of}] {}: done in {} s",
        step.title(),
        start.elapsed().as_secs()
    );
    Ok(())
}

/// Only a first set-up needs much space.
fn check_disk(layout: &Layout, missing: usize) -> Result<()> {
    let free = requirements::free_gib(layout.root()).unwrap_or(u64::MAX);
    let needed = if missing > 1 {
        requirements::DISK_GIB
    } else {
        1
    };
    if free >= needed {
        return Ok(());
    }
    let root = layout.root().display();
    Err(anyhow!(
        "set-up needs {needed} GiB of disk space at `{root}`, {free} GiB are free"
    ))
    .hint("free some space, or move the course's folder to another disk")
}

/// A duration that nobody takes for exact.
fn about(duration: Duration) -> String {
    match duration.as_secs() {
        0..5 => "a moment".to_owned(),
        5..50 => "about half a minute".to_owned(),
        50..90 => "about a minute".to_owned(),
        seconds => format!("about {} minutes", (seconds + 30) / 60),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_rounded() {
        let words = |seconds| about(Duration::from_secs(seconds));
        assert_eq!(words(1), "a moment");
        assert_eq!(words(60), "about a minute");
        assert_eq!(words(390), "about 7 minutes");
    }
}
