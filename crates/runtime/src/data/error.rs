//! What can be wrong with the data, in words for people.

/// Why digits could not be had.
#[derive(Debug, thiserror::Error)]
pub enum DataError {
    /// A folder lacks one of MNIST's four files.
    #[error(
        "`{folder}`: expected `{name}` or `{name}.gz`, found neither\n\
         hint: put MNIST's four files there, or use `Mnist::embedded()`"
    )]
    Missing {
        /// The folder.
        folder: String,
        /// The missing file.
        name: String,
    },
    /// A file is there but cannot be read.
    #[error("`{file}`: cannot be read: {source}\nhint: check that you may read it")]
    Unreadable {
        /// The file.
        file: String,
        /// Why.
        source: std::io::Error,
    },
    /// A `.gz` file does not unpack.
    #[error(
        "`{file}`: expected gzip data, which does not unpack: {source}\nhint: the file is damaged or incomplete; get it anew"
    )]
    Gzip {
        /// The file.
        file: String,
        /// Why.
        source: std::io::Error,
    },
    /// A header says something else than MNIST's.
    #[error(
        "`{file}`: {field}: expected {expected}, got {got}\nhint: is this the MNIST file of that name?"
    )]
    Header {
        /// The file.
        file: String,
        /// The part of the header.
        field: &'static str,
        /// What an MNIST file says there.
        expected: String,
        /// What this file says.
        got: String,
    },
    /// A file is shorter or longer than its header says.
    #[error(
        "`{file}`: expected {expected} bytes for {count} items, got {got}\nhint: the file is incomplete or damaged; get it anew"
    )]
    Length {
        /// The file.
        file: String,
        /// How many items the header announces.
        count: usize,
        /// How many bytes they take, with the header.
        expected: usize,
        /// How many bytes there are.
        got: usize,
    },
    /// Images and labels do not belong together.
    #[error(
        "`{labels}`: expected {expected} labels, as many as `{images}` has images, got {got}\nhint: take both files from the same data set"
    )]
    Counts {
        /// The file of images.
        images: String,
        /// The file of labels.
        labels: String,
        /// The number of images.
        expected: usize,
        /// The number of labels.
        got: usize,
    },
    /// A label is no digit.
    #[error(
        "`{file}`: label {index}: expected 0 to 9, got {got}\nhint: the file is damaged; get it anew"
    )]
    Label {
        /// The file.
        file: String,
        /// Which label, from 0.
        index: usize,
        /// Its value.
        got: u8,
    },
    /// More digits than the reader takes.
    #[error(
        "{got} digits: expected at most {most} in training and test set together\nhint: leave some out"
    )]
    TooMany {
        /// MNIST's own size.
        most: usize,
        /// How many there are.
        got: usize,
    },
    /// The files were checked, but could not be handed to the reader.
    #[error(
        "a temporary folder for the digits cannot be written: {0}\nhint: set `TMPDIR` to a folder that you may write to"
    )]
    Temporary(std::io::Error),
    /// A range leaves the data set.
    #[error(
        "images {start}..{end}: expected a range within 0..{len}\nhint: the set has {len} images"
    )]
    OutOfRange {
        /// First image asked for.
        start: usize,
        /// One past the last.
        end: usize,
        /// Size of the set.
        len: usize,
    },
    /// A class has fewer digits, or there is no such class.
    #[error(
        "digit {label}, number {nth}: expected a class from 0 to 9 and a number below {count}\nhint: numbers start at 0"
    )]
    NoSuchDigit {
        /// The class.
        label: u8,
        /// Which of its digits.
        nth: usize,
        /// How many the class has.
        count: usize,
    },
}
