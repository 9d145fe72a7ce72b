//! What the first cell of every notebook imports: `use noisebook::prelude::*;`.

pub use burn;
pub use burn::tensor::{Device, Distribution, Int, Tensor, TensorData};
pub use labs::{CheckReport, check, checklist, hint, rubric};
pub use noisebook_runtime::prelude::*;
pub use noisebook_runtime::{data, display, stats};
pub use training::{Denoiser, Plan, Profile, Quality, Sampler, Trainer, Weights};
