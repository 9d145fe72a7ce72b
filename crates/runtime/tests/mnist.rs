//! The embedded digits, and what every kind of damage to MNIST's files says.

use std::fs;
use std::path::Path;

use burn::tensor::Tensor;
use noisebook_runtime::data::{DataError, Mnist};
use noisebook_runtime::device;
use tempfile::TempDir;

const NAMES: [&str; 4] = [
    "train-images-idx3-ubyte",
    "train-labels-idx1-ubyte",
    "t10k-images-idx3-ubyte",
    "t10k-labels-idx1-ubyte",
];

fn embedded() -> Mnist {
    Mnist::embedded().expect("the embedded digits are whole")
}

fn numbers(tensor: Tensor<4>) -> Vec<f64> {
    tensor.to_data().iter::<f64>().collect()
}

#[test]
fn the_embedded_digits_are_complete() {
    let mnist = embedded();
    assert_eq!((mnist.train.len(), mnist.test.len()), (9_000, 1_000));
    assert_eq!(mnist.train.class_counts().iter().sum::<usize>(), 9_000);
    assert!(mnist.train.class_counts().iter().all(|&count| count > 750));
    assert!(mnist.test.class_counts().iter().all(|&count| count > 70));
}

#[test]
fn their_moments_are_those_of_mnist() {
    let mnist = embedded();
    let pixels = numbers(mnist.train_images(0..9_000, &device()).unwrap());
    let n = pixels.len() as f64;
    let mean = pixels.iter().sum::<f64>() / n;
    let variance = pixels.iter().map(|v| (v - mean).powi(2)).sum::<f64>() / n;
    // MNIST's published mean 0.1307 and deviation 0.3081 in [0, 1] are -0.7386 and 0.6162 (variance 0.380) in [-1, 1].
    assert!((mean + 0.739).abs() < 0.01, "mean {mean}");
    assert!((variance - 0.380).abs() < 0.01, "variance {variance}");
    assert!(pixels.iter().all(|v| (-1.0..=1.0).contains(v)));
    assert!(pixels.contains(&-1.0) && pixels.contains(&1.0));
}

#[test]
fn a_digit_is_of_its_class() {
    let mnist = embedded();
    let first = mnist
        .train
        .classes()
        .iter()
        .position(|class| *class == 7)
        .unwrap();
    let digit = mnist.digit(7, 0, &device()).unwrap();
    assert_eq!(digit.dims(), [1, 1, 28, 28]);
    let same = mnist.train_images(first..first + 1, &device()).unwrap();
    assert_eq!(numbers(digit), numbers(same));
}

#[test]
fn what_is_not_there_is_an_error() {
    let mnist = embedded();
    let error = mnist
        .train_images(8_999..9_001, &device())
        .unwrap_err()
        .to_string();
    assert!(
        error.contains("images 8999..9001: expected a range within 0..9000"),
        "{error}"
    );
    assert!(matches!(
        mnist.digit(10, 0, &device()),
        Err(DataError::NoSuchDigit { count: 0, .. })
    ));
    assert!(mnist.digit(3, 100_000, &device()).is_err());
}

#[test]
fn batches_hold_every_digit_once_in_an_order_of_the_seed() {
    let test = embedded().test;
    let labels = |seed| -> Vec<i64> {
        let batches = test.batches(128, seed, &device());
        assert_eq!(batches.len(), 8);
        batches
            .flat_map(|batch| batch.labels.to_data().iter::<i64>().collect::<Vec<_>>())
            .collect()
    };
    let drawn = labels(1);
    assert_eq!(drawn, labels(1));
    assert_ne!(drawn, labels(2));
    let count = |class: i64| drawn.iter().filter(|label| **label == class).count();
    assert_eq!(
        std::array::from_fn(|class| count(class as i64)),
        test.class_counts()
    );
}

#[test]
fn images_and_labels_of_a_batch_belong_together() {
    let test = embedded().test;
    let batch = test.batches(16, 3, &device()).next().unwrap();
    assert_eq!(batch.images.dims(), [16, 1, 28, 28]);
    let all = numbers(test.images(0..1_000, &device()).unwrap());
    let drawn = numbers(batch.images);
    let labels: Vec<i64> = batch.labels.to_data().iter::<i64>().collect();
    for (image, label) in drawn.chunks(784).zip(labels) {
        let index = all.chunks(784).position(|known| known == image).unwrap();
        assert_eq!(i64::from(test.classes()[index]), label);
    }
}

/// Two images and labels to train on and one to test, as plain files.
fn small_set() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let images = |n: u32| [numbers_be(&[2051, n, 28, 28]), vec![7; 784 * n as usize]].concat();
    let labels = |n: u32| [numbers_be(&[2049, n]), vec![3; n as usize]].concat();
    for (name, bytes) in NAMES
        .into_iter()
        .zip([images(2), labels(2), images(1), labels(1)])
    {
        fs::write(folder.path().join(name), bytes).unwrap();
    }
    folder
}

fn numbers_be(numbers: &[u32]) -> Vec<u8> {
    numbers
        .iter()
        .flat_map(|number| number.to_be_bytes())
        .collect()
}

/// The message after `damage` to one file of a small set.
fn message(file: usize, damage: impl Fn(&Path)) -> String {
    let folder = small_set();
    let path = folder.path().join(NAMES[file]);
    damage(&path);
    let error = Mnist::from_folder(folder.path())
        .expect_err("damaged")
        .to_string();
    assert!(
        error.contains(NAMES[file]) && error.contains("\nhint: "),
        "{error}"
    );
    error
}

fn patch(path: &Path, at: usize, bytes: &[u8]) {
    let mut content = fs::read(path).unwrap();
    content[at..at + bytes.len()].copy_from_slice(bytes);
    fs::write(path, content).unwrap();
}

#[test]
fn a_folder_is_read_plain_and_packed() {
    let folder = small_set();
    let mnist = Mnist::from_folder(folder.path()).unwrap();
    assert_eq!((mnist.train.len(), mnist.test.len()), (2, 1));
    let assets = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/mnist");
    assert_eq!(Mnist::from_folder(assets).unwrap().train.len(), 9_000);
}

#[test]
fn a_missing_file_is_named() {
    let error = message(1, |path| fs::remove_file(path).unwrap());
    assert!(
        error.contains("expected `train-labels-idx1-ubyte` or `train-labels-idx1-ubyte.gz`"),
        "{error}"
    );
}

#[test]
fn a_short_file_says_how_much_is_missing() {
    let cut = |path: &Path| {
        let bytes = fs::read(path).unwrap();
        fs::write(path, &bytes[..bytes.len() - 1]).unwrap();
    };
    let error = message(0, cut);
    assert!(
        error.contains("expected 1584 bytes for 2 items, got 1583"),
        "{error}"
    );
    let error = message(2, |path| fs::write(path, [0; 5]).unwrap());
    assert!(
        error.contains("header: expected 16 bytes, got 5 bytes"),
        "{error}"
    );
    let error = message(3, |path| fs::write(path, []).unwrap());
    assert!(error.contains("got 0 bytes"), "{error}");
}

#[test]
fn a_wrong_header_says_what_it_should_be() {
    let error = message(0, |path| patch(path, 0, &2049_u32.to_be_bytes()));
    assert!(
        error.contains("magic number: expected 2051, got 2049"),
        "{error}"
    );
    let error = message(2, |path| patch(path, 8, &27_u32.to_be_bytes()));
    assert!(
        error.contains("rows of an image: expected 28, got 27"),
        "{error}"
    );
    let error = message(0, |path| patch(path, 4, &u32::MAX.to_be_bytes()));
    assert!(error.contains("for 4294967295 items"), "{error}");
}

#[test]
fn labels_that_do_not_fit_are_refused() {
    let error = message(1, |path| patch(path, 9, &[12]));
    assert!(
        error.contains("label 1: expected 0 to 9, got 12"),
        "{error}"
    );
    let error = message(3, |path| {
        fs::write(path, [numbers_be(&[2049, 2]), vec![1, 2]].concat()).unwrap()
    });
    assert!(
        error.contains("expected 1 labels") && error.contains("got 2"),
        "{error}"
    );
}

#[test]
fn damaged_gzip_is_refused() {
    let error = message(0, |path| {
        let mut packed = vec![0x1f, 0x8b, 8, 0];
        packed.extend([0x55; 40]);
        fs::write(path, packed).unwrap();
    });
    assert!(error.contains("does not unpack"), "{error}");
}
