//! `impl` blocks.

use rustdoc_types::{Impl as Source, Item, ItemEnum};

use super::Reader;
use crate::part::Impl;
use crate::ty::{Bound, Ty};

/// Implemented for nearly everything, and asked for by nothing that completion follows.
const UNINTERESTING: [&str; 14] = [
    "Freeze",
    "Send",
    "Sync",
    "Unpin",
    "UnsafeUnpin",
    "UnwindSafe",
    "RefUnwindSafe",
    "StructuralPartialEq",
    "TrustedLen",
    "TrustedRandomAccess",
    "TrustedRandomAccessNoCoerce",
    "CloneToUninit",
    "BorrowMut",
    "Any",
];

impl Reader<'_> {
    pub(super) fn block(&mut self, item: &Item, block: &Source) -> Option<Impl> {
        if block.is_synthetic || block.is_negative {
            return None;
        }
        let of = block.trait_.as_ref().map(|path| self.bound(path));
        // What the standard library says of every type is written once, for a parameter. What others say of many, rustdoc has
        // found out for each: their conditions may be private.
        let everywhere = |of: &Bound| {
            ["core::", "alloc::", "std::"]
                .iter()
                .any(|std| of.path.starts_with(std))
        };
        if block.blanket_impl.is_some() && of.as_ref().is_none_or(everywhere) {
            return None;
        }
        let name = of.as_ref().and_then(|bound| bound.path.rsplit("::").next());
        if name.is_some_and(|name| UNINTERESTING.contains(&name)) {
            return None;
        }
        let target = self.ty(&block.for_);
        if target.head().is_none() && !matches!(target, Ty::Param(_)) {
            return None;
        }
        let wanted = self.options.wanted.unwrap_or(|_| true);
        let unwanted = |path: &str| !wanted(path);
        if target.referent().head().is_some_and(unwanted)
            || of.as_ref().is_some_and(|of| unwanted(&of.path))
        {
            return None;
        }
        let members = match of {
            None => self.members(&block.items),
            Some(_) => vec![],
        };
        if of.is_none() && members.is_empty() {
            return None;
        }
        let file = match members.is_empty() {
            true => None,
            false => item
                .span
                .as_ref()
                .map(|span| span.filename.display().to_string()),
        };
        Some(Impl {
            params: self.params(&block.generics),
            assoc: self.assoc(block),
            target,
            members,
            of,
            file: file.unwrap_or_default(),
        })
    }

    fn assoc(&self, block: &Source) -> Vec<(String, Ty)> {
        let types = block.items.iter().filter_map(|id| {
            let item = self.find(id)?;
            match &item.inner {
                ItemEnum::AssocType { type_, .. } => {
                    Some((item.name.clone()?, self.ty(type_.as_ref()?)))
                }
                _ => None,
            }
        });
        types.collect()
    }
}
