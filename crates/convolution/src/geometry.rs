//! Shapes of a convolution, and how far its taps reach.

/// The shape of a 2-D convolution: `[batch, channels, height, width]` in and out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Geometry {
    /// Images per batch.
    pub batch: usize,
    /// Groups into which both kinds of channels are split.
    pub groups: usize,
    /// Channels of the input, over all groups.
    pub in_channels: usize,
    /// Channels of the output, over all groups.
    pub out_channels: usize,
    /// Height and width of the input.
    pub input: [usize; 2],
    /// Height and width of the kernel.
    pub kernel: [usize; 2],
    /// Pixels from one output pixel to the next, in the input.
    pub stride: [usize; 2],
    /// Zeros before the first and after the last row and column.
    pub padding: [usize; 2],
    /// Pixels from one tap of the kernel to the next.
    pub dilation: [usize; 2],
}

impl Geometry {
    /// Height and width of the output.
    pub fn output(&self) -> [usize; 2] {
        [0, 1].map(|axis| {
            let reach = self.dilation[axis] * (self.kernel[axis] - 1) + 1;
            (self.input[axis] + 2 * self.padding[axis]).saturating_sub(reach) / self.stride[axis]
                + 1
        })
    }

    /// Input channels of one group.
    pub fn in_per_group(&self) -> usize {
        self.in_channels / self.groups
    }

    /// Output channels of one group.
    pub fn out_per_group(&self) -> usize {
        self.out_channels / self.groups
    }

    /// Multiplications and additions of one forward pass.
    pub fn flops(&self) -> f64 {
        let [height, width] = self.output();
        2.0 * (self.batch * self.out_channels * self.in_per_group()) as f64
            * (self.kernel[0] * self.kernel[1] * height * width) as f64
    }
}
