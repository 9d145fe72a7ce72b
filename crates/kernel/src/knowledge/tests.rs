//! Completion and inspection over the standard library and a session's own items.

use std::sync::{Arc, LazyLock};

use api_index::{Index, standard};

use super::{Session, complete, inspect};

static LIBRARY: LazyLock<Arc<Index>> =
    LazyLock::new(|| Arc::new(Index::new(standard::parts().expect("assets"))));

fn session() -> Session {
    let mut session = Session::default();
    session.learn(
        "/// A place.\n#[derive(Clone, Debug)]\nstruct Point { xen: f64, names: Vec<String> }\n\
         impl Point { fn norm(&self) -> f64 { self.xen } fn origin() -> Self { todo!() } }\n\
         enum Kind { Linear, Cosine(f64) }\n\
         fn nearest(points: &[Point]) -> Option<Point> { None }\n\
         macro_rules! twice { () => {} }",
    );
    session.learn("use std::collections::HashMap;\nuse std::rc::Rc;");
    for (name, ty) in [
        ("point", "c1::Point"),
        ("größe", "std::vec::Vec<f64>"),
        (
            "map",
            "std::collections::HashMap<std::string::String, std::vec::Vec<c1::Point>>",
        ),
        ("x", "f64"),
    ] {
        session.variables.insert(name.into(), ty.into());
    }
    session
}

fn at_end(code: &str) -> Vec<String> {
    let found = complete(code, code.chars().count(), &mut session(), &LIBRARY);
    found.matches.into_iter().map(|one| one.text).collect()
}

fn has(code: &str, name: &str) {
    let found = at_end(code);
    assert!(
        found.iter().any(|one| one == name),
        "`{code}` offers {found:?}"
    );
}

fn hasnt(code: &str, name: &str) {
    let found = at_end(code);
    assert!(
        !found.iter().any(|one| one == name),
        "`{code}` offers {found:?}"
    );
}

#[test]
fn names_keywords_and_macros() {
    for (code, name) in [
        ("let y = poi", "point"),
        ("unsa", "unsafe"),
        ("printl", "println!"),
        ("twi", "twice!"),
        ("Hash", "HashMap"),
        ("neare", "nearest"),
        ("So", "Some"),
        ("hashm", "HashMap"),
    ] {
        has(code, name);
    }
}

#[test]
fn positions_are_code_points() {
    let code = "let z = grö";
    let found = complete(code, 11, &mut session(), &LIBRARY);
    assert_eq!(
        (found.matches[0].text.as_str(), found.start, found.end),
        ("größe", 8, 11)
    );
    let found = complete("point", 2, &mut session(), &LIBRARY);
    assert_eq!(
        (found.matches[0].text.as_str(), found.start, found.end),
        ("point", 0, 2)
    );
}

#[test]
fn members_of_variables() {
    assert_eq!(at_end("point.")[..3], ["names", "xen", "norm"]);
    has("point.", "clone");
    hasnt("point.", "origin");
    has("größe.pus", "push");
    has("größe.", "iter");
    has("größe.", "len");
    has("x.sq", "sqrt");
    has("map.", "entry");
    assert!(at_end("unknown.").is_empty());
}

#[test]
fn chains_follow_what_calls_give() {
    has("point.clone().", "norm");
    has("point.names.", "push");
    has("point.names[0].", "push_str");
    has("nearest(&[]).unwrap().", "norm");
    has("größe.iter().map(|x| x * 2.0).", "filter");
    has("größe.iter().", "enumerate");
    has("größe.first().unwrap().", "sqrt");
    has("größe.iter().collect::<Vec<_>>().", "push");
    has("map.get(\"a\").unwrap().", "len");
    has("map[\"a\"][0].", "norm");
    has("Point::origin().", "norm");
    has("format!(\"{x}\").", "push_str");
    has("vec![point.clone()].first().unwrap().", "norm");
    has("Rc::new(point).", "norm");
    has("Some(point).unwrap().", "norm");
    has("(x + 1.0).", "powi");
    has("\"a b\".split(' ').", "next");
    has("std::time::Instant::now().elapsed().", "as_secs_f64");
}

#[test]
fn paths_lead_to_types_and_modules() {
    for (code, name) in [
        ("Point::o", "origin"),
        ("Kind::", "Linear"),
        ("Vec::<f64>::", "with_capacity"),
        ("String::", "from"),
        ("f64::", "MAX"),
        ("f64::", "sqrt"),
        ("f64::consts::P", "PI"),
        ("std::collections::", "BTreeMap"),
        ("std::time::Instant::", "now"),
        ("use std::{io, col", "collections"),
        ("std::mem::", "swap"),
        ("HashMap::", "new"),
    ] {
        if code.starts_with("f64::consts") {
            has("std::f64::consts::P", name);
        } else {
            has(code, name);
        }
    }
}

#[test]
fn the_text_before_the_cursor_counts() {
    has("let y = point.clone();\ny.", "norm");
    has("let y: Vec<Point> = todo!();\ny[0].", "norm");
    has(
        "fn f(p: &Point) -> f64 {\n    let q = p.clone();\n    q.",
        "norm",
    );
    has("for p in nearest(&[]) {\n    p.", "norm");
    has(
        "for (i, p) in vec![point].iter().enumerate() {\n    p.",
        "norm",
    );
    has(
        "impl Point {\n    fn twice(&self) -> f64 {\n        self.",
        "norm",
    );
    has(
        "use std::collections::BTreeMap;\nlet m: BTreeMap<i32, Point> = BTreeMap::new();\nm.",
        "range",
    );
    has(
        "let total: f64 = größe.iter().sum();\nprintln!(\"{}\", total.",
        "sqrt",
    );
    has(
        "if x > 1.0 { let z = 2.0 * x; } else { let y = (x, point); y.1.",
        "norm",
    );
    has("use std::io::Write;\nstd::io::stdout().", "write_all");
    hasnt("std::io::stdout().", "write_all");
}

#[test]
fn matches_carry_their_declaration() {
    let found = complete("größe.with", 6, &mut session(), &LIBRARY);
    let push = found
        .matches
        .iter()
        .find(|one| one.text == "push")
        .expect("push");
    assert_eq!(
        (push.kind, push.signature.as_str()),
        ("function", "fn push(&mut self, value: T)")
    );
}

fn asked(code: &str, cursor: usize, detail: bool) -> super::Description {
    inspect(code, cursor, detail, &mut session(), &LIBRARY).unwrap_or_default()
}

#[test]
fn inspection_says_what_a_name_is() {
    assert_eq!(asked("let y = x;", 9, false).declaration, "let x: f64");
    let found = asked("größe.push(1.0)", 8, false);
    assert_eq!(found.declaration, "fn push(&mut self, value: T)");
    assert!(found.docs.starts_with("Appends an element"), "{found:?}");
    assert!(
        found.origin.starts_with("method of `Vec<f64>` in alloc"),
        "{found:?}"
    );
    assert_eq!(asked("größe.push(", 11, false), found);
    assert!(
        asked("println!(\"a\")", 3, false)
            .docs
            .contains("standard output")
    );
    assert!(
        asked("std::collections", 7, false)
            .docs
            .contains("ollection")
    );
    assert!(asked("for x in y {}", 1, false).docs.contains("loop"));
    assert!(
        asked("nearest(&[])", 3, false)
            .declaration
            .starts_with("fn nearest")
    );
    assert!(
        asked("HashMap::new()", 3, false)
            .markdown()
            .contains("```rust\nstruct HashMap")
    );
    assert!(
        asked("let z: f64 = 1.0;", 8, false)
            .docs
            .contains("floating-point")
    );
    assert!(inspect("nothing", 2, false, &mut session(), &LIBRARY).is_none());
}

#[test]
fn more_detail_says_where_and_what() {
    let found = asked("größe.push(1.0)", 8, true);
    assert!(found.origin.contains("vec/mod.rs:"), "{found:?}");
    let found = asked("point", 2, true);
    assert!(
        found.more.iter().any(|line| line.starts_with("fn norm")),
        "{found:?}"
    );
}
