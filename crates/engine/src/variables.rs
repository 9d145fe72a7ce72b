//! What the engine knows of the variables in the child's store.

use std::collections::BTreeMap;

use crate::compile::Diagnostic;

/// A variable's type, as far as later cells can write it down.
#[derive(Clone, Debug, PartialEq)]
pub enum VariableType {
    /// Source text that names the type.
    Named(String),
    /// A closure, an `impl Trait` or something else without a name; holds the compiler's words for it.
    Nameless(String),
}

impl VariableType {
    /// The compiler's words for it.
    pub fn text(&self) -> &str {
        match self {
            Self::Named(text) | Self::Nameless(text) => text,
        }
    }
}

/// All variables, by name.
pub type Variables = BTreeMap<String, VariableType>;

/// Reads the type of the one variable that this message is about.
///
/// The compiler says "unused … `…::Ty<TYPE>` that must be used" or "unused result of type `…::Ty<TYPE>`".
pub fn type_in(diagnostic: &Diagnostic) -> Option<VariableType> {
    let code = diagnostic.code.as_ref()?;
    if code.code != "unused_results" {
        return None;
    }
    let start = diagnostic.message.find("Ty<")? + "Ty<".len();
    let end = diagnostic.message.rfind(">`")?;
    let text = diagnostic.message.get(start..end)?;
    Some(if nameless(text) {
        VariableType::Nameless(text.to_owned())
    } else {
        VariableType::Named(text.to_owned())
    })
}

fn nameless(text: &str) -> bool {
    // `{closure@…}`, `{async block@…}`, `fn(…) {name}`, `impl Trait`
    text.contains('{') || text.contains("impl ") || text.contains('[') && text.contains("...")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(text: &str) -> Diagnostic {
        let json = serde_json::json!({
            "message": text, "code": { "code": "unused_results" }, "level": "warning", "spans": [], "children": [],
        });
        serde_json::from_value(json).expect("a diagnostic")
    }

    #[test]
    fn types_are_read() {
        let read = |text| type_in(&message(text));
        assert_eq!(
            read("unused result of type `noisebook::cell::Ty<burn::Tensor<2>>`"),
            Some(VariableType::Named("burn::Tensor<2>".into()))
        );
        assert!(matches!(
            read("unused result of type `noisebook::cell::Ty<{closure@s1.rs:3:9}>`"),
            Some(VariableType::Nameless(_))
        ));
        assert_eq!(read("unused variable: `x`"), None);
    }
}
