//! What may follow a value's dot or a type's `::`.

use std::collections::{BTreeMap, HashSet};

use crate::index::{Found, Index, Text};
use crate::part::{Impl, Item, Kind, Member};
use crate::solve::{Bindings, known};
use crate::ty::{Bound, Param, Ty};

/// A field, method, variant or constant of a type.
#[derive(Debug, Clone)]
pub struct Candidate<'a> {
    /// Its name.
    pub name: String,
    /// What it is.
    pub kind: Kind,
    /// Its declaration.
    pub signature: String,
    /// What its author says of it.
    pub docs: Text<'a>,
    /// The type or trait that has it, in a reader's words.
    pub owner: String,
    /// Whether the type itself has it, not a trait or what it refers to.
    pub own: bool,
    /// Crate and version.
    pub origin: (&'a str, &'a str),
    /// File and line; the file may be empty.
    pub source: (String, u32),
    /// Whether it is called with a dot.
    pub receiver: bool,
    /// Own parameters, which a turbofish binds.
    pub params: Vec<Param>,
    /// What it takes, where its result depends on that.
    pub inputs: Vec<Ty>,
    /// Its type, or the type of what it gives.
    pub output: Ty,
}

/// Which traits a text sees, by their full paths.
pub type InScope<'s> = &'s dyn Fn(&str) -> bool;

impl Index {
    /// What may follow the dot of a value of this type, or `only` what has this name. Of equal names, the one that a call
    /// would take.
    pub fn members(
        &self,
        ty: &Ty,
        in_scope: InScope<'_>,
        only: Option<&str>,
    ) -> Vec<Candidate<'_>> {
        let mut all = BTreeMap::new();
        let steps = if known(ty) { self.steps(ty) } else { vec![] };
        for (i, step) in steps.iter().enumerate() {
            let found = self
                .fields(step, only)
                .into_iter()
                .chain(self.methods(step, in_scope, only));
            for mut candidate in found
                .filter(|(_, dot)| *dot)
                .map(|(candidate, _)| candidate)
            {
                candidate.own &= i == 0 || matches!(ty, Ty::Ref(..));
                all.entry(candidate.name.clone()).or_insert(candidate);
            }
        }
        all.into_values().collect()
    }

    /// What may follow the `::` of a type: functions, constants, variants, methods; or `only` what has this name.
    pub fn associated(
        &self,
        ty: &Ty,
        in_scope: InScope<'_>,
        only: Option<&str>,
    ) -> Vec<Candidate<'_>> {
        let mut all = BTreeMap::new();
        let found = self.variants(ty, only).into_iter().chain(
            self.methods(ty, in_scope, only)
                .into_iter()
                .map(|(candidate, _)| candidate),
        );
        for candidate in found {
            all.entry(candidate.name.clone()).or_insert(candidate);
        }
        all.into_values().collect()
    }

    /// What may follow the `::` of a trait.
    pub fn of_trait(&self, path: &str) -> Vec<Candidate<'_>> {
        let Some(item) = self.item(path) else {
            return vec![];
        };
        let members = item.what.members.iter();
        members
            .map(|member| self.candidate(item, member, &Bindings::new(), name_of(item.what)))
            .collect()
    }

    fn fields(&self, ty: &Ty, only: Option<&str>) -> Vec<(Candidate<'_>, bool)> {
        if let Ty::Tuple(parts) = ty {
            return parts
                .iter()
                .enumerate()
                .filter(|(i, _)| only.is_none_or(|only| only == i.to_string()))
                .map(|(i, part)| (place(i, part, ty), true))
                .collect();
        }
        let bound = self.arguments(ty);
        let of_kind = self.of_kind(ty, Kind::Field, only);
        let fields = of_kind
            .into_iter()
            .map(|found| self.candidate(found, found.what, &bound, ty.to_string()));
        fields.map(|candidate| (candidate, true)).collect()
    }

    fn variants(&self, ty: &Ty, only: Option<&str>) -> Vec<Candidate<'_>> {
        let whole = self.whole(ty);
        let bound = self.arguments(&whole);
        let of_kind = self.of_kind(ty, Kind::Variant, only);
        let mut variants = vec![];
        for found in of_kind {
            variants.push(Candidate {
                output: whole.clone(),
                own: true,
                ..self.candidate(found, found.what, &bound, ty.to_string())
            });
        }
        variants
    }

    /// A type with its parameters where no arguments are said: calls bind them.
    fn whole(&self, ty: &Ty) -> Ty {
        match ty {
            Ty::Named(path, args) if args.is_empty() => {
                let params = self.item(path).map_or(&[][..], |item| &item.what.params);
                let params = params.iter().map(|param| Ty::Param(param.name.clone()));
                Ty::Named(path.clone(), params.collect())
            }
            other => other.clone(),
        }
    }

    fn of_kind(&self, ty: &Ty, kind: Kind, only: Option<&str>) -> Vec<Found<'_, Member>> {
        let Ty::Named(path, _) = ty else {
            return vec![];
        };
        let Some(item) = self.item(path) else {
            return vec![];
        };
        let members = item
            .what
            .members
            .iter()
            .filter(|member| member.kind == kind && fits(member, only));
        members.map(|member| item.with(member)).collect()
    }

    /// A type's methods and those of traits, each with whether it is called with a dot.
    fn methods(
        &self,
        ty: &Ty,
        in_scope: InScope<'_>,
        only: Option<&str>,
    ) -> Vec<(Candidate<'_>, bool)> {
        let mut own = vec![];
        let mut of_traits = vec![];
        let mut seen = HashSet::new();
        for found in self.impls_for(ty) {
            match &found.what.of {
                None => {
                    if found.what.members.iter().any(|member| fits(member, only))
                        && let Some(bound) = self.holds(found.what, ty, 0)
                    {
                        own.extend(self.block(found, &bound, ty, only));
                    }
                }
                Some(of) if seen.contains(&of.path) || !in_scope(&of.path) => {}
                Some(of) if !self.has(of, only) => {}
                Some(of) => {
                    if let Some(bound) = self.holds(found.what, ty, 0) {
                        seen.insert(of.path.clone());
                        of_traits.extend(self.of_bound(of, &bound, only));
                    }
                }
            }
        }
        if let Ty::Opaque(bounds) | Ty::Dyn(bounds) = ty {
            let itself = Bindings::from([("Self".to_owned(), ty.clone())]);
            of_traits.extend(
                bounds
                    .iter()
                    .flat_map(|bound| self.of_bound(bound, &itself, only)),
            );
        }
        own.extend(of_traits);
        own
    }

    fn block<'a>(
        &'a self,
        found: Found<'a, Impl>,
        bound: &Bindings,
        ty: &Ty,
        only: Option<&str>,
    ) -> Vec<(Candidate<'a>, bool)> {
        let members = found
            .what
            .members
            .iter()
            .filter(|member| fits(member, only));
        let candidate = |member: &'a Member| {
            let mut candidate = self.candidate(found, member, bound, ty.to_string());
            candidate.own = true;
            candidate.source.0.clone_from(&found.what.file);
            (candidate, member.receiver)
        };
        members.map(candidate).collect()
    }

    /// Whether a trait has something of this name.
    fn has(&self, of: &Bound, only: Option<&str>) -> bool {
        let item = self.item(&of.path);
        item.is_some_and(|item| item.what.members.iter().any(|member| fits(member, only)))
    }

    fn of_bound(
        &self,
        of: &Bound,
        bound: &Bindings,
        only: Option<&str>,
    ) -> Vec<(Candidate<'_>, bool)> {
        let Some(item) = self.item(&of.path) else {
            return vec![];
        };
        let mut bound = bound.clone();
        for (param, arg) in item.what.params.iter().zip(&of.args) {
            let arg = self.settle(arg, &bound, 0);
            bound.insert(param.name.clone(), arg);
        }
        let members = item
            .what
            .members
            .iter()
            .filter(|member| member.kind != Kind::AssocType && fits(member, only));
        let candidate = |member| {
            let mut candidate = self.candidate(item, member, &bound, name_of(item.what));
            candidate.source.0.clone_from(&item.what.source.0);
            candidate
        };
        members
            .map(|member| (candidate(member), member.receiver))
            .collect()
    }

    fn candidate<'a, T>(
        &'a self,
        found: Found<'a, T>,
        member: &'a Member,
        bound: &Bindings,
        owner: String,
    ) -> Candidate<'a> {
        Candidate {
            name: member.name.clone(),
            kind: member.kind,
            signature: member.signature.clone(),
            docs: found.text(member.docs),
            owner,
            own: false,
            origin: found.origin(),
            source: (String::new(), member.line),
            receiver: member.receiver,
            params: member.params.clone(),
            inputs: member
                .inputs
                .iter()
                .map(|ty| self.settle(ty, bound, 0))
                .collect(),
            output: self.settle(&member.output, bound, 0),
        }
    }

    /// What a call gives: `turbofish` and the types of its arguments bind what the declaration leaves open.
    pub fn call(&self, candidate: &Candidate<'_>, turbofish: &[Ty], arguments: &[Ty]) -> Ty {
        self.result(
            &candidate.params,
            &candidate.inputs,
            &candidate.output,
            turbofish,
            arguments,
        )
    }

    /// What a call of a function gives.
    pub fn call_item(&self, function: &Item, turbofish: &[Ty], arguments: &[Ty]) -> Ty {
        self.result(
            &function.params,
            &function.inputs,
            &function.output,
            turbofish,
            arguments,
        )
    }

    fn result(
        &self,
        params: &[Param],
        inputs: &[Ty],
        output: &Ty,
        turbofish: &[Ty],
        arguments: &[Ty],
    ) -> Ty {
        let mut bound: Bindings = params
            .iter()
            .map(|param| param.name.clone())
            .zip(turbofish.iter().cloned())
            .collect();
        for (input, argument) in inputs.iter().zip(arguments) {
            self.unify(input, argument, &mut bound);
        }
        self.settle(output, &bound, 0)
    }
}

fn fits(member: &Member, only: Option<&str>) -> bool {
    only.is_none_or(|only| member.name == only)
}

fn name_of(item: &Item) -> String {
    item.path
        .rsplit("::")
        .next()
        .unwrap_or(&item.path)
        .to_owned()
}

fn place<'a>(i: usize, part: &Ty, tuple: &Ty) -> Candidate<'a> {
    Candidate {
        name: i.to_string(),
        kind: Kind::Field,
        signature: format!("{i}: {part}"),
        docs: Text::default(),
        owner: tuple.to_string(),
        own: true,
        origin: ("", ""),
        source: (String::new(), 0),
        receiver: true,
        params: vec![],
        inputs: vec![],
        output: part.clone(),
    }
}
