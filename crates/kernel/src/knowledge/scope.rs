//! Which names a text sees, and what they mean.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use api_index::{Index, Kind, Ty};

use super::items::{Defined, line};
use super::open::is_shallow;
use super::session::Session;

/// Keys of the session's own items begin with this.
pub(super) const OWN: &str = "notebook";

/// What every Rust text imports.
const PRELUDE: [&str; 2] = ["std::prelude::v1", "core::prelude::v1"];

/// Crates that cells can name.
const CRATES: [&str; 5] = ["std", "core", "alloc", "burn", "noisebook"];

/// Names in sight of a text.
#[derive(Debug)]
pub(crate) struct Scope {
    pub(crate) index: Arc<Index>,
    /// Types of the session's variables, and of those that the text itself makes.
    pub(crate) variables: HashMap<String, Ty>,
    imports: BTreeMap<String, String>,
    globs: Vec<String>,
    own: BTreeSet<String>,
}

impl Scope {
    /// Names of a session, and those that the `use` lines of `text` bind besides.
    pub(crate) fn new(index: Arc<Index>, session: &Session, text: &str) -> Self {
        let mut found = Defined::default();
        uses(text)
            .filter(|text| is_shallow(text))
            .for_each(|text| line(text, &mut found));
        let mut imports = session.imports.clone();
        imports.extend(found.imports);
        let globs = session.globs.iter().cloned().chain(found.globs);
        let mut scope = Self {
            index,
            variables: HashMap::new(),
            imports,
            globs: globs.collect(),
            own: session.items.keys().cloned().collect(),
        };
        for (name, words) in &session.variables {
            let ty = scope.type_of(words);
            scope.variables.insert(name.clone(), ty);
        }
        scope
    }

    /// A type from the compiler's words.
    pub(crate) fn type_of(&self, words: &str) -> Ty {
        if !is_shallow(words) {
            return Ty::Unknown;
        }
        syn::parse_str(words).map_or(Ty::Unknown, |ty| self.ty(&ty))
    }

    /// Keys of what a path means: types and modules, values as `path()`, macros as `path!`.
    pub(crate) fn resolve(&self, path: &[&str]) -> Vec<String> {
        let [first, rest @ ..] = path else {
            return vec![];
        };
        let whole = path.join("::");
        if rest.is_empty() {
            return self.name(first);
        }
        // Where it is defined, as the compiler says it.
        if self.index.item(&whole).is_some() {
            return vec![whole];
        }
        let mut keys = self.name(first);
        if is_item_crate(first) {
            keys = vec![OWN.to_owned()];
        }
        for name in rest {
            let below = keys.iter().flat_map(|key| self.index.children(key));
            keys = below
                .filter(|(child, _)| child == name)
                .map(|(_, key)| key.to_owned())
                .collect();
        }
        keys
    }

    fn name(&self, name: &str) -> Vec<String> {
        if self.own.contains(name) {
            let keys = ["", "()", "!"].map(|mark| format!("{OWN}::{name}{mark}"));
            return keys
                .into_iter()
                .filter(|key| self.index.item(key).is_some())
                .collect();
        }
        if let Some(path) = self.imports.get(name) {
            return self.index.resolve(&path.split("::").collect::<Vec<_>>());
        }
        let mut keys: Vec<String> = self
            .globbed()
            .filter(|(child, _)| *child == name)
            .map(|(_, key)| key.to_owned())
            .collect();
        let is = |key: &str| self.index.item(key).is_some();
        if keys.is_empty() && (CRATES.contains(&name) || is_primitive(name)) && is(name) {
            keys.push(name.to_owned());
        }
        let macros = [
            format!("std::{name}!"),
            format!("core::{name}!"),
            format!("alloc::{name}!"),
            format!("core::macros::{name}!"),
            format!("alloc::macros::{name}!"),
        ];
        keys.extend(macros.into_iter().find(|key| is(key)));
        keys.dedup();
        keys
    }

    /// Names that come of whole modules, the standard prelude's included.
    pub(crate) fn globbed(&self) -> impl Iterator<Item = (&str, &str)> {
        let modules = self.globs.iter().map(String::as_str).chain(PRELUDE);
        modules.flat_map(|module| {
            let keys = self.index.resolve(&module.split("::").collect::<Vec<_>>());
            keys.iter()
                .flat_map(|key| self.children_of(key))
                .collect::<Vec<_>>()
        })
    }

    /// A module's names; an enum's variants are its names, too.
    fn children_of(&self, key: &str) -> Vec<(&str, &str)> {
        self.index.children(key)
    }

    /// All names that are bound in so many words.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.own
            .iter()
            .chain(self.imports.keys())
            .map(String::as_str)
            .chain(CRATES)
    }

    /// Full paths of the traits whose methods the text can call.
    pub(crate) fn traits(&self) -> HashSet<String> {
        let is_trait = |key: &str| {
            self.index
                .item(key)
                .is_some_and(|item| item.what.kind == Kind::Trait)
        };
        let imported = self
            .imports
            .values()
            .flat_map(|path| self.index.resolve(&path.split("::").collect::<Vec<_>>()));
        let own = self.own.iter().map(|name| format!("{OWN}::{name}"));
        let globbed = self.globbed().map(|(_, key)| key.to_owned());
        imported
            .chain(own)
            .chain(globbed)
            .filter(|key| is_trait(key))
            .collect()
    }
}

/// `use` lines of a text that need not be whole.
fn uses(text: &str) -> impl Iterator<Item = &str> {
    let starts = text.match_indices("use ").filter(|(at, _)| {
        let before = text[..*at].trim_end_matches([' ', '\t']);
        before.is_empty() || before.ends_with(['\n', ';', '{', '}'])
    });
    starts.filter_map(|(at, _)| {
        let end = text[at..].find(';')?;
        text.get(at..=at + end)
    })
}

/// `c12`, `c12r1`: the engine's names for crates of items.
fn is_item_crate(name: &str) -> bool {
    cell_wire::without_crates(&format!("{name}::x")) == "x"
}

fn is_primitive(name: &str) -> bool {
    matches!(
        name,
        "bool"
            | "char"
            | "str"
            | "f32"
            | "f64"
            | "i8"
            | "i16"
            | "i32"
            | "i64"
            | "i128"
            | "isize"
            | "u8"
            | "u16"
            | "u32"
            | "u64"
            | "u128"
            | "usize"
    )
}
