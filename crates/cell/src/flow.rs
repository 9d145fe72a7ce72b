//! How a cell ends.

use std::any::Any;
use std::cell::RefCell;
use std::error::Error;
use std::fmt::Display;
use std::panic::{AssertUnwindSafe, Location, PanicHookInfo, catch_unwind};
use std::sync::Once;

use cell_wire::Flow;

use noisebook_runtime::interrupt::{self, Interrupted};

/// What `?` throws in a cell: any error that can be shown. Made by [`thrown!`](crate::thrown).
pub struct Thrown {
    name: &'static str,
    message: String,
    location: &'static Location<'static>,
}

impl Thrown {
    /// From an error and, where it has any, the error behind it.
    #[inline(never)]
    pub fn new(
        name: &'static str,
        error: &dyn Display,
        source: Option<&(dyn Error + 'static)>,
        location: &'static Location<'static>,
    ) -> Self {
        Self {
            name,
            message: with_sources(format!("{error:#}"), source),
            location,
        }
    }
}

/// One line for each error behind an error; many errors repeat the one behind them in their own words.
fn with_sources(mut message: String, mut source: Option<&(dyn Error + 'static)>) -> String {
    while let Some(error) = source {
        let words = error.to_string();
        if !message.contains(&words) {
            message += &format!("\n  because: {words}");
        }
        source = error.source();
    }
    message
}

/// Defines `Thrown`, into which `?` turns errors: whatever can be shown, with the chain of errors behind it where there is one.
///
/// A macro, because telling these apart takes a feature of the compiler that cells have and this crate has not.
#[macro_export]
macro_rules! thrown {
    () => {
        pub struct Thrown(pub $crate::Thrown);
        trait Behind {
            fn behind(&self) -> ::std::option::Option<&(dyn ::std::error::Error + 'static)>;
        }
        impl<E> Behind for E {
            default fn behind(
                &self,
            ) -> ::std::option::Option<&(dyn ::std::error::Error + 'static)> {
                ::std::option::Option::None
            }
        }
        impl<E: ::std::error::Error> Behind for E {
            fn behind(&self) -> ::std::option::Option<&(dyn ::std::error::Error + 'static)> {
                self.source()
            }
        }
        impl<E: ::std::fmt::Display> ::std::convert::From<E> for Thrown {
            #[track_caller]
            fn from(error: E) -> Self {
                let name = ::std::any::type_name::<E>();
                let here = ::std::panic::Location::caller();
                Thrown($crate::Thrown::new(name, &error, error.behind(), here))
            }
        }
    };
}

/// File, line and column.
type Place = (String, u32, u32);

thread_local! {
    static LOCATION: RefCell<Option<Place>> = const { RefCell::new(None) };
}

/// Runs a cell's statements; whatever they do short of ending the process comes back as a [`Flow`].
///
/// `unpack` gets at what the cell's crate wraps a [`Thrown`] in.
pub fn guard<W>(unpack: fn(W) -> Thrown, body: impl FnOnce() -> Result<(), W>) -> Flow {
    let mut body = Some(body);
    watch(&mut || match body.take() {
        Some(body) => body().map_err(unpack),
        None => Ok(()),
    })
}

/// Not generic, so that no cell compiles it.
fn watch(body: &mut dyn FnMut() -> Result<(), Thrown>) -> Flow {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sources_are_listed_once() {
        let broken = || "x".parse::<i32>().expect_err("no number");
        let outer = std::io::Error::other(broken());
        let message = with_sources("cannot read".into(), Some(&outer));
        assert_eq!(message, format!("cannot read\n  because: {}", broken()));
    }
}
