//! Which variables can be copied behind the reader's back: plain data, whose copies nobody can tell. A second `Sender` would
//! keep a channel open, a second `Rc` would make it shared.

use syn::visit::{self, Visit};
use syn::{Attribute, Item, Type};

use crate::items::{ItemCrate, words};

/// What of the standard library is data when its parts are.
const MODULES_OF_DATA: [&str; 6] = ["vec", "string", "option", "result", "collections", "time"];

const PRIMITIVES: [&str; 17] = [
    "bool", "char", "str", "u8", "u16", "u32", "u64", "u128", "usize", "i8", "i16", "i32", "i64",
    "i128", "isize", "f32", "f64",
];

/// Whether values of a type, as the compiler words it, are plain data.
pub fn is_data(ty: &str, crates: &[ItemCrate]) -> bool {
    let Ok(ty) = syn::parse_str::<Type>(ty) else {
        return false;
    };
    let mut search = Search { crates, data: true };
    search.visit_type(&ty);
    search.data
}

/// Whether values of a type are copied wherever they go.
pub fn is_primitive(ty: &str) -> bool {
    PRIMITIVES.contains(&ty)
}

struct Search<'a> {
    crates: &'a [ItemCrate],
    data: bool,
}

impl Visit<'_> for Search<'_> {
    fn visit_type(&mut self, x: &Type) {
        self.data &= matches!(x, Type::Path(_) | Type::Tuple(_) | Type::Array(_));
        visit::visit_type(self, x);
    }

    fn visit_type_path(&mut self, x: &syn::TypePath) {
        let names: Vec<String> = x
            .path
            .segments
            .iter()
            .map(|part| part.ident.to_string())
            .collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        self.data &= match names[..] {
            ["burn" | "noisebook", ..] => true,
            ["std", module, ..] => MODULES_OF_DATA.contains(&module),
            [name] => PRIMITIVES.contains(&name),
            [of, name] => self
                .crates
                .iter()
                .any(|old| old.name == of && has_module(old, name)),
            _ => false,
        };
        visit::visit_type_path(self, x);
    }
}

/// Whether a crate derives burn's `Module` for this type: parameters, and numbers beside them.
fn has_module(crates: &ItemCrate, name: &str) -> bool {
    let derives = |attributes: &[Attribute]| {
        attributes
            .iter()
            .any(|one| words(&one.meta).contains("Module"))
    };
    crates.items().any(|item| match item {
        Item::Struct(item) => item.ident == name && derives(&item.attrs),
        Item::Enum(item) => item.ident == name && derives(&item.attrs),
        _ => false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn data_is_told_from_handles() {
        for ty in [
            "burn::Tensor<2>",
            "std::vec::Vec<f64>",
            "(i32, std::option::Option<std::string::String>)",
            "[f32; 3]",
            "noisebook::burn::optim::ModuleOptimizer",
        ] {
            assert!(is_data(ty, &[]), "{ty}");
        }
        for ty in [
            "std::rc::Rc<i32>",
            "std::vec::Vec<std::sync::mpsc::Sender<i32>>",
            "&'static str",
            "c1::Thing",
            "std::boxed::Box<dyn std::ops::Fn(f64) -> f64>",
        ] {
            assert!(!is_data(ty, &[]), "{ty}");
        }
    }
}
