//! What `release` writes, and what it refuses.

mod common;

use std::collections::BTreeMap;
use std::io::Read;
use std::path::Path;

use common::{Course, read, tree};
use notebook_file::Notebook;

/// Every file of a bundle of the fixture course.
const BUNDLE: [&str; 12] = [
    ".cargo/config.toml",
    "Cargo.lock",
    "Cargo.toml",
    "LICENSE-MIT",
    "README.md",
    "crates/cli/Cargo.toml",
    "crates/cli/src/lib.rs",
    "crates/noisebook/Cargo.toml",
    "crates/noisebook/src/lib.rs",
    "labs/Cargo.toml",
    "labs/src/lib.rs",
    "notebooks/numbers.ipynb",
];

const BUNDLE_ARGS: [&str; 4] = ["release", "numbers", "--out", "../bundle"];
const KEY_ARGS: [&str; 5] = ["release", "numbers", "--solution", "--out", "../key.ipynb"];

#[test]
fn the_bundle_holds_what_a_student_needs_and_nothing_else() {
    let course = Course::copy();
    course.ok(&BUNDLE_ARGS);
    let bundle = course.beside("bundle");
    assert_eq!(tree(&bundle), BUNDLE);
    let notebook = Notebook::open(bundle.join("notebooks/numbers.ipynb")).unwrap();
    assert!(notebook.is_stripped());
    let manifest = read(&bundle.join("Cargo.toml"));
    assert!(manifest.starts_with("# A course in small"), "{manifest}");
    assert!(
        !manifest.contains("solutions") && !manifest.contains("grader"),
        "{manifest}"
    );
    let lock = read(&bundle.join("Cargo.lock"));
    assert!(
        !lock.contains("solutions") && !lock.contains("grad"),
        "{lock}"
    );
    assert!(read(&bundle.join("README.md")).contains("cargo noisebook lab numbers"));
    assert_eq!(course.names_beside(), ["bundle", "course"]);
}

#[test]
fn the_judge_adds_what_nbgrader_reads() {
    let course = Course::copy();
    course.ok(&["release", "numbers", "--nbgrader", "--out", "../bundle"]);
    assert_eq!(tree(&course.beside("bundle")), BUNDLE);
    let notebook = read(&course.beside("bundle/notebooks/numbers.ipynb"));
    assert!(notebook.contains("for nbgrader"), "{notebook}");
    let both = course.run(&[
        "release",
        "numbers",
        "--nbgrader",
        "--solution",
        "--out",
        "../x",
    ]);
    assert_eq!(both.code, Some(2), "{both:?}");
}

#[test]
fn the_bundle_builds_on_its_own() {
    let course = Course::copy();
    course.ok(&BUNDLE_ARGS);
    let cargo = std::process::Command::new(env!("CARGO"))
        .args(["check", "--quiet", "--offline", "--locked", "--workspace"])
        .current_dir(course.beside("bundle"))
        .env_remove("CARGO_TARGET_DIR")
        .output()
        .unwrap();
    assert!(
        cargo.status.success(),
        "{}",
        String::from_utf8_lossy(&cargo.stderr)
    );
}

#[test]
fn archives_hold_the_bundle_in_a_folder_and_come_out_the_same_each_time() {
    let course = Course::copy();
    let expected: Vec<_> = BUNDLE
        .iter()
        .map(|name| format!("numbers/{name}"))
        .collect();
    for (name, unpack) in [("b.zip", unzip as fn(&Path) -> _), ("b.tar.gz", untar)] {
        let out = course.beside(name);
        let args = [
            "release",
            "numbers",
            "--out",
            out.to_str().unwrap(),
            "--force",
        ];
        course.ok(&args);
        let files: BTreeMap<String, String> = unpack(&out);
        assert_eq!(
            files.keys().cloned().collect::<Vec<_>>(),
            expected,
            "{name}"
        );
        assert!(
            files["numbers/labs/src/lib.rs"].starts_with("//! The lab"),
            "{name}"
        );
        let first = std::fs::read(&out).unwrap();
        course.ok(&args);
        assert!(std::fs::read(&out).unwrap() == first, "{name} differs");
    }
}

fn unzip(path: &Path) -> BTreeMap<String, String> {
    let mut archive = zip::ZipArchive::new(std::fs::File::open(path).unwrap()).unwrap();
    let files = (0..archive.len()).map(|index| {
        let mut file = archive.by_index(index).unwrap();
        let mut text = String::new();
        file.read_to_string(&mut text).unwrap();
        (file.name().unwrap().to_string(), text)
    });
    files.collect()
}

fn untar(path: &Path) -> BTreeMap<String, String> {
    let mut archive = tar::Archive::new(flate2::read::GzDecoder::new(
        std::fs::File::open(path).unwrap(),
    ));
    let files = archive.entries().unwrap().map(|entry| {
        let mut entry = entry.unwrap();
        let mut text = String::new();
        entry.read_to_string(&mut text).unwrap();
        (entry.path().unwrap().display().to_string(), text)
    });
    files.collect()
}

#[test]
fn nothing_is_overwritten_without_force_and_only_bundles_with_it() {
    let course = Course::copy();
    course.ok(&BUNDLE_ARGS);
    assert!(
        course
            .fails(&BUNDLE_ARGS)
            .ends_with("hint: choose another `--out`, or replace it with `--force`\n")
    );
    std::fs::write(course.beside("bundle/stale"), "").unwrap();
    course.ok(&["release", "numbers", "--out", "../bundle", "--force"]);
    assert_eq!(tree(&course.beside("bundle")), BUNDLE);
    let own = course.fails(&["release", "numbers", "--out", ".", "--force"]);
    assert!(own.contains("not a bundle of an earlier release"), "{own}");
    assert_eq!(course.names_beside(), ["bundle", "course"]);
}

#[test]
fn an_answer_in_the_authors_notebook_is_refused() {
    let course = Course::copy();
    course.edit(
        "notebooks/numbers.ipynb",
        "Scaffold.double(x) // TODO 1: replace with 2x",
        "x * 2.0",
    );
    let error = course.fails(&BUNDLE_ARGS);
    assert!(
        error.contains("numbers.ipynb`, cell 3: answer `doubling` is not the scaffold"),
        "{error}"
    );
    assert!(
        error.contains("expected `double` to be `Scaffold.double(…)`"),
        "{error}"
    );
    assert_eq!(course.names_beside(), ["course"]);
}

#[test]
fn a_long_line_of_a_reference_body_is_a_leak() {
    let course = Course::copy();
    let line = r#"assert!(x >= 0.0, \"expected a number from 0, got {shown:?}\");"#;
    course.edit(
        "notebooks/numbers.ipynb",
        "println!(\\\"{shown}\\\");",
        line,
    );
    let error = course.fails(&BUNDLE_ARGS);
    let expected = "error: `notebooks/numbers.ipynb` would leak a line of `solutions/src/numbers/square_root.rs`: `assert!(";
    assert!(error.starts_with(expected), "{error}");
    assert_eq!(course.names_beside(), ["course"]);
}

#[test]
fn a_whole_body_is_a_leak_even_in_another_layout_and_in_the_labs() {
    let course = Course::copy();
    let body = "let values=[x];let shown:Vec<String>=values.iter().map(ToString::to_string).collect();assert!(x>=0.0,\
        \"expected a number from 0, got {shown:?}\");(0..50).fold(x,|guess,_|0.5*(guess+x/guess))";
    course.edit(
        "labs/src/lib.rs",
        "/// Square roots.",
        &format!("fn root(x: f64) -> f64 {{ {body} }}\n\n/// Square roots."),
    );
    let error = course.fails(&BUNDLE_ARGS);
    assert!(
        error.starts_with("error: `labs/src/lib.rs` would leak a reference body of `solutions/"),
        "{error}"
    );
}

#[test]
fn hidden_tests_are_leaks() {
    let course = Course::copy();
    let hidden = read(&course.root().join("grading/src/numbers/mod.rs"));
    std::fs::write(course.root().join("labs/hidden.txt"), hidden).unwrap();
    let error = course.fails(&BUNDLE_ARGS);
    assert!(
        error.starts_with(
            "error: `labs/hidden.txt` would leak the file `grading/src/numbers/mod.rs`"
        ),
        "{error}"
    );
    std::fs::write(
        course.root().join("labs/hidden.txt"),
        "try\n\n  (1..100).all(|n|  double(f64::from(n)).rem_euclid(2.0) == 0.0)\n",
    )
    .unwrap();
    let error = course.fails(&BUNDLE_ARGS);
    assert!(
        error.contains("would leak a line of `grading/src/numbers/mod.rs`"),
        "{error}"
    );
    assert_eq!(course.names_beside(), ["course"]);
}

#[test]
fn a_needed_package_that_depends_on_secrets_is_refused() {
    let course = Course::copy();
    course.edit(
        "crates/noisebook/Cargo.toml",
        "labs.workspace = true",
        "labs.workspace = true\nsolutions.workspace = true",
    );
    let error = course.fails(&BUNDLE_ARGS);
    assert!(error.contains("depends on `solutions`"), "{error}");
}

#[test]
fn the_key_has_the_reference_bodies_for_the_students_types() {
    let course = Course::copy();
    course.ok(&KEY_ARGS);
    let key = Notebook::open(course.beside("key.ipynb")).unwrap();
    let sources: BTreeMap<_, _> = key
        .cells
        .iter()
        .filter_map(|cell| Some((cell.answer_id()?, cell.source.as_str())))
        .collect();
    let doubling = "struct MyDoubling;\n\nimpl Doubling for MyDoubling {\n    // Adding is exact, so 2x is too.\n    \
        fn double(&self, x: f64) -> f64 {\n        x + x\n    }\n}";
    assert_eq!(sources["doubling"], doubling);
    assert!(sources["square_root"].contains("impl SquareRoot for MySquareRoot {"));
    let mut released = Notebook::open(course.root().join("notebooks/numbers.ipynb")).unwrap();
    released.strip();
    let changed = key
        .cells
        .iter()
        .zip(&released.cells)
        .filter(|(key, cell)| key != cell);
    assert_eq!(changed.count(), 2, "only answers differ");
}

#[test]
fn the_key_names_what_is_missing() {
    let course = Course::copy();
    course.edit(
        "solutions/src/numbers/doubling.rs",
        "impl Doubling for Reference",
        "impl Tripling for Reference",
    );
    let error = course.fails(&KEY_ARGS);
    assert!(
        error.starts_with("error: cell 3: no key for the answer `doubling`\n"),
        "{error}"
    );
    assert!(
        error.contains("no `impl Doubling for Reference` below"),
        "{error}"
    );
    let folder = course.fails(&["release", "numbers", "--solution", "--out", "../key"]);
    assert!(folder.contains("expected `--out FILE.ipynb`"), "{folder}");
}
