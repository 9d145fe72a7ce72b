use std::collections::BTreeSet;

use super::{check, macro_names};

fn lines(source: &str) -> Vec<usize> {
    let macros: BTreeSet<String> = macro_names(source).into_iter().collect();
    check(source, &macros)
        .into_iter()
        .map(|violation| violation.line)
        .collect()
}

#[test]
fn answers_of_honest_students_pass() {
    let source = r#"
//! A comment that says unsafe, std::fs and include_str!("x").
use std::f64::consts::FRAC_PI_2;
use std::collections::{BTreeMap, HashMap as Map};
use noisebook::burn::tensor::{Distribution, Tensor};
/// Uses `std::process` in words only.
#[derive(Clone, Debug)]
pub struct MyForwardJump;
macro_rules! square { ($x:expr) => { $x * $x } }
impl ForwardJump for MyForwardJump {
    fn direct(&self, x0: Tensor<4>, t: Timestep, schedule: &Schedule) -> (Tensor<4>, Tensor<4>) {
        let (process, net, env) = (1, 2, 3);
        println!("{net} {}", square!(process + env - env));
        std::println!("core and alloc are words too");
        unimplemented!("std::fs")
    }
}
"#;
    assert_eq!(
        lines(source),
        [13, 13, 13],
        "names of modules are refused in macros of the notebook's own, and nowhere else"
    );
}

#[test]
fn every_way_to_say_it_is_refused() {
    let refused = [
        "unsafe fn f() {}",
        "extern crate std as s;",
        "extern \"C\" { fn exit(code: i32) -> !; }",
        "fn f() { std::process::exit(0) }",
        "fn f() { ::std::fs::read(\"x\"); }",
        "use std::fs;",
        "use std::fs as files;",
        "use std::{io, fs::{self as files}};",
        "use std::{fs};",
        "use std as s;",
        "use std::*;",
        "use std::{self as s};",
        "use {std::os::fd::FromRawFd};",
        "use core::net::Ipv4Addr;",
        "const S: &str = include_str!(\"/etc/shadow\");",
        "const S: &str = std::include_str!(\"/etc/shadow\");",
        "include!(\"x.rs\");",
        "const S: &str = env!(\"PATH\");",
        "fn f() { option_env!(\"PATH\"); }",
        "fn f() { std::arch::asm!(\"nop\") }",
        "#[no_mangle] pub fn f() {}",
        "#[unsafe(no_mangle)] pub fn f() {}",
        "#[cfg_attr(all(), no_mangle)] pub fn f() {}",
        "#[link_section = \".init_array\"] static F: fn() = f;",
        "#[path = \"/etc/passwd\"] mod passwd;",
        "mod passwd;",
        "#![recursion_limit = \"1000000\"]",
        "macro_rules! m { () => { std::fs::read(\"x\") } }",
        "macro_rules! m { ($m:ident) => { std::$m::read(\"x\") } } fn f() { m!(fs); }",
        "fn f() { r#std::r#fs::read(\"x\"); }",
        "fn f() { noisebook::exercise::worker::main(&[]) }",
    ];
    for source in refused {
        assert!(!lines(source).is_empty(), "{source}");
    }
}

#[test]
fn the_line_of_the_cell_is_told() {
    assert_eq!(lines("\n\nfn f() {\n    std::fs::read(\"x\");\n}"), [4]);
}

#[test]
fn no_nesting_overflows_the_stack() {
    let deep = format!(
        "fn f() {{ {}1{} }} unsafe fn g() {{}}",
        "(".repeat(40_000),
        ")".repeat(40_000)
    );
    assert_eq!(lines(&deep), [1]);
}
