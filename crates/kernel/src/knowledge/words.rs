//! Words of the language.

/// Keywords.
pub(super) const KEYWORDS: [&str; 38] = [
    "as", "async", "await", "break", "const", "continue", "crate", "dyn", "else", "enum", "extern",
    "false", "fn", "for", "if", "impl", "in", "let", "loop", "match", "mod", "move", "mut", "pub",
    "ref", "return", "self", "Self", "static", "struct", "super", "trait", "true", "type",
    "unsafe", "use", "where", "while",
];

/// Primitive types.
pub(super) const PRIMITIVES: [&str; 17] = [
    "bool", "char", "f32", "f64", "i128", "i16", "i32", "i64", "i8", "isize", "str", "u128", "u16",
    "u32", "u64", "u8", "usize",
];

/// Macros that need no import.
pub(super) const MACROS: [&str; 24] = [
    "assert",
    "assert_eq",
    "assert_ne",
    "concat",
    "dbg",
    "debug_assert",
    "env",
    "eprint",
    "eprintln",
    "format",
    "include_str",
    "line",
    "matches",
    "panic",
    "print",
    "println",
    "stringify",
    "thread_local",
    "todo",
    "unimplemented",
    "unreachable",
    "vec",
    "write",
    "writeln",
];

/// What a keyword is for, and where the book tells more.
pub(super) fn keyword(name: &str) -> Option<&'static str> {
    Some(match name {
        "as" => "Converts between primitive types (`x as f64`), or renames an import.",
        "async" => "A function or block whose result is awaited later.",
        "await" => "Waits for the result of an `async` call.",
        "break" => "Leaves a loop; `break value` gives a `loop` its value.",
        "const" => "A value that is known when the program is compiled.",
        "continue" => "Goes on with the next turn of a loop.",
        "crate" => "The root of the crate that the text is in.",
        "dyn" => {
            "A trait object: which type it is, is known at run time only (`Box<dyn Fn(f64) -> f64>`)."
        }
        "else" => {
            "What happens when the condition of `if` does not hold, or a `let` pattern does not match."
        }
        "enum" => "Defines a type that is one of several variants.",
        "extern" => "Functions of other languages.",
        "false" | "true" => "A value of type `bool`.",
        "fn" => "Defines a function: `fn name(x: f64) -> f64 { … }`.",
        "for" => "A loop over an iterator: `for x in 0..10 { … }`; also `impl Trait for Type`.",
        "if" => {
            "Takes one of two ways; it is an expression and has a value. `if let` matches a pattern."
        }
        "impl" => {
            "Methods of a type (`impl Type { … }`), or a trait for a type (`impl Trait for Type { … }`)."
        }
        "in" => "Stands between pattern and iterator of a `for` loop.",
        "let" => "Binds a value to a name; `let mut` allows changes.",
        "loop" => "A loop without end, which `break` leaves.",
        "match" => "Compares a value with patterns, one after another; all cases must be covered.",
        "mod" => "A module: a space of names of its own.",
        "move" => "The closure takes what it uses instead of borrowing it.",
        "mut" => "May be changed: `let mut x`, `&mut x`.",
        "pub" => "Visible outside of its module. Cells see everything of one another.",
        "ref" => "Binds by reference in a pattern.",
        "return" => "Leaves a function with a value.",
        "self" => "The value a method is called on; also the module that the text is in.",
        "Self" => "The type that an `impl` block is for.",
        "static" => "A value with one place in memory for the whole program.",
        "struct" => "Defines a type with fields.",
        "super" => "The module above.",
        "trait" => "Defines what types can have in common.",
        "type" => "Another name for a type.",
        "unsafe" => "Code for whose memory safety the author vouches.",
        "use" => "Brings names into scope: `use std::collections::HashMap;`.",
        "where" => "Conditions on type parameters.",
        "while" => "A loop as long as a condition holds.",
        _ => return None,
    })
}
