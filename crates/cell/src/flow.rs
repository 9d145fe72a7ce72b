//! How a cell ends.

use std::any::Any;
use std::cell::RefCell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Once;

use cell_wire::Flow;

use noisebook_runtime::interrupt::Interrupted;

/// What `?` throws in a cell: any error that can be shown.
pub struct Thrown {
    name: &'static str,
    message: String,
}

impl<E: std::fmt::Display> From<E> for Thrown {
    fn from(error: E) -> Self {
        Self {
            name: std::any::type_name::<E>(),
            message: format!("{error:#}"),
        }
    }
}

thread_local! {
    static LOCATION: RefCell<Option<(String, u32, u32)>> = const { RefCell::new(None) };
}

/// Runs a cell's statements; whatever they do short of ending the process comes back as a [`Flow`].
pub fn guard(body: impl FnOnce() -> Result<(), Thrown>) -> Flow {
    remember_locations();
    match catch_unwind(AssertUnwindSafe(body)) {
        Ok(Ok(())) => Flow::Done,
        Ok(Err(thrown)) => Flow::Threw {
            name: thrown.name.to_owned(),
            message: thrown.message,
        },
        Err(panic) if panic.is::<Interrupted>() => Flow::Interrupted,
        Err(panic) => Flow::Panicked {
            message: text(panic.as_ref()),
            location: LOCATION.take(),
        },
    }
}

/// The panic hook keeps quiet on the thread of the cells, whose panics are reported as results, and stays as it was
/// on others.
fn remember_locations() {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let cells = std::thread::current().id();
        let before = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            if std::thread::current().id() != cells {
                return before(info);
            }
            let at = info
                .location()
                .map(|at| (at.file().to_owned(), at.line(), at.column()));
            LOCATION.with(|location| *location.borrow_mut() = at);
        }));
    });
}

fn text(panic: &(dyn Any + Send)) -> String {
    let owned = panic.downcast_ref::<String>().cloned();
    owned
        .or_else(|| panic.downcast_ref::<&str>().map(|text| (*text).to_owned()))
        .unwrap_or_else(|| "a panic without a message".to_owned())
}
