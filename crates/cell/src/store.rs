//! The variables of a session.
//!
//! What is generic here is compiled again with every cell that uses it, so it does next to nothing.

use std::any::{Any, TypeId, type_name};
use std::collections::HashMap;

use cell_wire::Flow;

/// All variables, by name. A variable leaves the store while a cell that mentions it runs.
#[derive(Default)]
pub struct Store {
    values: HashMap<String, Box<dyn Any>>,
    /// What variables were before the cell that runs: for those that it moves and gives new values.
    before: Vec<(String, Box<dyn Any>)>,
}

impl Store {
    /// Takes a variable out.
    ///
    /// # Panics
    /// When it is not there, or has another type than the engine believes: never reinterprets.
    pub fn take<T: 'static>(&mut self, name: &str) -> T {
        let value = self.remove(name, TypeId::of::<T>(), type_name::<T>());
        // SAFETY: `remove` compared the types.
        *unsafe { Box::from_raw(Box::into_raw(value).cast::<T>()) }
    }

    /// Puts a variable in; one of the same name is dropped.
    pub fn put<T: 'static>(&mut self, name: &str, value: T) {
        self.insert(name, Box::new(value));
    }

    /// Remembers what a variable was before the cell, in case that the cell does not get to its end.
    pub fn remember<T: 'static>(&mut self, name: &str, copy: T) {
        self.before.push((name.to_owned(), Box::new(copy)));
    }

    /// After a cell: a variable that a cell lost by ending early becomes what it was before.
    pub fn settle(&mut self, flow: &Flow) {
        for (name, copy) in std::mem::take(&mut self.before) {
            if *flow != Flow::Done {
                self.values.entry(name).or_insert(copy);
            }
        }
    }

    /// Drops a variable.
    pub fn forget(&mut self, name: &str) {
        self.values.remove(name);
    }

    /// Names of all variables, sorted.
    pub fn names(&self) -> Vec<String> {
        let mut names: Vec<_> = self.values.keys().cloned().collect();
        names.sort();
        names
    }

    #[inline(never)]
    fn insert(&mut self, name: &str, value: Box<dyn Any>) {
        self.values.insert(name.to_owned(), value);
    }

    /// The variable, if it is of this type.
    #[inline(never)]
    fn remove(&mut self, name: &str, wanted: TypeId, words: &str) -> Box<dyn Any> {
        let value = self
            .values
            .remove(name)
            .unwrap_or_else(|| panic!("the variable `{name}` was lost"));
        assert!(
            (*value).type_id() == wanted,
            "the variable `{name}` is no `{words}` any more"
        );
        value
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_put_in_comes_out() {
        let mut store = Store::default();
        store.put("x", vec![1, 2]);
        assert_eq!(store.take::<Vec<i32>>("x"), [1, 2]);
        assert!(store.names().is_empty());
    }

    #[test]
    fn a_variable_that_was_lost_is_what_it_was_before() {
        let mut store = Store::default();
        store.remember("x", 1);
        store.settle(&Flow::Interrupted);
        assert_eq!(store.take::<i32>("x"), 1);
        store.remember("x", 1);
        store.settle(&Flow::Done);
        assert!(store.names().is_empty());
    }

    #[test]
    #[should_panic(expected = "the variable `x` is no `u64` any more")]
    fn a_variable_is_never_reinterpreted() {
        let mut store = Store::default();
        store.put("x", 1_i64);
        store.take::<u64>("x");
    }
}
