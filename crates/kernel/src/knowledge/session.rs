//! Variables, items, imports and inputs of a session.

use std::collections::BTreeMap;
use std::sync::Arc;

use api_index::Index;

use super::history::History;
use super::items::{Defined, Item, defined};
use super::own;

/// What has been made so far.
#[derive(Debug, Default)]
pub(crate) struct Session {
    /// Types by variable.
    pub(crate) variables: BTreeMap<String, String>,
    /// Functions, types, traits and so on, by name.
    pub(crate) items: BTreeMap<String, Item>,
    /// Texts of `impl` blocks, each with the name that it is for.
    pub(crate) impls: Vec<(String, String)>,
    /// Names that `use` lines bind, and their paths.
    pub(crate) imports: BTreeMap<String, String>,
    /// Paths of which everything is imported.
    pub(crate) globs: Vec<String>,
    /// Inputs and results.
    pub(crate) history: History,
    /// The session's own items on top of what is known of crates.
    index: Option<Arc<Index>>,
}

impl Session {
    /// Learns from a cell that was compiled.
    pub(crate) fn learn(&mut self, source: &str) {
        let Defined {
            items,
            impls,
            imports,
            globs,
        } = defined(source);
        for (name, item) in items {
            // What was implemented for the type of before does not hold for the new one.
            self.impls.retain(|(ty, _)| item.is_macro || *ty != name);
            self.items.insert(name, item);
        }
        self.impls.extend(impls);
        self.imports.extend(imports);
        for glob in globs {
            if !self.globs.contains(&glob) {
                self.globs.push(glob);
            }
        }
        self.index = None;
    }

    /// What is known of crates and of the session's own items.
    pub(crate) fn index(&mut self, library: &Arc<Index>) -> Arc<Index> {
        if self.index.is_none() {
            let part = own::part(self, library);
            self.index = Some(Arc::new(Index::over(library.clone(), vec![part])));
        }
        self.index.clone().unwrap_or_else(|| library.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_session_learns_from_its_cells() {
        let mut session = Session::default();
        session.learn(
            "struct Point { x: f64 }\nuse std::collections::HashMap;\nuse burn::prelude::*;",
        );
        session.learn("impl Point { fn norm(&self) -> f64 { self.x } }");
        assert_eq!(session.impls[0].0, "Point");
        assert_eq!(session.imports["HashMap"], "std::collections::HashMap");
        assert_eq!(session.globs, ["burn::prelude"]);
    }

    #[test]
    fn a_redefinition_forgets_what_was_implemented_before() {
        let mut session = Session::default();
        session.learn("struct P { x: f64 }\nimpl P { fn f() {} }");
        session.learn("struct P { y: f64 }");
        assert!(session.impls.is_empty());
    }
}
