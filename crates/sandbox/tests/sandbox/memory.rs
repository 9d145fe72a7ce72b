//! Memory has one limit, however it is taken.

use sandbox::{End, Fork, Policy};

use crate::support::{both, policy, run};

#[test]
fn allocations_above_the_limit_are_refused() {
    for sandbox in both() {
        let outcome = run(&sandbox, "allocate", &[], policy());
        assert_eq!(outcome.end, End::Signalled(libc::SIGABRT));
        assert_eq!(
            outcome.to_string(),
            "aborted: it was refused memory (limit 64 MiB)"
        );
        assert!(outcome.usage.peak_rss < 80 << 20, "{:?}", outcome.usage);
    }
}

#[test]
fn shared_mappings_are_found_by_the_watchdog() {
    for sandbox in both() {
        let outcome = run(&sandbox, "share", &[], policy());
        assert_eq!(outcome.end, End::Memory);
    }
}

#[test]
fn children_share_the_limit() {
    for sandbox in both() {
        let outcome = run(
            &sandbox,
            "allocate-in-children",
            &[],
            Policy {
                fork: Fork::Allowed,
                ..policy()
            },
        );
        assert_eq!(outcome.end, End::Memory);
    }
}
