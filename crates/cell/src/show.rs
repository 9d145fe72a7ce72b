//! The value of a cell's last expression, shown in the best form that its type has.
//!
//! The engine writes `(&value).evcxr_display()`: a method of that name on the type itself wins (the convention of figures,
//! tables and many crates), then [`DebugShow`], then [`AnyShow`], since method lookup tries `&value` as it is before
//! it borrows that once more, for change.

use std::any::type_name;
use std::fmt::Debug;

use cell_wire::Event;

use crate::channel::show_result;
use crate::child::send;

/// Values with a debug form.
pub trait DebugShow {
    /// Shows the value.
    fn evcxr_display(&self);
}

/// All other values.
pub trait AnyShow {
    /// Says that there is nothing to see.
    fn evcxr_display(&mut self);
}

impl<T: ?Sized + Debug> DebugShow for T {
    fn evcxr_display(&self) {
        if type_name::<T>() != "()" {
            show_result(&format!("{self:?}"));
        }
    }
}

impl<T: ?Sized> AnyShow for &T {
    fn evcxr_display(&mut self) {
        let name = cell_wire::without_crates(type_name::<T>());
        show_result(&format!("a value of type {name}, which has no Debug form"));
    }
}

/// Takes away what the cell has shown so far; with `wait`, not before there is something new to show.
pub fn clear_output(wait: bool) {
    send(&Event::Clear { wait });
}
