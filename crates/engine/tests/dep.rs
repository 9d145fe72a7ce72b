//! Crates that a notebook adds.

#[path = "notebooks/course.rs"]
mod course;

use std::path::{Path, PathBuf};

use cell_wire::Event;
use engine::{CellError, Engine, Output};

/// A crate with a generic function, a type, a macro and state; and one behind it.
const SHAPES: &str = "
use std::sync::atomic::{AtomicU32, Ordering};
static MADE: AtomicU32 = AtomicU32::new(0);
#[derive(Debug, Clone, PartialEq)]
pub struct Square(pub f64);
impl Square { pub fn new(side: f64) -> Self { MADE.fetch_add(1, Ordering::Relaxed); Self(side) } }
pub fn made() -> u32 { MADE.load(Ordering::Relaxed) }
pub fn largest<T: PartialOrd + Copy>(values: &[T]) -> T { behind::largest(values) }
#[macro_export] macro_rules! square { ($side:expr) => { $crate::Square::new($side) }; }
";
const BEHIND: &str = "pub fn largest<T: PartialOrd + Copy>(values: &[T]) -> T {
    values.iter().copied().reduce(|a, b| if b > a { b } else { a }).expect(\"values\")
}";

/// Always the same folder, so that the crates are compiled once only.
fn library() -> PathBuf {
    let dir = Path::new(env!("CARGO_TARGET_TMPDIR")).join("shapes");
    let package = |name: &str, dependencies: &str| {
        format!(
            "[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n[dependencies]\n{dependencies}\n[workspace]\n"
        )
    };
    write(
        &dir.join("Cargo.toml"),
        &package("shapes-of-tests", "behind = { path = \"behind\" }"),
    );
    write(&dir.join("src/lib.rs"), SHAPES);
    write(&dir.join("behind/Cargo.toml"), &package("behind", ""));
    write(&dir.join("behind/src/lib.rs"), BEHIND);
    dir
}

/// Leaves a file alone that is right: cargo looks at its time.
fn write(path: &Path, text: &str) {
    if std::fs::read_to_string(path).is_ok_and(|there| there == text) {
        return;
    }
    std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
    std::fs::write(path, text).expect("a file");
}

/// Runs a cell; gives its result and what it wrote to stderr.
fn run(engine: &mut Engine, code: &str) -> Result<(String, String), CellError> {
    let (mut result, mut stderr) = (String::new(), String::new());
    let outcome = engine.run(1, code, &mut |output| {
        match output {
            Some(Output::Display(Event::Display { data, .. })) => {
                result = data["text/plain"].clone()
            }
            Some(Output::Stderr(bytes)) => stderr += &String::from_utf8_lossy(&bytes),
            _ => {}
        }
        false
    });
    outcome
        .expect("the engine works")
        .map(|()| (result, stderr))
}

fn shown(engine: &mut Engine, code: &str) -> String {
    run(engine, code)
        .unwrap_or_else(|error| panic!("{}", error.trace.join("\n")))
        .0
}

#[test]
fn a_crate_of_the_reader_is_used_across_cells() {
    let dep = format!(
        ":dep shapes-of-tests = {{ path = \"{}\" }}",
        library().display()
    );
    let mut engine = Engine::start(course::kit()).expect("an engine");
    let first = format!(
        "{dep}\nuse noisebook::prelude::*; use shapes_of_tests::{{Square, square}};\nlet s = Square::new(2.0);"
    );
    shown(&mut engine, &first);
    shown(
        &mut engine,
        "fn area(s: &Square) -> f64 { s.0 * s.0 } let t = square!(3.0);",
    );
    assert_eq!(
        shown(&mut engine, "(area(&s), area(&t), shapes_of_tests::made())"),
        "(4.0, 9.0, 2)"
    );
    assert_eq!(
        shown(&mut engine, "shapes_of_tests::largest(&[1, 5, 3])"),
        "5"
    );
    assert_eq!(
        shown(&mut engine, &format!("{dep}\ns.clone()")),
        "Square(2.0)"
    );
    assert_eq!(
        shown(&mut engine, "Tensor::<1>::ones([2], &device()).dims()"),
        "[2]"
    );
    let crash = run(&mut engine, "std::process::abort()").expect_err("a crash");
    assert_eq!(crash.name, "crash");
    assert_eq!(shown(&mut engine, "area(&Square(1.0))"), "1.0");

    let late = run(&mut engine, ":dep another = \"1\"")
        .expect_err("too late")
        .trace
        .join("\n");
    assert!(
        late.contains("comes too late") && late.contains("restart the kernel"),
        "{late}"
    );

    let mut again = Engine::start(course::kit()).expect("an engine");
    let (_, stderr) =
        run(&mut again, &dep).unwrap_or_else(|error| panic!("{}", error.trace.join("\n")));
    assert_eq!(stderr, "", "compiled a second time");
}

#[test]
fn a_crate_that_is_not_there_is_cargos_to_explain() {
    let mut engine = Engine::start(course::kit()).expect("an engine");
    let error =
        run(&mut engine, ":dep nothing-here = { path = \"/nowhere\" }").expect_err("nothing");
    assert_eq!(error.name, ":dep");
    assert!(
        error.trace.join("\n").contains("/nowhere"),
        "{:?}",
        error.trace
    );
    assert_eq!(shown(&mut engine, "1 + 1"), "2");
}
