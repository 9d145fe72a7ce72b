use burn::tensor::Device;
use diffusion::ArgumentError;

use super::{ConditionalUNet, FilmUNet};

/// Where a block applies what it knows of the time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// (1 + γ)·norm(h) + β, and the decoder adds what the encoder held: the network of this lab.
    NormThenFilm,
    /// norm(γ·h), and no way across: a common mistake, kept to be measured.
    ScaleThenNorm,
}

/// Sizes of a [`FilmUNet`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UNetConfig {
    /// Channels at 28×28, 14×14 and 7×7.
    pub widths: [usize; 3],
    /// Groups of each normalisation; they divide every width.
    pub groups: usize,
    /// Numbers in the time embedding, even.
    pub embedding: usize,
    /// Where the blocks are told the time.
    pub order: Order,
}

impl UNetConfig {
    /// Small enough to learn digits in minutes without a GPU: widths 16, 32 and 64.
    pub const fn quick() -> Self {
        Self {
            widths: [16, 32, 64],
            groups: 8,
            embedding: 128,
            order: Order::NormThenFilm,
        }
    }

    /// Widths 64, 128 and 128.
    pub const fn full() -> Self {
        Self {
            widths: [64, 128, 128],
            groups: 32,
            ..Self::quick()
        }
    }

    /// The same sizes with the blocks in another order.
    #[must_use]
    pub const fn with_order(self, order: Order) -> Self {
        Self { order, ..self }
    }

    /// A network with fresh weights on `device`.
    ///
    /// # Errors
    /// When a width is 0 or no multiple of `groups`, or `embedding` is odd or 0.
    pub fn init(&self, device: &Device) -> Result<FilmUNet, ArgumentError> {
        self.check()?;
        Ok(FilmUNet::new(self, device))
    }

    /// A network that is also told one of `classes` classes, with fresh weights on `device`.
    ///
    /// # Errors
    /// As [`init`](Self::init), and when `classes` is 0.
    pub fn init_conditional(
        &self,
        classes: usize,
        device: &Device,
    ) -> Result<ConditionalUNet, ArgumentError> {
        self.check()?;
        if classes == 0 {
            return refuse("classes", "at least 1", 0, "MNIST has 10");
        }
        Ok(ConditionalUNet::new(self, classes, device))
    }

    /// As [`init`](Self::init), for sizes that are known to be sound.
    pub(crate) fn build(&self, device: &Device) -> FilmUNet {
        FilmUNet::new(self, device)
    }

    /// As [`init_conditional`](Self::init_conditional), for sizes that are known to be sound.
    pub(crate) fn build_conditional(&self, classes: usize, device: &Device) -> ConditionalUNet {
        ConditionalUNet::new(self, classes, device)
    }

    fn check(&self) -> Result<(), ArgumentError> {
        let fits = |width: usize| width > 0 && width.is_multiple_of(self.groups);
        if self.groups == 0 {
            return refuse("groups", "at least 1", 0, "8 suits small networks");
        }
        if let Some(&width) = self.widths.iter().find(|&&width| !fits(width)) {
            return refuse(
                "widths",
                &format!("multiples of {}, the number of groups", self.groups),
                width,
                "each group of a GroupNorm holds equally many channels",
            );
        }
        if self.embedding == 0 || !self.embedding.is_multiple_of(2) {
            let hint = "half of the embedding are sines, half are cosines";
            return refuse("embedding", "an even number ≥ 2", self.embedding, hint);
        }
        Ok(())
    }
}

fn refuse<T>(
    argument: &'static str,
    expected: &str,
    got: usize,
    hint: &'static str,
) -> Result<T, ArgumentError> {
    Err(ArgumentError {
        argument,
        expected: expected.into(),
        got: got.to_string(),
        hint,
    })
}
