//! Attempts to see or touch what lies outside. Each `attack` tells whether it got what it wanted; then the answer comes out
//! wrong. Full points with the sandbox alone therefore mean that the attack got nothing.

use super::Hostile;
use super::Make::{Items, Probe};

const fn probe(name: &'static str, items: &'static str) -> Hostile {
    Hostile {
        name,
        make: Probe { items },
    }
}

pub(super) const ALL: &[Hostile] = &[
    Hostile {
        name: "read-at-compile-time",
        make: Items {
            answer: "reparameterization",
            items: "const SHADOW: &str = include_str!(\"/etc/shadow\");\nconst TESTS: &str = include_str!(concat!(env!(\"CARGO_MANIFEST_DIR\"), \"/src/lib.rs\"));",
        },
    },
    probe(
        "read-by-another-name",
        r#"
use std::fs as files;
fn attack() -> bool {
    let paths = ["/etc/shadow", "/etc/passwd", "/etc/hostname", "/root", "/home", "/proc/1/environ", "/proc/kcore", "grading/src/lib.rs"];
    paths.iter().any(|path| files::read(path).is_ok() || files::read_dir(path).is_ok_and(|found| found.count() > 0))
}"#,
    ),
    probe(
        "read-through-a-macro",
        r#"
macro_rules! call {
    ($module:ident, $function:ident, $path:expr) => { std::$module::$function($path).is_ok() };
}
fn attack() -> bool {
    call!(fs, read_to_string, "/etc/shadow") || call!(fs, read_dir, "/proc/1/root/root")
}"#,
    ),
    probe(
        "look-around",
        r#"
fn attack() -> bool {
    let home = std::env::var_os("HOME").or(std::env::var_os("CARGO_HOME")).or(std::env::var_os("NOISEBOOK_ROOT"));
    let processes = std::fs::read_dir("/proc").into_iter().flatten().flatten();
    let numbers = processes.filter(|entry| entry.file_name().to_string_lossy().parse::<u32>().is_ok_and(|pid| pid > 10));
    home.is_some() || numbers.count() > 0
}"#,
    ),
    probe(
        "processes",
        r#"
fn attack() -> bool {
    let programs = ["/proc/self/exe", "/bin/sh", "/usr/bin/env"];
    (0..100).any(|i| std::process::Command::new(programs[i % 3]).spawn().is_ok())
}"#,
    ),
    probe(
        "network",
        r#"
use std::net::{TcpListener, TcpStream, UdpSocket};
use std::os::unix::net::UnixStream;
fn attack() -> bool {
    TcpListener::bind("127.0.0.1:0").is_ok()
        || UdpSocket::bind("0.0.0.0:0").is_ok()
        || UnixStream::pair().is_ok()
        || ["127.0.0.1:22", "127.0.0.1:80", "1.1.1.1:53"].iter().any(|to| TcpStream::connect(to).is_ok())
}"#,
    ),
    probe(
        "kill-the-judge",
        r#"
unsafe extern "C" {
    fn kill(pid: i32, signal: i32) -> i32;
    fn getppid() -> i32;
    fn ptrace(request: i64, pid: i32, address: usize, data: usize) -> i64;
}
fn attack() -> bool {
    let parent = unsafe { getppid() };
    let judge = parent > 1 && unsafe { kill(parent, 9) } == 0;
    judge || unsafe { ptrace(16, 1, 0, 0) } == 0
}"#,
    ),
    probe(
        "write-outside",
        r#"
use std::fs::{OpenOptions, create_dir_all, write};
fn attack() -> bool {
    let _ = write("/tmp/noisebook-hostile-was-here", "1c passed");
    let _ = write("/var/tmp/noisebook-hostile-was-here", "1c passed");
    let own = std::env::current_exe().unwrap_or_default();
    let _ = write(own.with_file_name("result.json"), "{}");
    let over = OpenOptions::new().write(true).open(own).is_ok();
    let paths = ["/result.json", "/usr/lib/noisebook", "/etc/passwd", "/dev/shm/x"];
    over || create_dir_all("/out").is_ok() || paths.iter().any(|path| write(path, "{}").is_ok())
}"#,
    ),
    probe(
        "disk-bomb",
        r#"
use std::io::Write;
fn attack() -> bool {
    let block = vec![0_u8; 1 << 20];
    let fill = |i: usize| {
        let mut file = std::fs::File::create(format!("/tmp/{i}"))?;
        (0..32).try_for_each(|_| file.write_all(&block))
    };
    (0..32).all(|i| fill(i).is_ok())
}"#,
    ),
    probe(
        "thread-left-behind",
        r"
fn attack() -> bool {
    std::thread::spawn(|| loop {
        std::thread::yield_now();
    });
    false
}",
    ),
    probe(
        "forged-file",
        r#"
use std::io::Write;
fn attack() -> bool {
    let reply = noisebook::exercise::Reply::Returned { values: Vec::new(), gradients: Vec::new() };
    let mut frame = Vec::new();
    noisebook::exercise::frame::write(&mut frame, &reply).ok();
    ["/proc/1/fd/4", "/dev/fd/1", "/proc/self/fd/1"].iter().any(|path| {
        let file = std::fs::OpenOptions::new().write(true).open(path);
        file.is_ok_and(|mut file| file.write_all(&frame).is_ok() && path.contains("/1/"))
    })
}"#,
    ),
];
