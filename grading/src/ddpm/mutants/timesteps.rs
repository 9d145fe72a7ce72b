use burn::tensor::{Int, Tensor};
use labs::ddpm::TrainingBatch;
use labs::ddpm::training_batch::handler;
use solutions::ddpm::Reference;

use super::{mutants, shares, uniform};

mutants! { TrainingBatch by handler;
    "3a" "0..T: the index for the timestep" ZeroBased {
        fn sample_timesteps(&self, x0: &Tensor<4>, timesteps: usize) -> Tensor<1, Int> {
            uniform(x0, 0.0, timesteps as f64)
        }
    }
    "3a" "0..=T" WithClean {
        fn sample_timesteps(&self, x0: &Tensor<4>, timesteps: usize) -> Tensor<1, Int> {
            uniform(x0, 0.0, timesteps as f64 + 1.0)
        }
    }
    "3a" "T is never drawn" WithoutLast {
        fn sample_timesteps(&self, x0: &Tensor<4>, timesteps: usize) -> Tensor<1, Int> {
            uniform(x0, 1.0, (timesteps as f64).max(2.0))
        }
    }
    "3a" "1 is never drawn" WithoutFirst {
        fn sample_timesteps(&self, x0: &Tensor<4>, timesteps: usize) -> Tensor<1, Int> {
            let last = timesteps as f64;
            uniform(x0, last.min(2.0), last + 1.0)
        }
    }
    "3a" "rounded: the ends come half as often" Rounded {
        fn sample_timesteps(&self, x0: &Tensor<4>, timesteps: usize) -> Tensor<1, Int> {
            (shares(x0) * (timesteps as f64 - 1.0)).round().int() + 1
        }
    }
    "3a" "large t favoured" Favoured {
        fn sample_timesteps(&self, x0: &Tensor<4>, timesteps: usize) -> Tensor<1, Int> {
            let last = timesteps as f64;
            (shares(x0).sqrt() * last).floor().int().clamp_max(last - 1.0) + 1
        }
    }
    "3a" "one t for the whole batch" OneForAll {
        fn sample_timesteps(&self, x0: &Tensor<4>, timesteps: usize) -> Tensor<1, Int> {
            let t = Reference.sample_timesteps(x0, timesteps);
            t.narrow(0, 0, 1).expand([x0.dims()[0]])
        }
    }
    "3a" "one t alone" Lone {
        fn sample_timesteps(&self, x0: &Tensor<4>, timesteps: usize) -> Tensor<1, Int> {
            Reference.sample_timesteps(x0, timesteps).narrow(0, 0, 1)
        }
    }
    "3a" "in turn, not drawn" InTurn {
        fn sample_timesteps(&self, x0: &Tensor<4>, timesteps: usize) -> Tensor<1, Int> {
            let turn: Vec<i64> = (0..x0.dims()[0]).map(|i| (i % timesteps + 1) as i64).collect();
            Tensor::from_data(&turn[..], &x0.device())
        }
    }
    "3a" "sorted" Sorted {
        fn sample_timesteps(&self, x0: &Tensor<4>, timesteps: usize) -> Tensor<1, Int> {
            Reference.sample_timesteps(x0, timesteps).sort(0)
        }
    }
    "3a" "constant seed" Seeded {
        fn sample_timesteps(&self, x0: &Tensor<4>, timesteps: usize) -> Tensor<1, Int> {
            let mut inputs = exercise::Inputs::new(42);
            let draw = |_| inputs.integer(1, timesteps) as i64;
            let t: Vec<i64> = (0..x0.dims()[0]).map(draw).collect();
            Tensor::from_data(&t[..], &x0.device())
        }
    }
    "3a" "one timestep for each pixel of a row" ForPixels {
        fn sample_timesteps(&self, x0: &Tensor<4>, timesteps: usize) -> Tensor<1, Int> {
            uniform(&x0.clone().swap_dims(0, 3), 1.0, timesteps as f64 + 1.0)
        }
    }
}
