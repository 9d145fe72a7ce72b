//! How a cell ends.

use std::any::Any;
use std::cell::RefCell;
use std::panic::{AssertUnwindSafe, Location, PanicHookInfo, catch_unwind};
use std::sync::Once;

use cell_wire::Flow;

use noisebook_runtime::interrupt::{self, Interrupted};

/// What `?` throws in a cell: any error that can be shown.
pub struct Thrown {
    name: &'static str,
    message: String,
    location: &'static Location<'static>,
}

impl<E: std::fmt::Display> From<E> for Thrown {
    #[track_caller]
    fn from(error: E) -> Self {
        Self {
            name: std::any::type_name::<E>(),
            message: format!("{error:#}"),
            location: Location::caller(),
        }
    }
}

/// File, line and column.
type Place = (String, u32, u32);

thread_local! {
    static LOCATION: RefCell<Option<Place>> = const { RefCell::new(None) };
}

/// Runs a cell's statements; whatever they do short of ending the process comes back as a [`Flow`].
pub fn guard(body: impl FnOnce() -> Result<(), Thrown>) -> Flow {
    remember_locations();
    let ended = catch_unwind(AssertUnwindSafe(body));
    let interrupted = interrupt::requested();
    interrupt::clear();
    match ended {
        Ok(Ok(())) => Flow::Done,
        // Such as the error of a read that was given up.
        _ if interrupted => Flow::Interrupted,
        Ok(Err(thrown)) => Flow::Threw {
            name: thrown.name.to_owned(),
            message: thrown.message,
            location: Some(place(thrown.location)),
        },
        Err(panic) => of_panic(panic.as_ref()),
    }
}

/// What a panic means.
pub(crate) fn of_panic(panic: &(dyn Any + Send)) -> Flow {
    if panic.is::<Interrupted>() {
        return Flow::Interrupted;
    }
    let message = text(panic);
    Flow::Panicked {
        message,
        location: LOCATION.take(),
    }
}

/// The panic hook keeps quiet on the thread of the cells, whose panics are reported as results.
fn remember_locations() {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let cells = std::thread::current().id();
        std::panic::set_hook(Box::new(move |info| {
            if std::thread::current().id() == cells {
                LOCATION.set(info.location().map(place));
            } else {
                elsewhere(info);
            }
        }));
    });
}

fn place(at: &Location<'_>) -> Place {
    (at.file().to_owned(), at.line(), at.column())
}

/// Other threads say that they panicked, but not at which place of a source that the reader never saw.
fn elsewhere(info: &PanicHookInfo<'_>) {
    let thread = std::thread::current();
    let name = thread
        .name()
        .map_or_else(|| "a thread".to_owned(), |name| format!("thread `{name}`"));
    eprintln!("{name} panicked: {}", text(info.payload()));
}

fn text(panic: &(dyn Any + Send)) -> String {
    let owned = panic.downcast_ref::<String>().cloned();
    owned
        .or_else(|| panic.downcast_ref::<&str>().map(|text| (*text).to_owned()))
        .unwrap_or_else(|| "a panic without a message".to_owned())
}
