//! Networks of one channel whose every number can be followed with a pencil.

use burn::module::{Module, ModuleMapper, Param};
use burn::nn::conv::{Conv2d, ConvTranspose2d};
use burn::tensor::{Device, Tensor, TensorData};

use crate::film_unet::{FilmUNet, ResidualBlock, UNetConfig};

/// Numbers of the embedding that the networks here take.
pub const DIM: usize = 2;

/// Sets every weight to 0.
struct Zero;

impl ModuleMapper for Zero {
    fn map_float<const D: usize>(&mut self, param: Param<Tensor<D>>) -> Param<Tensor<D>> {
        param.map(|weight| weight.zeros_like())
    }
}

/// A weight of one channel: `value` at one place of the kernel, 0 elsewhere.
fn tap([height, width]: [usize; 2], at: usize, value: f32) -> Param<Tensor<4>> {
    let mut weight = vec![0.0; height * width];
    weight[at] = value;
    let data = TensorData::new(weight, [1, 1, height, width]);
    Param::from_tensor(Tensor::from_data(data, &Device::flex()))
}

/// Multiplies each pixel by `value`.
fn times(layer: &mut Conv2d, value: f32) {
    let middle = layer.kernel_size[0] * layer.kernel_size[1] / 2;
    layer.weight = tap(layer.kernel_size, middle, value);
}

/// Keeps every second pixel of every second row: the first one of each 2×2.
fn every_second(layer: &mut Conv2d) {
    layer.weight = tap(layer.kernel_size, 5, 1.0);
}

/// Puts each pixel into the first of a 2×2, and 0 into the others.
fn spread_out(layer: &mut ConvTranspose2d) {
    layer.weight = tap(layer.kernel_size, 5, 1.0);
}

fn one<const N: usize>(values: [f32; N]) -> Param<Tensor<1>> {
    Param::from_tensor(Tensor::from_floats(values, &Device::flex()))
}

/// γ and β that do not depend on the embedding.
pub fn modulate(block: &mut ResidualBlock, gamma: f32, beta: f32) {
    block.time_mlp.2.bias = Some(one([gamma, beta]));
}

/// A γ that grows with the embedding's first number.
pub fn tell_the_time(block: &mut ResidualBlock) {
    open(block);
    let weight = |values, shape| {
        Param::from_tensor(Tensor::<2>::from_data(
            TensorData::new(values, shape),
            &Device::flex(),
        ))
    };
    block.time_mlp.0.weight = weight(vec![1.0_f32, 0.0, 0.0, 0.0], [DIM, 2]);
    block.time_mlp.2.weight = weight(vec![1.0_f32, 0.0, 0.0, 0.0], [2, 2]);
}

/// Both convolutions hand on what they get.
fn open(block: &mut ResidualBlock) {
    times(&mut block.conv1, 1.0);
    times(&mut block.conv2, 1.0);
}

/// A network whose blocks multiply by 2, 3, 5, 7 and 11, and do nothing else.
pub fn network() -> FilmUNet {
    let config = UNetConfig {
        widths: [1; 3],
        groups: 1,
        embedding: DIM,
        ..UNetConfig::quick()
    };
    let Ok(fresh) = config.init(&Device::flex()) else {
        unreachable!("a sound configuration")
    };
    let mut network = fresh.map(&mut Zero);
    times(&mut network.init_conv, 1.0);
    times(&mut network.final_conv, 1.0);
    every_second(&mut network.down_conv1);
    every_second(&mut network.down_conv2);
    spread_out(&mut network.up_conv2);
    spread_out(&mut network.up_conv1);
    network.final_norm.gamma = Some(one([1.0]));
    for (block, factor) in blocks(&mut network)
        .into_iter()
        .zip([2.0, 3.0, 5.0, 7.0, 11.0])
    {
        block.norm1.gamma = Some(one([1.0]));
        block.norm2.gamma = Some(one([1.0]));
        times(&mut block.skip, factor);
    }
    network
}

/// The blocks in their order.
pub fn blocks(network: &mut FilmUNet) -> [&mut ResidualBlock; 5] {
    [
        &mut network.down_res1,
        &mut network.down_res2,
        &mut network.middle_res,
        &mut network.up_res2,
        &mut network.up_res1,
    ]
}

/// A block whose convolutions hand on what they get, and whose way round doubles.
pub fn block() -> ResidualBlock {
    let mut block = network().down_res1;
    open(&mut block);
    block
}

/// One image of one channel.
pub fn image<const H: usize, const W: usize>(rows: [[f32; W]; H]) -> Tensor<4> {
    Tensor::<2>::from_floats(rows, &Device::flex()).reshape([1, 1, H, W])
}
