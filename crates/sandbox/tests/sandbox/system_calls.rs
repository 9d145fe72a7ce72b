//! The kernel's side doors.

use sandbox::{End, Fork, Policy};

use crate::support::{both, policy, reduced, run, stdout};

#[test]
fn side_doors_are_closed() {
    for sandbox in both() {
        for fork in [Fork::Denied, Fork::Allowed] {
            let outcome = run(&sandbox, "escape", &[], Policy { fork, ..policy() });
            assert_eq!(outcome.end, End::Exited(0));
            let lines = stdout(&outcome);
            assert_eq!(lines.lines().count(), 26);
            // In a user namespace there is no user 0 that one could ask for: error 22.
            let other = ["clone3: ENOSYS", "setuid: error 22"];
            assert!(
                lines
                    .lines()
                    .all(|line| line.ends_with(": EPERM") || other.contains(&line)),
                "{lines}"
            );
        }
    }
}

#[test]
fn the_parent_is_out_of_reach() {
    for sandbox in both() {
        let outcome = run(&sandbox, "attack-parent", &[], policy());
        assert_eq!(outcome.end, End::Exited(0));
        let lines = stdout(&outcome);
        for call in ["ptrace", "pidfd_open", "process_vm_readv", "prlimit"] {
            assert!(lines.contains(&format!("{call}: EPERM\n")), "{lines}");
        }
    }
    let lines = stdout(&run(&reduced(), "attack-parent", &[], policy()));
    assert_eq!(lines.matches("EPERM").count(), 7, "{lines}");
}

#[test]
fn limits_cannot_be_raised() {
    for sandbox in both() {
        assert_eq!(
            stdout(&run(&sandbox, "raise-limits", &[], policy())),
            "refused\n".repeat(5)
        );
    }
}

#[cfg(target_arch = "x86_64")]
#[test]
fn foreign_system_calls_kill() {
    for sandbox in both() {
        for program in ["call-i386", "call-x32"] {
            assert_eq!(
                run(&sandbox, program, &[], policy()).end,
                End::Signalled(libc::SIGSYS),
                "{program}"
            );
        }
    }
}
