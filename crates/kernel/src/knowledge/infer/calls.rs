//! What paths and calls give.

use api_index::{Candidate, Kind, Ty};
use syn::{ExprMethodCall, ExprPath, PathArguments};

use super::super::types::names;
use super::Types;

impl<'s> Types<'s> {
    pub(super) fn value(&self, path: &ExprPath) -> Ty {
        let names = names(&path.path);
        if let [name] = names.as_slice()
            && let Some(ty) = self.scope.variables.get(name)
        {
            return ty.clone();
        }
        let keys = self
            .scope
            .resolve(&names.iter().map(String::as_str).collect::<Vec<_>>());
        let constant = keys.iter().find_map(|key| self.scope.index.item(key));
        match constant {
            Some(item) if matches!(item.what.kind, Kind::Constant | Kind::Static) => {
                item.what.output.clone()
            }
            Some(item) if item.what.kind == Kind::Struct => Ty::named(&item.what.path),
            // `Kind::Linear`, `f64::MAX`.
            _ => self
                .associated_to(path)
                .map_or(Ty::Unknown, |found| match found.kind {
                    Kind::Variant | Kind::Constant => found.output,
                    _ => Ty::Unknown,
                }),
        }
    }

    /// `Type::name`, or a variant that is imported.
    pub(super) fn associated_to(&self, path: &ExprPath) -> Option<Candidate<'s>> {
        let last = path.path.segments.last()?.ident.to_string();
        let owner = match &path.qself {
            Some(itself) => self.scope.ty(&itself.ty),
            None if path.path.segments.len() > 1 => self.scope.path(&without_last(&path.path)),
            None => self.scope.resolve(&[&last]).iter().find_map(|key| {
                let (owner, _) = key.rsplit_once("::")?;
                let item = self.scope.index.item(owner)?;
                (item.what.kind == Kind::Enum).then(|| Ty::named(owner))
            })?,
        };
        self.function(&owner, &last)
    }

    pub(super) fn call(&self, path: &ExprPath, arguments: &[Ty]) -> Ty {
        let turbofish = path
            .path
            .segments
            .last()
            .map(|segment| self.scope.args(segment))
            .unwrap_or_default();
        let names = names(&path.path);
        let keys = self
            .scope
            .resolve(&names.iter().map(String::as_str).collect::<Vec<_>>());
        for item in keys.iter().filter_map(|key| self.scope.index.item(key)) {
            match item.what.kind {
                Kind::Function => {
                    return self.scope.index.call_item(item.what, &turbofish, arguments);
                }
                Kind::Struct => return Ty::Named(item.what.path.clone(), turbofish),
                _ => {}
            }
        }
        let found = self.associated_to(path);
        found.map_or(Ty::Unknown, |found| {
            // `f64::sqrt(x)`: the receiver is the first argument.
            let receiver = usize::from(found.receiver && found.inputs.len() < arguments.len());
            self.scope.index.call(
                &found,
                &turbofish,
                arguments.get(receiver..).unwrap_or_default(),
            )
        })
    }

    pub(super) fn method_call(&self, call: &ExprMethodCall) -> Ty {
        let receiver = self.expr(&call.receiver);
        let Some(method) = self.member(&receiver, &call.method.to_string()) else {
            return Ty::Unknown;
        };
        let turbofish: Vec<Ty> = match &call.turbofish {
            Some(args) => {
                let segment = syn::PathSegment {
                    ident: call.method.clone(),
                    arguments: PathArguments::AngleBracketed(args.clone()),
                };
                self.scope.args(&segment)
            }
            None => vec![],
        };
        let arguments: Vec<Ty> = call.args.iter().map(|arg| self.expr(arg)).collect();
        self.scope.index.call(&method, &turbofish, &arguments)
    }
}

fn without_last(path: &syn::Path) -> syn::Path {
    let mut segments: Vec<syn::PathSegment> = path.segments.iter().cloned().collect();
    segments.pop();
    syn::Path {
        leading_colon: None,
        segments: segments.into_iter().collect(),
    }
}
