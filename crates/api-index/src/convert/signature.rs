//! Declarations as a reader would write them, without bodies and lifetimes.

use rustdoc_types::{Function, Generics, Type};

use super::Reader;
use crate::ty::{Param, Ty};

/// Longer ones are set over several lines.
const WIDTH: usize = 90;

impl Reader<'_> {
    pub(super) fn function(&self, name: &str, function: &Function) -> String {
        let inputs: Vec<String> = function
            .sig
            .inputs
            .iter()
            .map(|(name, ty)| self.input(name, ty))
            .collect();
        let output = match &function.sig.output {
            Some(ty) => format!(" -> {}", self.ty(ty)),
            None => String::new(),
        };
        let unsafe_ = if function.header.is_unsafe {
            "unsafe "
        } else {
            ""
        };
        let async_ = if function.header.is_async {
            "async "
        } else {
            ""
        };
        let head = format!(
            "{async_}{unsafe_}fn {name}{}",
            self.generics(&function.generics)
        );
        let line = format!("{head}({}){output}", inputs.join(", "));
        if line.len() <= WIDTH {
            return line;
        }
        format!("{head}(\n    {},\n){output}", inputs.join(",\n    "))
    }

    fn input(&self, name: &str, ty: &Type) -> String {
        let itself = |ty: &Type| matches!(ty, Type::Generic(name) if name == "Self");
        match ty {
            _ if name != "self" => format!("{name}: {}", self.ty(ty)),
            ty if itself(ty) => "self".to_owned(),
            Type::BorrowedRef {
                is_mutable, type_, ..
            } if itself(type_) => if *is_mutable { "&mut self" } else { "&self" }.to_owned(),
            ty => format!("self: {}", self.ty(ty)),
        }
    }

    /// `<T: Clone, const D: usize>`. What `impl Trait` stands for is not listed twice.
    pub(super) fn generics(&self, generics: &Generics) -> String {
        let listed = |param: &&Param| !param.name.starts_with("impl ");
        let params = self.params(generics);
        let words: Vec<String> = params.iter().filter(listed).map(param).collect();
        match words.is_empty() {
            true => String::new(),
            false => format!("<{}>", words.join(", ")),
        }
    }
}

fn param(param: &Param) -> String {
    let bounds: Vec<String> = param.bounds.iter().map(ToString::to_string).collect();
    let default = match &param.default {
        Some(ty) if *ty != Ty::Unknown => format!(" = {ty}"),
        _ => String::new(),
    };
    match bounds.is_empty() {
        true => format!("{}{default}", param.name),
        false => format!("{}: {}{default}", param.name, bounds.join(" + ")),
    }
}
