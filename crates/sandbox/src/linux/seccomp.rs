//! The system call filter: what no program of a lab needs fails with `EPERM`.

use std::collections::BTreeMap;
use std::io;

use seccompiler::{
    BpfProgram, SeccompAction, SeccompCmpArgLen, SeccompCmpOp, SeccompCondition, SeccompFilter,
    SeccompRule, TargetArch, apply_filter, sock_filter,
};

use crate::Fork;
use crate::message::{Failure, Mode, Spec, Step};

type Rules = BTreeMap<i64, Vec<SeccompRule>>;
type Built<T> = Result<T, seccompiler::BackendError>;

/// Sockets (in reduced isolation the only wall around the network), other processes, mounts, namespaces, the kernel's own
/// machinery, memory that no limit counts, other sessions. Landlock cannot forbid these.
#[rustfmt::skip]
const DENIED: &[i64] = &[
    libc::SYS_socket, libc::SYS_connect, libc::SYS_bind, libc::SYS_listen,
    libc::SYS_ptrace, libc::SYS_process_vm_readv, libc::SYS_process_vm_writev, libc::SYS_process_madvise,
    libc::SYS_process_mrelease, libc::SYS_kcmp,
    libc::SYS_pidfd_open, libc::SYS_pidfd_getfd, libc::SYS_pidfd_send_signal,
    libc::SYS_unshare, libc::SYS_setns, libc::SYS_mount, libc::SYS_umount2, libc::SYS_pivot_root, libc::SYS_chroot,
    libc::SYS_open_tree, libc::SYS_move_mount, libc::SYS_mount_setattr,
    libc::SYS_fsopen, libc::SYS_fsconfig, libc::SYS_fsmount, libc::SYS_fspick,
    libc::SYS_name_to_handle_at, libc::SYS_open_by_handle_at, libc::SYS_fanotify_init, libc::SYS_quotactl,
    libc::SYS_bpf, libc::SYS_perf_event_open, libc::SYS_userfaultfd,
    libc::SYS_io_uring_setup, libc::SYS_io_uring_enter, libc::SYS_io_uring_register,
    libc::SYS_keyctl, libc::SYS_add_key, libc::SYS_request_key,
    libc::SYS_memfd_create, libc::SYS_memfd_secret, libc::SYS_shmget, libc::SYS_shmat, libc::SYS_msgget,
    libc::SYS_semget, libc::SYS_mq_open,
    libc::SYS_execveat, libc::SYS_setsid, libc::SYS_setpgid, libc::SYS_personality,
    libc::SYS_init_module, libc::SYS_finit_module, libc::SYS_delete_module, libc::SYS_kexec_load,
    libc::SYS_reboot, libc::SYS_swapon, libc::SYS_swapoff, libc::SYS_acct, libc::SYS_syslog, libc::SYS_vhangup,
    libc::SYS_settimeofday, libc::SYS_clock_settime, libc::SYS_adjtimex, libc::SYS_clock_adjtime,
    libc::SYS_sethostname, libc::SYS_setdomainname,
    #[cfg(target_arch = "x86_64")] libc::SYS_kexec_file_load,
    #[cfg(target_arch = "x86_64")] libc::SYS_modify_ldt,
    #[cfg(target_arch = "x86_64")] libc::SYS_iopl,
    #[cfg(target_arch = "x86_64")] libc::SYS_ioperm,
    #[cfg(target_arch = "x86_64")] libc::SYS_uselib,
];

/// Installs the filters in this process, for good.
pub(super) fn restrict(spec: &Spec) -> Result<(), Failure> {
    // glibc tries `clone` when `clone3` is unknown. The filter can look into the arguments of the former only.
    let no_clone3 =
        build(Rules::from([(libc::SYS_clone3, vec![])]), libc::ENOSYS).map_err(failure)?;
    let denied = rules(spec)
        .and_then(|rules| build(rules, libc::EPERM))
        .map_err(failure)?;
    for filter in [foreign_calls(), no_clone3, denied] {
        apply_filter(&filter).map_err(failure)?;
    }
    Ok(())
}

fn failure(error: impl std::fmt::Display) -> Failure {
    Failure::at(
        Step::Seccomp,
        format!("install the system call filter ({error})"),
    )(io::Error::last_os_error())
}

fn build(rules: Rules, errno: i32) -> Built<BpfProgram> {
    let arch = TargetArch::try_from(std::env::consts::ARCH)?;
    SeccompFilter::new(
        rules,
        SeccompAction::Allow,
        SeccompAction::Errno(errno.unsigned_abs()),
        arch,
    )?
    .try_into()
}

fn rules(spec: &Spec) -> Built<Rules> {
    let mut rules: Rules = DENIED.iter().map(|&call| (call, vec![])).collect();
    let terminal = [libc::TIOCSTI, libc::TIOCLINUX];
    rules.insert(
        libc::SYS_ioctl,
        terminal
            .map(|request| when(1, SeccompCmpOp::Eq, request))
            .into_iter()
            .collect::<Built<_>>()?,
    );
    rules.insert(libc::SYS_prlimit64, vec![when(0, SeccompCmpOp::Ne, 0)?]);
    rules.insert(libc::SYS_clone, clone_rules(spec.policy.fork)?);
    rules.insert(libc::SYS_socketpair, socketpair_rules(spec.policy.fork)?);
    #[cfg(target_arch = "x86_64")]
    if spec.policy.fork == Fork::Denied {
        rules.extend([(libc::SYS_fork, vec![]), (libc::SYS_vfork, vec![])]);
    }
    if spec.mode == Mode::Reduced {
        rules.extend(signal_rules()?);
    }
    Ok(rules)
}

/// No new namespaces; with forks denied nothing but threads.
fn clone_rules(fork: Fork) -> Built<Vec<SeccompRule>> {
    let namespaces = [
        libc::CLONE_NEWNS,
        libc::CLONE_NEWUSER,
        libc::CLONE_NEWPID,
        libc::CLONE_NEWNET,
        libc::CLONE_NEWIPC,
        libc::CLONE_NEWUTS,
        libc::CLONE_NEWCGROUP,
    ];
    let bits = |flag: i32| u64::from(flag.unsigned_abs());
    let mut rules = namespaces
        .map(|flag| when(0, SeccompCmpOp::MaskedEq(bits(flag)), bits(flag)))
        .into_iter()
        .collect::<Built<Vec<_>>>()?;
    if fork == Fork::Denied {
        rules.push(when(
            0,
            SeccompCmpOp::MaskedEq(bits(libc::CLONE_THREAD)),
            0,
        )?);
    }
    Ok(rules)
}

/// Rust's standard library starts processes with a pair of this one kind. Those of other kinds can send to addresses.
fn socketpair_rules(fork: Fork) -> Built<Vec<SeccompRule>> {
    const KIND: u64 = 0xf;
    let (unix, sequenced) = (libc::AF_UNIX as u64, libc::SOCK_SEQPACKET as u64);
    if fork == Fork::Denied {
        return Ok(vec![]);
    }
    let other_kind = (0..=KIND).filter(|&kind| kind != sequenced);
    let other_kind = other_kind.map(|kind| when(1, SeccompCmpOp::MaskedEq(KIND), kind));
    [when(0, SeccompCmpOp::Ne, unix)]
        .into_iter()
        .chain(other_kind)
        .collect()
}

/// Without a process table of its own a program may send signals to itself only.
fn signal_rules() -> Built<Rules> {
    let others = || {
        Ok(vec![when(
            0,
            SeccompCmpOp::Ne,
            u64::from(std::process::id()),
        )?])
    };
    let calls = [
        libc::SYS_kill,
        libc::SYS_tgkill,
        libc::SYS_rt_sigqueueinfo,
        libc::SYS_rt_tgsigqueueinfo,
    ];
    let mut rules = calls
        .into_iter()
        .map(|call| Ok((call, others()?)))
        .collect::<Built<Rules>>()?;
    rules.insert(libc::SYS_tkill, vec![]);
    Ok(rules)
}

/// Holds when the lower half of an argument compares to `value`; the kernel looks at no more of these.
fn when(argument: u8, comparison: SeccompCmpOp, value: u64) -> Built<SeccompRule> {
    SeccompRule::new(vec![SeccompCondition::new(
        argument,
        SeccompCmpArgLen::Dword,
        comparison,
        value,
    )?])
}

/// Kills calls by the numbers of x32, which the other filters would not recognise. They kill those of other architectures.
fn foreign_calls() -> BpfProgram {
    const X32: u32 = 0x4000_0000;
    let instruction = |code: u32, jt, k| sock_filter {
        code: code as u16,
        jt,
        jf: 0,
        k,
    };
    vec![
        instruction(libc::BPF_LD | libc::BPF_W | libc::BPF_ABS, 0, 0),
        sock_filter {
            jf: 1,
            ..instruction(libc::BPF_JMP | libc::BPF_JGE | libc::BPF_K, 0, X32)
        },
        instruction(
            libc::BPF_RET | libc::BPF_K,
            0,
            libc::SECCOMP_RET_KILL_PROCESS,
        ),
        instruction(libc::BPF_RET | libc::BPF_K, 0, libc::SECCOMP_RET_ALLOW),
    ]
}
