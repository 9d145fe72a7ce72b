//! Machines with all sorts of CUDA, made of fake libraries: what is found, and what is said where something is missing.

use std::path::Path;
use std::process::Command;

/// A folder with libraries and headers, and a program that looks at nothing else.
struct Machine {
    dir: tempfile::TempDir,
}

impl Machine {
    fn new() -> Self {
        let dir = tempfile::tempdir().expect("a folder");
        Self { dir }
    }

    fn path(&self) -> &Path {
        self.dir.path()
    }

    /// Compiles the fake `source` as `library`, below the machine's folder.
    fn with(self, source: &str, library: &str, defines: &[&str]) -> Self {
        let fakes = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fakes");
        let out = self.path().join(library);
        std::fs::create_dir_all(out.parent().expect("a folder")).expect("a folder");
        let mut cc = Command::new("cc");
        cc.args(["-shared", "-fPIC", "-o"])
            .arg(&out)
            .arg(fakes.join(source));
        cc.arg(format!(
            "-Wl,-soname,{}",
            out.file_name().expect("a name").to_string_lossy()
        ));
        cc.args(defines.iter().map(|define| format!("-D{define}")));
        assert!(cc.status().expect("a C compiler").success());
        self
    }

    fn driver(self, defines: &[&str]) -> Self {
        self.with("driver.c", "libcuda.so", defines)
    }

    fn compiler(self, defines: &[&str]) -> Self {
        self.with("compiler.c", "libnvrtc.so", defines)
    }

    fn headers(self) -> Self {
        let dir = self.path().join("include");
        std::fs::create_dir_all(&dir).expect("a folder");
        std::fs::write(dir.join("cuda_fp16.h"), "").expect("a file");
        self
    }

    /// Exit status and output of the program that looks.
    fn looked_at(&self) -> (bool, String) {
        let mut program = Command::new(env!("CARGO_BIN_EXE_cuda-probe"));
        program
            .env("LD_LIBRARY_PATH", self.path())
            .env("CUDA_PATH", self.path());
        let output = program.output().expect("the program");
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        (output.status.success(), text)
    }

    /// What is said, on a machine that lacks something.
    fn complaint(&self) -> String {
        let (success, text) = self.looked_at();
        assert!(!success, "{text}");
        assert!(text.contains("\nhint: "), "{text}");
        text
    }
}

#[test]
fn a_whole_machine_names_its_cards_and_versions() {
    let machine = Machine::new().driver(&["CARDS=2"]).compiler(&[]).headers();
    let (success, text) = machine.looked_at();
    let expected = "driver: runs CUDA 12.8\ncuda:0: First card, 16 GiB\ncuda:1: Second card, 32 GiB\ncompiler: NVRTC 12.8 (libnvrtc.so)\n";
    assert!(success, "{text}");
    assert_eq!(text, expected);
}

#[test]
fn a_driver_without_a_card_names_what_hides_cards() {
    let none = Machine::new().driver(&["CARDS=0"]).complaint();
    assert!(none.contains("shows no card"), "{none}");
    let refused = Machine::new().driver(&["INIT=100"]).complaint();
    assert!(
        refused.contains("`cuInit` answers 100 (CUDA_ERROR_NO_DEVICE)"),
        "{refused}"
    );
    assert!(refused.contains("CUDA_VISIBLE_DEVICES"), "{refused}");
}

#[test]
fn an_updated_driver_asks_for_a_restart() {
    let text = Machine::new().driver(&["INIT=803"]).complaint();
    assert!(text.contains("restart the machine"), "{text}");
}

#[test]
fn the_toolkits_stub_is_not_taken_for_a_driver() {
    let text = Machine::new().driver(&["INIT=34"]).complaint();
    assert!(text.contains("stub"), "{text}");
}

#[test]
fn an_old_driver_is_told_before_it_starts() {
    let machine = Machine::new().driver(&["VERSION=11040", "INIT=999"]);
    let text = machine.complaint();
    assert!(
        text.contains("it runs CUDA 11.4, needed is 12.0 or newer"),
        "{text}"
    );
}

#[test]
fn a_library_of_another_kind_is_not_called() {
    let machine = Machine::new().with("compiler.c", "libcuda.so", &[]);
    let text = machine.complaint();
    assert!(
        text.contains("`libcuda.so` has no function `cuInit`"),
        "{text}"
    );
}

#[test]
fn a_compiler_that_is_too_old_or_too_new_is_told_beside_the_toolkit_that_fits() {
    let old = Machine::new().driver(&[]).compiler(&["MAJOR=11"]);
    let text = old.complaint();
    assert!(text.contains("NVRTC 11.8 is too old"), "{text}");
    let newer = Machine::new()
        .driver(&["VERSION=12040"])
        .compiler(&["MINOR=9"]);
    let text = newer.complaint();
    assert!(
        text.contains("NVRTC 12.9 is newer than the driver, which runs CUDA 12.4"),
        "{text}"
    );
    assert!(text.contains("cuda-toolkit-12-4"), "{text}");
}

#[test]
fn missing_headers_are_named() {
    let text = Machine::new().driver(&[]).compiler(&[]).complaint();
    assert!(
        text.contains("include/cuda_fp16.h` does not exist"),
        "{text}"
    );
}

/// A machine with a compiler of its own finds that one first.
#[test]
fn a_compiler_in_the_toolkits_folder_is_found() {
    let machine = Machine::new().driver(&["VERSION=99000"]).headers();
    let machine = machine.with("compiler.c", "lib64/libnvrtc.so.12", &[]);
    let (success, text) = machine.looked_at();
    assert!(success && text.contains("compiler: NVRTC "), "{text}");
}
