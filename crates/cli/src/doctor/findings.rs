//! Each thing that a lab needs, and whether it is there.

use anyhow::{Error, Result, anyhow};
use kit::{Feature, Kit};

use super::cuda;
use crate::args::KernelName;
use crate::course::Course;
use crate::errors;
use crate::setup::layout::Layout;
use crate::setup::{lab_steps, requirements};

/// Whether something is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// It is.
    Present,
    /// Set-up makes it.
    LaterMade,
    /// Somebody has to install it.
    Missing,
}

/// One line of the report.
#[derive(Debug)]
pub struct Finding {
    /// The thing.
    pub what: &'static str,
    /// Whether it is there.
    pub status: Status,
    /// Which, or what to do.
    pub detail: String,
}

/// All of them.
pub fn all(course: &Course) -> Vec<Finding> {
    let layout = Layout::new(course.root());
    let mut findings = vec![
        required(
            "Rust",
            requirements::toolchain(course.root()).map(|toolchain| toolchain.version),
        ),
        required(
            "linker",
            requirements::linker().map(|path| path.display().to_string()),
        ),
        required(
            "Python",
            requirements::python()
                .map(|(path, version)| format!("{version} at {}", path.display())),
        ),
        required("disk", disk(&layout)),
    ];
    findings.push(cuda::finding(&layout));
    findings.extend(kits(course));
    findings.extend(course.require("grading", "test").is_ok().then(browser));
    findings.extend(
        lab_steps(Feature::Stub, KernelName::default())
            .iter()
            .map(|step| made(step.name(), step.is_done(&layout))),
    );
    findings
}

fn required(what: &'static str, found: Result<String>) -> Finding {
    match found {
        Ok(detail) => Finding {
            what,
            status: Status::Present,
            detail,
        },
        Err(error) => Finding {
            what,
            status: Status::Missing,
            detail: told(&error),
        },
    }
}

/// The error and its hint, as every command prints them.
fn told(error: &Error) -> String {
    let text = errors::render(error);
    text.trim_start_matches("error: ").trim_end().to_owned()
}

fn disk(layout: &Layout) -> Result<String> {
    let Some(free) = requirements::free_gib(layout.root()) else {
        return Ok("free space unknown".to_owned());
    };
    if free == 0 {
        return Err(anyhow!("no free space at `{}`", layout.root().display()));
    }
    Ok(format!("{free} GiB free"))
}

/// Contributors test the labs in one.
fn browser() -> Finding {
    let names = [
        "chromium",
        "chromium-browser",
        "google-chrome",
        "google-chrome-stable",
    ];
    let found = names.iter().find_map(|name| requirements::find(name));
    let none = "none, so the labs are not tested in one\nhint: on Debian and Ubuntu: `sudo apt install chromium`";
    Finding {
        what: "browser",
        status: if found.is_some() {
            Status::Present
        } else {
            Status::LaterMade
        },
        detail: found.map_or(none.to_owned(), |path| path.display().to_string()),
    }
}

/// Instructors have solutions.
fn kits(course: &Course) -> Vec<Finding> {
    let features = [Feature::Stub, Feature::Solution];
    let known = features
        .into_iter()
        .filter(|&f| f == Feature::Stub || course.require("solutions", "doctor").is_ok());
    known.map(|feature| kit(course, feature)).collect()
}

fn kit(course: &Course, feature: Feature) -> Finding {
    let what = if feature == Feature::Stub {
        "kit"
    } else {
        "solutions"
    };
    match Kit::open(course.root(), feature) {
        Ok(kit) => Finding {
            what,
            status: Status::Present,
            detail: kit.dir().display().to_string(),
        },
        Err(error) => Finding {
            what,
            status: Status::LaterMade,
            detail: error.to_string(),
        },
    }
}

fn made(what: &'static str, done: bool) -> Finding {
    let (status, detail) = match done {
        true => (Status::Present, "ready"),
        false => (
            Status::LaterMade,
            "not made yet\nhint: run `cargo noisebook setup`",
        ),
    };
    Finding {
        what,
        status,
        detail: detail.to_owned(),
    }
}
