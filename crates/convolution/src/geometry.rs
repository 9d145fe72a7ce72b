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
    /// Zeros before the first and after the last row, and the same for columns.
    pub padding: [(usize, usize); 2],
    /// Pixels from one tap of the kernel to the next.
    pub dilation: [usize; 2],
}

impl Geometry {
    fn padded(&self, axis: usize) -> usize {
        self.input[axis] + self.padding[axis].0 + self.padding[axis].1
    }

    /// Height and width of the output.
    pub fn output(&self) -> [usize; 2] {
        [0, 1].map(|axis| {
            let reach = self.dilation[axis] * (self.kernel[axis] - 1) + 1;
            self.padded(axis).saturating_sub(reach) / self.stride[axis] + 1
        })
    }

    /// Height and width of the input from which this kernel makes an output of that size, with that much output padding.
    pub fn transposed(&self, output: [usize; 2], output_padding: [usize; 2]) -> [usize; 2] {
        [0, 1].map(|axis| {
            let reach = self.dilation[axis] * self.kernel[axis].saturating_sub(1) + 1;
            let padded =
                output[axis].saturating_sub(1) * self.stride[axis] + reach + output_padding[axis];
            padded.saturating_sub(self.padding[axis].0 + self.padding[axis].1)
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

    /// Whether every length is at least one, the groups divide the channels and the kernel fits into the padded input.
    pub fn is_sound(&self) -> bool {
        let lengths = [self.batch, self.groups, self.in_channels, self.out_channels];
        let lengths = lengths
            .iter()
            .chain(&self.kernel)
            .chain(&self.stride)
            .chain(&self.dilation)
            .chain(&self.input);
        let fits = |axis: usize| self.dilation[axis] * (self.kernel[axis] - 1) < self.padded(axis);
        lengths.min() > Some(&0)
            && self.in_channels.is_multiple_of(self.groups)
            && self.out_channels.is_multiple_of(self.groups)
            && fits(0)
            && fits(1)
    }

    /// Multiplications and additions of one forward pass.
    pub fn flops(&self) -> f64 {
        let [height, width] = self.output();
        2.0 * (self.batch * self.out_channels * self.in_per_group()) as f64
            * (self.kernel[0] * self.kernel[1] * height * width) as f64
    }
}
