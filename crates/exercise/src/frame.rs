//! Frames on the pipe between judge and worker: a length of four bytes, little endian, then the message.

use std::io::{self, Read, Write};

use serde::Serialize;
use serde::de::DeserializeOwned;

/// The largest frame that is read: 16 MiB, four million floats.
pub const MAX_FRAME: usize = 16 << 20;

/// Writes one message and flushes.
///
/// # Errors
/// When the pipe is closed, or the message is larger than [`MAX_FRAME`].
pub fn write<T: Serialize>(pipe: &mut impl Write, message: &T) -> io::Result<()> {
    let bytes = postcard::to_stdvec(message).map_err(io::Error::other)?;
    let length = u32::try_from(bytes.len())
        .ok()
        .filter(|&n| n as usize <= MAX_FRAME);
    let length = length.ok_or_else(|| too_long(bytes.len()))?;
    pipe.write_all(&length.to_le_bytes())?;
    pipe.write_all(&bytes)?;
    pipe.flush()
}

/// Reads one message; `None` when the pipe ended before one began.
///
/// # Errors
/// [`io::ErrorKind::InvalidData`] for a length above [`MAX_FRAME`], bytes that are no `T` and bytes left over; otherwise the
/// pipe's own error.
pub fn read<T: DeserializeOwned>(pipe: &mut impl Read) -> io::Result<Option<T>> {
    let mut length = [0; 4];
    match pipe.read_exact(&mut length[..1]) {
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(None),
        first => first?,
    }
    pipe.read_exact(&mut length[1..])?;
    let length = u32::from_le_bytes(length) as usize;
    if length > MAX_FRAME {
        return Err(too_long(length));
    }
    let mut bytes = Vec::new();
    pipe.take(length as u64).read_to_end(&mut bytes)?;
    if bytes.len() < length {
        return Err(io::Error::new(
            io::ErrorKind::UnexpectedEof,
            "the frame ends early",
        ));
    }
    match postcard::take_from_bytes(&bytes) {
        Ok((message, [])) => Ok(Some(message)),
        Ok((_, rest)) => Err(invalid(format!("{} bytes too many in a frame", rest.len()))),
        Err(error) => Err(invalid(format!("no message in a frame: {error}"))),
    }
}

fn too_long(length: usize) -> io::Error {
    invalid(format!(
        "a frame of {length} bytes, at most {MAX_FRAME} are allowed"
    ))
}

fn invalid(message: String) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, message)
}
