//! What is known of one crate, and how it is kept in a file.

use std::io::{Read, Write};
use std::path::Path;

use flate2::Compression;
use flate2::read::DeflateDecoder;
use flate2::write::DeflateEncoder;
use serde::{Deserialize, Serialize};

use crate::ty::{Bound, Param, Ty};

/// Changes when older files can no longer be read, or when more is read out of the same sources.
pub const SCHEMA: u32 = 1;

/// One crate.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Part {
    /// The crate's name.
    pub name: String,
    /// Its version.
    pub version: String,
    /// Modules, types, traits, functions, constants and macros.
    pub items: Vec<Item>,
    /// What is implemented for what.
    pub impls: Vec<Impl>,
    /// Texts in Markdown.
    pub docs: Docs,
}

/// What something is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[allow(missing_docs)]
pub enum Kind {
    #[default]
    Module,
    Struct,
    Enum,
    Union,
    Trait,
    TypeAlias,
    Primitive,
    Function,
    Method,
    Constant,
    Static,
    Macro,
    Field,
    Variant,
    AssocType,
}

/// Something with a path.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Item {
    /// Where it is defined: other crates re-export it under other names.
    pub path: String,
    /// What it is.
    pub kind: Kind,
    /// Its declaration, without a body.
    pub signature: String,
    /// What its author says of it.
    pub docs: DocId,
    /// Parameters of a type or a trait.
    pub params: Vec<Param>,
    /// Fields, variants, methods of a trait.
    pub members: Vec<Member>,
    /// What a trait asks for besides.
    pub supertraits: Vec<Bound>,
    /// Of a module: names and keys of items; `*` for all of another module.
    pub children: Vec<(String, String)>,
    /// Types of what a function takes, where its result depends on them.
    pub inputs: Vec<Ty>,
    /// Type of a constant, result of a function, meaning of an alias.
    pub output: Ty,
    /// File and line.
    pub source: (String, u32),
}

/// Something that is named after a dot or after a type.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Member {
    /// Its name.
    pub name: String,
    /// What it is.
    pub kind: Kind,
    /// Its declaration, without a body.
    pub signature: String,
    /// What its author says of it.
    pub docs: DocId,
    /// Parameters of its own.
    pub params: Vec<Param>,
    /// Whether it is called with a dot.
    pub receiver: bool,
    /// Types of what a function takes, where its result depends on them.
    pub inputs: Vec<Ty>,
    /// Type of a field or constant, result of a function.
    pub output: Ty,
    /// Line in the file of what it belongs to.
    pub line: u32,
}

/// An `impl` block.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Impl {
    /// Its parameters, with all that is asked of them.
    pub params: Vec<Param>,
    /// What is implemented; `None` for a type's own methods.
    pub of: Option<Bound>,
    /// For which type.
    pub target: Ty,
    /// A type's own methods and constants.
    pub members: Vec<Member>,
    /// Associated types.
    pub assoc: Vec<(String, Ty)>,
    /// Its file.
    pub file: String,
}

/// Number of a text; 0 is the empty one.
pub type DocId = u32;

/// Texts, unpacked when one is asked for.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Docs {
    ends: Vec<u32>,
    packed: Vec<u8>,
}

impl Docs {
    /// Packs texts; the first has number 1.
    pub fn pack(texts: &[String]) -> Self {
        let mut end = 0;
        let ends = texts.iter().map(|text| {
            end += u32::try_from(text.len()).unwrap_or(0);
            end
        });
        Self {
            ends: ends.collect(),
            packed: deflate(texts.concat().as_bytes()),
        }
    }

    /// All texts, one after another.
    pub fn unpack(&self) -> String {
        String::from_utf8(inflate(&self.packed).unwrap_or_default()).unwrap_or_default()
    }

    /// Where a text lies in [`Docs::unpack`].
    pub fn range(&self, id: DocId) -> std::ops::Range<usize> {
        let end = |i: usize| self.ends.get(i).map(|end| *end as usize);
        let Some(last) = (id as usize).checked_sub(1) else {
            return 0..0;
        };
        let start = last.checked_sub(1).map_or(Some(0), end);
        start.zip(end(last)).map_or(0..0, |(start, end)| start..end)
    }
}

/// Why a file is none of ours.
#[derive(Debug, thiserror::Error)]
pub enum PartError {
    /// It cannot be read or written.
    #[error("{0}")]
    Io(#[from] std::io::Error),
    /// It holds something else.
    #[error("it is no part of an index: {0}")]
    Content(#[from] postcard::Error),
    /// It was written by another version.
    #[error("expected schema {SCHEMA}, got {0}")]
    Schema(u32),
}

impl Part {
    /// The part as bytes.
    ///
    /// # Errors
    /// [`PartError::Content`] for parts of more than 4 GiB.
    pub fn to_bytes(&self) -> Result<Vec<u8>, PartError> {
        let mut bytes = SCHEMA.to_le_bytes().to_vec();
        bytes.extend(deflate(&postcard::to_stdvec(self)?));
        Ok(bytes)
    }

    /// Reads what [`Part::to_bytes`] gave.
    ///
    /// # Errors
    /// [`PartError`] for anything else.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, PartError> {
        let (schema, rest) = bytes.split_first_chunk().unwrap_or((&[0; 4], &[]));
        match u32::from_le_bytes(*schema) {
            SCHEMA => Ok(postcard::from_bytes(&inflate(rest)?)?),
            other => Err(PartError::Schema(other)),
        }
    }

    /// Reads a file.
    ///
    /// # Errors
    /// [`PartError`] when it is not there or something else.
    pub fn read(path: &Path) -> Result<Self, PartError> {
        Self::from_bytes(&std::fs::read(path)?)
    }
}

fn deflate(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = DeflateEncoder::new(vec![], Compression::best());
    // Memory does not fail to be written.
    let _ = encoder.write_all(bytes);
    encoder.finish().unwrap_or_default()
}

fn inflate(bytes: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut out = vec![];
    DeflateDecoder::new(bytes).read_to_end(&mut out)?;
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_come_back() {
        let docs = Docs::pack(&["one".into(), "größer".into()]);
        let text = docs.unpack();
        assert_eq!(
            [0, 1, 2, 3].map(|id| &text[docs.range(id)]),
            ["", "one", "größer", ""]
        );
    }

    #[test]
    fn parts_come_back_and_other_files_are_named() {
        let part = Part {
            name: "labs".into(),
            ..Part::default()
        };
        let bytes = part.to_bytes().unwrap();
        assert_eq!(Part::from_bytes(&bytes).unwrap().name, "labs");
        let error = Part::from_bytes(b"{}").unwrap_err().to_string();
        assert_eq!(error, "expected schema 1, got 0");
    }
}
