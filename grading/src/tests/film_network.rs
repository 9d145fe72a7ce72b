//! The networks of `film_unet` compute what PyTorch computes with the same weights, in either order of their layers. The files are those of
//! `goldens/make_film_unet.py`.

use burn::module::Module;
use burn::store::{ModuleSnapshot, ModuleStore, PyTorchToBurnAdapter, SafetensorsStore, bridge};
use burn::tensor::{Device, Int, Tensor, TensorData};
use exercise::expect::values;
use labs::film_unet::{
    ConditionalDenoiser, ConditionalUNet, FilmDenoiser, FilmUNet, Order, OriginalOrder, UNetConfig,
};
use solutions::film_unet::Reference;
use training::{Denoiser, Precision, Provenance, Weights};

use crate::goldens::film_unet;

macro_rules! golden {
    ($name:literal) => {
        include_bytes!(concat!("../../goldens/", $name, ".safetensors"))
    };
}

const SKIPS: &[u8] = golden!("film_skips_b8");
const SKIPS_IO: &[u8] = golden!("film_skips_b8.io");

fn store(bytes: &[u8]) -> SafetensorsStore {
    SafetensorsStore::from_bytes(Some(bytes.to_vec()))
}

fn data(bytes: &[u8], name: &str) -> TensorData {
    let mut store = store(bytes);
    bridge::to_data(store.get_tensor(name).unwrap().unwrap()).unwrap()
}

fn images(bytes: &[u8], name: &str) -> Tensor<4> {
    Tensor::from_data(data(bytes, name), &Device::flex())
}

fn whole(bytes: &[u8], name: &str) -> Tensor<1, Int> {
    Tensor::from_data(data(bytes, name), &Device::flex())
}

fn largest_difference(a: &Tensor<4>, b: &Tensor<4>) -> f64 {
    let (a, b) = (values(a), values(b));
    assert_eq!(a.len(), b.len());
    let pairs = a.iter().zip(&b);
    pairs.map(|(a, b)| (a - b).abs()).fold(0.0, f64::max)
}

/// A network with the weights of several files.
fn original(embedding: usize, groups: usize, files: &[&[u8]]) -> FilmUNet {
    let config = UNetConfig {
        widths: [32, 64, 64],
        groups,
        embedding,
        order: Order::ScaleThenNorm,
    };
    let mut network = config.init(&Device::flex()).unwrap();
    let mut missing = usize::MAX;
    for file in files {
        let mut store = store(file)
            .allow_partial(true)
            .with_from_adapter(PyTorchToBurnAdapter);
        let applied = network.load_from(&mut store).unwrap();
        assert!(
            applied.errors.is_empty() && applied.unused.is_empty(),
            "{applied}"
        );
        missing = applied.missing.len();
    }
    assert!(files.len() > 1 || missing == 0, "{missing} are missing");
    network
}

fn agrees_with_original(network: &FilmUNet, io: &[u8]) {
    for prefix in ["", "small."] {
        let name = |name: &str| format!("{prefix}{name}");
        let answer = OriginalOrder(&Reference);
        let denoiser = FilmDenoiser {
            answer: &answer,
            network,
        };
        let t = whole(io, &name("timesteps"));
        let got = denoiser.epsilon(images(io, &name("x")), t);
        let off = largest_difference(&got, &images(io, &name("out")));
        assert!(off < 1e-4, "{prefix}: {off:.1e}");
    }
}

#[test]
fn the_original_order_as_in_pytorch_with_one_channel_in_a_group() {
    let parts: [&[u8]; 2] = [
        golden!("film_b32_e128_g32-1-of-2"),
        golden!("film_b32_e128_g32-2-of-2"),
    ];
    let network = original(128, 32, &parts);
    assert_eq!(network.num_params(), 407_489);
    agrees_with_original(&network, golden!("film_b32_e128_g32.io"));
}

#[test]
fn the_original_order_as_in_pytorch_with_several_channels_in_a_group() {
    let network = original(32, 8, &[golden!("film_b32_e32_g8")]);
    assert_eq!(network.num_params(), 364_481);
    agrees_with_original(&network, golden!("film_b32_e32_g8.io"));
}

fn fresh() -> ConditionalUNet {
    let case = film_unet("network");
    let widths: Vec<usize> = case.input("widths").items().map(|w| w.whole()).collect();
    let config = UNetConfig {
        widths: widths.try_into().unwrap(),
        groups: case.input("groups").whole(),
        embedding: case.input("embedding").whole(),
        order: Order::NormThenFilm,
    };
    let network = config.init_conditional(10, &Device::flex()).unwrap();
    assert_eq!(network.num_params(), case.expected("parameters").whole());
    network
}

fn agrees(network: &ConditionalUNet, tolerance: f64) {
    let (x, t) = (images(SKIPS_IO, "x"), whole(SKIPS_IO, "timesteps"));
    let plain = FilmDenoiser {
        answer: &Reference,
        network: &network.unet,
    };
    let off = largest_difference(
        &plain.epsilon(x.clone(), t.clone()),
        &images(SKIPS_IO, "plain"),
    );
    assert!(off < tolerance, "without classes: {off:.1e}");
    let told = ConditionalDenoiser {
        answer: &Reference,
        condition: &Reference,
        network,
        labels: whole(SKIPS_IO, "labels"),
    };
    let off = largest_difference(&told.epsilon(x, t), &images(SKIPS_IO, "out"));
    assert!(off < tolerance, "with classes: {off:.1e}");
}

fn as_in_pytorch() -> ConditionalUNet {
    let weights = Weights::embedded("film_skips_b8", SKIPS).unwrap();
    weights.into_model(fresh()).unwrap()
}

#[test]
fn the_labs_network_as_in_pytorch_with_and_without_classes() {
    agrees(&as_in_pytorch(), 1e-4);
}

#[test]
fn weights_that_we_write_have_pytorchs_names_and_shapes() {
    let written = Weights::of(&as_in_pytorch(), Precision::Full, Provenance::default()).unwrap();
    let file = tempfile::NamedTempFile::new().unwrap();
    written.save(file.path()).unwrap();
    let described = |mut store: SafetensorsStore| -> Vec<(String, Vec<usize>)> {
        let tensors = store.get_all_tensors().unwrap().iter();
        tensors
            .map(|(key, tensor)| (key.clone(), tensor.shape.to_vec()))
            .collect()
    };
    let ours = described(store(&std::fs::read(file.path()).unwrap()));
    assert_eq!(ours, described(store(SKIPS)));
    agrees(&written.into_model(fresh()).unwrap(), 1e-4);
}

#[test]
fn half_precision_is_close() {
    let half = Weights::of(&as_in_pytorch(), Precision::Half, Provenance::default()).unwrap();
    agrees(&half.into_model(fresh()).unwrap(), 3e-2);
}
