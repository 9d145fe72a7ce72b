//! Layers as arguments of exercises. What a layer does beside its weights follows from their shapes.

use burn::module::Param;
use burn::nn::activation::SiLU;
use burn::nn::conv::{Conv2d, Conv2dConfig, ConvTranspose2d, ConvTranspose2dConfig};
use burn::nn::{GroupNorm, GroupNormConfig, Linear, PaddingConfig2d};
use burn::tensor::{Device, Tensor};
use exercise::{CallError, Reader, Wire, Writer};

use super::{ClassEmbedding, FilmUNet, ResidualBlock};

/// A layer by its weights.
trait Layer: Sized {
    fn put(&self, out: &mut Writer);
    fn take(from: &mut Reader<'_>) -> Result<Self, CallError>;
}

type Weights<const D: usize> = (Tensor<D>, Option<Tensor<1>>);

fn put<const D: usize>(
    weight: &Param<Tensor<D>>,
    bias: Option<&Param<Tensor<1>>>,
    out: &mut Writer,
) {
    weight.val().put(out);
    bias.map(Param::val).put(out);
}

fn take<const D: usize>(
    from: &mut Reader<'_>,
) -> Result<(Param<Tensor<D>>, Option<Param<Tensor<1>>>), CallError> {
    let (weight, bias) = <Weights<D> as Wire>::take(from)?;
    Ok((Param::from_tensor(weight), bias.map(Param::from_tensor)))
}

impl Layer for Conv2d {
    fn put(&self, out: &mut Writer) {
        put(&self.weight, self.bias.as_ref(), out);
    }

    /// 4×4 halves the image, 3×3 keeps it and is padded, 1×1 keeps it.
    fn take(from: &mut Reader<'_>) -> Result<Self, CallError> {
        let (weight, bias) = take(from)?;
        let [_, _, height, width] = weight.dims();
        let stride = if height == 4 { [2, 2] } else { [1, 1] };
        let padding = usize::from(height > 1);
        let layer = Conv2dConfig::new([1, 1], [height, width])
            .with_stride(stride)
            .with_padding(PaddingConfig2d::Explicit(
                padding, padding, padding, padding,
            ))
            .init(&Device::flex());
        Ok(Self {
            weight,
            bias,
            ..layer
        })
    }
}

impl Layer for ConvTranspose2d {
    fn put(&self, out: &mut Writer) {
        put(&self.weight, self.bias.as_ref(), out);
    }

    fn take(from: &mut Reader<'_>) -> Result<Self, CallError> {
        let (weight, bias) = take(from)?;
        let [inputs, out, height, width] = weight.dims();
        let layer = ConvTranspose2dConfig::new([1, 1], [height, width])
            .with_stride([2, 2])
            .with_padding([1, 1])
            .init(&Device::flex());
        let channels = [inputs, out];
        Ok(Self {
            weight,
            bias,
            channels,
            ..layer
        })
    }
}

impl Layer for Linear {
    fn put(&self, out: &mut Writer) {
        put(&self.weight, self.bias.as_ref(), out);
    }

    fn take(from: &mut Reader<'_>) -> Result<Self, CallError> {
        let (weight, bias) = take(from)?;
        Ok(Self { weight, bias })
    }
}

impl Layer for GroupNorm {
    fn put(&self, out: &mut Writer) {
        self.num_groups.put(out);
        self.gamma.as_ref().map(Param::val).put(out);
        self.beta.as_ref().map(Param::val).put(out);
    }

    fn take(from: &mut Reader<'_>) -> Result<Self, CallError> {
        let groups = usize::take(from)?;
        let gamma = <Option<Tensor<1>> as Wire>::take(from)?;
        let beta = <Option<Tensor<1>> as Wire>::take(from)?;
        let channels = gamma.as_ref().map_or(groups, |gamma| gamma.dims()[0]);
        if groups == 0 || !channels.is_multiple_of(groups) {
            return Err(CallError::Mismatch {
                what: "groups".into(),
                expected: format!("a divisor of {channels}"),
                got: groups.to_string(),
            });
        }
        let layer = GroupNormConfig::new(groups, channels).init(&Device::flex());
        Ok(Self {
            gamma: gamma.map(Param::from_tensor),
            beta: beta.map(Param::from_tensor),
            ..layer
        })
    }
}

impl Layer for Param<Tensor<2>> {
    fn put(&self, out: &mut Writer) {
        self.val().put(out);
    }

    fn take(from: &mut Reader<'_>) -> Result<Self, CallError> {
        <Tensor<2> as Wire>::take(from).map(Self::from_tensor)
    }
}

impl Layer for (Linear, SiLU, Linear) {
    fn put(&self, out: &mut Writer) {
        Layer::put(&self.0, out);
        Layer::put(&self.2, out);
    }

    fn take(from: &mut Reader<'_>) -> Result<Self, CallError> {
        Ok((Layer::take(from)?, SiLU::new(), Layer::take(from)?))
    }
}

/// A type made of layers travels layer by layer.
macro_rules! made_of_layers {
    ($type:ident { $($field:ident),+ $(,)? }) => {
        impl Layer for $type {
            fn put(&self, out: &mut Writer) {
                $(Layer::put(&self.$field, out);)+
            }

            fn take(from: &mut Reader<'_>) -> Result<Self, CallError> {
                Ok(Self { $($field: Layer::take(from)?),+ })
            }
        }

        impl Wire for $type {
            fn put(&self, out: &mut Writer) {
                Layer::put(self, out);
            }

            fn take(from: &mut Reader<'_>) -> Result<Self, CallError> {
                Layer::take(from)
            }
        }
    };
}

made_of_layers!(ResidualBlock {
    norm1,
    conv1,
    time_mlp,
    norm2,
    conv2,
    skip
});
made_of_layers!(ClassEmbedding {
    table,
    combined_proj
});
made_of_layers!(FilmUNet {
    init_conv,
    down_res1,
    down_conv1,
    down_res2,
    down_conv2,
    middle_res,
    up_conv2,
    up_res2,
    up_conv1,
    up_res1,
    final_norm,
    final_conv,
});
