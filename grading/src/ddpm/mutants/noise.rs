use burn::tensor::{Distribution, Tensor};
use labs::ddpm::TrainingBatch;
use labs::ddpm::training_batch::handler;
use solutions::ddpm::Reference;

use super::{flat, mutants, normal, seeded, shared};

mutants! { TrainingBatch by handler;
    "3b" "uniform on [0, 1)" Default {
        fn sample_noise(&self, x0: &Tensor<4>) -> Tensor<4> {
            x0.random_like(Distribution::Default)
        }
    }
    "3b" "uniform with variance 1" Flat {
        fn sample_noise(&self, x0: &Tensor<4>) -> Tensor<4> {
            flat(x0)
        }
    }
    "3b" "clipped to [-1, 1]" Clipped {
        fn sample_noise(&self, x0: &Tensor<4>) -> Tensor<4> {
            normal(x0).clamp(-1.0, 1.0)
        }
    }
    "3b" "one noise for the whole batch" ForAll {
        fn sample_noise(&self, x0: &Tensor<4>) -> Tensor<4> {
            shared(x0, 0)
        }
    }
    "3b" "one noise for all channels" ForChannels {
        fn sample_noise(&self, x0: &Tensor<4>) -> Tensor<4> {
            shared(x0, 1)
        }
    }
    "3b" "the noise of one image alone" OneImage {
        fn sample_noise(&self, x0: &Tensor<4>) -> Tensor<4> {
            normal(&x0.clone().narrow(0, 0, 1))
        }
    }
    "3b" "constant seed" Seeded {
        fn sample_noise(&self, x0: &Tensor<4>) -> Tensor<4> {
            seeded(x0)
        }
    }
    "3b" "added to the image" Added {
        fn sample_noise(&self, x0: &Tensor<4>) -> Tensor<4> {
            x0.clone() + Reference.sample_noise(x0)
        }
    }
    "3b" "as large as the image" Multiplied {
        fn sample_noise(&self, x0: &Tensor<4>) -> Tensor<4> {
            x0.clone() * Reference.sample_noise(x0)
        }
    }
}
