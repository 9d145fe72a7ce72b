//! Systems without a sandbox: every request is refused.

use std::ffi::OsString;
use std::path::Path;

use crate::message::{Mode, Spec};
use crate::{Finding, Launch, Running, SandboxError, Unavailable};

pub(crate) fn probe(_helper: &Path, _mode: Mode) -> Result<Result<(), Finding>, SandboxError> {
    Ok(Err(finding()))
}

pub(crate) fn start(
    _helper: &Path,
    _launch: &Launch,
    _spec: Spec,
) -> Result<Running, SandboxError> {
    Err(Unavailable(finding()).into())
}

pub(crate) fn helper(_args: impl Iterator<Item = OsString>) -> ! {
    eprintln!("{}", Unavailable(finding()));
    std::process::exit(70)
}

fn finding() -> Finding {
    Finding {
        seen: format!("the operating system is {}", std::env::consts::OS),
        means: "only Linux has what the sandbox is built from".into(),
        hint:
            "grade in a Linux virtual machine or container; running your own code needs no sandbox"
                .into(),
    }
}
