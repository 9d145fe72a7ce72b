//! A moving average of the weights.

use burn::module::{Module, ModuleMapper, ModuleVisitor, Param, ParamId};
use burn::tensor::Tensor;
use burn::tensor::container::TensorContainer;

/// The exponential moving average of a network's weights, from which better samples are drawn than from the weights themselves.
///
/// In step n the decay is min(decay, (1 + n) / (10 + n)), so that the first weights are soon forgotten. Running statistics of
/// normalisation layers are averaged alike.
#[derive(Debug)]
pub struct Average<M: Module> {
    model: M,
    decay: f64,
}

impl<M: Module> Average<M> {
    /// Begins with the weights of `model`.
    pub fn new(model: &M, decay: f64) -> Self {
        Self {
            model: model.valid(),
            decay,
        }
    }

    /// Goes on with the weights after step `step`, from 0.
    pub fn update(&mut self, model: &M, step: usize) {
        let decay = self.decay.min((1 + step) as f64 / (10 + step) as f64);
        let mut weights = Collect(TensorContainer::new());
        model.valid().visit(&mut weights);
        let mut blend = Blend {
            weights: weights.0,
            decay,
        };
        self.model = self.model.clone().map(&mut blend);
    }

    /// The averaged network, without gradients. A copy: later updates do not reach it.
    pub fn model(&self) -> M {
        self.model.valid()
    }

    /// The same average with the weights `model`, as they were kept.
    pub(crate) fn restored(&self, model: M) -> Self {
        Self {
            model,
            decay: self.decay,
        }
    }
}

impl<M: Module> Clone for Average<M> {
    /// An average of its own: burn's copies of a network share their running statistics.
    fn clone(&self) -> Self {
        Self {
            model: self.model.valid(),
            decay: self.decay,
        }
    }
}

struct Collect(TensorContainer<ParamId>);

impl ModuleVisitor for Collect {
    fn visit_float<const D: usize>(&mut self, param: &Param<Tensor<D>>) {
        self.0.register(param.id, param.val());
    }
}

struct Blend {
    weights: TensorContainer<ParamId>,
    decay: f64,
}

impl ModuleMapper for Blend {
    fn map_float<const D: usize>(&mut self, param: Param<Tensor<D>>) -> Param<Tensor<D>> {
        let Some(weight): Option<Tensor<D>> = self.weights.remove(&param.id) else {
            return param;
        };
        let decay = self.decay;
        param.map(|average| average * decay + weight * (1.0 - decay))
    }
}

#[cfg(test)]
mod tests {
    use burn::nn::{Linear, LinearConfig};
    use noisebook_runtime::device;

    use super::*;

    fn constant(value: f64) -> Linear {
        let mut layer = LinearConfig::new(1, 1).with_bias(false).init(&device());
        layer.weight = layer.weight.map(|weight| weight.zeros_like() + value);
        layer
    }

    fn value(layer: &Linear) -> f64 {
        let data = layer.weight.val().into_data();
        data.iter::<f64>().next().unwrap_or(f64::NAN)
    }

    /// Decays 1/10, then 0.15 instead of 2/11 and 3/12.
    #[test]
    fn early_weights_are_soon_forgotten_and_the_decay_holds_later() {
        let mut model = constant(1.0);
        let mut average = Average::new(&model, 0.15);
        let mut expected = 1.0;
        for (step, decay) in [0.1, 0.15, 0.15].into_iter().enumerate() {
            model.weight = model.weight.map(|weight| weight + 1.0);
            average.update(&model, step);
            expected = decay * expected + (1.0 - decay) * value(&model);
            assert!(
                (value(&average.model()) - expected).abs() < 1e-6,
                "step {step}"
            );
        }
    }
}
