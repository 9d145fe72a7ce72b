//! Reads the trait, and refuses what cannot be an exercise, pointing at the method concerned.

use proc_macro2::{Span, TokenStream};
use syn::spanned::Spanned;
use syn::{
    Attribute, Error, Expr, ExprLit, FnArg, Ident, ItemTrait, Lit, LitInt, LitStr, Meta, Pat, Path,
    Result, ReturnType, Token, TraitItem, TraitItemFn, Type, parse2,
};

/// A trait of exercises.
pub struct Exercises {
    pub item: ItemTrait,
    pub section: LitInt,
    pub checks: Path,
    pub demands: Option<Path>,
    pub tasks: Vec<Task>,
}

/// One method.
pub struct Task {
    pub method: TraitItemFn,
    pub args: Vec<(Ident, Type)>,
    pub id: LitStr,
    pub points: LitInt,
    pub title: LitStr,
    pub hints: [LitStr; 3],
    pub statement: String,
}

pub fn parse(attribute: TokenStream, item: TokenStream) -> Result<Exercises> {
    let mut item: ItemTrait = parse2(item)?;
    let Header {
        section,
        checks,
        demands,
    } = header(attribute)?;
    if !item.generics.params.is_empty() {
        return Err(Error::new(
            item.generics.span(),
            "a trait of exercises takes no generic parameters",
        ));
    }
    let tasks = item
        .items
        .iter_mut()
        .map(task)
        .collect::<Result<Vec<_>>>()?;
    for (i, task) in tasks.iter().enumerate() {
        if tasks[..i]
            .iter()
            .any(|earlier| earlier.id.value() == task.id.value())
        {
            let message = format!(
                "`{}`: id {:?} is taken by an earlier method",
                task.method.sig.ident,
                task.id.value()
            );
            return Err(Error::new(task.id.span(), message));
        }
    }
    Ok(Exercises {
        item,
        section,
        checks,
        demands,
        tasks,
    })
}

/// What stands in the attribute itself.
struct Header {
    section: LitInt,
    checks: Path,
    demands: Option<Path>,
}

fn header(attribute: TokenStream) -> Result<Header> {
    let (mut section, mut checks, mut demands) = (None, None, None);
    let parser = syn::meta::parser(|meta| {
        if meta.path.is_ident("section") {
            section = Some(meta.value()?.parse()?);
        } else if meta.path.is_ident("checks") {
            checks = Some(meta.value()?.parse()?);
        } else if meta.path.is_ident("demands") {
            demands = Some(meta.value()?.parse()?);
        } else {
            return Err(meta.error(
                "expected `section = 1`, `checks = path::TO_CHECKS` or `demands = path::to_module`",
            ));
        }
        Ok(())
    });
    syn::parse::Parser::parse2(parser, attribute)?;
    let missing = |what| Error::new(Span::call_site(), format!("`#[exercise]` lacks `{what}`"));
    Ok(Header {
        section: section.ok_or_else(|| missing("section = 1"))?,
        checks: checks.ok_or_else(|| missing("checks = path::TO_CHECKS"))?,
        demands,
    })
}

fn task(item: &mut TraitItem) -> Result<Task> {
    let TraitItem::Fn(method) = item else {
        return Err(Error::new(
            item.span(),
            "a trait of exercises holds methods only",
        ));
    };
    let name = method.sig.ident.clone();
    let refuse = |span: Span, message: &str| Err(Error::new(span, format!("`{name}`: {message}")));
    if let Some(body) = &method.default {
        return refuse(
            body.span(),
            "an exercise has no body here; its stub is derived",
        );
    }
    if !method.sig.generics.params.is_empty() {
        return refuse(
            method.sig.generics.span(),
            "an exercise takes no generic parameters: its calls travel as values",
        );
    }
    if let Some(token) = method.sig.asyncness {
        return refuse(token.span(), "an exercise is not async");
    }
    let args = arguments(method)?;
    let statement = statement(&method.attrs);
    if statement.is_empty() {
        return refuse(
            name.span(),
            "lacks a doc comment; it is the statement that students read",
        );
    }
    let Some(position) = method
        .attrs
        .iter()
        .position(|attribute| attribute.path().is_ident("task"))
    else {
        return refuse(
            name.span(),
            "lacks `#[task(id = \"…\", points = …, title = \"…\", hints(\"…\", \"…\", \"…\"))]`",
        );
    };
    let attribute = method.attrs.remove(position);
    let (id, points, title, hints) = fields(&attribute, &name)?;
    Ok(Task {
        method: method.clone(),
        args,
        id,
        points,
        title,
        hints,
        statement,
    })
}

fn arguments(method: &TraitItemFn) -> Result<Vec<(Ident, Type)>> {
    let name = &method.sig.ident;
    let mut inputs = method.sig.inputs.iter();
    match inputs.next() {
        Some(FnArg::Receiver(this)) if this.reference.is_some() && this.mutability.is_none() => {}
        other => {
            let span = other.map_or(name.span(), Spanned::span);
            return Err(Error::new(
                span,
                format!("`{name}`: the first argument must be `&self`"),
            ));
        }
    }
    if let ReturnType::Type(_, result) = &method.sig.output
        && matches!(**result, Type::Reference(_) | Type::ImplTrait(_))
    {
        return Err(Error::new(
            result.span(),
            format!("`{name}`: the result must be an owned type"),
        ));
    }
    inputs.map(|input| argument(input, name)).collect()
}

fn argument(input: &FnArg, method: &Ident) -> Result<(Ident, Type)> {
    let refuse =
        |span: Span, message: &str| Err(Error::new(span, format!("`{method}`: {message}")));
    let FnArg::Typed(typed) = input else {
        return refuse(input.span(), "only one `self`");
    };
    let Pat::Ident(pattern) = &*typed.pat else {
        return refuse(typed.pat.span(), "an argument is a plain name");
    };
    match &*typed.ty {
        Type::ImplTrait(_) => refuse(
            typed.ty.span(),
            "an argument has a concrete type: its values travel",
        ),
        Type::Reference(reference) if reference.mutability.is_some() => refuse(
            typed.ty.span(),
            "an argument is not `&mut`: changes would not travel back",
        ),
        ty => Ok((pattern.ident.clone(), ty.clone())),
    }
}

/// The doc comment, its first space on each line taken off.
fn statement(attributes: &[Attribute]) -> String {
    let line = |attribute: &Attribute| match &attribute.meta {
        Meta::NameValue(pair) if pair.path.is_ident("doc") => match &pair.value {
            Expr::Lit(ExprLit {
                lit: Lit::Str(text),
                ..
            }) => {
                let text = text.value();
                Some(text.strip_prefix(' ').unwrap_or(&text).to_owned())
            }
            _ => None,
        },
        _ => None,
    };
    attributes
        .iter()
        .filter_map(line)
        .collect::<Vec<_>>()
        .join("\n")
        .trim()
        .to_owned()
}

fn fields(attribute: &Attribute, method: &Ident) -> Result<(LitStr, LitInt, LitStr, [LitStr; 3])> {
    let (mut id, mut points, mut title, mut hints) = (None, None, None, None);
    attribute.parse_nested_meta(|meta| {
        if meta.path.is_ident("id") {
            id = Some(meta.value()?.parse()?);
        } else if meta.path.is_ident("points") {
            points = Some(meta.value()?.parse()?);
        } else if meta.path.is_ident("title") {
            title = Some(meta.value()?.parse()?);
        } else if meta.path.is_ident("hints") {
            let content;
            syn::parenthesized!(content in meta.input);
            let list = content.parse_terminated(<LitStr as syn::parse::Parse>::parse, Token![,])?;
            let list: Vec<LitStr> = list.into_iter().collect();
            let got = list.len();
            let three = <[LitStr; 3]>::try_from(list);
            hints = Some(
                three
                    .map_err(|_| meta.error(format!("`{method}`: expected 3 hints, got {got}")))?,
            );
        } else {
            return Err(meta.error(format!(
                "`{method}`: expected `id`, `points`, `title` or `hints`"
            )));
        }
        Ok(())
    })?;
    let missing = |what| {
        Error::new(
            attribute.span(),
            format!("`{method}`: `#[task]` lacks `{what}`"),
        )
    };
    Ok((
        id.ok_or_else(|| missing("id"))?,
        points.ok_or_else(|| missing("points"))?,
        title.ok_or_else(|| missing("title"))?,
        hints.ok_or_else(|| missing("hints"))?,
    ))
}
