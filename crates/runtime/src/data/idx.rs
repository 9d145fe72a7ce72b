//! From MNIST's four files to digits: unpack, check everything, and let the `mnist` crate read them.
//!
//! The reader panics where a file is wrong and accepts only MNIST's full counts in a header; so each file is checked first and
//! handed over, in a private folder, under a header with the full count.

use std::io::Read;
use std::path::Path;

use flate2::read::GzDecoder;

use super::{DataError, Mnist, SIDE, Split};

pub(super) const NAMES: [&str; 4] = [
    "train-images-idx3-ubyte",
    "train-labels-idx1-ubyte",
    "t10k-images-idx3-ubyte",
    "t10k-labels-idx1-ubyte",
];

/// Items in MNIST's own files, in the order of [`NAMES`].
const FULL_COUNTS: [usize; 4] = [60_000, 60_000, 10_000, 10_000];
const MOST: usize = 70_000;
const GZIP: [u8; 2] = [0x1f, 0x8b];

/// One unpacked and checked file.
struct Checked {
    name: String,
    bytes: Vec<u8>,
    count: usize,
}

pub(super) fn read(names: [String; 4], files: [Vec<u8>; 4]) -> Result<Mnist, DataError> {
    let mut checked = Vec::with_capacity(4);
    for ((index, name), bytes) in names.into_iter().enumerate().zip(files) {
        let bytes = unpacked(&name, bytes)?;
        checked.push(if index % 2 == 0 {
            check_images(name, bytes)?
        } else {
            check_labels(name, bytes)?
        });
    }
    check_counts(&checked[0], &checked[1])?;
    check_counts(&checked[2], &checked[3])?;
    let got = checked[0].count + checked[2].count;
    if got > MOST {
        return Err(DataError::TooMany { most: MOST, got });
    }
    hand_over(&checked)
}

fn unpacked(name: &str, bytes: Vec<u8>) -> Result<Vec<u8>, DataError> {
    // The largest true file has 47,040,016 bytes; a small file that unpacks to more is no MNIST.
    const LARGEST: u64 = 64 << 20;
    if !bytes.starts_with(&GZIP) {
        return Ok(bytes);
    }
    let mut plain = Vec::new();
    let read = GzDecoder::new(bytes.as_slice())
        .take(LARGEST)
        .read_to_end(&mut plain);
    read.map(|_| plain).map_err(|source| DataError::Gzip {
        file: name.to_owned(),
        source,
    })
}

fn check_images(name: String, bytes: Vec<u8>) -> Result<Checked, DataError> {
    const HEADER: usize = 16;
    let header = fields(&name, &bytes, HEADER)?;
    expect(&name, "magic number", 2051, header[0])?;
    expect(&name, "rows of an image", SIDE, header[2])?;
    expect(&name, "columns of an image", SIDE, header[3])?;
    check_length(name, bytes, header[1], HEADER, SIDE * SIDE)
}

fn check_labels(name: String, bytes: Vec<u8>) -> Result<Checked, DataError> {
    const HEADER: usize = 8;
    let header = fields(&name, &bytes, HEADER)?;
    expect(&name, "magic number", 2049, header[0])?;
    let checked = check_length(name, bytes, header[1], HEADER, 1)?;
    match checked.bytes[HEADER..].iter().position(|label| *label > 9) {
        Some(index) => Err(DataError::Label {
            file: checked.name,
            index,
            got: checked.bytes[HEADER + index],
        }),
        None => Ok(checked),
    }
}

/// The header's big-endian numbers.
fn fields(name: &str, bytes: &[u8], header: usize) -> Result<Vec<usize>, DataError> {
    if bytes.len() < header {
        let (expected, got) = (format!("{header} bytes"), format!("{} bytes", bytes.len()));
        return Err(DataError::Header {
            file: name.to_owned(),
            field: "header",
            expected,
            got,
        });
    }
    let number = |four: &[u8]| {
        four.iter()
            .fold(0, |number, byte| number << 8 | usize::from(*byte))
    };
    Ok(bytes[..header].chunks(4).map(number).collect())
}

fn expect(name: &str, field: &'static str, expected: usize, got: usize) -> Result<(), DataError> {
    if expected == got {
        return Ok(());
    }
    Err(DataError::Header {
        file: name.to_owned(),
        field,
        expected: expected.to_string(),
        got: got.to_string(),
    })
}

fn check_length(
    name: String,
    bytes: Vec<u8>,
    count: usize,
    header: usize,
    item: usize,
) -> Result<Checked, DataError> {
    let expected = header + count * item;
    if bytes.len() != expected {
        return Err(DataError::Length {
            file: name,
            count,
            expected,
            got: bytes.len(),
        });
    }
    Ok(Checked { name, bytes, count })
}

fn check_counts(images: &Checked, labels: &Checked) -> Result<(), DataError> {
    if images.count == labels.count {
        return Ok(());
    }
    Err(DataError::Counts {
        images: images.name.clone(),
        labels: labels.name.clone(),
        expected: images.count,
        got: labels.count,
    })
}

fn hand_over(checked: &[Checked]) -> Result<Mnist, DataError> {
    let folder = tempfile::tempdir().map_err(DataError::Temporary)?;
    for ((file, name), full) in checked.iter().zip(NAMES).zip(FULL_COUNTS) {
        let mut bytes = file.bytes.clone();
        bytes[4..8].copy_from_slice(&(full as u32).to_be_bytes());
        std::fs::write(folder.path().join(name), bytes).map_err(DataError::Temporary)?;
    }
    Ok(parse(folder.path(), checked[0].count, checked[2].count))
}

fn parse(folder: &Path, train: usize, test: usize) -> Mnist {
    let read = mnist::MnistBuilder::new()
        .base_path(&folder.to_string_lossy())
        .training_set_length(train as u32)
        .test_set_length(test as u32)
        .finalize();
    Mnist {
        train: Split::new(read.trn_img, read.trn_lbl),
        test: Split::new(read.tst_img, read.tst_lbl),
    }
}
