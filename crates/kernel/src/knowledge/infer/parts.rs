//! What operators, fields, elements, literals and macros give.

use api_index::Ty;
use syn::punctuated::Punctuated;
use syn::{BinOp, Expr, ExprMacro, Lit, Member, Token};

use super::Types;

const INTO_ITERATOR: &str = "core::iter::traits::collect::IntoIterator";

impl Types<'_> {
    pub(super) fn field(&self, base: &Ty, member: &Member) -> Ty {
        let name = match member {
            Member::Named(name) => name.to_string(),
            Member::Unnamed(index) => index.index.to_string(),
        };
        self.member(base, &name)
            .map_or(Ty::Unknown, |field| field.output)
    }

    /// What `?` gives.
    pub(super) fn inside(&self, ty: &Ty) -> Ty {
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

    pub(super) fn element(&self, ty: &Ty, index: &Expr) -> Ty {
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

    pub(super) fn binary(&self, left: &Expr, op: &BinOp, right: &Expr) -> Ty {
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

    pub(super) fn macro_call(&self, call: &ExprMacro) -> Ty {
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

/// What a literal is without more knowledge.
pub(super) fn literal(literal: &Lit) -> Ty {
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
