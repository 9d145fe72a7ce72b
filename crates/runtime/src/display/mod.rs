//! How a rich result reaches the reader.
//!
//! A result is a [`Rich`] bundle: always words, and often a picture. A [`Channel`] carries it: the stock evcxr kernel reads
//! marked blocks from stdout, a terminal gets the words. Another channel can be put in place with [`set_channel`].

mod evcxr;
mod rich;
mod terminal;

use std::sync::{Arc, OnceLock, RwLock};

pub use evcxr::Evcxr;
pub(crate) use evcxr::escaped;
pub use rich::{Part, Rich};
pub use terminal::{FIGURES_VARIABLE, Terminal};

/// Where results go.
pub trait Channel: Send + Sync {
    /// Shows one result.
    fn show(&self, rich: &Rich);

    /// Shows a line of text that is part of the running output, not a result of its own.
    fn line(&self, text: &str);

    /// How progress is drawn here.
    fn drawing(&self) -> Drawing;

    /// Shows a result that takes the place of the one shown before under the same `id`; `first` when there is none yet.
    /// Called on [`Drawing::InPlace`] channels only.
    fn replace(&self, id: &str, first: bool, rich: &Rich) {
        let _ = (id, first);
        self.show(rich);
    }
}

/// How progress is drawn on a channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Drawing {
    /// A bar that redraws itself.
    Bar,
    /// Lines that come to rest: few of them.
    Lines,
    /// A result that is replaced.
    InPlace,
}

/// Whether this process runs the cells of an evcxr kernel.
pub fn in_evcxr() -> bool {
    std::env::var_os("EVCXR_IS_RUNTIME").is_some()
}

/// Shows `rich` on this session's channel.
pub fn show(rich: &Rich) {
    channel().show(rich);
}

/// Makes all later results of this process go to `channel`.
pub fn set_channel(channel: impl Channel + 'static) {
    *slot()
        .write()
        .unwrap_or_else(|poisoned| poisoned.into_inner()) = Arc::new(channel);
}

/// The channel of this session.
pub fn channel() -> Arc<dyn Channel> {
    slot()
        .read()
        .unwrap_or_else(|poisoned| poisoned.into_inner())
        .clone()
}

fn slot() -> &'static RwLock<Arc<dyn Channel>> {
    static SLOT: OnceLock<RwLock<Arc<dyn Channel>>> = OnceLock::new();
    SLOT.get_or_init(|| {
        RwLock::new(if in_evcxr() {
            Arc::new(Evcxr)
        } else {
            Arc::new(Terminal::from_environment())
        })
    })
}
