//! Many parts under one roof.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, OnceLock};

use crate::part::{DocId, Impl, Item, Part};
use crate::ty::Ty;

/// Key of what is implemented for a parameter, and so for many types.
const ANY: &str = "*";

/// Parts of an index, on top of those of another one.
#[derive(Debug, Default)]
pub struct Index {
    below: Option<Arc<Index>>,
    parts: Vec<Stored>,
    /// Part and position by key.
    items: HashMap<String, (usize, usize)>,
    /// Parts and positions by the head of the target.
    impls: HashMap<String, Vec<(usize, usize)>>,
}

#[derive(Debug)]
struct Stored {
    part: Part,
    docs: OnceLock<String>,
}

/// Something of a part.
#[derive(Debug)]
pub struct Found<'a, T> {
    stored: &'a Stored,
    /// What was found.
    pub what: &'a T,
}

/// Docs in Markdown, unpacked when they are read.
#[derive(Debug, Clone, Copy, Default)]
pub struct Text<'a>(Option<(&'a Stored, DocId)>);

impl<'a> Text<'a> {
    /// The text; empty where there is none.
    pub fn get(&self) -> &'a str {
        let Some((stored, id)) = self.0 else {
            return "";
        };
        let all = stored.docs.get_or_init(|| stored.part.docs.unpack());
        all.get(stored.part.docs.range(id)).unwrap_or_default()
    }
}

impl<T> Clone for Found<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Found<'_, T> {}

impl<'a, T> Found<'a, T> {
    /// A text of the same part.
    pub fn text(&self, id: DocId) -> Text<'a> {
        Text(Some((self.stored, id)))
    }

    /// Name and version of the crate.
    pub fn origin(&self) -> (&'a str, &'a str) {
        (&self.stored.part.name, &self.stored.part.version)
    }

    pub(crate) fn with<U>(&self, what: &'a U) -> Found<'a, U> {
        Found {
            stored: self.stored,
            what,
        }
    }
}

impl Index {
    /// An index of these parts.
    pub fn new(parts: Vec<Part>) -> Self {
        Self::default().and(parts)
    }

    /// These parts on top of another index; equal keys hide those below.
    pub fn over(below: Arc<Index>, parts: Vec<Part>) -> Self {
        let index = Self {
            below: Some(below),
            ..Self::default()
        };
        index.and(parts)
    }

    fn and(mut self, parts: Vec<Part>) -> Self {
        for (p, part) in parts.iter().enumerate() {
            for (i, item) in part.items.iter().enumerate() {
                self.items.insert(item.path.clone(), (p, i));
            }
            for (i, block) in part.impls.iter().enumerate() {
                let head = block.target.head().unwrap_or(ANY).to_owned();
                self.impls.entry(head).or_default().push((p, i));
            }
        }
        let stored = |part| Stored {
            part,
            docs: OnceLock::new(),
        };
        self.parts = parts.into_iter().map(stored).collect();
        self
    }

    /// The item of a key: a path, `path()` for values, `path!` for macros.
    pub fn item(&self, key: &str) -> Option<Found<'_, Item>> {
        let own = self.items.get(key).map(|(part, item)| {
            let stored = &self.parts[*part];
            Found {
                stored,
                what: &stored.part.items[*item],
            }
        });
        own.or_else(|| self.below.as_ref()?.item(key))
    }

    /// All that is implemented for types of this head.
    pub(crate) fn impls<'a>(&'a self, head: &str) -> Vec<Found<'a, Impl>> {
        let own = self.impls.get(head).into_iter().flatten();
        let own = own.map(|(part, i)| {
            let stored = &self.parts[*part];
            Found {
                stored,
                what: &stored.part.impls[*i],
            }
        });
        let below = self.below.iter().flat_map(|below| below.impls(head));
        own.chain(below).collect()
    }

    /// All that is implemented for a type, whether for it alone or for many.
    pub(crate) fn impls_for(&self, ty: &Ty) -> Vec<Found<'_, Impl>> {
        let mut all = ty.head().map(|head| self.impls(head)).unwrap_or_default();
        all.extend(self.impls(ANY));
        all
    }

    /// Names and keys of a module's items, those of other modules that it re-exports as a whole included.
    pub fn children(&self, module: &str) -> Vec<(&str, &str)> {
        let mut found = vec![];
        self.collect(module, &mut HashSet::new(), &mut found);
        found
    }

    fn collect<'a>(
        &'a self,
        module: &str,
        seen: &mut HashSet<String>,
        found: &mut Vec<(&'a str, &'a str)>,
    ) {
        if !seen.insert(module.to_owned()) {
            return;
        }
        let Some(item) = self.item(module) else {
            return;
        };
        for (name, key) in &item.what.children {
            match name.as_str() {
                "*" => self.collect(key, seen, found),
                name => found.push((name, key)),
            }
        }
    }

    /// Keys of what a path leads to that begins with a crate's name, such as `burn::tensor::Tensor`.
    pub fn resolve(&self, path: &[&str]) -> Vec<String> {
        let [first, rest @ ..] = path else {
            return vec![];
        };
        let mut keys = vec![(*first).to_owned()];
        for name in rest {
            let below = keys.iter().flat_map(|key| self.children(key));
            keys = below
                .filter(|(child, _)| child == name)
                .map(|(_, key)| key.to_owned())
                .collect();
        }
        keys.retain(|key| self.item(key).is_some());
        keys.dedup();
        keys
    }

    /// Names of all crates.
    pub fn crates(&self) -> Vec<&str> {
        let own = self.parts.iter().map(|stored| stored.part.name.as_str());
        let below = self.below.iter().flat_map(|below| below.crates());
        own.chain(below).collect()
    }
}
