//! Types as they are written in Rust.

use api_index::{Bound, Kind, Ty};
use quote::ToTokens;
use syn::{
    Expr, GenericArgument, Lit, Path, PathArguments, PathSegment, ReturnType, Type, TypeParamBound,
};

use super::scope::Scope;

impl Scope {
    /// What a type means here.
    pub(crate) fn ty(&self, ty: &Type) -> Ty {
        match ty {
            Type::Path(path) if path.qself.is_none() => self.path(&path.path),
            Type::Reference(reference) => Ty::Ref(
                reference.mutability.is_some(),
                self.ty(&reference.elem).into(),
            ),
            Type::Slice(slice) => Ty::Slice(self.ty(&slice.elem).into()),
            Type::Array(array) => Ty::Array(
                self.ty(&array.elem).into(),
                array.len.to_token_stream().to_string(),
            ),
            Type::Tuple(tuple) => Ty::Tuple(tuple.elems.iter().map(|ty| self.ty(ty)).collect()),
            Type::Paren(inner) => self.ty(&inner.elem),
            Type::Group(inner) => self.ty(&inner.elem),
            Type::ImplTrait(object) => Ty::Opaque(self.bounds(object.bounds.iter())),
            Type::TraitObject(object) => Ty::Dyn(self.bounds(object.bounds.iter())),
            _ => Ty::Unknown,
        }
    }

    /// Traits that are asked for.
    pub(crate) fn bounds<'a>(
        &self,
        bounds: impl Iterator<Item = &'a TypeParamBound>,
    ) -> Vec<Bound> {
        let traits = bounds.filter_map(|bound| match bound {
            TypeParamBound::Trait(bound) => self.bound(&bound.path),
            _ => None,
        });
        traits.collect()
    }

    /// A trait with its arguments.
    pub(crate) fn bound(&self, path: &Path) -> Option<Bound> {
        let names = names(path);
        let keys = self.resolve(&names.iter().map(String::as_str).collect::<Vec<_>>());
        let is_trait = |key: &&String| {
            self.index
                .item(key)
                .is_some_and(|item| item.what.kind == Kind::Trait)
        };
        let last = path.segments.last()?;
        Some(Bound {
            path: keys.iter().find(is_trait)?.clone(),
            args: self.args(last),
            assoc: self.assoc(last),
        })
    }

    /// The type that a path names.
    pub(crate) fn path(&self, path: &Path) -> Ty {
        let names = names(path);
        let args = path
            .segments
            .last()
            .map(|segment| self.args(segment))
            .unwrap_or_default();
        self.named(&names.iter().map(String::as_str).collect::<Vec<_>>(), args)
    }

    fn named(&self, names: &[&str], args: Vec<Ty>) -> Ty {
        if let ["Self"] = names {
            return self
                .variables
                .get("Self")
                .cloned()
                .unwrap_or(Ty::Param("Self".into()));
        }
        let keys = self.resolve(names);
        let kind = |key: &String| self.index.item(key).map(|item| item.what.kind);
        let is_type = |key: &&String| {
            matches!(
                kind(key),
                Some(Kind::Struct | Kind::Enum | Kind::Union | Kind::TypeAlias | Kind::Primitive)
            )
        };
        keys.iter().find(is_type).map_or(Ty::Unknown, |key| {
            self.index.meaning(&Ty::Named(key.clone(), args))
        })
    }

    /// Arguments in angle brackets.
    pub(crate) fn args(&self, segment: &PathSegment) -> Vec<Ty> {
        match &segment.arguments {
            PathArguments::AngleBracketed(args) => {
                args.args.iter().filter_map(|arg| self.arg(arg)).collect()
            }
            PathArguments::Parenthesized(args) => {
                vec![Ty::Tuple(
                    args.inputs.iter().map(|ty| self.ty(ty)).collect(),
                )]
            }
            PathArguments::None => vec![],
        }
    }

    fn arg(&self, arg: &GenericArgument) -> Option<Ty> {
        match arg {
            // A value is read as a type where it looks like one.
            GenericArgument::Type(ty) => Some(self.ty(ty)),
            GenericArgument::Const(Expr::Lit(value)) => match &value.lit {
                Lit::Int(value) => Some(Ty::Const(value.base10_digits().to_owned())),
                other => Some(Ty::Const(other.to_token_stream().to_string())),
            },
            GenericArgument::Const(value) => Some(Ty::Const(value.to_token_stream().to_string())),
            _ => None,
        }
    }

    fn assoc(&self, segment: &PathSegment) -> Vec<(String, Ty)> {
        match &segment.arguments {
            PathArguments::AngleBracketed(args) => args
                .args
                .iter()
                .filter_map(|arg| match arg {
                    GenericArgument::AssocType(arg) => {
                        Some((arg.ident.to_string(), self.ty(&arg.ty)))
                    }
                    _ => None,
                })
                .collect(),
            PathArguments::Parenthesized(args) => {
                vec![("Output".to_owned(), self.output(&args.output))]
            }
            PathArguments::None => vec![],
        }
    }

    /// What a function gives.
    pub(crate) fn output(&self, output: &ReturnType) -> Ty {
        match output {
            ReturnType::Default => Ty::unit(),
            ReturnType::Type(_, ty) => self.ty(ty),
        }
    }
}

/// Names of a path.
pub(super) fn names(path: &Path) -> Vec<String> {
    path.segments
        .iter()
        .map(|segment| segment.ident.to_string())
        .collect()
}
