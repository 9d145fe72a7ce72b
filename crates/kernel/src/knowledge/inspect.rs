//! What is known of the name at a cursor.

use super::cursor::word;
use super::session::Session;

/// Rust text that says what the name is; `None` for unknown names.
pub(crate) fn inspect(code: &str, cursor: usize, session: &Session) -> Option<String> {
    let name = word(code, cursor).whole;
    // A variable hides an item of its name where values stand, which is nearly everywhere.
    if let Some(ty) = session.variables.get(&name) {
        return Some(format!("let {name}: {ty}"));
    }
    session.items.get(&name).map(|item| item.text.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variables_have_types_and_items_texts() {
        let mut session = Session::default();
        session.variables.insert("x".into(), "Tensor<2>".into());
        session.learn("/// Doubles.\nfn double(x: f64) -> f64 { 2.0 * x }");
        assert_eq!(
            inspect("let y = x;", 9, &session).as_deref(),
            Some("let x: Tensor<2>")
        );
        let text = inspect("double(1.0)", 3, &session).unwrap();
        assert!(text.starts_with("/// Doubles.\nfn double"), "{text}");
        assert_eq!(inspect("nothing", 2, &session), None);
    }
}
