//! Types, bounds and parameters.

use rustdoc_types::{
    AssocItemConstraintKind, GenericArg, GenericArgs, GenericBound, GenericParamDefKind, Generics,
    Path, Term, Type, WherePredicate,
};

use super::Reader;
use crate::ty::{Bound, Param, Ty};

impl Reader<'_> {
    pub(super) fn ty(&self, ty: &Type) -> Ty {
        match ty {
            Type::ResolvedPath(path) => {
                let args = path
                    .args
                    .as_deref()
                    .map_or(vec![], |args| self.args(args).0);
                Ty::Named(self.path(&path.id, &path.path), args)
            }
            Type::Generic(name) => Ty::Param(name.clone()),
            Type::Primitive(name) => Ty::named(name),
            Type::Tuple(parts) => Ty::Tuple(parts.iter().map(|part| self.ty(part)).collect()),
            Type::Slice(inner) => Ty::Slice(self.ty(inner).into()),
            Type::Array { type_, len } => Ty::Array(self.ty(type_).into(), len.clone()),
            Type::BorrowedRef {
                is_mutable, type_, ..
            } => Ty::Ref(*is_mutable, self.ty(type_).into()),
            Type::ImplTrait(bounds) => Ty::Opaque(self.bounds(bounds)),
            Type::DynTrait(object) => Ty::Dyn(
                object
                    .traits
                    .iter()
                    .map(|one| self.bound(&one.trait_))
                    .collect(),
            ),
            Type::QualifiedPath {
                name,
                self_type,
                trait_,
                ..
            } => {
                let of = trait_
                    .as_ref()
                    .filter(|path| !path.path.is_empty())
                    .map(|path| self.path(&path.id, &path.path));
                Ty::Projection(
                    self.ty(self_type).into(),
                    of.unwrap_or_default(),
                    name.clone(),
                )
            }
            _ => Ty::Unknown,
        }
    }

    /// Arguments, and associated types.
    fn args(&self, args: &GenericArgs) -> (Vec<Ty>, Vec<(String, Ty)>) {
        match args {
            GenericArgs::AngleBracketed { args, constraints } => {
                let equal = constraints.iter().filter_map(|one| match &one.binding {
                    AssocItemConstraintKind::Equality(Term::Type(ty)) => {
                        Some((one.name.clone(), self.ty(ty)))
                    }
                    _ => None,
                });
                (
                    args.iter().filter_map(|arg| self.arg(arg)).collect(),
                    equal.collect(),
                )
            }
            GenericArgs::Parenthesized { inputs, output } => {
                let inputs = Ty::Tuple(inputs.iter().map(|ty| self.ty(ty)).collect());
                let output = output.as_ref().map_or_else(Ty::unit, |ty| self.ty(ty));
                (vec![inputs], vec![("Output".to_owned(), output)])
            }
            GenericArgs::ReturnTypeNotation => (vec![], vec![]),
        }
    }

    fn arg(&self, arg: &GenericArg) -> Option<Ty> {
        match arg {
            GenericArg::Lifetime(_) => None,
            GenericArg::Type(ty) => Some(self.ty(ty)),
            // A parameter and a value look the same, save that values are literal.
            GenericArg::Const(value) if value.is_literal => Some(Ty::Const(value.expr.clone())),
            GenericArg::Const(value) => Some(Ty::Param(value.expr.clone())),
            GenericArg::Infer => Some(Ty::Unknown),
        }
    }

    pub(super) fn bound(&self, path: &Path) -> Bound {
        let (args, assoc) = path
            .args
            .as_deref()
            .map(|args| self.args(args))
            .unwrap_or_default();
        Bound {
            path: self.path(&path.id, &path.path),
            args,
            assoc,
        }
    }

    /// Traits; lifetimes and `?Sized` are left out.
    pub(super) fn bounds(&self, bounds: &[GenericBound]) -> Vec<Bound> {
        let traits = bounds.iter().filter_map(|bound| match bound {
            GenericBound::TraitBound {
                trait_, modifier, ..
            } if *modifier != rustdoc_types::TraitBoundModifier::Maybe => Some(self.bound(trait_)),
            _ => None,
        });
        traits.collect()
    }

    /// Parameters with what `where` asks of them; conditions on other types are left out.
    pub(super) fn params(&self, generics: &Generics) -> Vec<Param> {
        let mut params: Vec<Param> = generics
            .params
            .iter()
            .filter_map(|param| match &param.kind {
                GenericParamDefKind::Type {
                    bounds, default, ..
                } => Some(Param {
                    name: param.name.clone(),
                    bounds: self.bounds(bounds),
                    default: default.as_ref().map(|ty| self.ty(ty)),
                }),
                GenericParamDefKind::Const { default, .. } => Some(Param {
                    name: param.name.clone(),
                    bounds: vec![],
                    default: default.clone().map(Ty::Const),
                }),
                GenericParamDefKind::Lifetime { .. } => None,
            })
            .collect();
        for predicate in &generics.where_predicates {
            if let WherePredicate::BoundPredicate {
                type_: Type::Generic(name),
                bounds,
                ..
            } = predicate
                && let Some(param) = params.iter_mut().find(|param| &param.name == name)
            {
                param.bounds.extend(self.bounds(bounds));
            }
        }
        params
    }
}
