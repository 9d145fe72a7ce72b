//! What a cell puts out, on its way to clients.

mod display;
mod stream;
mod utf8;

pub(crate) use display::{content, media};
pub(crate) use stream::Stream;
