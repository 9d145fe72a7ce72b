//! Bytes to notebook. Total: any bytes give a notebook or a [`ReadError`].

use std::fs::File;
use std::io::Read;
use std::path::Path;

use crate::error::ReadError;
use crate::from_json;
use crate::model::Notebook;

/// The largest file that is read unless another limit is given: 20 MB.
pub const MAX_BYTES: u64 = 20_000_000;

const BOM: &[u8] = b"\xEF\xBB\xBF";

impl Notebook {
    /// The notebook in the file `path`, of at most [`MAX_BYTES`].
    pub fn open(path: impl AsRef<Path>) -> Result<Self, ReadError> {
        Self::open_within(path, MAX_BYTES)
    }

    /// The notebook in the file `path`, of which at most `limit + 1` bytes are read.
    pub fn open_within(path: impl AsRef<Path>, limit: u64) -> Result<Self, ReadError> {
        let mut bytes = Vec::new();
        File::open(path)?
            .take(limit.saturating_add(1))
            .read_to_end(&mut bytes)?;
        check_size(&bytes, limit, false)?;
        parse(&bytes)
    }

    /// The notebook in `bytes`, of at most [`MAX_BYTES`].
    pub fn read(bytes: &[u8]) -> Result<Self, ReadError> {
        Self::read_within(bytes, MAX_BYTES)
    }

    /// The notebook in `bytes`, of at most `limit` bytes.
    pub fn read_within(bytes: &[u8], limit: u64) -> Result<Self, ReadError> {
        check_size(bytes, limit, true)?;
        parse(bytes)
    }
}

fn check_size(bytes: &[u8], limit: u64, exact: bool) -> Result<(), ReadError> {
    let size = bytes.len() as u64;
    if size <= limit {
        Ok(())
    } else {
        Err(ReadError::TooLarge { size, limit, exact })
    }
}

fn parse(bytes: &[u8]) -> Result<Notebook, ReadError> {
    let bytes = bytes.strip_prefix(BOM).unwrap_or(bytes);
    let text = str::from_utf8(bytes).map_err(|error| ReadError::NotUtf8 {
        offset: error.valid_up_to(),
    })?;
    let json = serde_json::from_str(text).map_err(json_error)?;
    from_json::notebook(json)
}

fn json_error(error: serde_json::Error) -> ReadError {
    let (line, column, problem) = (error.line(), error.column(), error.to_string());
    if problem.starts_with("recursion limit exceeded") {
        return ReadError::TooDeep { line, column };
    }
    let problem = problem
        .split(" at line ")
        .next()
        .unwrap_or_default()
        .to_owned();
    ReadError::NotJson {
        line,
        column,
        problem,
    }
}
