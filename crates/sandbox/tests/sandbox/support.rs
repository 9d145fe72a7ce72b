//! Running the payload, and looking for what is left of it.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use sandbox::{Isolation, Launch, Outcome, Policy, Sandbox};

pub(crate) const HELPER: &str = env!("CARGO_BIN_EXE_sandbox-init");
const BUILT_PAYLOAD: &str = env!("CARGO_BIN_EXE_sandbox-payload");

/// Where the payload lies for the tests: every user can reach it there, whatever holds the build folder.
pub(crate) fn payload() -> &'static Path {
    static PAYLOAD: OnceLock<PathBuf> = OnceLock::new();
    PAYLOAD.get_or_init(|| open_copy(Path::new(BUILT_PAYLOAD)))
}

pub(crate) fn helper() -> &'static Path {
    static PLACE: OnceLock<PathBuf> = OnceLock::new();
    PLACE.get_or_init(|| open_copy(Path::new(HELPER)))
}

fn open_copy(program: &Path) -> PathBuf {
    let built = fs::metadata(program)
        .and_then(|data| data.modified())
        .expect("a built program");
    let stamp = built
        .duration_since(std::time::UNIX_EPOCH)
        .expect("a date")
        .as_nanos();
    let name = program.file_name().expect("a name").to_string_lossy();
    let copy = std::env::temp_dir().join(format!("{name}-{stamp}"));
    if !copy.exists() {
        let unfinished = tempfile::NamedTempFile::new()
            .expect("a file")
            .into_temp_path();
        fs::copy(program, &unfinished).expect("a copy");
        unfinished.persist(&copy).expect("a place");
    }
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

/// A worker's policy with short limits: 5 s, 64 MiB.
pub(crate) fn policy() -> Policy {
    let mut policy = Policy::worker();
    policy.read_only.push(payload().into());
    policy.wall = Duration::from_secs(5);
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
    let deadline = Instant::now() + Duration::from_secs(5);
    while Instant::now() < deadline {
        if condition() {
            return true;
        }
        std::thread::yield_now();
    }
    false
}
