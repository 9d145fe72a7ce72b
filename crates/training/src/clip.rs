//! Clipping of gradients by their common norm.

use burn::module::{Module, ModuleVisitor, Param};
use burn::optim::GradientsParams;
use burn::tensor::Tensor;

/// Scales all gradients so that the norm of all of them together is at most `largest`; nothing is read from the device.
///
/// As PyTorch's `clip_grad_norm_` does; burn's own clipping takes each parameter for itself. Source: Pascanu, Mikolov and Bengio,
/// "On the difficulty of training recurrent neural networks", 2013, algorithm 1.
pub fn clip_norm<M: Module>(
    gradients: GradientsParams,
    model: &M,
    largest: f64,
) -> GradientsParams {
    let mut squares = Squares {
        gradients: &gradients,
        sum: None,
    };
    model.visit(&mut squares);
    let Some(sum) = squares.sum else {
        return gradients;
    };
    let factor = (sum.sqrt() + 1e-6)
        .recip()
        .mul_scalar(largest)
        .clamp_max(1.0);
    let mut scale = Scale { gradients, factor };
    model.visit(&mut scale);
    scale.gradients
}

struct Squares<'a> {
    gradients: &'a GradientsParams,
    sum: Option<Tensor<1>>,
}

impl ModuleVisitor for Squares<'_> {
    fn visit_float<const D: usize>(&mut self, param: &Param<Tensor<D>>) {
        if let Some(gradient) = self.gradients.get::<D>(param.id) {
            let square = gradient.square().sum();
            self.sum = Some(match self.sum.take() {
                Some(sum) => sum + square,
                None => square,
            });
        }
    }
}

struct Scale {
    gradients: GradientsParams,
    factor: Tensor<1>,
}

impl ModuleVisitor for Scale {
    fn visit_float<const D: usize>(&mut self, param: &Param<Tensor<D>>) {
        if let Some(gradient) = self.gradients.remove::<D>(param.id) {
            let scaled = gradient * self.factor.clone().unsqueeze();
            self.gradients.register(param.id, scaled);
        }
    }
}

#[cfg(test)]
mod tests {
    use burn::nn::{Linear, LinearConfig};
    use noisebook_runtime::autodiff_device;

    use super::*;

    /// Gradients of a layer's weight and bias, 3 and 4: together their norm is 5.
    fn clipped(largest: f64) -> [f64; 2] {
        let layer: Linear = LinearConfig::new(1, 1).init(&autodiff_device());
        let x = Tensor::<2>::from_floats([[0.75]], &autodiff_device());
        let loss = layer.forward(x) * 4.0;
        let gradients = GradientsParams::from_grads(loss.sum().backward(), &layer);
        let gradients = clip_norm(gradients, &layer, largest);
        let number = |data: Option<burn::tensor::TensorData>| {
            data.and_then(|data| data.iter::<f64>().next())
                .unwrap_or(f64::NAN)
        };
        let bias = layer
            .bias
            .as_ref()
            .and_then(|bias| gradients.get::<1>(bias.id));
        [
            number(gradients.get::<2>(layer.weight.id).map(Tensor::into_data)),
            number(bias.map(Tensor::into_data)),
        ]
    }

    #[test]
    fn a_large_norm_is_scaled_over_all_parameters_and_a_small_one_is_left() {
        for (largest, expected) in [(1.0, [0.6, 0.8]), (2.5, [1.5, 2.0]), (10.0, [3.0, 4.0])] {
            for (got, expected) in clipped(largest).into_iter().zip(expected) {
                assert!((got - expected).abs() < 1e-5, "{got} {expected}");
            }
        }
    }
}
