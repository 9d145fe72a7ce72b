//! Completion: names of the session, the language, and what the index knows.

use std::sync::Arc;

use api_index::{Candidate, Index, Item, Kind, Ty};

use super::cursor::{Before, Word, word};
use super::infer::Types;
use super::locals;
use super::scope::Scope;
use super::session::Session;
use super::words::{KEYWORDS, MACROS, PRIMITIVES};

/// What may stand at the cursor. Positions are counted in code points.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Completion {
    pub(crate) matches: Vec<Match>,
    pub(crate) start: usize,
    pub(crate) end: usize,
}

/// One of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Match {
    pub(crate) text: String,
    /// In the words of clients, which draw a symbol for each.
    pub(crate) kind: &'static str,
    /// The declaration on one line; may be empty.
    pub(crate) signature: String,
}

/// What may stand at `cursor`.
pub(crate) fn complete(
    code: &str,
    cursor: usize,
    session: &mut Session,
    library: &Arc<Index>,
) -> Completion {
    let word = word(code, cursor);
    let scope = scope_at(code, &word, session, library);
    let all = candidates(&word, &scope);
    let lower = word.prefix.to_lowercase();
    let exact: Vec<Match> = all
        .iter()
        .filter(|one| one.text.starts_with(&word.prefix))
        .cloned()
        .collect();
    let matches = match exact.is_empty() {
        // `tens` may mean `Tensor`.
        true => all
            .into_iter()
            .filter(|one| one.text.to_lowercase().starts_with(&lower))
            .collect(),
        false => exact,
    };
    Completion {
        matches,
        start: word.start,
        end: word.cursor,
    }
}

/// The names in sight of a word.
pub(super) fn scope_at(
    code: &str,
    word: &Word,
    session: &mut Session,
    library: &Arc<Index>,
) -> Scope {
    let index = session.index(library);
    let mut scope = Scope::new(index, session, code);
    let cut = match &word.before {
        Before::Dot(_, start) => *start,
        _ => word.start,
    };
    let before: String = code.chars().take(cut).collect();
    locals::add(&before, &mut scope);
    scope
}

fn candidates(word: &Word, scope: &Scope) -> Vec<Match> {
    match &word.before {
        Before::Dot(receiver, _) => after_dot(receiver, scope),
        Before::Path(head) => after_path(head, scope),
        Before::Nothing => plain(word, scope),
    }
}

fn after_dot(receiver: &str, scope: &Scope) -> Vec<Match> {
    let types = Types::new(scope);
    sorted(types.members(&types.text(receiver)))
}

fn after_path(head: &str, scope: &Scope) -> Vec<Match> {
    let mut found = vec![];
    let names: Vec<&str> = head.split("::").map(str::trim).collect();
    if names.is_empty() || names == [""] {
        return found;
    }
    for key in scope.resolve(&names) {
        let Some(item) = scope.index.item(&key) else {
            continue;
        };
        match item.what.kind {
            Kind::Module => found.extend(
                scope
                    .index
                    .children(&key)
                    .into_iter()
                    .filter_map(|(name, key)| child(name, key, scope)),
            ),
            Kind::Trait => found.extend(sorted(scope.index.of_trait(&key))),
            _ => {}
        }
    }
    let ty = scope.type_of(head);
    if ty != Ty::Unknown {
        found.extend(sorted(Types::new(scope).associated(&ty)));
    }
    found.sort_by(|a, b| a.text.cmp(&b.text));
    found.dedup_by(|a, b| a.text == b.text);
    found
}

fn child(name: &str, key: &str, scope: &Scope) -> Option<Match> {
    let item = scope.index.item(key)?;
    let mark = if key.ends_with('!') { "!" } else { "" };
    Some(Match {
        text: format!("{name}{mark}"),
        kind: word_for(item.what.kind),
        signature: signature(item.what),
    })
}

/// Fields first, then a type's own methods, then those of traits.
fn sorted(mut candidates: Vec<Candidate<'_>>) -> Vec<Match> {
    let rank = |one: &Candidate<'_>| match one.kind {
        Kind::Field | Kind::Variant => 0,
        _ if one.own => 1,
        _ => 2,
    };
    candidates.sort_by_key(|one| (rank(one), one.name.clone()));
    let to_match = |one: Candidate<'_>| Match {
        text: one.name,
        kind: word_for(one.kind),
        signature: on_one_line(&one.signature),
    };
    candidates.into_iter().map(to_match).collect()
}

/// Between words only the session's own names: all others would be a flood.
fn plain(word: &Word, scope: &Scope) -> Vec<Match> {
    let mut found: Vec<Match> = scope
        .variables
        .iter()
        .map(|(name, ty)| variable(name, ty))
        .collect();
    found.extend(scope.names().flat_map(|name| named(name, scope)));
    if !word.prefix.is_empty() {
        found.extend(
            scope
                .globbed()
                .filter_map(|(name, key)| child(name, key, scope)),
        );
        found.extend(KEYWORDS.iter().map(|name| language(name, "keyword")));
        found.extend(PRIMITIVES.iter().map(|name| language(name, "class")));
        found.extend(
            MACROS
                .iter()
                .map(|name| language(&format!("{name}!"), "function")),
        );
    }
    found.sort_by(|a, b| (&a.text, a.signature.is_empty()).cmp(&(&b.text, b.signature.is_empty())));
    found.dedup_by(|a, b| a.text == b.text);
    found.retain(|one| !matches!(one.text.as_str(), "_" | ""));
    found
}

fn variable(name: &str, ty: &Ty) -> Match {
    Match {
        text: name.to_owned(),
        kind: "instance",
        signature: format!("{name}: {ty}"),
    }
}

fn named(name: &str, scope: &Scope) -> Vec<Match> {
    let keys = scope.resolve(&[name]);
    keys.iter()
        .filter_map(|key| child(name, key, scope))
        .collect()
}

fn language(text: &str, kind: &'static str) -> Match {
    Match {
        text: text.to_owned(),
        kind,
        signature: String::new(),
    }
}

/// The head of a declaration, without docs, attributes and bodies.
fn signature(item: &Item) -> String {
    let text = item.signature.as_str();
    let code = text
        .lines()
        .find(|line| !line.trim_start().starts_with(['#', '/']))
        .unwrap_or_default();
    on_one_line(code.split(" {").next().unwrap_or(code))
}

fn on_one_line(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    line.replace("( ", "(").replace(", )", ")")
}

fn word_for(kind: Kind) -> &'static str {
    match kind {
        Kind::Module => "module",
        Kind::Struct
        | Kind::Enum
        | Kind::Union
        | Kind::Trait
        | Kind::TypeAlias
        | Kind::Primitive
        | Kind::AssocType => "class",
        Kind::Function | Kind::Method | Kind::Macro => "function",
        Kind::Constant | Kind::Static => "instance",
        Kind::Field | Kind::Variant => "property",
    }
}
