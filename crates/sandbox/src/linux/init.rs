//! The first process of a sandbox in full isolation. When it ends, for whatever reason, the kernel kills all others.

use std::io::{self, Write};

use crate::message::{Failure, Spec, Step};
use crate::platform::cell::{Inside, close_program_streams};
use crate::platform::plan::Plan;
use crate::platform::{mounts, program, sys};

pub(super) fn run(spec: &Spec, plan: Plan, mut inside: Inside) -> ! {
    let plan = match prepare(spec, plan, &inside) {
        Ok(plan) => plan,
        Err(failure) => program::fail(&mut inside.setup, &failure),
    };
    match sys::fork() {
        Ok(None) => program::run(spec, &plan, inside),
        Ok(Some(pid)) => report(inside, pid),
        Err(error) => program::fail(
            &mut inside.setup,
            &Failure::at(Step::Start, "fork the program")(error),
        ),
    }
}

fn prepare(spec: &Spec, plan: Plan, inside: &Inside) -> Result<Plan, Failure> {
    let failure = |what: &'static str| Failure::at(Step::Start, what);
    inside
        .follow_supervisor()
        .map_err(failure("follow the supervisor"))?;
    let name = c"sandbox";
    // SAFETY: `name` lives for the whole call.
    sys::check(unsafe { libc::sethostname(name.as_ptr(), name.count_bytes()) })
        .map_err(failure("name the host"))?;
    mounts::assemble(plan, &spec.policy)
}

/// Reaps everybody until the program has ended, and says how.
fn report(inside: Inside, program: libc::pid_t) -> ! {
    let Inside { setup, mut ended } = inside;
    drop(setup);
    close_program_streams();
    loop {
        let mut status = 0;
        // SAFETY: `status` lives for the whole call.
        let pid = unsafe { libc::waitpid(-1, &raw mut status, 0) };
        if pid == program {
            let _ = ended.write_all(&status.to_ne_bytes());
        }
        if pid == program
            || (pid < 0 && io::Error::last_os_error().kind() != io::ErrorKind::Interrupted)
        {
            sys::exit(0)
        }
    }
}
