//! `SimpleUNet` computes what PyTorch computes with the same weights. The files are made by `goldens/make_simple_unet.py`.

use burn::store::{ModuleStore, SafetensorsStore, bridge};
use burn::tensor::{Device, Int, Tensor, TensorData};
use exercise::expect::values;
use labs::ddpm::{SimpleUNet, SimpleUNetConfig};
use training::{Precision, Provenance, Weights};

const WEIGHTS: &[u8] = include_bytes!("../../goldens/simple_unet_8.safetensors");
const IO: &[u8] = include_bytes!("../../goldens/simple_unet_8.io.safetensors");

fn fresh() -> SimpleUNet {
    let config = SimpleUNetConfig {
        width: 8,
        timesteps: 1000,
    };
    config.init(&Device::flex())
}

fn as_in_pytorch() -> SimpleUNet {
    let weights = Weights::embedded("simple_unet_8", WEIGHTS).unwrap();
    weights.into_model(fresh()).unwrap()
}

fn store(bytes: &[u8]) -> SafetensorsStore {
    SafetensorsStore::from_bytes(Some(bytes.to_vec()))
}

/// A tensor of the file with inputs and outputs.
fn io(name: &str) -> TensorData {
    let mut store = store(IO);
    bridge::to_data(store.get_tensor(name).unwrap().unwrap()).unwrap()
}

fn largest_difference(a: &Tensor<4>, b: &Tensor<4>) -> f64 {
    let (a, b) = (values(a), values(b));
    assert_eq!(a.len(), b.len());
    a.iter()
        .zip(&b)
        .map(|(a, b)| (a - b).abs())
        .fold(0.0, f64::max)
}

fn agrees(model: &SimpleUNet, prefix: &str, tolerance: f64) {
    let device = Device::flex();
    let image = |name: &str| Tensor::<4>::from_data(io(&format!("{prefix}{name}")), &device);
    let t = Tensor::<1, Int>::from_data(io(&format!("{prefix}timesteps")), &device);
    let off = largest_difference(&model.forward(image("x"), t), &image("out"));
    assert!(off < tolerance, "{prefix}: {off:.1e}");
}

#[test]
fn same_weights_same_output_as_pytorch() {
    let model = as_in_pytorch();
    agrees(&model, "", 1e-4);
    agrees(&model, "small.", 1e-4);
}

#[test]
fn the_time_counts() {
    let (model, device) = (as_in_pytorch(), Device::flex());
    let x = Tensor::<4>::from_data(io("x"), &device);
    let at = |t: i64| model.forward(x.clone(), Tensor::full([2], t, &device));
    assert!(largest_difference(&at(7), &at(640)) > 0.1);
}

#[test]
fn weights_that_we_write_have_pytorchs_names_and_shapes() {
    let written = Weights::of(&as_in_pytorch(), Precision::Full, Provenance::default()).unwrap();
    let file = tempfile::NamedTempFile::new().unwrap();
    written.save(file.path()).unwrap();
    let described = |mut store: SafetensorsStore| -> Vec<(String, Vec<usize>)> {
        let tensors = store.get_all_tensors().unwrap().iter();
        let weights = tensors.filter(|(key, _)| !key.ends_with("num_batches_tracked"));
        weights
            .map(|(key, tensor)| (key.clone(), tensor.shape.to_vec()))
            .collect()
    };
    let ours = described(store(&std::fs::read(file.path()).unwrap()));
    assert_eq!(ours, described(store(WEIGHTS)));
    agrees(&written.into_model(fresh()).unwrap(), "", 1e-4);
}

#[test]
fn half_precision_is_close() {
    let half = Weights::of(&as_in_pytorch(), Precision::Half, Provenance::default()).unwrap();
    assert!(half.size() < WEIGHTS.len() * 6 / 10, "{}", half.size());
    agrees(&half.into_model(fresh()).unwrap(), "", 2e-2);
}

#[test]
fn parameters_are_those_of_the_original() {
    let count = |width: usize| {
        let config = SimpleUNetConfig {
            width,
            timesteps: 1000,
        };
        config
            .init(&Device::flex())
            .parameters()
            .iter()
            .sum::<usize>()
    };
    assert_eq!([8, 32].map(count), [115_625, 1_834_913]);
}
