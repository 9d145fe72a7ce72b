//! Types of expressions, as far as declarations say them.

mod calls;
mod parts;

use std::collections::HashSet;

use api_index::{Candidate, Ty};
use quote::ToTokens;
use syn::{Expr, Stmt, UnOp};

use super::open::is_shallow;
use super::scope::Scope;
use parts::literal;

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
}
