//! What is known of the name at a cursor.

mod description;

use std::sync::Arc;

use api_index::{Candidate, Found, Index, Item, Kind, Ty};

use super::complete::scope_at;
use super::cursor::{Before, Word, callee, word};
use super::infer::Types;
use super::scope::Scope;
use super::session::Session;
use super::words::keyword;
pub(crate) use description::Description;

/// What the name at `cursor` is, or the function whose arguments stand there; `None` for unknown names. With `detail`, where
/// it is defined and what it has.
pub(crate) fn inspect(
    code: &str,
    cursor: usize,
    detail: bool,
    session: &mut Session,
    library: &Arc<Index>,
) -> Option<Description> {
    let mut at = |cursor| {
        let word = word(code, cursor);
        described(code, &word, detail, session, library)
    };
    at(cursor).or_else(|| at(callee(code, cursor)?))
}

fn described(
    code: &str,
    word: &Word,
    detail: bool,
    session: &mut Session,
    library: &Arc<Index>,
) -> Option<Description> {
    if word.whole.is_empty() {
        return None;
    }
    let scope = scope_at(code, word, session, library);
    let types = Types::new(&scope);
    match &word.before {
        Before::Dot(receiver, _) => {
            let receiver = types.text(receiver);
            Some(member(&types.member(&receiver, &word.whole)?, detail))
        }
        Before::Path(head) => after_path(head, word, &types, detail),
        Before::Nothing => name(code, word, &types, detail),
    }
}

fn after_path(head: &str, word: &Word, types: &Types<'_>, detail: bool) -> Option<Description> {
    let ty = types.scope.type_of(head);
    let of_type = types
        .associated(&ty)
        .into_iter()
        .find(|one| one.name == word.whole);
    if let Some(found) = of_type {
        return Some(member(&found, detail));
    }
    let path: Vec<&str> = head
        .split("::")
        .map(str::trim)
        .chain([word.whole.as_str()])
        .collect();
    let keys = types.scope.resolve(&path);
    if let Some(found) = best(&keys, types.scope) {
        return Some(item(found, types, detail));
    }
    let traits = types.scope.resolve(&path[..path.len() - 1]);
    let of_trait = traits
        .iter()
        .flat_map(|key| types.scope.index.of_trait(key));
    of_trait
        .filter(|one| one.name == word.whole)
        .map(|one| member(&one, detail))
        .next()
}

/// A variable hides an item of its name where values stand, which is nearly everywhere.
fn name(code: &str, word: &Word, types: &Types<'_>, detail: bool) -> Option<Description> {
    let scope = types.scope;
    let is_macro = code.chars().nth(word.start + word.whole.chars().count()) == Some('!');
    if let Some(ty) = scope.variables.get(&word.whole).filter(|_| !is_macro) {
        return Some(variable(&word.whole, ty, types, detail));
    }
    let keys = scope.resolve(&[&word.whole]);
    let wanted: Vec<String> = keys
        .iter()
        .filter(|key| key.ends_with('!') == is_macro)
        .cloned()
        .collect();
    if let Some(found) = best(&wanted, scope).or_else(|| best(&keys, scope)) {
        return Some(item(found, types, detail));
    }
    keyword(&word.whole).map(|docs| Description {
        declaration: word.whole.clone(),
        origin: "keyword".to_owned(),
        docs: docs.to_owned(),
        more: vec![],
    })
}

/// Of what a name means, what has docs.
fn best<'s>(keys: &[String], scope: &'s Scope) -> Option<Found<'s, Item>> {
    let items: Vec<Found<'s, Item>> = keys
        .iter()
        .filter_map(|key| scope.index.item(key))
        .collect();
    let documented = items.iter().find(|found| found.what.docs > 0);
    documented.or(items.first()).copied()
}

fn variable(name: &str, ty: &Ty, types: &Types<'_>, detail: bool) -> Description {
    let itself = match ty.referent() {
        Ty::Named(path, _) => types.scope.index.item(path),
        _ => None,
    };
    let docs = itself
        .map(|found| found.text(found.what.docs).get())
        .unwrap_or_default();
    let first = docs.split("\n\n").next().unwrap_or_default();
    Description {
        declaration: format!("let {name}: {ty}"),
        origin: itself.map_or_else(
            || "variable".to_owned(),
            |found| format!("variable of {}", origin(found.origin())),
        ),
        docs: if detail { docs } else { first }.to_owned(),
        more: if detail {
            declarations(&types.members(ty))
        } else {
            vec![]
        },
    }
}

fn item(found: Found<'_, Item>, types: &Types<'_>, detail: bool) -> Description {
    let Found { what, .. } = found;
    let ty = Ty::named(&what.path);
    let more = match what.kind {
        _ if !detail => vec![],
        Kind::Struct | Kind::Enum | Kind::Union | Kind::Primitive => declarations(
            &types
                .members(&ty)
                .into_iter()
                .chain(types.associated(&ty))
                .collect::<Vec<_>>(),
        ),
        Kind::Trait => declarations(&types.scope.index.of_trait(&what.path)),
        _ => vec![],
    };
    Description {
        declaration: what.signature.clone(),
        origin: with_source(
            format!("{} in {}", word_for(what.kind), origin(found.origin())),
            &what.source,
            detail,
        ),
        docs: found.text(what.docs).get().to_owned(),
        more,
    }
}

fn member(found: &Candidate<'_>, detail: bool) -> Description {
    let whose = format!(
        "{} of `{}` in {}",
        word_for(found.kind),
        found.owner,
        origin(found.origin)
    );
    Description {
        declaration: found.signature.clone(),
        origin: with_source(whose, &found.source, detail),
        docs: found.docs.get().to_owned(),
        more: vec![],
    }
}

fn declarations(members: &[Candidate<'_>]) -> Vec<String> {
    let mut all: Vec<String> = members
        .iter()
        .filter(|one| one.own)
        .map(|one| one.signature.clone())
        .collect();
    all.sort();
    all.dedup();
    all
}

fn origin((name, version): (&str, &str)) -> String {
    match version {
        "" => name.to_owned(),
        version => format!("{} {version}", name.replace('_', "-")),
    }
}

fn with_source(origin: String, (file, line): &(String, u32), detail: bool) -> String {
    match detail && !file.is_empty() {
        true => format!("{origin}, `{file}:{line}`"),
        false => origin,
    }
}

fn word_for(kind: Kind) -> &'static str {
    match kind {
        Kind::Module => "module",
        Kind::Struct => "struct",
        Kind::Enum => "enum",
        Kind::Union => "union",
        Kind::Trait => "trait",
        Kind::TypeAlias => "type alias",
        Kind::Primitive => "primitive type",
        Kind::Function => "function",
        Kind::Method => "method",
        Kind::Constant => "constant",
        Kind::Static => "static",
        Kind::Macro => "macro",
        Kind::Field => "field",
        Kind::Variant => "variant",
        Kind::AssocType => "associated type",
    }
}
