//! What is said of a name.

/// What a name is, in parts.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Description {
    /// A declaration in Rust.
    pub(crate) declaration: String,
    /// Whose it is and where it comes from.
    pub(crate) origin: String,
    /// Docs in Markdown.
    pub(crate) docs: String,
    /// Further declarations, such as a type's methods.
    pub(crate) more: Vec<String>,
}

impl Description {
    /// For clients that render it.
    pub(crate) fn markdown(&self) -> String {
        let mut text = format!("```rust\n{}\n```\n\n*{}*", self.declaration, self.origin);
        if !self.docs.is_empty() {
            text += &format!("\n\n{}", self.docs);
        }
        if !self.more.is_empty() {
            text += &format!("\n\n```rust\n{}\n```", self.more.join("\n"));
        }
        text
    }

    /// For those that do not.
    pub(crate) fn plain(&self) -> String {
        let fence = |line: &&str| !line.trim_start().starts_with("```") && *line != "$$";
        let docs: Vec<&str> = self.docs.lines().filter(fence).collect();
        let mut text = format!("{}\n({})", self.declaration, self.origin.replace('`', ""));
        if !docs.is_empty() {
            text += &format!("\n\n{}", docs.join("\n"));
        }
        if !self.more.is_empty() {
            text += &format!("\n\n{}", self.more.join("\n"));
        }
        text
    }
}
