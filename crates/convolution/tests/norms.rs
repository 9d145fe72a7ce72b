//! Norms and pooling against burn's own: values, gradients and running statistics.

use std::cell::RefCell;

use burn::module::Module;
use burn::nn::pool::MaxPool2dConfig;
use burn::nn::{BatchNorm, BatchNormConfig, GroupNorm, GroupNormConfig};
use burn::tensor::activation::{relu, silu};
use burn::tensor::{Device, Tensor, TensorData};
use convolution::{Activation, Normalize, Pool};
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};

const ACTIVATIONS: [Activation; 3] = [Activation::Identity, Activation::Relu, Activation::Silu];

/// burn's own activation.
fn burns<const D: usize>(then: Activation, z: Tensor<D>) -> Tensor<D> {
    match then {
        Activation::Identity => z,
        Activation::Relu => relu(z),
        Activation::Silu => silu(z),
    }
}

thread_local! {
    /// Each test runs in a thread of its own: its numbers are the same in every run, whatever the others draw.
    static NUMBERS: RefCell<StdRng> = RefCell::new(StdRng::seed_from_u64(1));
}

/// Numbers of mean 0.5 and standard deviation 2.
fn noise<const D: usize>(shape: [usize; D], device: &Device) -> Tensor<D> {
    let values: Vec<f32> = NUMBERS.with_borrow_mut(|numbers| {
        let count = shape.iter().product();
        (0..count)
            .map(|_| numbers.random_range(-3.0..4.0))
            .collect()
    });
    Tensor::from_data(TensorData::new(values, shape), device)
}

fn floats<const D: usize>(tensor: Tensor<D>) -> Vec<f32> {
    tensor.into_data().try_to_vec().expect("f32 in, f32 out")
}

/// The value and the gradients of `x` and of the parameters, for a gradient that differs from pixel to pixel.
fn pull_back<const D: usize>(
    x: &Tensor<D>,
    parameters: &[Tensor<1>],
    forward: impl Fn(Tensor<D>) -> Tensor<D>,
) -> Vec<Vec<f32>> {
    let x = x.clone().detach().require_grad();
    let y = forward(x.clone());
    let grads = (y.clone() * (y.clone().detach() * 3.0 + 1.0).sin())
        .sum()
        .backward();
    let of = parameters
        .iter()
        .map(|parameter| floats(parameter.grad(&grads).expect("a gradient")));
    [floats(y), floats(x.grad(&grads).expect("dx"))]
        .into_iter()
        .chain(of)
        .collect()
}

fn assert_close(got: &[Vec<f32>], expected: &[Vec<f32>], what: &str) {
    assert_eq!(got.len(), expected.len(), "{what}");
    for (part, (got, expected)) in got.iter().zip(expected).enumerate() {
        let scale = expected
            .iter()
            .fold(1e-3f32, |scale, value| scale.max(value.abs()));
        let apart = got
            .iter()
            .zip(expected)
            .fold(0.0f32, |worst, (a, b)| worst.max((a - b).abs()));
        assert!(
            got.len() == expected.len() && apart < 1e-5 * scale,
            "{what}, part {part}: {apart} of {scale}"
        );
    }
}

fn parameters(device: &Device, channels: usize) -> [Tensor<1>; 2] {
    [noise([channels], device), noise([channels], device)]
}

fn batch_norm(device: &Device, channels: usize) -> BatchNorm {
    let [gamma, beta] = parameters(device, channels);
    let mut layer = BatchNormConfig::new(channels).init(device);
    layer.gamma = burn::module::Param::from_tensor(gamma);
    layer.beta = burn::module::Param::from_tensor(beta);
    layer
}

fn group_norm(device: &Device, groups: usize, channels: usize) -> GroupNorm {
    let [gamma, beta] = parameters(device, channels);
    let mut layer = GroupNormConfig::new(groups, channels).init(device);
    layer.gamma = Some(burn::module::Param::from_tensor(gamma));
    layer.beta = Some(burn::module::Param::from_tensor(beta));
    layer
}

#[test]
fn batch_norms_agree_with_burn() {
    let device = Device::flex().autodiff();
    for (shape, then) in [[3, 4, 5, 7], [6, 1, 1, 1], [5, 3, 12, 11]]
        .into_iter()
        .zip(ACTIVATIONS)
    {
        let ours = batch_norm(&device, shape[1]);
        let theirs = BatchNorm {
            running_mean: burn::module::RunningState::new(ours.running_mean.value()),
            running_var: burn::module::RunningState::new(ours.running_var.value()),
            ..ours.clone()
        };
        let (x, of) = (noise(shape, &device), [ours.gamma.val(), ours.beta.val()]);
        let got = pull_back(&x, &of, |x| ours.normalize(x, then));
        let expected = pull_back(&x, &of, |x| burns(then, theirs.forward(x)));
        assert_close(&got, &expected, &format!("{shape:?}, {then:?}"));
        let running = |layer: &BatchNorm| {
            [&layer.running_mean, &layer.running_var].map(|state| floats(state.value()))
        };
        assert_close(&running(&ours), &running(&theirs), "running statistics");
    }
}

#[test]
fn batch_norms_without_gradients_use_what_they_kept() {
    let (training, device) = (Device::flex().autodiff(), Device::flex());
    let layer = batch_norm(&training, 6);
    layer.normalize(noise([8, 6, 5, 5], &training), Activation::Relu);
    let layer = layer.valid();
    for then in ACTIVATIONS {
        let x = noise([3, 6, 4, 5], &device);
        let expected = floats(burns(then, layer.forward(x.clone())));
        assert_close(
            &[floats(layer.normalize(x, then))],
            &[expected],
            &format!("{then:?}"),
        );
    }
}

#[test]
fn group_norms_agree_with_burn() {
    let device = Device::flex().autodiff();
    for (groups, then) in [1, 3, 6].into_iter().zip(ACTIVATIONS) {
        let (layer, x) = (group_norm(&device, groups, 6), noise([4, 6, 5, 9], &device));
        let of =
            [&layer.gamma, &layer.beta].map(|parameter| parameter.as_ref().expect("affine").val());
        let got = pull_back(&x, &of, |x| layer.normalize(x, then));
        assert_close(
            &got,
            &pull_back(&x, &of, |x| burns(then, layer.forward(x))),
            &format!("{then:?}"),
        );
        let plain = GroupNormConfig::new(groups, 6)
            .with_affine(false)
            .init(&device);
        let got = pull_back(&x, &[], |x| plain.normalize(x, then));
        assert_close(
            &got,
            &pull_back(&x, &[], |x| burns(then, plain.forward(x))),
            "no parameters",
        );
        let sequence = noise([2, 6, 70], &device);
        let got = pull_back(&sequence, &of, |x| layer.normalize(x, then));
        assert_close(
            &got,
            &pull_back(&sequence, &of, |x| burns(then, layer.forward(x))),
            "sequence",
        );
    }
}

#[test]
fn activations_alone_agree_with_burn() {
    let device = Device::flex().autodiff();
    for then in ACTIVATIONS {
        let x = noise([3, 4, 50, 60], &device) * 4.0;
        let got = pull_back(&x, &[], |x| then.apply(x));
        assert_close(
            &got,
            &pull_back(&x, &[], |x| burns(then, x)),
            &format!("{then:?}"),
        );
    }
}

/// Numbers far from zero: the variance must not drown in the square of the mean.
#[test]
fn a_large_mean_costs_no_digits() {
    let device = Device::flex().autodiff();
    let layer = BatchNormConfig::new(2).init(&device);
    let deviations = noise([4, 2, 8, 8], &device);
    let x = deviations.clone() + 4096.0;
    let got = floats(layer.normalize(x.clone(), Activation::Identity));
    let exact = floats(layer.normalize(x - 4096.0, Activation::Identity));
    assert_close(&[got], &[exact], "mean 4096");
}

#[test]
fn pooling_agrees_with_burn() {
    let device = Device::flex().autodiff();
    for (window, shape) in [
        ([2, 2], [3, 4, 8, 6]),
        ([2, 2], [1, 2, 7, 9]),
        ([3, 2], [2, 3, 10, 7]),
    ] {
        let layer = MaxPool2dConfig::new(window).with_strides(window).init();
        // Halves of whole numbers, so that windows have ties.
        let x = noise(shape, &device).round();
        let got = pull_back(&x, &[], |x| layer.pool(x));
        assert_close(
            &got,
            &pull_back(&x, &[], |x| layer.forward(x)),
            &format!("{window:?} on {shape:?}"),
        );
    }
    let overlapping = MaxPool2dConfig::new([3, 3]).with_strides([2, 2]).init();
    let x = noise([2, 3, 9, 9], &device);
    let got = pull_back(&x, &[], |x| overlapping.pool(x));
    assert_close(
        &got,
        &pull_back(&x, &[], |x| overlapping.forward(x)),
        "overlapping windows, which burn pools",
    );
}

#[test]
fn norms_give_the_same_bits_again() {
    let device = Device::flex().autodiff();
    let (batch, group) = (batch_norm(&device, 8), group_norm(&device, 2, 8));
    let x = noise([16, 8, 9, 9], &device);
    let run = || {
        [
            pull_back(&x, &[batch.gamma.val()], |x| {
                batch.normalize(x, Activation::Relu)
            }),
            pull_back(&x, &[batch.beta.val()], |x| {
                group.normalize(x * batch.beta.val().reshape([1, 8, 1, 1]), Activation::Silu)
            }),
        ]
    };
    let first = run();
    (0..3).for_each(|_| assert_eq!(run(), first));
}
