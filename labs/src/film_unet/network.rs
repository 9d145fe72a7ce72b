//! A noise predictor as an argument of exercises.

use burn::tensor::{Device, Int, Tensor};
use diffusion::Schedule;
use exercise::{CallError, Reader, Wire, Writer};

/// ε_θ(x_t, t): whatever predicts the noise in images `[batch, channel, height, width]`, each at its own timestep.
pub struct Network<'a>(Kind<'a>);

enum Kind<'a> {
    Function(Box<dyn Fn(Tensor<4>, Tensor<1, Int>) -> Tensor<4> + 'a>),
    Affine(Box<AffineNoise>),
}

/// A network of three numbers, for tests: it predicts `weight`·x_t + `time_weight`·t + `bias`, the bias pixel by pixel.
#[derive(Clone, Debug)]
pub struct AffineNoise {
    /// The factor of x_t, `[1]`.
    pub weight: Tensor<1>,
    /// The factor of t, `[1]`.
    pub time_weight: Tensor<1>,
    /// What is added to each image, `[1, channel, height, width]`.
    pub bias: Tensor<4>,
}

exercise::wire_struct!(AffineNoise {
    weight,
    time_weight,
    bias
});

impl<'a> Network<'a> {
    /// What `predict` says, which gets images `[batch, channel, height, width]` and timesteps `[batch]` and returns the noise, shaped like the images.
    pub fn new(predict: impl Fn(Tensor<4>, Tensor<1, Int>) -> Tensor<4> + 'a) -> Self {
        Self(Kind::Function(Box::new(predict)))
    }

    /// The noise it sees in `x_t`, `[batch, channel, height, width]`; `t` holds each image's own timestep, 1 to T, `[batch]`.
    pub fn predict(&self, x_t: Tensor<4>, t: Tensor<1, Int>) -> Tensor<4> {
        match &self.0 {
            Kind::Function(predict) => predict(x_t, t),
            Kind::Affine(affine) => affine.predict(x_t, t),
        }
    }

    /// The same network for someone who counts only `timesteps`: step k of theirs is the kth of these.
    ///
    /// # Panics
    /// The network does, when it is asked for a step that is not there.
    #[must_use]
    pub fn respaced(self, timesteps: &[usize]) -> Self
    where
        Self: 'a,
    {
        let table: Vec<i64> = timesteps.iter().map(|&t| t as i64).collect();
        Self::new(move |x, k| {
            let table = Tensor::<1, Int>::from_ints(table.as_slice(), &x.device());
            self.predict(x, table.select(0, k - 1))
        })
    }

    /// The same network, held to images in [-1, 1]: where the noise that it predicts would leave a clean image beyond them, it answers the noise that leaves the nearest one inside.
    #[must_use]
    pub fn clipped(self, schedule: &'a Schedule) -> Self {
        Self::new(move |x, t| {
            let predicted = self.predict(x.clone(), t.clone());
            let at = |table: &[f64]| {
                let table = Tensor::<1>::from_data(table, &x.device());
                table.select(0, t.clone() - 1).reshape([-1, 1, 1, 1])
            };
            let signal = at(&schedule.sqrt_alpha_cumprod);
            let noise = at(&schedule.sqrt_one_minus_alpha_cumprod);
            let clean = (x.clone() - predicted * noise.clone()) / signal.clone();
            (x - clean.clamp(-1.0, 1.0) * signal) / noise
        })
    }
}

impl AffineNoise {
    /// With these numbers, and the bias for images of one pixel and one channel.
    pub fn new(weight: f64, time_weight: f64, bias: f64) -> Self {
        let device = Device::flex();
        let one = |value: f64| Tensor::from_floats([value as f32], &device);
        Self {
            weight: one(weight),
            time_weight: one(time_weight),
            bias: one(bias).reshape([1, 1, 1, 1]),
        }
    }

    /// The same with another bias, `[1, channel, height, width]`.
    #[must_use]
    pub fn with_bias(self, bias: Tensor<4>) -> Self {
        Self { bias, ..self }
    }

    fn predict(&self, x_t: Tensor<4>, t: Tensor<1, Int>) -> Tensor<4> {
        let time = t.float() * self.time_weight.clone();
        let [batch] = time.dims();
        x_t * self.weight.clone().reshape([1, 1, 1, 1])
            + time.reshape([batch, 1, 1, 1])
            + self.bias.clone()
    }
}

impl From<AffineNoise> for Network<'_> {
    fn from(affine: AffineNoise) -> Self {
        Self(Kind::Affine(Box::new(affine)))
    }
}

impl Wire for Network<'_> {
    /// Only networks of tests travel: of any other nothing is put down, and whoever reads it says so.
    fn put(&self, out: &mut Writer) {
        if let Kind::Affine(affine) = &self.0 {
            affine.put(out);
        }
    }

    fn take(from: &mut Reader<'_>) -> Result<Self, CallError> {
        AffineNoise::take(from).map(Self::from)
    }
}

impl std::fmt::Debug for Network<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match &self.0 {
            Kind::Function(_) => f.write_str("Network(a function)"),
            Kind::Affine(affine) => write!(f, "Network({affine:?})"),
        }
    }
}
