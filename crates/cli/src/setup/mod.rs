//! Set-up of what a lab needs, inside the course's folder: each step tells whether it is done, so set-up can be
//! interrupted and repeated at any time.

mod build;
mod evcxr;
pub mod files;
mod kernelspec;
pub mod layout;
pub mod lock;
mod python;
pub mod requirements;
mod run;
mod seed;
pub mod template;

use std::time::Instant;

use anyhow::{Result, anyhow};
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
    /// How long it takes when nothing is there yet, on two cores.
    fn duration(&self) -> &'static str;
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
    let _lock = Lock::exclusive(&layout.setup_lock())?;
    let missing: Vec<_> = steps.iter().filter(|step| !step.is_done(layout)).collect();
    check_disk(layout, missing.len())?;
    for (i, step) in missing.iter().enumerate() {
        perform(layout, step.as_ref(), i + 1, missing.len())?;
    }
    Ok(())
}

fn perform(layout: &Layout, step: &dyn Step, number: usize, of: usize) -> Result<()> {
    let bar = progress::spinner(&format!(
        "[{number}/{of}] {}, {}",
        step.title(),
        step.duration()
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
