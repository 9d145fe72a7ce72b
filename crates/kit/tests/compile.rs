//! A program is compiled against a kit that was really staged, and run.

use std::path::{Path, PathBuf};
use std::process::Command;

use kit::{Build, Compile, CrateType, Feature, Invocation, Kit, KitError, Toolchain, stage};

const PROGRAM: &str = r#"
use noisebook::burn::tensor::{Device, Tensor};

fn main() {
    let device = Device::flex().autodiff();
    let x = Tensor::<2>::from_data([[1.0, 2.0], [3.0, 4.0]], &device).require_grad();
    let gradients = (x.clone() * x.clone()).sum().backward();
    let gradient = x.grad(&gradients).unwrap();
    assert_eq!(gradient.into_data().to_vec::<f32>().unwrap(), [2.0, 4.0, 6.0, 8.0]);
    println!("gradient of a sum of squares");
}
"#;

#[test]
fn a_program_compiles_against_the_staged_files_alone_and_runs() {
    let course = tempfile::tempdir().unwrap();
    let kit = staged(course.path());
    let work = tempfile::Builder::new()
        .prefix("with space ")
        .tempdir()
        .unwrap();
    let (source, out) = (work.path().join("main.rs"), work.path().join("answers"));
    std::fs::write(&source, PROGRAM).unwrap();
    let compile = Compile {
        source: &source,
        crate_type: CrateType::Bin,
        out: &out,
        opt_level: 1,
    };
    run(&mut command(&kit.rustc(&compile), work.path()));
    let printed = run(Command::new(&out)
        .env_clear()
        .env("LD_LIBRARY_PATH", kit.library_path()));
    assert_eq!(printed, "gradient of a sum of squares\n");
}

#[test]
fn staging_again_replaces_the_kit_and_keeps_the_one_in_use() {
    let course = tempfile::tempdir().unwrap();
    let first = staged(course.path());
    let killed = course.path().join(".noisebook/kit/.staging-killed");
    std::fs::create_dir(&killed).unwrap();
    let second = staged(course.path());
    assert!(!killed.exists(), "half a kit only takes space");
    assert!(first.dir().join("libnoisebook.so").is_file());
    assert_eq!(
        Kit::open(course.path(), Feature::Stub).unwrap().dir(),
        second.dir()
    );
}

#[test]
fn a_missing_kit_names_the_command_that_builds_it() {
    let course = tempfile::tempdir().unwrap();
    let error = Kit::open(course.path(), Feature::Solution).unwrap_err();
    assert!(matches!(
        error,
        KitError::Missing {
            feature: Feature::Solution,
            ..
        }
    ));
    assert!(
        error
            .to_string()
            .ends_with("hint: run `cargo noisebook setup --solution`"),
        "{error}"
    );
}

fn staged(course: &Path) -> Kit {
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let build = [
        "rustc",
        "-p",
        "noisebook",
        "--message-format=json",
        "--",
        "-C",
        "prefer-dynamic",
    ];
    let messages = run(Command::new(env!("CARGO"))
        .args(build)
        .current_dir(workspace));
    let rustc = |args: &[&str]| run(Command::new("rustc").args(args));
    let toolchain = Toolchain::parse(&rustc(&["-vV"]), &rustc(&["--print", "sysroot"])).unwrap();
    let dep_info = course.join("noisebook.d");
    std::fs::write(&dep_info, "libnoisebook.so: /elsewhere/lib.rs\n").unwrap();
    stage(&Build {
        root: course,
        feature: Feature::Stub,
        toolchain,
        linker: PathBuf::from("/usr/bin/cc"),
        messages: &messages,
        dep_info: &dep_info,
    })
    .unwrap()
}

fn command(invocation: &Invocation, dir: &Path) -> Command {
    let mut command = Command::from(invocation);
    command.current_dir(dir);
    command
}

fn run(command: &mut Command) -> String {
    let output = command.output().unwrap();
    assert!(
        output.status.success(),
        "{command:?}\n{}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout).unwrap()
}
