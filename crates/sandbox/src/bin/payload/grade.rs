//! A caller of the sandbox, for tests in which the caller dies or lives in a poor place.

use std::path::Path;

use sandbox::{Fork, Launch, Policy, Sandbox};

/// `grade MARK HELPER PAYLOAD PROGRAM MARK ISOLATION`: prints the isolation, then the outcome of one run.
pub(crate) fn run(program: &str, args: &[String]) -> bool {
    if program != "grade" {
        return false;
    }
    let [helper, payload, program, mark, isolation] = args else {
        panic!("five arguments")
    };
    let helper = Path::new(helper);
    let sandbox = if isolation == "full" {
        Sandbox::probe(helper)
    } else {
        Sandbox::probe_reduced(helper)
    };
    let sandbox = sandbox.expect("a sandbox");
    println!("{}", sandbox.isolation());
    let mut policy = Policy {
        fork: Fork::Allowed,
        ..Policy::worker()
    };
    policy.read_only.push(payload.into());
    let outcome = sandbox
        .run(&Launch::new(payload, policy).args([program, mark]))
        .expect("a launch");
    println!("{outcome}\n{}", String::from_utf8_lossy(&outcome.stdout));
    true
}
