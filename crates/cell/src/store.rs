//! The variables of a session.

use std::any::{Any, type_name};
use std::collections::HashMap;

/// All variables, by name. A variable leaves the store while a cell that mentions it runs.
#[derive(Default)]
pub struct Store(HashMap<String, Box<dyn Any>>);

impl Store {
    /// Takes a variable out.
    ///
    /// # Panics
    /// When it is not there, or has another type than the engine believes: never reinterprets.
    pub fn take<T: 'static>(&mut self, name: &str) -> T {
        let value = self
            .0
            .remove(name)
            .unwrap_or_else(|| panic!("the variable `{name}` was lost"));
        *value.downcast().unwrap_or_else(|_| {
            panic!(
                "the variable `{name}` is no `{}` any more",
                type_name::<T>()
            )
        })
    }

    /// Puts a variable in; one of the same name is dropped.
    pub fn put<T: 'static>(&mut self, name: &str, value: T) {
        self.0.insert(name.to_owned(), Box::new(value));
    }

    /// Drops a variable.
    pub fn forget(&mut self, name: &str) {
        self.0.remove(name);
    }

    /// Names of all variables, sorted.
    pub fn names(&self) -> Vec<String> {
        let mut names: Vec<_> = self.0.keys().cloned().collect();
        names.sort();
        names
    }
}
