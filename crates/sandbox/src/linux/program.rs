//! The last steps before the program: gives up everything that is left, then executes it.

use std::ffi::{CString, OsString};
use std::io::{self, PipeWriter, Write};
use std::os::fd::{AsRawFd, FromRawFd, OwnedFd, RawFd};
use std::os::unix::ffi::OsStrExt;
use std::path::Path;
use std::ptr;

use crate::message::{Failure, Mode, Spec, Step};
use crate::platform::cell::Inside;
use crate::platform::plan::Plan;
use crate::platform::{helper, landlock, limits, seccomp, sys};

/// Where the setup pipe goes, above all that the program keeps.
const SETUP: RawFd = helper::REPLIES + 1;

pub(super) fn run(spec: &Spec, plan: &Plan, mut inside: Inside) -> ! {
    let failure = match prepare(spec, plan, &mut inside) {
        Ok(()) => execute(spec),
        Err(failure) => failure,
    };
    fail(&mut inside.setup, &failure)
}

/// Ends this process with a failure that reaches the caller.
pub(super) fn fail(setup: &mut PipeWriter, failure: &Failure) -> ! {
    let _ = setup.write_all(&serde_json::to_vec(failure).unwrap_or_default());
    sys::exit(1)
}

fn prepare(spec: &Spec, plan: &Plan, inside: &mut Inside) -> Result<(), Failure> {
    let failure = |what: &'static str| Failure::at(Step::Start, what);
    if spec.mode == Mode::Reduced {
        inside
            .follow_supervisor()
            .map_err(failure("follow the supervisor"))?;
    }
    keep_only(spec, &mut inside.setup).map_err(failure("close the caller's files"))?;
    sys::new_session();
    enter_folder(spec)?;
    let tasks = limits::tasks(spec);
    limits::apply(&spec.policy, tasks).map_err(failure("set resource limits"))?;
    drop_capabilities().map_err(failure("drop capabilities"))?;
    sys::prctl(libc::PR_SET_NO_NEW_PRIVS, 1).map_err(failure("forbid new privileges"))?;
    landlock::restrict(plan)?;
    seccomp::restrict(spec)
}

/// Leaves the program its standard streams and pipes, and this process the setup pipe until it executes the program.
fn keep_only(spec: &Spec, setup: &mut PipeWriter) -> io::Result<()> {
    // SAFETY: what stood at `SETUP` and what is closed here belongs to the supervisor, of which this process is a copy
    // that will not return to it.
    unsafe {
        sys::check(libc::dup3(setup.as_raw_fd(), SETUP, libc::O_CLOEXEC))?;
        *setup = PipeWriter::from(OwnedFd::from_raw_fd(SETUP));
        if !spec.channel {
            libc::close(helper::REQUESTS);
            libc::close(helper::REPLIES);
        }
    }
    sys::close_range(SETUP + 1, 0)
}

fn enter_folder(spec: &Spec) -> Result<(), Failure> {
    let folder = spec.policy.cwd.as_deref().unwrap_or(&spec.tmp);
    std::env::set_current_dir(folder)
        .map_err(Failure::at(
            Step::Path,
            format!("enter `{}`", folder.display()),
        ))
        .map_err(|failure| failure.with_hint("is it among the paths that the policy shows?"))
}

/// Gives up every capability, those of the user namespace too, and the ways to get any back.
fn drop_capabilities() -> io::Result<()> {
    // Without the capability to do so these fail, and there is nothing to give up.
    for capability in 0..64 {
        let _ = sys::prctl(libc::PR_CAPBSET_DROP, capability);
    }
    let _ = sys::prctl(libc::PR_CAP_AMBIENT, libc::PR_CAP_AMBIENT_CLEAR_ALL as u64);
    // Version 3 of the interface: two words each of effective, permitted and inheritable capabilities.
    let (header, none) = ([0x2008_0522_u32, 0], [0_u32; 6]);
    // SAFETY: both pointers live for the whole call and have the layout that the version in the header names.
    sys::check(unsafe { libc::syscall(libc::SYS_capset, header.as_ptr(), none.as_ptr()) }).map(drop)
}

/// Executes the program. Returns only when that fails.
fn execute(spec: &Spec) -> Failure {
    let Some(program) = &spec.program else {
        sys::exit(0)
    };
    let what = format!("execute `{}`", program.display());
    let error = match exec(program, &spec.args, &spec.policy.env) {
        Ok(never) => match never {},
        Err(error) => error,
    };
    let hint = match error.kind() {
        io::ErrorKind::NotFound => {
            "is it, with its interpreter or dynamic loader, among the policy's `read_only` paths?"
        }
        io::ErrorKind::PermissionDenied => {
            "may the sandbox's user execute it? Writable folders never allow that"
        }
        _ => return Failure::at(Step::Exec, what)(error),
    };
    Failure::at(Step::Exec, what)(error).with_hint(hint)
}

fn exec(
    program: &Path,
    args: &[OsString],
    env: &[(OsString, OsString)],
) -> io::Result<std::convert::Infallible> {
    let program = sys::c_path(program)?;
    let arguments = args.iter().map(|arg| CString::new(arg.as_bytes()));
    let arguments = [Ok(program.clone())]
        .into_iter()
        .chain(arguments)
        .collect::<Result<Vec<_>, _>>()?;
    let variable = |(name, value): &(OsString, OsString)| {
        CString::new([name.as_bytes(), b"=", value.as_bytes()].concat())
    };
    let variables = env.iter().map(variable).collect::<Result<Vec<_>, _>>()?;
    let pointers = |strings: &[CString]| -> Vec<_> {
        strings
            .iter()
            .map(|string| string.as_ptr())
            .chain([ptr::null()])
            .collect()
    };
    let (argv, envp) = (pointers(&arguments), pointers(&variables));
    // SAFETY: both lists end with a null pointer, and their strings live until the call returns.
    unsafe { libc::execve(program.as_ptr(), argv.as_ptr(), envp.as_ptr()) };
    Err(io::Error::last_os_error())
}
