//! Programs that turn to the kernel, or on the processes around them.

use std::io;

pub(crate) fn run(program: &str) -> bool {
    match program {
        "escape" => escape(),
        "attack-parent" => attack_parent(),
        "raise-limits" => raise_limits(),
        #[cfg(target_arch = "x86_64")]
        "call-i386" => call_i386(),
        #[cfg(target_arch = "x86_64")]
        "call-x32" => report("x32", &[0x4000_0000 | libc::SYS_getpid]),
        _ => return false,
    }
    true
}

/// Makes a system call, number first, and says what came of it.
fn report(name: &str, call: &[i64]) {
    let argument = |index: usize| call.get(index).copied().unwrap_or(0);
    // SAFETY: the pointers among the arguments are null, which the kernel refuses.
    let result = unsafe {
        libc::syscall(
            argument(0),
            argument(1),
            argument(2),
            argument(3),
            argument(4),
            argument(5),
            argument(6),
        )
    };
    let error = io::Error::last_os_error().raw_os_error();
    match (result, error) {
        (-1, Some(libc::EPERM)) => println!("{name}: EPERM"),
        (-1, Some(libc::ENOSYS)) => println!("{name}: ENOSYS"),
        (-1, Some(libc::ESRCH)) => println!("{name}: ESRCH"),
        (-1, Some(error)) => println!("{name}: error {error}"),
        (result, _) => println!("{name}: GOT {result}"),
    }
}

fn escape() {
    let user = i64::from(libc::CLONE_NEWUSER);
    report("unshare", &[libc::SYS_unshare, user]);
    report("clone", &[libc::SYS_clone, user | i64::from(libc::SIGCHLD)]);
    report("clone3", &[libc::SYS_clone3]);
    report("setns", &[libc::SYS_setns, 0, 0]);
    report("mount", &[libc::SYS_mount]);
    report("umount", &[libc::SYS_umount2]);
    report("pivot_root", &[libc::SYS_pivot_root]);
    report("chroot", &[libc::SYS_chroot]);
    report("open_tree", &[libc::SYS_open_tree]);
    report("open_by_handle_at", &[libc::SYS_open_by_handle_at]);
    report("io_uring_setup", &[libc::SYS_io_uring_setup, 1]);
    report("bpf", &[libc::SYS_bpf]);
    report("perf_event_open", &[libc::SYS_perf_event_open]);
    report("userfaultfd", &[libc::SYS_userfaultfd]);
    report("keyctl", &[libc::SYS_keyctl]);
    report("memfd_create", &[libc::SYS_memfd_create]);
    report("shmget", &[libc::SYS_shmget, 0, 4096, 0o1600]);
    report("execveat", &[libc::SYS_execveat]);
    report("init_module", &[libc::SYS_init_module]);
    report("reboot", &[libc::SYS_reboot]);
    let unix = i64::from(libc::AF_UNIX);
    report(
        "socketpair, datagrams",
        &[libc::SYS_socketpair, unix, i64::from(libc::SOCK_DGRAM)],
    );
    report(
        "socketpair, stream",
        &[
            libc::SYS_socketpair,
            unix,
            i64::from(libc::SOCK_STREAM | libc::SOCK_CLOEXEC),
        ],
    );
    report(
        "socketpair, internet",
        &[
            libc::SYS_socketpair,
            i64::from(libc::AF_INET),
            i64::from(libc::SOCK_SEQPACKET),
        ],
    );
    report("setsid", &[libc::SYS_setsid]);
    report("setuid", &[libc::SYS_setuid, 0]);
    report(
        "ioctl TIOCSTI",
        &[libc::SYS_ioctl, 0, libc::TIOCSTI.cast_signed()],
    );
}

fn attack_parent() {
    // SAFETY: cannot fail.
    let parent = i64::from(unsafe { libc::getppid() });
    report("kill parent", &[libc::SYS_kill, parent.max(1), 9]);
    report("kill everybody", &[libc::SYS_kill, -1, 9]);
    report(
        "thread of parent",
        &[libc::SYS_tgkill, parent.max(1), parent.max(1), 9],
    );
    report(
        "ptrace",
        &[
            libc::SYS_ptrace,
            i64::from(libc::PTRACE_ATTACH),
            parent.max(1),
        ],
    );
    report("pidfd_open", &[libc::SYS_pidfd_open, parent.max(1)]);
    report(
        "process_vm_readv",
        &[libc::SYS_process_vm_readv, parent.max(1)],
    );
    report("prlimit", &[libc::SYS_prlimit64, parent.max(1)]);
}

fn raise_limits() {
    for resource in [
        libc::RLIMIT_DATA,
        libc::RLIMIT_NPROC,
        libc::RLIMIT_FSIZE,
        libc::RLIMIT_NOFILE,
        libc::RLIMIT_CPU,
    ] {
        let more = libc::rlimit {
            rlim_cur: libc::RLIM_INFINITY,
            rlim_max: libc::RLIM_INFINITY,
        };
        // SAFETY: `more` lives for the whole call.
        let raised = unsafe { libc::setrlimit(resource, &raw const more) };
        println!("{}", if raised == 0 { "RAISED" } else { "refused" });
    }
}

/// `getpid` through the door for 32-bit programs, which counts its calls differently.
#[cfg(target_arch = "x86_64")]
fn call_i386() {
    let result: u64;
    // SAFETY: the call takes no arguments and returns a number.
    unsafe { std::arch::asm!("int 0x80", inlateout("rax") 20_u64 => result) };
    println!("GOT {result}");
}
