//! Cells are compiled by compilers that wait for them: whoever waits has a crate root, in a file of its own.

#[path = "notebooks/course.rs"]
mod course;

use std::fs;

use engine::Engine;

/// Statement crates whose compiler was started only when the cell came.
fn started_late(engine: &Engine) -> Vec<String> {
    let entries = fs::read_dir(engine.dir()).expect("the folder of compiled cells");
    let names: Vec<String> = entries
        .flatten()
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    let late = |name: &&String| {
        let crate_name = name
            .strip_suffix(".rs")
            .filter(|name| name.starts_with('s'));
        crate_name
            .is_some_and(|name| !name.contains('.') && !names.contains(&format!("{name}.root.rs")))
    };
    names.iter().filter(late).cloned().collect()
}

#[test]
fn no_cell_waits_for_a_compiler_to_start() {
    let mut engine = Engine::start(course::kit()).expect("an engine");
    let cells = [
        "let x = 1;",
        "struct P(i32); impl P { fn get(&self) -> i32 { self.0 } } let p = P(4); println!(\"{}\", p.get());",
        "fn twice(x: i32) -> i32 { x * 2 }",
        "println!(\"{}\", twice(p.get()) + x);",
        "impl std::fmt::Display for P { fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { write!(f, \"P\") } }",
        "struct Q; let q = Q; println!(\"{}\", twice(3));",
    ];
    for (i, cell) in cells.iter().enumerate() {
        let outcome = engine
            .run(i + 1, cell, &mut |_| false)
            .expect("the engine works");
        outcome.unwrap_or_else(|error| panic!("{cell}: {}", error.trace.join("\n")));
        assert_eq!(started_late(&engine), Vec::<String>::new(), "{cell}");
    }
}
