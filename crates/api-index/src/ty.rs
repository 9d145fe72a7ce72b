//! Types, as far as completion follows them.

use std::fmt::{self, Display, Formatter};

use serde::{Deserialize, Serialize};

/// A type. Lifetimes are left out.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub enum Ty {
    /// A struct, enum, union, alias or primitive by its full path, such as `alloc::vec::Vec` or `f64`.
    Named(String, Vec<Ty>),
    /// A parameter, such as `T`; `Self` too.
    Param(String),
    /// `&T`, `&mut T`.
    Ref(bool, Box<Ty>),
    /// `[T]`.
    Slice(Box<Ty>),
    /// `[T; N]`, and its length as it is written.
    Array(Box<Ty>, String),
    /// `(A, B)`; `()` too.
    Tuple(Vec<Ty>),
    /// `<T as Trait>::Name`; the trait is empty where it is not said.
    Projection(Box<Ty>, String, String),
    /// `impl A + B`.
    Opaque(Vec<Bound>),
    /// `dyn A + B`.
    Dyn(Vec<Bound>),
    /// The value of a const parameter.
    Const(String),
    /// Anything else.
    #[default]
    Unknown,
}

/// A trait that is asked for, with its arguments and associated types.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub struct Bound {
    /// Full path of the trait.
    pub path: String,
    /// Its arguments.
    pub args: Vec<Ty>,
    /// `Item = T`.
    pub assoc: Vec<(String, Ty)>,
}

/// A parameter of a type, trait, impl or function.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub struct Param {
    /// Its name.
    pub name: String,
    /// What it must implement.
    pub bounds: Vec<Bound>,
    /// What it is when it is not said.
    pub default: Option<Ty>,
}

impl Ty {
    /// A type without arguments.
    pub fn named(path: &str) -> Self {
        Self::Named(path.to_owned(), vec![])
    }

    /// `()`.
    pub fn unit() -> Self {
        Self::Tuple(vec![])
    }

    /// What a reference refers to; the type itself if it is none.
    pub fn referent(&self) -> &Self {
        match self {
            Self::Ref(_, inner) => inner.referent(),
            other => other,
        }
    }

    /// Under which key `impl`s for this type are found; `None` for parameters and what is not known.
    pub fn head(&self) -> Option<&str> {
        Some(match self {
            Self::Named(path, _) => path,
            Self::Ref(..) => "&",
            Self::Slice(_) => "[]",
            Self::Array(..) => "[;]",
            Self::Tuple(_) => "()",
            Self::Dyn(_) => "dyn",
            _ => return None,
        })
    }

    /// Whether a parameter other than `Self` is a part of it.
    pub fn depends(&self) -> bool {
        let mut found = false;
        self.map(&mut |ty| {
            found |= matches!(&ty, Self::Param(name) if name != "Self");
            ty
        });
        found
    }

    /// The type with `f` applied to each part, innermost first.
    pub fn map(&self, f: &mut dyn FnMut(Self) -> Self) -> Self {
        let mut each = |types: &[Self]| types.iter().map(|ty| ty.map(f)).collect::<Vec<_>>();
        let mapped = match self {
            Self::Named(path, args) => Self::Named(path.clone(), each(args)),
            Self::Tuple(parts) => Self::Tuple(each(parts)),
            Self::Opaque(bounds) => Self::Opaque(bounds.iter().map(|b| b.map(f)).collect()),
            Self::Dyn(bounds) => Self::Dyn(bounds.iter().map(|b| b.map(f)).collect()),
            Self::Ref(mutable, inner) => Self::Ref(*mutable, inner.map(f).into()),
            Self::Slice(inner) => Self::Slice(inner.map(f).into()),
            Self::Array(inner, len) => Self::Array(inner.map(f).into(), len.clone()),
            Self::Projection(inner, of, name) => {
                Self::Projection(inner.map(f).into(), of.clone(), name.clone())
            }
            other => other.clone(),
        };
        f(mapped)
    }
}

impl Bound {
    fn map(&self, f: &mut dyn FnMut(Ty) -> Ty) -> Self {
        Self {
            path: self.path.clone(),
            args: self.args.iter().map(|ty| ty.map(f)).collect(),
            assoc: self
                .assoc
                .iter()
                .map(|(name, ty)| (name.clone(), ty.map(f)))
                .collect(),
        }
    }
}

/// As a reader writes it: last names only.
impl Display for Ty {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Named(path, args) => {
                f.write_str(path.rsplit("::").next().unwrap_or(path))?;
                list(f, args, ["<", ">"])
            }
            Self::Param(name) | Self::Const(name) => f.write_str(name),
            Self::Ref(false, inner) => write!(f, "&{inner}"),
            Self::Ref(true, inner) => write!(f, "&mut {inner}"),
            Self::Slice(inner) => write!(f, "[{inner}]"),
            Self::Array(inner, len) => write!(f, "[{inner}; {len}]"),
            Self::Tuple(parts) if parts.is_empty() => f.write_str("()"),
            Self::Tuple(parts) => list(f, parts, ["(", ")"]),
            Self::Projection(inner, _, name) => write!(f, "{inner}::{name}"),
            Self::Opaque(bounds) => sum(f, "impl", bounds),
            Self::Dyn(bounds) => sum(f, "dyn", bounds),
            Self::Unknown => f.write_str("_"),
        }
    }
}

fn list(f: &mut Formatter<'_>, types: &[Ty], [open, close]: [&str; 2]) -> fmt::Result {
    if types.is_empty() {
        return Ok(());
    }
    let words: Vec<String> = types.iter().map(ToString::to_string).collect();
    write!(f, "{open}{}{close}", words.join(", "))
}

fn sum(f: &mut Formatter<'_>, word: &str, bounds: &[Bound]) -> fmt::Result {
    let words: Vec<String> = bounds.iter().map(ToString::to_string).collect();
    write!(f, "{word} {}", words.join(" + "))
}

impl Display for Bound {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let name = self.path.rsplit("::").next().unwrap_or(&self.path);
        f.write_str(name)?;
        if let ("Fn" | "FnMut" | "FnOnce", [Ty::Tuple(inputs)], [(_, output)]) =
            (name, self.args.as_slice(), self.assoc.as_slice())
        {
            let inputs: Vec<String> = inputs.iter().map(ToString::to_string).collect();
            write!(f, "({})", inputs.join(", "))?;
            return match output == &Ty::unit() {
                true => Ok(()),
                false => write!(f, " -> {output}"),
            };
        }
        let assoc = self.assoc.iter().map(|(name, ty)| format!("{name} = {ty}"));
        let words: Vec<String> = self
            .args
            .iter()
            .map(ToString::to_string)
            .chain(assoc)
            .collect();
        match words.is_empty() {
            true => Ok(()),
            false => write!(f, "<{}>", words.join(", ")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_read_as_they_are_written() {
        let vec = Ty::Named("alloc::vec::Vec".into(), vec![Ty::named("f64")]);
        let item = Bound {
            path: "core::iter::Iterator".into(),
            args: vec![],
            assoc: vec![("Item".into(), vec.clone())],
        };
        for (ty, text) in [
            (Ty::Ref(true, vec.into()), "&mut Vec<f64>"),
            (Ty::unit(), "()"),
            (Ty::Opaque(vec![item]), "impl Iterator<Item = Vec<f64>>"),
            (Ty::Array(Ty::named("u8").into(), "4".into()), "[u8; 4]"),
        ] {
            assert_eq!(ty.to_string(), text);
        }
    }
}
