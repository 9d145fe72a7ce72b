//! Types of expressions, as far as declarations say them.

use std::collections::HashSet;

use api_index::{Candidate, Ty};
use quote::ToTokens;
use syn::punctuated::Punctuated;
use syn::{
    BinOp, Expr, ExprMacro, ExprMethodCall, ExprPath, Lit, Member, PathArguments, Stmt, Token, UnOp,
};

use super::open::is_shallow;
use super::scope::Scope;
use super::types::names;

const INTO_ITERATOR: &str = "core::iter::traits::collect::IntoIterator";

/// Finds types in a scope.
#[derive(Debug)]
pub(crate) struct Types<'s> {
    pub(crate) scope: &'s Scope,
    traits: HashSet<String>,
}

impl<'s> Types<'s> {
    /// Types as `scope` sees them.
    pub(crate) fn new(scope: &'s Scope) -> Self {
        Self {
            scope,
            traits: scope.traits(),
        }
    }

    /// What may follow the dot of a value of this type.
    pub(crate) fn members(&self, ty: &Ty) -> Vec<Candidate<'s>> {
        self.scope
            .index
            .members(ty, &|path| self.traits.contains(path), None)
    }

    /// What may follow the `::` of a type.
    pub(crate) fn associated(&self, ty: &Ty) -> Vec<Candidate<'s>> {
        self.scope
            .index
            .associated(ty, &|path| self.traits.contains(path), None)
    }

    /// A member by its name.
    pub(crate) fn member(&self, ty: &Ty, name: &str) -> Option<Candidate<'s>> {
        let found = self
            .scope
            .index
            .members(ty, &|path| self.traits.contains(path), Some(name));
        found.into_iter().next()
    }

    fn function(&self, ty: &Ty, name: &str) -> Option<Candidate<'s>> {
        let found = self
            .scope
            .index
            .associated(ty, &|path| self.traits.contains(path), Some(name));
        found.into_iter().next()
    }

    /// The type of an expression from its text.
    pub(crate) fn text(&self, text: &str) -> Ty {
        if !is_shallow(text) {
            return Ty::Unknown;
        }
        syn::parse_str(text).map_or(Ty::Unknown, |expr| self.expr(&expr))
    }

    /// The type of an expression.
    pub(crate) fn expr(&self, expr: &Expr) -> Ty {
        match expr {
            Expr::Lit(value) => literal(&value.lit),
            Expr::Path(path) => self.value(path),
            Expr::Paren(inner) => self.expr(&inner.expr),
            Expr::Group(inner) => self.expr(&inner.expr),
            Expr::Reference(inner) => {
                Ty::Ref(inner.mutability.is_some(), self.expr(&inner.expr).into())
            }
            Expr::Unary(inner) => match inner.op {
                UnOp::Deref(_) => self.scope.index.dereferenced(&self.expr(&inner.expr)),
                _ => self.expr(&inner.expr),
            },
            Expr::Cast(cast) => self.scope.ty(&cast.ty),
            Expr::Try(inner) => self.inside(&self.expr(&inner.expr)),
            Expr::Field(field) => self.field(&self.expr(&field.base), &field.member),
            Expr::MethodCall(call) => self.method_call(call),
            Expr::Call(call) => {
                let arguments: Vec<Ty> = call.args.iter().map(|arg| self.expr(arg)).collect();
                match &*call.func {
                    Expr::Path(path) => self.call(path, &arguments),
                    _ => Ty::Unknown,
                }
            }
            Expr::Index(index) => self.element(&self.expr(&index.expr), &index.index),
            Expr::Binary(binary) => self.binary(&binary.left, &binary.op, &binary.right),
            Expr::Macro(call) => self.macro_call(call),
            Expr::Array(array) => {
                let inner = array
                    .elems
                    .first()
                    .map_or(Ty::Unknown, |first| self.expr(first));
                Ty::Array(inner.into(), array.elems.len().to_string())
            }
            Expr::Repeat(repeat) => Ty::Array(
                self.expr(&repeat.expr).into(),
                repeat.len.to_token_stream().to_string(),
            ),
            Expr::Tuple(tuple) => {
                Ty::Tuple(tuple.elems.iter().map(|part| self.expr(part)).collect())
            }
            Expr::Struct(literal) => self.scope.path(&literal.path),
            Expr::Range(range) => {
                let end = range.start.as_ref().or(range.end.as_ref());
                let inner = end.map_or(Ty::Unknown, |end| self.expr(end));
                let name = match range.limits {
                    syn::RangeLimits::HalfOpen(_) => "core::ops::range::Range",
                    syn::RangeLimits::Closed(_) => "core::ops::range::RangeInclusive",
                };
                Ty::Named(name.to_owned(), vec![inner])
            }
            Expr::If(choice) => self.block(&choice.then_branch),
            Expr::Block(block) => self.block(&block.block),
            Expr::Unsafe(block) => self.block(&block.block),
            Expr::Match(choice) => choice
                .arms
                .first()
                .map_or(Ty::Unknown, |arm| self.expr(&arm.body)),
            _ => Ty::Unknown,
        }
    }

    fn block(&self, block: &syn::Block) -> Ty {
        match block.stmts.last() {
            Some(Stmt::Expr(expr, None)) => self.expr(expr),
            _ => Ty::unit(),
        }
    }

    fn value(&self, path: &ExprPath) -> Ty {
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
            Some(item)
                if matches!(
                    item.what.kind,
                    api_index::Kind::Constant | api_index::Kind::Static
                ) =>
            {
                item.what.output.clone()
            }
            Some(item) if item.what.kind == api_index::Kind::Struct => Ty::named(&item.what.path),
            // `Kind::Linear`, `f64::MAX`.
            _ => self
                .associated_to(path)
                .map_or(Ty::Unknown, |found| match found.kind {
                    api_index::Kind::Variant | api_index::Kind::Constant => found.output,
                    _ => Ty::Unknown,
                }),
        }
    }

    /// `Type::name`, or a variant that is imported.
    fn associated_to(&self, path: &ExprPath) -> Option<Candidate<'s>> {
        let last = path.path.segments.last()?.ident.to_string();
        let owner = match &path.qself {
            Some(itself) => self.scope.ty(&itself.ty),
            None if path.path.segments.len() > 1 => self.scope.path(&without_last(&path.path)),
            None => self.scope.resolve(&[&last]).iter().find_map(|key| {
                let (owner, _) = key.rsplit_once("::")?;
                let item = self.scope.index.item(owner)?;
                (item.what.kind == api_index::Kind::Enum).then(|| Ty::named(owner))
            })?,
        };
        self.function(&owner, &last)
    }

    fn call(&self, path: &ExprPath, arguments: &[Ty]) -> Ty {
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
                api_index::Kind::Function => {
                    return self.scope.index.call_item(item.what, &turbofish, arguments);
                }
                api_index::Kind::Struct => return Ty::Named(item.what.path.clone(), turbofish),
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

    fn method_call(&self, call: &ExprMethodCall) -> Ty {
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

    fn field(&self, base: &Ty, member: &Member) -> Ty {
        let name = match member {
            Member::Named(name) => name.to_string(),
            Member::Unnamed(index) => index.index.to_string(),
        };
        self.member(base, &name)
            .map_or(Ty::Unknown, |field| field.output)
    }

    /// What `?` gives.
    fn inside(&self, ty: &Ty) -> Ty {
        match ty {
            Ty::Named(path, args)
                if matches!(
                    path.as_str(),
                    "core::option::Option" | "core::result::Result"
                ) =>
            {
                args.first().cloned().unwrap_or_default()
            }
            _ => Ty::Unknown,
        }
    }

    fn element(&self, ty: &Ty, index: &Expr) -> Ty {
        let slice = self.scope.index.slice(ty);
        match (ty.referent(), slice) {
            (_, Some(slice)) if matches!(index, Expr::Range(_)) => slice,
            (_, Some(Ty::Slice(inner))) => *inner,
            (Ty::Named(path, args), _)
                if path.ends_with("HashMap") || path.ends_with("BTreeMap") =>
            {
                args.get(1).cloned().unwrap_or_default()
            }
            _ => Ty::Unknown,
        }
    }

    fn binary(&self, left: &Expr, op: &BinOp, right: &Expr) -> Ty {
        use BinOp::{And, Eq, Ge, Gt, Le, Lt, Ne, Or};
        if matches!(
            op,
            And(_) | Or(_) | Eq(_) | Ne(_) | Lt(_) | Le(_) | Gt(_) | Ge(_)
        ) {
            return Ty::named("bool");
        }
        let (left, right) = (self.expr(left), self.expr(right));
        // `2.0 * x` is what `x` is.
        let number = matches!(left.referent(), Ty::Named(path, _) if !path.contains("::"));
        let whole = matches!(right.referent(), Ty::Named(path, _) if path.contains("::"));
        if number && whole {
            right.referent().clone()
        } else {
            left.referent().clone()
        }
    }

    fn macro_call(&self, call: &ExprMacro) -> Ty {
        let name = call
            .mac
            .path
            .segments
            .last()
            .map(|segment| segment.ident.to_string());
        match name.as_deref() {
            Some("format") => Ty::named("alloc::string::String"),
            Some("vec") => {
                let parser = Punctuated::<Expr, Token![,]>::parse_terminated;
                let first = call
                    .mac
                    .parse_body_with(parser)
                    .ok()
                    .and_then(|all| all.first().cloned());
                let repeated = || {
                    call.mac
                        .tokens
                        .to_string()
                        .split_once(';')
                        .and_then(|(first, _)| syn::parse_str(first).ok())
                };
                let inner = first
                    .or_else(repeated)
                    .map_or(Ty::Unknown, |first| self.expr(&first));
                Ty::Named("alloc::vec::Vec".to_owned(), vec![inner])
            }
            Some("println" | "print" | "eprintln" | "assert" | "assert_eq") => Ty::unit(),
            _ => Ty::Unknown,
        }
    }

    /// What a `for` gets, one at a time.
    pub(crate) fn item_of(&self, ty: &Ty) -> Ty {
        let index = &self.scope.index;
        match ty {
            Ty::Ref(mutable, inner) => match index.slice(inner) {
                Some(Ty::Slice(inner)) => Ty::Ref(*mutable, inner),
                _ => index.associated_type_of(ty, INTO_ITERATOR, "Item"),
            },
            Ty::Array(inner, _) => (**inner).clone(),
            ty => index.associated_type_of(ty, INTO_ITERATOR, "Item"),
        }
    }
}

fn literal(literal: &Lit) -> Ty {
    let text = || Ty::Ref(false, Ty::named("str").into());
    match literal {
        Lit::Str(_) => text(),
        Lit::Bool(_) => Ty::named("bool"),
        Lit::Char(_) => Ty::named("char"),
        Lit::Byte(_) => Ty::named("u8"),
        Lit::Int(value) if value.suffix().is_empty() => Ty::named("i32"),
        Lit::Int(value) => Ty::named(value.suffix()),
        Lit::Float(value) if value.suffix().is_empty() => Ty::named("f64"),
        Lit::Float(value) => Ty::named(value.suffix()),
        _ => Ty::Unknown,
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
