//! Fields, variants, methods, associated constants and types.

use rustdoc_types::{Function, Id, Item, ItemEnum, StructKind, Variant, VariantKind};

use super::{Reader, usable};
use crate::part::{Kind, Member};
use crate::ty::Ty;

impl Reader<'_> {
    pub(super) fn members(&mut self, ids: &[Id]) -> Vec<Member> {
        ids.iter().filter_map(|id| self.member(id)).collect()
    }

    fn member(&mut self, id: &Id) -> Option<Member> {
        let item = self.find(id).filter(|item| usable(item))?;
        let name = item.name.clone()?;
        let base = Member {
            docs: self.docs(item),
            line: line(item),
            ..Member::default()
        };
        Some(match &item.inner {
            ItemEnum::StructField(ty) => Member {
                kind: Kind::Field,
                signature: format!("{name}: {}", self.ty(ty)),
                output: self.ty(ty),
                receiver: true,
                name,
                ..base
            },
            ItemEnum::Variant(variant) => Member {
                kind: Kind::Variant,
                signature: self.variant(&name, variant),
                inputs: self.contents(variant),
                name,
                ..base
            },
            ItemEnum::Function(function) => Member {
                kind: Kind::Method,
                signature: self.function(&name, function),
                params: self.params(&function.generics),
                receiver: function
                    .sig
                    .inputs
                    .first()
                    .is_some_and(|(name, _)| name == "self"),
                inputs: self.inputs(function),
                output: self.output(function),
                name,
                ..base
            },
            ItemEnum::AssocConst { type_, value } => {
                let value = value
                    .as_ref()
                    .filter(|value| value.len() < 40 && *value != "_");
                let value = value.map_or(String::new(), |value| format!(" = {value}"));
                Member {
                    kind: Kind::Constant,
                    signature: format!("const {name}: {}{value}", self.ty(type_)),
                    output: self.ty(type_),
                    name,
                    ..base
                }
            }
            ItemEnum::AssocType { bounds, .. } => {
                let bounds: Vec<String> = self
                    .bounds(bounds)
                    .iter()
                    .map(ToString::to_string)
                    .collect();
                let colon = if bounds.is_empty() { "" } else { ": " };
                Member {
                    kind: Kind::AssocType,
                    signature: format!("type {name}{colon}{}", bounds.join(" + ")),
                    name,
                    ..base
                }
            }
            _ => return None,
        })
    }

    /// What the function gives.
    pub(super) fn output(&self, function: &Function) -> Ty {
        function
            .sig
            .output
            .as_ref()
            .map_or_else(Ty::unit, |ty| self.ty(ty))
    }

    /// What it takes, if what it gives depends on that; without the receiver.
    pub(super) fn inputs(&self, function: &Function) -> Vec<Ty> {
        let inputs = function
            .sig
            .inputs
            .iter()
            .filter(|(name, _)| name != "self");
        match self.output(function).depends() {
            true => inputs.map(|(_, ty)| self.ty(ty)).collect(),
            false => vec![],
        }
    }

    pub(super) fn variant(&self, name: &str, variant: &Variant) -> String {
        let ty = |id: &Id| match self.find(id).map(|item| (&item.name, &item.inner)) {
            Some((name, ItemEnum::StructField(ty))) => {
                (name.clone().unwrap_or_default(), self.ty(ty).to_string())
            }
            _ => ("_".to_owned(), "_".to_owned()),
        };
        match &variant.kind {
            VariantKind::Plain => name.to_owned(),
            VariantKind::Tuple(fields) => {
                let types = fields
                    .iter()
                    .map(|id| id.as_ref().map_or("_".to_owned(), |id| ty(id).1));
                format!("{name}({})", types.collect::<Vec<_>>().join(", "))
            }
            VariantKind::Struct { fields, .. } => {
                let fields = fields
                    .iter()
                    .map(ty)
                    .map(|(name, ty)| format!("{name}: {ty}"));
                format!("{name} {{ {} }}", fields.collect::<Vec<_>>().join(", "))
            }
        }
    }

    /// Types of the fields of a variant that is written like a call.
    fn contents(&self, variant: &Variant) -> Vec<Ty> {
        let VariantKind::Tuple(fields) = &variant.kind else {
            return vec![];
        };
        let field = |id: &Option<Id>| match id.and_then(|id| self.find(&id)).map(|item| &item.inner)
        {
            Some(ItemEnum::StructField(ty)) => self.ty(ty),
            _ => Ty::Unknown,
        };
        fields.iter().map(field).collect()
    }

    /// Public fields.
    pub(super) fn fields(&mut self, kind: &StructKind) -> Vec<Member> {
        match kind {
            StructKind::Unit => vec![],
            StructKind::Tuple(fields) => {
                let ids: Vec<Id> = fields.iter().flatten().copied().collect();
                self.members(&ids)
            }
            StructKind::Plain { fields, .. } => self.members(fields),
        }
    }
}

pub(super) fn line(item: &Item) -> u32 {
    let line = item.span.as_ref().map_or(0, |span| span.begin.0);
    u32::try_from(line).unwrap_or(0)
}
