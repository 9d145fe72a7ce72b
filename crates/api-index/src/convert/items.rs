//! Items with a path.

use rustdoc_types::{Item as Source, ItemEnum, MacroKind, Module, StructKind};

use super::members::line;
use super::{Reader, usable};
use crate::part::{Item, Kind, Member};

/// More fields than this are not spelt out.
const FIELDS: usize = 12;

impl Reader<'_> {
    pub(super) fn item(&mut self, item: &Source) -> Option<Item> {
        let key = self.key(&item.id)?;
        let name = item.name.clone()?;
        let skipped = !usable(item) || self.options.wanted.is_some_and(|wanted| !wanted(&key));
        if skipped {
            return None;
        }
        let described = self.described(item, &name)?;
        let file = item
            .span
            .as_ref()
            .map(|span| span.filename.display().to_string());
        Some(Item {
            path: key,
            docs: self.docs(item),
            source: (file.unwrap_or_default(), line(item)),
            ..described
        })
    }

    fn described(&mut self, item: &Source, name: &str) -> Option<Item> {
        Some(match &item.inner {
            ItemEnum::Module(module) => self.module(name, module),
            ItemEnum::Struct(item) => {
                let members = self.fields(&item.kind);
                let head = format!("struct {name}{}", self.generics(&item.generics));
                Item {
                    kind: Kind::Struct,
                    signature: format!("{head}{}", body(&item.kind, &members)),
                    params: self.params(&item.generics),
                    members,
                    ..Item::default()
                }
            }
            ItemEnum::Union(item) => Item {
                kind: Kind::Union,
                signature: format!("union {name}{}", self.generics(&item.generics)),
                params: self.params(&item.generics),
                members: self.members(&item.fields),
                ..Item::default()
            },
            ItemEnum::Enum(item) => {
                let members = self.members(&item.variants);
                let head = format!("enum {name}{}", self.generics(&item.generics));
                Item {
                    kind: Kind::Enum,
                    signature: format!("{head}{}", block(&members, item.has_stripped_variants)),
                    params: self.params(&item.generics),
                    members,
                    ..Item::default()
                }
            }
            ItemEnum::Trait(item) => {
                let supertraits = self.bounds(&item.bounds);
                let words: Vec<String> = supertraits.iter().map(ToString::to_string).collect();
                let colon = if words.is_empty() { "" } else { ": " };
                let generics = self.generics(&item.generics);
                Item {
                    kind: Kind::Trait,
                    signature: format!("trait {name}{generics}{colon}{}", words.join(" + ")),
                    params: self.params(&item.generics),
                    members: self.members(&item.items),
                    supertraits,
                    ..Item::default()
                }
            }
            other => self.small(other, name)?,
        })
    }

    fn small(&mut self, item: &ItemEnum, name: &str) -> Option<Item> {
        Some(match item {
            ItemEnum::Function(function) => Item {
                kind: Kind::Function,
                signature: self.function(name, function),
                params: self.params(&function.generics),
                inputs: self.inputs(function),
                output: self.output(function),
                ..Item::default()
            },
            ItemEnum::TypeAlias(alias) => Item {
                kind: Kind::TypeAlias,
                signature: format!(
                    "type {name}{} = {}",
                    self.generics(&alias.generics),
                    self.ty(&alias.type_)
                ),
                params: self.params(&alias.generics),
                output: self.ty(&alias.type_),
                ..Item::default()
            },
            ItemEnum::Constant { type_, const_ } => Item {
                kind: Kind::Constant,
                signature: format!("const {name}: {} = {}", self.ty(type_), short(&const_.expr)),
                output: self.ty(type_),
                ..Item::default()
            },
            ItemEnum::Static(item) => Item {
                kind: Kind::Static,
                signature: format!("static {name}: {}", self.ty(&item.type_)),
                output: self.ty(&item.type_),
                ..Item::default()
            },
            ItemEnum::Macro(text) => Item {
                kind: Kind::Macro,
                signature: text.clone(),
                ..Item::default()
            },
            ItemEnum::ProcMacro(item) => Item {
                kind: Kind::Macro,
                signature: match item.kind {
                    MacroKind::Bang => format!("{name}!(…)"),
                    MacroKind::Attr => format!("#[{name}]"),
                    MacroKind::Derive => format!("#[derive({name})]"),
                },
                ..Item::default()
            },
            ItemEnum::Variant(variant) => Item {
                kind: Kind::Variant,
                signature: self.variant(name, variant),
                ..Item::default()
            },
            ItemEnum::Primitive(_) => Item {
                kind: Kind::Primitive,
                signature: name.to_owned(),
                ..Item::default()
            },
            _ => return None,
        })
    }

    fn module(&self, name: &str, module: &Module) -> Item {
        let wanted = self.options.wanted.unwrap_or(|_| true);
        let children = module.items.iter().filter_map(|id| {
            let item = self.find(id)?;
            match &item.inner {
                ItemEnum::Use(line) if line.is_glob => {
                    Some(("*".to_owned(), self.key(line.id.as_ref()?)?))
                }
                ItemEnum::Use(line) => Some((line.name.clone(), self.key(line.id.as_ref()?)?)),
                _ => Some((item.name.clone()?, self.key(id)?)),
            }
        });
        Item {
            kind: Kind::Module,
            signature: format!("mod {name}"),
            children: children.filter(|(_, key)| wanted(key)).collect(),
            ..Item::default()
        }
    }
}

fn short(value: &str) -> &str {
    if value.len() < 60 { value } else { "…" }
}

fn body(kind: &StructKind, fields: &[Member]) -> String {
    match kind {
        StructKind::Unit => String::new(),
        StructKind::Tuple(all) => {
            let public = |i: usize| fields.iter().find(|field| field.name == i.to_string());
            let types =
                (0..all.len()).map(|i| public(i).map_or("_".into(), |f| f.output.to_string()));
            format!("({})", types.collect::<Vec<_>>().join(", "))
        }
        StructKind::Plain {
            has_stripped_fields,
            ..
        } => block(fields, *has_stripped_fields),
    }
}

fn block(members: &[Member], more: bool) -> String {
    if members.is_empty() {
        return String::new();
    }
    let more = more || members.len() > FIELDS;
    let lines = members
        .iter()
        .take(FIELDS)
        .map(|member| format!("\n    {},", member.signature));
    let rest = if more { "\n    …" } else { "" };
    format!(" {{{}{rest}\n}}", lines.collect::<String>())
}
