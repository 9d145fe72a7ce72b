//! Generic code that cells use most, instantiated here, so that a cell links it instead of compiling it again.
//!
//! Nobody calls these functions; the compiler exports what they instantiate, since this crate is built at `opt-level = 1`
//! (see `.cargo/config.toml`: above that, instantiations are not shared).

use burn::module::Module;
use burn::nn::loss::{MseLoss, Reduction};
use burn::nn::{Linear, LinearConfig, Relu};
use burn::optim::{AdamConfig, GradientsParams, SgdConfig};
use burn::tensor::activation::{relu, sigmoid, silu, softmax};
use burn::tensor::{Bool, Device, Distribution, Int, Tensor, TensorData};

/// Creation, arithmetic, reduction, printing and gradients of float tensors with `D` axes.
macro_rules! floats {
    ($name:ident, $d:literal, $shape:expr, $index:expr) => {
        #[doc = concat!("Float tensors with ", $d, " axes.")]
        pub fn $name(device: &Device) -> Option<String> {
            let a =
                Tensor::<$d>::random($shape, Distribution::Normal(0.0, 1.0), device).require_grad();
            let b = Tensor::<$d>::ones($shape, device) + Tensor::<$d>::zeros($shape, device);
            let c = (a.clone() + b.clone()) * (a.clone() - b.clone()) / (b.clone() + 1.0)
                - b.clone() * 2.0;
            let c = (-c)
                .sqrt()
                .exp()
                .log()
                .abs()
                .tanh()
                .powf_scalar(2.0)
                .clamp(-1.0, 1.0)
                .cos()
                .sin();
            let c = c
                .clone()
                .mul(c.clone())
                .add(c.clone())
                .sub(c.clone())
                .div(c)
                .add_scalar(1.0)
                .mul_scalar(2.0);
            let d = c.clone().sum_dim(0) + c.clone().mean_dim(0) + c.clone().max_dim(0);
            let e = c.random_like(Distribution::Default).detach() + c.zeros_like() + c.ones_like();
            let f = Tensor::<$d>::cat(vec![c.clone(), e], 0).slice($index);
            let mask: Tensor<$d, Bool> = c.clone().greater(b.clone()).bool_not();
            let g = c
                .clone()
                .mask_where(mask, b.clone())
                .reshape($shape)
                .swap_dims(0, $d - 1);
            let flat: Tensor<1> = g.clone().flatten(0, $d - 1);
            let loss = (d.sum() + f.mean() + g.clone().max() + g.min() + flat.sum()).reshape([1]);
            let gradients = loss.backward();
            let gradient = a.grad(&gradients)?;
            let scalar: f32 = loss.clone().into_scalar();
            let (shape, dims) = (gradient.shape(), gradient.dims());
            let data: TensorData = gradient.to_data();
            let values: Vec<f32> = gradient.into_data().try_to_vec().ok()?;
            Some(format!(
                "{loss} {a} {a:?} {scalar} {shape:?} {dims:?} {data} {values:?}"
            ))
        }
    };
}

floats!(floats1, 1, [4], 0..2);
floats!(floats2, 2, [4, 3], [0..2, 0..3]);
floats!(floats3, 3, [2, 4, 3], [0..1, 0..2, 0..3]);
floats!(floats4, 4, [2, 1, 4, 3], [0..1, 0..1, 0..2, 0..3]);

/// Integer tensors, gathers, conversions between ranks.
pub fn mixed(device: &Device) -> String {
    let index =
        Tensor::<1, Int>::from_ints([0, 1, 2, 1], device) + Tensor::<1, Int>::arange(0..4, device);
    let table = Tensor::<1>::from_floats([0.1, 0.2, 0.3, 0.4], device);
    let matrix = Tensor::<2>::from_data([[1.0, 2.0], [3.0, 4.0]], device)
        .matmul(Tensor::<2>::eye(2, device));
    let picked = table.select(0, index.clone()).reshape([4, 1, 1, 1])
        * Tensor::<4>::ones([4, 1, 2, 2], device);
    let wide: Tensor<3> = matrix.clone().unsqueeze_dim(0);
    let narrow: Tensor<1> = wide
        .clone()
        .squeeze_dims::<2>(&[0])
        .sum_dim(1)
        .squeeze_dim(1);
    let random = Tensor::<1, Int>::random([8], Distribution::Uniform(0.0, 10.0), device);
    let classes = matrix.clone().argmax(1);
    format!(
        "{index} {picked} {} {wide} {narrow} {random} {classes} {}",
        index.clone().float(),
        matrix.transpose()
    )
}

/// A small network, as `derive(Module)` writes one.
#[derive(Module, Debug)]
pub struct Net {
    first: Linear,
    second: Linear,
    activation: Relu,
}

impl Net {
    fn forward(&self, x: Tensor<2>) -> Tensor<2> {
        self.second
            .forward(self.activation.forward(self.first.forward(x)))
    }
}

/// Training steps with two optimisers.
pub fn training(device: &Device) -> String {
    let mut net = Net {
        first: LinearConfig::new(2, 8).init(device),
        second: LinearConfig::new(8, 1).with_bias(true).init(device),
        activation: Relu::new(),
    };
    let (mut adam, mut sgd) = (AdamConfig::new().init(), SgdConfig::new().init());
    let x = Tensor::<2>::random([16, 2], Distribution::Default, device);
    let target = x.clone().sum_dim(1);
    for step in 0..2 {
        let predicted = net.forward(x.clone());
        let loss = MseLoss::new().forward(predicted, target.clone(), Reduction::Mean);
        let gradients = GradientsParams::from_grads(loss.backward(), &net);
        net = match step {
            0 => adam.step(1e-3, net, gradients),
            _ => sgd.step(1e-3, net, gradients),
        };
    }
    let plain = net.valid();
    let activations = softmax(relu(plain.forward(x.clone().inner())), 1);
    let more = sigmoid(silu(activations.clone()));
    format!("{net} {} {activations} {more}", net.num_params())
}
