//! The programs that the tests run in a sandbox: one honest worker, and everything hostile that was thought of.
//!
//! The first argument names the program; the second is a mark by which the tests find processes that are left.

#[cfg(target_os = "linux")]
mod escape;
#[cfg(target_os = "linux")]
mod files;
#[cfg(target_os = "linux")]
mod grade;
#[cfg(target_os = "linux")]
mod memory;
#[cfg(target_os = "linux")]
mod network;
#[cfg(target_os = "linux")]
mod output;
#[cfg(target_os = "linux")]
mod processes;
#[cfg(target_os = "linux")]
mod worker;

#[cfg(target_os = "linux")]
fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let program = args.first().map_or("", String::as_str);
    let rest = args.get(2..).unwrap_or_default();
    let known = output::run(program, rest)
        || memory::run(program)
        || processes::run(program)
        || files::run(program, rest)
        || network::run(program, rest)
        || escape::run(program)
        || worker::run(program)
        || grade::run(program, rest);
    assert!(known, "no program is called `{program}`");
}

#[cfg(not(target_os = "linux"))]
fn main() {}
