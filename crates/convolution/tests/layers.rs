//! burn's layers through this crate, against burn's own path: values and all three gradients.

use burn::nn::PaddingConfig2d;
use burn::nn::conv::{Conv2d, Conv2dConfig, ConvTranspose2d, ConvTranspose2dConfig};
use burn::tensor::{Device, Distribution, Tensor};
use convolution::Convolve;

/// Output and gradients of input, weight and bias for one upstream gradient.
fn pull_back(
    x: &Tensor<4>,
    weight: &Tensor<4>,
    bias: Option<&Tensor<1>>,
    forward: impl Fn(Tensor<4>) -> Tensor<4>,
) -> Vec<Vec<f32>> {
    let x = x.clone().detach().require_grad();
    let y = forward(x.clone());
    let upstream = Tensor::ones_like(&y) * y.clone().detach().cos();
    let grads = (y.clone() * upstream).sum().backward();
    let floats = |tensor: Tensor<1>| {
        tensor
            .into_data()
            .try_to_vec::<f32>()
            .expect("f32 in, f32 out")
    };
    let flat = |tensor: Tensor<4>| floats(tensor.flatten(0, 3));
    let mut all = vec![
        flat(y),
        flat(x.grad(&grads).expect("x")),
        flat(weight.grad(&grads).expect("weight")),
    ];
    all.extend(bias.map(|bias| floats(bias.grad(&grads).expect("bias"))));
    all
}

fn assert_close(got: &[Vec<f32>], expected: &[Vec<f32>], what: &str) {
    for (part, (got, expected)) in ["output", "dx", "dweight", "dbias"]
        .iter()
        .zip(got.iter().zip(expected))
    {
        let scale = expected
            .iter()
            .fold(1e-3f32, |scale, value| scale.max(value.abs()));
        let worst = got
            .iter()
            .zip(expected)
            .fold(0.0f32, |worst, (a, b)| worst.max((a - b).abs()));
        assert!(
            got.len() == expected.len() && worst < 1e-5 * scale,
            "{what}, {part}: {worst} of {scale}"
        );
    }
}

fn noise(shape: [usize; 4], device: &Device) -> Tensor<4> {
    Tensor::random(shape, Distribution::Normal(0.0, 1.0), device)
}

fn compare(layer: &Conv2d, x: &Tensor<4>, what: &str) {
    let (weight, bias) = (
        layer.weight.val(),
        layer.bias.as_ref().map(|bias| bias.val()),
    );
    let ours = pull_back(x, &weight, bias.as_ref(), |x| layer.convolve(x));
    let burns = pull_back(x, &weight, bias.as_ref(), |x| layer.forward(x));
    assert_close(&ours, &burns, what);
}

fn compare_transposed(layer: &ConvTranspose2d, x: &Tensor<4>, what: &str) {
    let (weight, bias) = (
        layer.weight.val(),
        layer.bias.as_ref().map(|bias| bias.val()),
    );
    let ours = pull_back(x, &weight, bias.as_ref(), |x| layer.convolve(x));
    let burns = pull_back(x, &weight, bias.as_ref(), |x| layer.forward(x));
    assert_close(&ours, &burns, what);
}

#[test]
fn convolutions_agree_with_burn() {
    let device = Device::flex().autodiff();
    device.seed(1);
    let config = Conv2dConfig::new([4, 6], [3, 3]);
    let padded = PaddingConfig2d::Explicit(1, 1, 1, 1);
    let x = noise([5, 4, 9, 11], &device);
    compare(&config.init(&device), &x, "no padding");
    compare(
        &config.clone().with_padding(padded.clone()).init(&device),
        &x,
        "padding 1",
    );
    compare(
        &config
            .clone()
            .with_bias(false)
            .with_padding(padded.clone())
            .init(&device),
        &x,
        "no bias",
    );
    compare(
        &config
            .clone()
            .with_stride([2, 3])
            .with_padding(padded.clone())
            .init(&device),
        &x,
        "stride 2, 3",
    );
    compare(
        &config
            .clone()
            .with_groups(2)
            .with_dilation([2, 1])
            .with_padding(padded)
            .init(&device),
        &x,
        "groups",
    );
    let lopsided = PaddingConfig2d::Explicit(0, 2, 1, 3);
    compare(
        &config.clone().with_padding(lopsided).init(&device),
        &x,
        "padding that differs from side to side",
    );
    compare(
        &config.with_padding(PaddingConfig2d::Same).init(&device),
        &x,
        "same padding, which burn runs",
    );
    compare(
        &Conv2dConfig::new([4, 4], [4, 4])
            .with_stride([2, 2])
            .init(&device),
        &x,
        "kernel 4, stride 2",
    );
}

#[test]
fn transposed_convolutions_agree_with_burn() {
    let device = Device::flex().autodiff();
    device.seed(2);
    let x = noise([3, 4, 5, 7], &device);
    let config = ConvTranspose2dConfig::new([4, 6], [2, 2]).with_stride([2, 2]);
    compare_transposed(&config.init(&device), &x, "kernel 2, stride 2");
    compare_transposed(
        &config.clone().with_bias(false).init(&device),
        &x,
        "no bias",
    );
    let config = ConvTranspose2dConfig::new([4, 6], [4, 4])
        .with_stride([2, 2])
        .with_padding([1, 1]);
    compare_transposed(&config.init(&device), &x, "kernel 4, stride 2, padding 1");
    let config = config
        .with_stride([3, 2])
        .with_padding_out([1, 1])
        .with_groups(2);
    compare_transposed(&config.init(&device), &x, "output padding, groups");
    let config = ConvTranspose2dConfig::new([4, 2], [3, 3]).with_dilation([2, 1]);
    compare_transposed(&config.init(&device), &x, "dilation");
}

#[test]
fn without_autodiff_the_values_are_the_same() {
    let device = Device::flex();
    device.seed(3);
    let layer = Conv2dConfig::new([2, 3], [3, 3]).init(&device);
    let x = noise([2, 2, 6, 6], &device);
    let difference = (layer.convolve(x.clone()) - layer.forward(x))
        .abs()
        .max()
        .into_scalar::<f32>();
    assert!(difference < 1e-5, "{difference}");
}

#[test]
fn permuted_tensors_are_read_in_their_own_order() {
    let device = Device::flex();
    device.seed(4);
    let layer = Conv2dConfig::new([2, 3], [3, 3]).init(&device);
    let x = noise([2, 6, 5, 2], &device).permute([0, 3, 1, 2]);
    let difference = (layer.convolve(x.clone()) - layer.forward(x))
        .abs()
        .max()
        .into_scalar::<f32>();
    assert!(difference < 1e-5, "{difference}");
}

#[test]
fn the_same_number_of_threads_gives_the_same_bits() {
    let device = Device::flex().autodiff();
    device.seed(5);
    let layer = Conv2dConfig::new([3, 5], [3, 3]).init(&device);
    let x = noise([16, 3, 12, 12], &device);
    let (weight, bias) = (
        layer.weight.val(),
        layer.bias.as_ref().map(|bias| bias.val()),
    );
    let run = || pull_back(&x, &weight, bias.as_ref(), |x| layer.convolve(x));
    let first = run();
    (0..4).for_each(|_| assert_eq!(run(), first));
}

#[test]
#[should_panic(expected = "hannels")]
fn channels_that_do_not_match_are_burns_error() {
    let device = Device::flex();
    Conv2dConfig::new([3, 5], [3, 3])
        .init(&device)
        .convolve(Tensor::zeros([1, 2, 8, 8], &device));
}
