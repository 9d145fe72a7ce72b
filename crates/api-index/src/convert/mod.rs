//! rustdoc's JSON, boiled down.

mod docs;
mod impls;
mod items;
mod members;
mod signature;
mod types;

use rustdoc_types::{Attribute, Crate, FORMAT_VERSION, Id, Item, ItemEnum, ItemKind};

use crate::part::{DocId, Docs, Part};

/// What to leave out.
#[derive(Debug, Clone, Copy, Default)]
pub struct Options {
    /// Docs end before their examples, and are kept for items that a path of this kind leads to.
    pub brief: bool,
    /// Which items are wanted, by path; `None` for all.
    pub wanted: Option<fn(&str) -> bool>,
}

/// Why a JSON cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum ConvertError {
    /// It is no JSON of rustdoc.
    #[error("rustdoc's JSON cannot be read: {0}")]
    Json(#[from] serde_json::Error),
    /// Another compiler wrote it.
    #[error("expected rustdoc's JSON format {FORMAT_VERSION}, got {0}")]
    Format(u64),
}

/// Reads rustdoc's JSON of the crate `name`.
///
/// # Errors
/// [`ConvertError`] when it is something else, or of another compiler.
pub fn convert(json: &[u8], options: Options) -> Result<Part, ConvertError> {
    /// The format is looked at first: others do not parse.
    #[derive(serde::Deserialize)]
    struct Version {
        format_version: u64,
    }
    let version = serde_json::from_slice::<Version>(json)?.format_version;
    if version != u64::from(FORMAT_VERSION) {
        return Err(ConvertError::Format(version));
    }
    let krate: Crate = serde_json::from_slice(json)?;
    Ok(Reader::new(&krate, options).part())
}

/// Keys of items: types and modules by their path, values as `path()`, macros as `path!`.
fn key(path: &[String], kind: ItemKind) -> String {
    use ItemKind::{Constant, Function, Macro, Primitive, ProcAttribute, ProcDerive, Static};
    match kind {
        Primitive => path.last().cloned().unwrap_or_default(),
        Function | Constant | Static => path.join("::") + "()",
        Macro | ProcAttribute | ProcDerive => path.join("::") + "!",
        _ => path.join("::"),
    }
}

struct Reader<'a> {
    krate: &'a Crate,
    options: Options,
    texts: Vec<String>,
    known: std::collections::HashMap<String, DocId>,
}

impl<'a> Reader<'a> {
    fn new(krate: &'a Crate, options: Options) -> Self {
        Self {
            krate,
            options,
            texts: vec![],
            known: std::collections::HashMap::new(),
        }
    }

    fn part(mut self) -> Part {
        let mut all: Vec<&Item> = self
            .krate
            .index
            .values()
            .filter(|item| item.crate_id == 0)
            .collect();
        // The same bytes for the same crate.
        all.sort_by_key(|item| item.id.0);
        let items = all.iter().filter_map(|item| self.item(item)).collect();
        let impls = all
            .iter()
            .filter_map(|item| match &item.inner {
                ItemEnum::Impl(block) => self.block(item, block),
                _ => None,
            })
            .collect();
        Part {
            name: self.name(),
            version: self.krate.crate_version.clone().unwrap_or_default(),
            items,
            impls,
            docs: Docs::pack(&self.texts),
        }
    }

    /// Number of an item's docs. Equal texts are kept once.
    fn docs(&mut self, item: &Item) -> DocId {
        let text = docs::clean(item.docs.as_deref().unwrap_or_default(), self.options.brief);
        if text.is_empty() {
            return 0;
        }
        if let Some(id) = self.known.get(&text) {
            return *id;
        }
        self.texts.push(text.clone());
        let id = DocId::try_from(self.texts.len()).unwrap_or(0);
        self.known.insert(text, id);
        id
    }

    fn name(&self) -> String {
        let root = self.krate.index.get(&self.krate.root);
        root.and_then(|item| item.name.clone()).unwrap_or_default()
    }

    fn find(&self, id: &Id) -> Option<&'a Item> {
        self.krate.index.get(id)
    }

    /// Key of an item of any crate.
    fn key(&self, id: &Id) -> Option<String> {
        if let Some(summary) = self.krate.paths.get(id) {
            return Some(key(&summary.path, summary.kind));
        }
        // A private module has no path, but others may re-export all that is in it.
        let is_module = matches!(self.find(id)?.inner, ItemEnum::Module(_));
        is_module.then(|| format!("{}#{}", self.name(), id.0))
    }

    /// Full path of a type or a trait.
    fn path(&self, id: &Id, written: &str) -> String {
        let summary = self.krate.paths.get(id);
        summary.map_or_else(|| written.to_owned(), |summary| summary.path.join("::"))
    }
}

/// Not what is unstable in constants alone.
const UNSTABLE: &str = "#[attr = Stability {stability: Stability {level: Unstable";

/// Whether programs of the pinned compiler may use it, and should.
fn usable(item: &Item) -> bool {
    let unstable = |attribute: &Attribute| matches!(attribute, Attribute::Other(text) if text.starts_with(UNSTABLE));
    item.deprecation.is_none() && !item.attrs.iter().any(unstable)
}
