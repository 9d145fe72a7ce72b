//! The value of a cell's last expression, shown in the best form that its type has.

use std::any::type_name;
use std::fmt::Debug;

use cell_wire::Event;

use crate::channel::show_result;
use crate::child::send;

/// Defines what the engine's `(&value).evcxr_display()` falls back to: a method of that name on the type itself wins (the
/// convention of figures, tables and many crates), then the debug form, then a remark that there is none, since method
/// lookup tries `&value` as it is before it borrows that once more, for change.
///
/// `Spare` remembers a copy of a variable, where it can be copied, by the same trick.
///
/// A macro, so that the traits stand in the generated crate: where another kernel links this crate, methods of that name
/// would mislead its own search for one.
#[macro_export]
macro_rules! show_traits {
    () => {
        pub trait DebugShow {
            fn evcxr_display(&self);
        }
        pub trait AnyShow {
            fn evcxr_display(&mut self);
        }
        pub struct Spare<'a, T>(pub &'a T);
        pub trait Copied {
            fn remember(&self, store: &mut $crate::Store, name: &str);
        }
        pub trait Uncopied {
            fn remember(&self, store: &mut $crate::Store, name: &str);
        }
        impl<T: ::std::clone::Clone + 'static> Copied for Spare<'_, T> {
            fn remember(&self, store: &mut $crate::Store, name: &str) {
                store.remember(name, self.0.clone())
            }
        }
        impl<T> Uncopied for &Spare<'_, T> {
            fn remember(&self, _: &mut $crate::Store, _: &str) {}
        }
        impl<T: ?Sized + ::std::fmt::Debug> DebugShow for T {
            fn evcxr_display(&self) {
                $crate::show_debug(self)
            }
        }
        impl<T: ?Sized> AnyShow for &T {
            fn evcxr_display(&mut self) {
                $crate::show_nothing(*self)
            }
        }
    };
}

/// Shows the debug form of a value; nothing for `()`.
pub fn show_debug<T: ?Sized + Debug>(value: &T) {
    show_text(type_name::<T>(), &value);
}

#[inline(never)]
fn show_text(name: &str, value: &dyn Debug) {
    if name != "()" {
        show_result(&format!("{value:?}"));
    }
}

/// Says that there is nothing to see.
pub fn show_nothing<T: ?Sized>(_: &T) {
    show_name(type_name::<T>());
}

fn show_name(name: &str) {
    let name = cell_wire::without_crates(name);
    show_result(&format!("a value of type {name}, which has no Debug form"));
}

/// Takes away what the cell has shown so far; with `wait`, not before there is something new to show.
pub fn clear_output(wait: bool) {
    send(&Event::Clear { wait });
}
