//! Running the payload, and looking for what is left of it.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use sandbox::{Isolation, Launch, Outcome, Policy, Sandbox};

const BUILT_HELPER: &str = env!("CARGO_BIN_EXE_sandbox-init");
const BUILT_PAYLOAD: &str = env!("CARGO_BIN_EXE_sandbox-payload");

/// Where helper and payload lie for the tests. Both are copied before the first process starts: a process that is being
/// started while a program is written keeps it from being executed.
fn programs() -> &'static [PathBuf; 2] {
    static PROGRAMS: OnceLock<[PathBuf; 2]> = OnceLock::new();
    PROGRAMS.get_or_init(|| [BUILT_HELPER, BUILT_PAYLOAD].map(|built| open_copy(Path::new(built))))
}

pub(crate) fn helper() -> &'static Path {
    &programs()[0]
}

pub(crate) fn payload() -> &'static Path {
    &programs()[1]
}

/// A copy that is as new as the build. The build folder itself may lie where only root can look.
fn open_copy(program: &Path) -> PathBuf {
    // SAFETY: cannot fail.
    let user = unsafe { libc::getuid() };
    let folder = std::env::temp_dir().join(format!("sandbox-tests-{user}"));
    fs::create_dir_all(&folder).expect("a folder");
    let copy = folder.join(program.file_name().expect("a name"));
    let unfinished = tempfile::NamedTempFile::new_in(&folder)
        .expect("a file")
        .into_temp_path();
    fs::copy(program, &unfinished).expect("a copy");
    unfinished.persist(&copy).expect("a place");
    copy
}

pub(crate) fn full() -> Sandbox {
    let sandbox = Sandbox::probe(helper()).expect("a sandbox");
    assert_eq!(
        *sandbox.isolation(),
        Isolation::Full,
        "these tests need user namespaces:\n{}",
        sandbox.isolation()
    );
    sandbox
}

pub(crate) fn reduced() -> Sandbox {
    Sandbox::probe_reduced(helper()).expect("a reduced sandbox")
}

pub(crate) fn both() -> [Sandbox; 2] {
    [full(), reduced()]
}

/// A worker's policy with 64 MiB, and with time that a busy machine does not use up.
pub(crate) fn policy() -> Policy {
    let mut policy = Policy::worker();
    policy.read_only.push(payload().into());
    policy.wall = Duration::from_secs(120);
    policy.memory = 64 << 20;
    policy
}

/// A mark that no other process on this machine carries.
pub(crate) fn mark() -> String {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    format!(
        "payload-mark-{}-{}",
        std::process::id(),
        NEXT.fetch_add(1, Ordering::Relaxed)
    )
}

pub(crate) fn launch(program: &str, mark: &str, args: &[&str], policy: Policy) -> Launch {
    Launch::new(payload(), policy)
        .args([program, mark])
        .args(args.iter().copied())
}

/// Runs a program of the payload to its end and makes sure that nothing of it is left.
pub(crate) fn run(sandbox: &Sandbox, program: &str, args: &[&str], policy: Policy) -> Outcome {
    let mark = mark();
    let outcome = sandbox
        .run(&launch(program, &mark, args, policy))
        .expect("a launch");
    assert_eq!(
        left(&mark),
        Vec::<String>::new(),
        "processes left of `{program}`"
    );
    outcome
}

pub(crate) fn stdout(outcome: &Outcome) -> String {
    String::from_utf8(outcome.stdout.clone()).expect("text")
}

/// Command lines of this machine's processes that carry `mark`.
pub(crate) fn left(mark: &str) -> Vec<String> {
    marked(mark).into_iter().map(|(_, line)| line).collect()
}

/// The one process that carries `mark`.
pub(crate) fn find(mark: &str) -> i32 {
    let marked = marked(mark);
    assert_eq!(marked.len(), 1, "{marked:?}");
    marked[0].0
}

fn marked(mark: &str) -> Vec<(i32, String)> {
    let processes = fs::read_dir("/proc").expect("a process table").flatten();
    let lines = processes.filter_map(|process| {
        let line = fs::read_to_string(process.path().join("cmdline")).ok()?;
        Some((process.file_name().to_str()?.parse().ok()?, line))
    });
    lines.filter(|(_, line)| line.contains(mark)).collect()
}

/// Waits for `condition`, which something outside of this process brings about.
pub(crate) fn eventually(condition: impl Fn() -> bool) -> bool {
    let deadline = Instant::now() + Duration::from_secs(120);
    while Instant::now() < deadline {
        if condition() {
            return true;
        }
        std::thread::yield_now();
    }
    false
}
