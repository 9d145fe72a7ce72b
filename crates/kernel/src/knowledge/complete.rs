//! Completion: names of the session, the language and the course.

use std::collections::BTreeSet;

use super::cursor::{Before, Word, word};
use super::members::{associated, methods, short};
use super::session::Session;

/// What may stand at the cursor. Positions are counted in code points.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Completion {
    pub(crate) matches: Vec<String>,
    pub(crate) start: usize,
    pub(crate) end: usize,
}

const KEYWORDS: [&str; 38] = [
    "as", "async", "await", "break", "const", "continue", "crate", "dyn", "else", "enum", "extern",
    "false", "fn", "for", "if", "impl", "in", "let", "loop", "match", "mod", "move", "mut", "pub",
    "ref", "return", "self", "Self", "static", "struct", "super", "trait", "true", "type",
    "unsafe", "use", "where", "while",
];

/// What every Rust text sees.
const STANDARD: [&str; 66] = [
    "assert!",
    "assert_eq!",
    "assert_ne!",
    "bool",
    "Box",
    "char",
    "Clone",
    "Copy",
    "dbg!",
    "debug_assert!",
    "Debug",
    "Default",
    "drop",
    "Eq",
    "eprint!",
    "eprintln!",
    "Err",
    "f32",
    "f64",
    "Fn",
    "FnMut",
    "FnOnce",
    "format!",
    "From",
    "i16",
    "i32",
    "i64",
    "i8",
    "include_str!",
    "Into",
    "IntoIterator",
    "isize",
    "Iterator",
    "matches!",
    "None",
    "Ok",
    "Option",
    "Ord",
    "panic!",
    "PartialEq",
    "PartialOrd",
    "print!",
    "println!",
    "Result",
    "Send",
    "Sized",
    "Some",
    "std",
    "str",
    "String",
    "Sync",
    "thread_local!",
    "todo!",
    "ToOwned",
    "ToString",
    "u16",
    "u32",
    "u64",
    "u8",
    "unimplemented!",
    "unreachable!",
    "usize",
    "Vec",
    "vec!",
    "write!",
    "writeln!",
];

/// What may stand at `cursor`.
pub(crate) fn complete(code: &str, cursor: usize, session: &Session) -> Completion {
    let word = word(code, cursor);
    let names = candidates(&word, session);
    let matches = names
        .into_iter()
        .filter(|name| name.starts_with(&word.prefix))
        .collect();
    Completion {
        matches,
        start: word.start,
        end: word.cursor,
    }
}

fn candidates(word: &Word, session: &Session) -> BTreeSet<String> {
    match &word.before {
        Before::Dot(receiver) => after_dot(receiver, session),
        Before::Path(head) => after_path(head, session),
        Before::Nothing => plain(word, session),
    }
}

fn after_dot(receiver: &str, session: &Session) -> BTreeSet<String> {
    let Some(ty) = session.variables.get(receiver) else {
        return BTreeSet::new();
    };
    let own = session
        .items
        .get(short(ty))
        .into_iter()
        .flat_map(|item| item.members.iter().cloned());
    own.chain(methods(ty).iter().map(ToString::to_string))
        .collect()
}

fn after_path(head: &str, session: &Session) -> BTreeSet<String> {
    let own = session
        .items
        .get(head)
        .into_iter()
        .flat_map(|item| item.members.iter().cloned());
    own.chain(associated(head).iter().map(ToString::to_string))
        .collect()
}

/// Between words only the session's own names: all others would be a flood.
fn plain(word: &Word, session: &Session) -> BTreeSet<String> {
    let items = session.items.iter().map(|(name, item)| {
        if item.is_macro {
            format!("{name}!")
        } else {
            name.clone()
        }
    });
    let mut names: BTreeSet<String> = session.variables.keys().cloned().chain(items).collect();
    if !word.prefix.is_empty() {
        names.extend(session.imports.iter().cloned());
        names.extend(KEYWORDS.iter().chain(&STANDARD).map(ToString::to_string));
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    fn session() -> Session {
        let mut session = Session::default();
        session.learn("struct Point { xen: f64 }\nimpl Point { fn norm(&self) {} }\nmacro_rules! twice { () => {} }");
        session.learn("use std::collections::HashMap;");
        for (name, ty) in [
            ("point", "c1::Point"),
            ("größe", "Vec<f64>"),
            ("x", "burn::Tensor<2>"),
        ] {
            session.variables.insert(name.into(), ty.into());
        }
        session
    }

    fn at_end(code: &str) -> Completion {
        complete(code, code.chars().count(), &session())
    }

    #[test]
    fn names_keywords_and_macros() {
        assert_eq!(at_end("let y = poi").matches, ["point"]);
        assert_eq!(at_end("unsa").matches, ["unsafe"]);
        assert_eq!(at_end("printl").matches, ["println!"]);
        assert_eq!(at_end("twi").matches, ["twice!"]);
        assert_eq!(at_end("Hash").matches, ["HashMap"]);
    }

    #[test]
    fn positions_are_code_points() {
        let found = at_end("let z = grö");
        assert_eq!(
            (found.matches, found.start, found.end),
            (vec!["größe".to_owned()], 8, 11)
        );
    }

    #[test]
    fn members_of_variables_and_types() {
        assert_eq!(at_end("point.").matches, ["norm", "xen"]);
        assert_eq!(at_end("größe.pus").matches, ["push"]);
        assert_eq!(at_end("x.matm").matches, ["matmul"]);
        assert_eq!(at_end("Point::n").matches, ["norm"]);
        assert_eq!(at_end("Tensor::<2>::zer").matches, ["zeros"]);
        assert!(at_end("unknown.").matches.is_empty());
    }

    #[test]
    fn the_middle_of_a_word_completes_its_front() {
        let found = complete("point", 2, &session());
        assert_eq!(
            (found.matches, found.start, found.end),
            (vec!["point".to_owned()], 0, 2)
        );
    }
}
