//! Weights in files: PyTorch's names, half precision, errors.

use burn::module::Module;
use noisebook_runtime::device;
use training::{DigitClassifier, Precision, Provenance, Weights};

use crate::support::{Tiny, bits, trainer};
use crate::turn;

fn provenance() -> Provenance {
    Provenance {
        name: "tiny-quick".into(),
        command: "cargo noisebook train tiny --seed 3".into(),
        seed: 3,
        steps: 12,
        loss: 0.25,
        device: "cpu".into(),
        notes: vec![("quality_fid".into(), "12.50".into())],
    }
}

fn model() -> Tiny {
    trainer(&[1], 3).model()
}

#[test]
fn a_file_gives_the_same_network_bit_for_bit_and_says_how_it_came_about() {
    let _turn = turn();
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("new/tiny.safetensors");
    let kept = Weights::of(&model(), Precision::Full, provenance()).expect("weights");
    kept.save(&file).expect("written");
    let opened = Weights::open(&file).expect("read");
    assert_eq!(opened.provenance(), &provenance());
    let again = opened.into_model(Tiny::new(4)).expect("the same network");
    assert_eq!(bits(&again), bits(&model()));
    let names: Vec<_> = std::fs::read_dir(folder.path().join("new"))
        .expect("a folder")
        .collect();
    assert_eq!(names.len(), 1, "nothing but the file is left");
}

#[test]
fn half_precision_halves_the_file_and_keeps_three_digits() {
    let _turn = turn();
    let of = |precision| Weights::of(&model(), precision, Provenance::default()).expect("weights");
    let (full, half) = (of(Precision::Full), of(Precision::Half));
    assert!(half.size() < full.size());
    let loaded = half.into_model(Tiny::new(4)).expect("the same network");
    for (kept, exact) in bits(&loaded).into_iter().zip(bits(&model())) {
        let (kept, exact) = (f32::from_bits(kept), f32::from_bits(exact));
        assert!(
            (kept - exact).abs() <= 1e-3 * exact.abs() + 1e-7,
            "{kept} {exact}"
        );
    }
}

/// PyTorch keeps a linear layer's weight as `[out, in]`, and calls a norm's γ and β `weight` and `bias`.
#[test]
fn names_and_shapes_are_those_of_pytorch() {
    let _turn = turn();
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("classifier.safetensors");
    let model = DigitClassifier::new(&device());
    let weights = Weights::of(&model, Precision::Full, Provenance::default()).expect("weights");
    weights.save(&file).expect("written");
    let bytes = std::fs::read(&file).expect("read");
    let length = u64::from_le_bytes(bytes[..8].try_into().expect("8 bytes")) as usize;
    let header: serde_json::Value = serde_json::from_slice(&bytes[8..8 + length]).expect("JSON");
    let shape = |name: &str| header[name]["shape"].to_string();
    assert_eq!(shape("hidden.weight"), "[64,576]");
    assert_eq!(shape("convs.0.weight"), "[16,1,3,3]");
    for name in [
        "norms.2.weight",
        "norms.2.bias",
        "norms.2.running_mean",
        "norms.2.running_var",
    ] {
        assert_eq!(shape(name), "[64]", "{name}");
    }
    assert_eq!(header["__metadata__"]["format"], "pt");
}

#[test]
fn weights_of_another_network_are_refused_with_the_layers_named() {
    let _turn = turn();
    let kept = Weights::of(&model(), Precision::Full, provenance()).expect("weights");
    let error = kept
        .into_model(Tiny::new(5))
        .expect_err("another width")
        .to_string();
    assert!(
        error.contains("first.weight") && error.contains("hint:"),
        "{error}"
    );
    let error = kept
        .into_model(DigitClassifier::new(&device()))
        .expect_err("another network")
        .to_string();
    assert!(error.contains("head.weight"), "{error}");
}

#[test]
fn files_that_are_none_are_errors_for_people() {
    let _turn = turn();
    let folder = tempfile::tempdir().expect("a folder");
    let missing = Weights::open(folder.path().join("none.safetensors"))
        .expect_err("no file")
        .to_string();
    assert!(
        missing.contains("cannot be read") && missing.contains("hint:"),
        "{missing}"
    );
    let file = folder.path().join("text.safetensors");
    std::fs::write(&file, "no weights").expect("written");
    let error = Weights::open(&file).expect_err("no weights").to_string();
    assert!(error.contains("expected a safetensors file"), "{error}");
    let whole = Weights::of(&model(), Precision::Full, provenance()).expect("weights");
    whole.save(&file).expect("written");
    let bytes = std::fs::read(&file).expect("read");
    std::fs::write(&file, &bytes[..bytes.len() - 10]).expect("cut");
    let cut = Weights::open(&file).and_then(|weights| weights.into_model(Tiny::new(4)));
    assert!(cut.is_err());
}

#[test]
fn num_params_of_the_classifier_are_few() {
    let _turn = turn();
    assert!(DigitClassifier::new(&device()).num_params() < 65_000);
}
