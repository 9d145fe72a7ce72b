//! A long session costs no more than a short one, and leaves nothing behind.

#[path = "notebooks/course.rs"]
mod course;

use std::path::{Path, PathBuf};

use cell_wire::Event;
use engine::{Engine, Output};

const CELLS: usize = 100;

#[test]
fn a_hundred_cells_stay_bounded_and_leave_nothing() {
    let mut engine = Engine::start(course::kit()).expect("an engine");
    let folder = engine.dir().to_owned();
    let child: usize = run(
        &mut engine,
        1,
        "use noisebook::prelude::*; let mut total = 0.0_f32; std::process::id()",
    )
    .parse()
    .expect("a number");
    run(&mut engine, 2, &cell(2));
    let before = [Process::of("self"), Process::of(&child.to_string())];
    for number in 3..CELLS {
        run(&mut engine, number, &cell(number));
    }
    let after = [Process::of("self"), Process::of(&child.to_string())];
    for (before, after) in before.iter().zip(&after) {
        assert!(
            after.files <= before.files + 2,
            "open files: {before:?}, then {after:?}"
        );
        assert!(
            after.threads <= before.threads + 4,
            "threads: {before:?}, then {after:?}"
        );
        assert!(
            after.kib <= before.kib + (100 << 10),
            "memory: {before:?}, then {after:?}"
        );
    }
    assert!(
        largest_compilation() < 300 << 10,
        "a compilation took {} KiB",
        largest_compilation()
    );
    drop(engine);
    assert!(!folder.exists(), "{} is still there", folder.display());
    assert!(
        !Path::new(&format!("/proc/{child}")).exists(),
        "process {child} is still there"
    );
}

/// Items every tenth time, a tensor and an output otherwise.
fn cell(number: usize) -> String {
    match number % 10 {
        0 => format!("fn f{number}(x: f32) -> f32 {{ x + {number}.0 }} f{number}(total)"),
        _ => "let t = Tensor::<2>::random([64, 64], Distribution::Default, &device()); total += t.sum().into_scalar::<f32>(); println!(\"{total}\"); total".to_owned(),
    }
}

fn run(engine: &mut Engine, number: usize, code: &str) -> String {
    let mut result = String::new();
    let outcome = engine.run(number, code, &mut |output| {
        if let Some(Output::Display(Event::Display { data, .. })) = output {
            result = data["text/plain"].clone();
        }
        false
    });
    outcome
        .expect("the engine works")
        .unwrap_or_else(|error| panic!("cell {number}: {}", error.trace.join("\n")));
    result
}

/// Peak memory of the compilers, in KiB: they are the only processes that have ended so far.
fn largest_compilation() -> i64 {
    // SAFETY: a plain system call that fills the struct, which may be all zero.
    unsafe {
        let mut usage = std::mem::zeroed::<libc::rusage>();
        libc::getrusage(libc::RUSAGE_CHILDREN, &mut usage);
        usage.ru_maxrss
    }
}

/// What a process holds.
#[derive(Debug)]
struct Process {
    files: usize,
    threads: usize,
    kib: usize,
}

impl Process {
    fn of(id: &str) -> Self {
        let proc = PathBuf::from("/proc").join(id);
        let status = std::fs::read_to_string(proc.join("status")).expect("a living process");
        let number = |key: &str| {
            let line = status
                .lines()
                .find_map(|line| line.strip_prefix(key))
                .expect("a known line");
            line.trim()
                .trim_end_matches(" kB")
                .parse()
                .expect("a number")
        };
        let files = std::fs::read_dir(proc.join("fd"))
            .expect("open files")
            .count();
        Self {
            files,
            threads: number("Threads:"),
            kib: number("VmRSS:"),
        }
    }
}
