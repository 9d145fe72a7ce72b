//! Variables, items, imports and inputs of a session.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::history::History;
use super::items::{Defined, Item, defined};
use super::prelude;

/// What has been made so far.
#[derive(Debug, Default)]
pub(crate) struct Session {
    /// Types by variable.
    pub(crate) variables: BTreeMap<String, String>,
    /// Functions, types, traits and so on, by name.
    pub(crate) items: BTreeMap<String, Item>,
    /// Names that `use` lines bind, and those that the course's prelude exports once it is imported.
    pub(crate) imports: BTreeSet<String>,
    /// Inputs and results.
    pub(crate) history: History,
    prelude: BTreeSet<String>,
}

impl Session {
    /// A session in the course at `root`.
    pub(crate) fn new(root: &Path) -> Self {
        Self {
            prelude: prelude::exported(root),
            ..Self::default()
        }
    }

    /// Learns from a cell that was compiled.
    pub(crate) fn learn(&mut self, source: &str) {
        let Defined {
            items,
            members,
            imports,
            globs,
        } = defined(source);
        for (name, item) in items {
            self.items.insert(name, item);
        }
        for (ty, names) in members {
            if let Some(item) = self.items.get_mut(&ty) {
                item.members.extend(names);
            }
        }
        self.imports.extend(imports);
        if globs.iter().any(|path| path == "noisebook::prelude") {
            self.imports.extend(self.prelude.iter().cloned());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_session_learns_from_its_cells() {
        let mut session = Session::default();
        session.learn("struct Point { x: f64 }\nuse std::collections::HashMap;");
        session.learn("impl Point { fn norm(&self) -> f64 { self.x } }");
        let members: Vec<&str> = session.items["Point"]
            .members
            .iter()
            .map(String::as_str)
            .collect();
        assert_eq!(members, ["norm", "x"]);
        assert!(session.imports.contains("HashMap"));
    }

    #[test]
    fn a_redefinition_forgets_the_members_of_before() {
        let mut session = Session::default();
        session.learn("struct P { x: f64 }");
        session.learn("struct P { y: f64 }");
        assert_eq!(session.items["P"].members.iter().collect::<Vec<_>>(), ["y"]);
    }
}
