//! Finds out what this machine can do by doing it, and puts failures into words.

use std::path::Path;

use tempfile::TempDir;

use crate::message::{Failure, Mode, Spec, Step};
use crate::platform::start::rehearse;
use crate::{Finding, SandboxError};

/// Builds a sandbox and takes it down; a finding says why that does not work here.
pub(crate) fn probe(helper: &Path, mode: Mode) -> Result<Result<(), Finding>, SandboxError> {
    let mut spec = Spec::probe(mode);
    let tmp = private_tmp(&mut spec)?;
    let result = rehearse(helper, &spec)?.map_err(|setup| finding(&setup.failure));
    drop(tmp);
    Ok(result)
}

/// In reduced isolation, the folder of the host that stands in for `/tmp`. It is removed when dropped.
pub(super) fn private_tmp(spec: &mut Spec) -> Result<Option<TempDir>, SandboxError> {
    if spec.mode == Mode::Full {
        return Ok(None);
    }
    let tmp = tempfile::Builder::new().prefix("sandbox-").tempdir();
    let tmp = tmp.map_err(SandboxError::io("make a temporary folder"))?;
    spec.tmp = tmp.path().into();
    if !spec.policy.env.iter().any(|(name, _)| name == "TMPDIR") {
        spec.policy.env.push(("TMPDIR".into(), tmp.path().into()));
    }
    Ok(Some(tmp))
}

const PROFILE: &str = "allow this program user namespaces: write the lines `abi <abi/4.0>,`, `include <tunables/global>` \
    and `profile noisebook /path/of/the/program flags=(unconfined) { userns, }` to /etc/apparmor.d/noisebook and run \
    `sudo apparmor_parser -r /etc/apparmor.d/noisebook`";

fn finding(failure: &Failure) -> Finding {
    let (means, hint) = match (failure.step, failure.errno) {
        (Step::Namespaces, libc::ENOSPC) => (
            "user namespaces are switched off (user.max_user_namespaces is 0) or used up",
            "run `sudo sysctl -w user.max_user_namespaces=10000`",
        ),
        (Step::Namespaces, _) => (
            "user namespaces are forbidden, by the system or by the container this runs in",
            "run `sudo sysctl -w kernel.unprivileged_userns_clone=1`, or start the container with a seccomp profile that \
             allows `unshare`, for example `docker run --security-opt seccomp=unconfined`",
        ),
        (Step::UidMap | Step::Mount, libc::EPERM | libc::EACCES) => (
            "user namespaces exist but have no rights in them, as AppArmor does on Ubuntu 24.04",
            PROFILE,
        ),
        (Step::Landlock, _) => (
            "the kernel has no Landlock: it is older than 5.13, or Landlock is not in its `lsm=` list, or this is gVisor",
            "use a newer kernel, or add `landlock` to the `lsm=` kernel parameter",
        ),
        (Step::Seccomp, _) => (
            "the kernel accepts no system call filter of this architecture",
            "grade on Linux on x86_64 or aarch64 with CONFIG_SECCOMP_FILTER",
        ),
        _ => (
            "this step works wherever it was tried so far",
            "report this message together with `uname -a`",
        ),
    };
    let seen = format!("could not {}: {}", failure.what, failure.reason());
    Finding {
        seen,
        means: means.into(),
        hint: hint.into(),
    }
}
