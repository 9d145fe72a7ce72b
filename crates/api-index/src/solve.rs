//! Which types fit which, as far as completion needs it: no lifetimes, no coherence, and doubt counts as yes.

use std::collections::HashMap;

use crate::index::{Found, Index};
use crate::part::Impl;
use crate::ty::{Bound, Param, Ty};

/// What parameters stand for.
pub(crate) type Bindings = HashMap<String, Ty>;

/// Rules that follow from rules that follow from rules.
const DEPTH: usize = 6;

const DEREF: &str = "core::ops::deref::Deref";

impl Index {
    /// Whether `ty` has the shape of `pattern`; parameters of the pattern are bound on the way.
    pub(crate) fn unify(&self, pattern: &Ty, ty: &Ty, bound: &mut Bindings) -> bool {
        match (pattern, ty) {
            (_, Ty::Unknown | Ty::Param(_) | Ty::Projection(..)) => true,
            (Ty::Param(name), ty) => match bound.get(name).cloned() {
                Some(Ty::Unknown) | None => {
                    bound.insert(name.clone(), ty.clone());
                    true
                }
                Some(before) => before == *ty || !known(&before),
            },
            (Ty::Named(path, args), Ty::Named(other, given)) => {
                path == other && self.unify_all(path, args, given, bound)
            }
            (Ty::Ref(_, a), Ty::Ref(_, b)) | (Ty::Slice(a), Ty::Slice(b)) => {
                self.unify(a, b, bound)
            }
            (Ty::Array(a, n), Ty::Array(b, m)) => {
                bound
                    .entry(n.clone())
                    .or_insert_with(|| Ty::Const(m.clone()));
                self.unify(a, b, bound)
            }
            (Ty::Tuple(a), Ty::Tuple(b)) => {
                a.len() == b.len() && a.iter().zip(b).all(|(a, b)| self.unify(a, b, bound))
            }
            (Ty::Const(a), Ty::Const(b)) => a == b,
            (Ty::Dyn(a), Ty::Dyn(b)) => a.first().map(|a| &a.path) == b.first().map(|b| &b.path),
            (Ty::Unknown | Ty::Projection(..) | Ty::Opaque(_), _) | (_, Ty::Opaque(_)) => true,
            _ => false,
        }
    }

    fn unify_all(&self, path: &str, args: &[Ty], given: &[Ty], bound: &mut Bindings) -> bool {
        let (args, given) = (self.padded(path, args), self.padded(path, given));
        args.iter()
            .zip(&given)
            .all(|(a, b)| self.unify(a, b, bound))
    }

    /// Arguments of a type; what is left out is its default.
    pub(crate) fn padded(&self, path: &str, args: &[Ty]) -> Vec<Ty> {
        let mut args = args.to_vec();
        let params = self.item(path).map_or(&[][..], |item| &item.what.params);
        for param in params.iter().skip(args.len()) {
            args.push(param.default.clone().unwrap_or_default());
        }
        args
    }

    /// What the parameters of a type stand for in one of its forms.
    pub(crate) fn arguments(&self, ty: &Ty) -> Bindings {
        let Ty::Named(path, args) = ty else {
            return Bindings::new();
        };
        let params = self.item(path).map_or(&[][..], |item| &item.what.params);
        let names = params.iter().map(|param| param.name.clone());
        names.zip(self.padded(path, args)).collect()
    }

    /// The bindings under which an `impl` holds for a type.
    pub(crate) fn holds(&self, block: &Impl, ty: &Ty, depth: usize) -> Option<Bindings> {
        let mut bound = Bindings::new();
        let fits = self.unify(&block.target, ty, &mut bound);
        // What holds for all types that fulfil something holds for none where nobody knows what fulfils it.
        let followed = |of: &Bound| {
            !matches!(block.target, Ty::Param(_))
                || is_built_in(&of.path)
                || self.item(&of.path).is_some()
        };
        let fulfils = |param: &Param| match bound.get(&param.name) {
            Some(ty) => param
                .bounds
                .iter()
                .all(|of| followed(of) && self.implements(ty, &of.path, depth + 1)),
            None => true,
        };
        let holds = fits && (depth >= DEPTH || block.params.iter().all(fulfils));
        holds.then(|| {
            bound.insert("Self".to_owned(), ty.clone());
            bound
        })
    }

    /// Whether a type implements a trait. What is not known counts as implemented.
    pub(crate) fn implements(&self, ty: &Ty, of: &str, depth: usize) -> bool {
        if depth >= DEPTH || !known(ty) || !self.is_followed(of) {
            return true;
        }
        if let Ty::Opaque(bounds) | Ty::Dyn(bounds) = ty
            && bounds.iter().any(|bound| bound.path == of)
        {
            return true;
        }
        self.impls_for(ty).iter().any(|found| {
            found.what.of.as_ref().is_some_and(|bound| bound.path == of)
                && self.holds(found.what, ty, depth).is_some()
        })
    }

    /// Whether enough is known of a trait to say that a type does not implement it.
    fn is_followed(&self, of: &str) -> bool {
        !is_built_in(of) && !is_call(of) && self.item(of).is_some()
    }

    /// What a type refers to, step by step, beginning with itself.
    pub(crate) fn steps(&self, ty: &Ty) -> Vec<Ty> {
        let mut steps = vec![ty.clone()];
        while steps.len() <= DEPTH
            && let Some(next) = steps.last().and_then(|last| self.step(last))
        {
            steps.push(next);
        }
        steps
    }

    fn step(&self, ty: &Ty) -> Option<Ty> {
        match ty {
            Ty::Ref(_, inner) => Some((**inner).clone()),
            Ty::Array(inner, _) => Some(Ty::Slice(inner.clone())),
            ty => self
                .associated_type(ty, DEREF, "Target", 0)
                .filter(|target| target != ty),
        }
    }

    /// `<ty as of>::name`; `of` may be empty.
    pub(crate) fn associated_type(
        &self,
        ty: &Ty,
        of: &str,
        name: &str,
        depth: usize,
    ) -> Option<Ty> {
        let fits = |bound: &Bound| of.is_empty() || bound.path == of;
        if let Ty::Opaque(bounds) | Ty::Dyn(bounds) = ty {
            let assoc = bounds
                .iter()
                .filter(|bound| fits(bound))
                .flat_map(|bound| &bound.assoc);
            let mut named = assoc.filter(|(other, _)| other == name);
            return named.next().map(|(_, ty)| ty.clone());
        }
        if depth >= DEPTH {
            return None;
        }
        self.impls_for(ty)
            .iter()
            .find_map(|found: &Found<'_, Impl>| {
                found.what.of.as_ref().filter(|bound| fits(bound))?;
                let (_, value) = found.what.assoc.iter().find(|(other, _)| other == name)?;
                let bound = self.holds(found.what, ty, depth)?;
                Some(self.settle(value, &bound, depth + 1))
            })
    }

    /// `<ty as of>::name`, for a trait by its full path.
    pub fn associated_type_of(&self, ty: &Ty, of: &str, name: &str) -> Ty {
        self.associated_type(ty, of, name, 0).unwrap_or_default()
    }

    /// What `*value` is.
    pub fn dereferenced(&self, ty: &Ty) -> Ty {
        self.step(ty).unwrap_or_default()
    }

    /// The slice that a value is or refers to, as vectors and arrays do.
    pub fn slice(&self, ty: &Ty) -> Option<Ty> {
        self.steps(ty)
            .into_iter()
            .find(|step| matches!(step, Ty::Slice(_)))
    }

    /// A type whose name may be an alias.
    pub fn meaning(&self, ty: &Ty) -> Ty {
        self.settle(ty, &Bindings::new(), 0)
    }

    /// A type with its parameters replaced and its projections followed.
    pub(crate) fn settle(&self, ty: &Ty, bound: &Bindings, depth: usize) -> Ty {
        ty.map(&mut |part| match part {
            Ty::Param(name) => bound.get(&name).cloned().unwrap_or(Ty::Param(name)),
            Ty::Array(inner, len) => match bound.get(&len) {
                Some(Ty::Const(value)) => Ty::Array(inner, value.clone()),
                _ => Ty::Array(inner, len),
            },
            Ty::Projection(inner, of, name) if known(&inner) => self
                .associated_type(&inner, &of, &name, depth)
                .unwrap_or_default(),
            Ty::Named(path, args) => self.without_alias(path, args, depth),
            other => other,
        })
    }

    fn without_alias(&self, path: String, args: Vec<Ty>, depth: usize) -> Ty {
        match self.item(&path) {
            Some(item) if item.what.kind == crate::Kind::TypeAlias && depth < DEPTH => {
                let bound = self.arguments(&Ty::Named(path.clone(), args));
                self.settle(&item.what.output, &bound, depth + 1)
            }
            _ => Ty::Named(path, args),
        }
    }
}

/// Implemented for nearly everything, and so left out of parts.
fn is_built_in(of: &str) -> bool {
    let name = of.rsplit("::").next().unwrap_or(of);
    matches!(
        name,
        "Sized" | "Send" | "Sync" | "Unpin" | "Any" | "Copy" | "Freeze" | "Tuple"
    )
}

/// Traits of what can be called.
fn is_call(of: &str) -> bool {
    let name = of.rsplit("::").next().unwrap_or(of);
    matches!(name, "Fn" | "FnMut" | "FnOnce")
}

/// Whether it is said what the type is.
pub(crate) fn known(ty: &Ty) -> bool {
    !matches!(ty, Ty::Unknown | Ty::Param(_) | Ty::Projection(..))
}
