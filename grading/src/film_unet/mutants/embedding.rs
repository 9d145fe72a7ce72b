use burn::tensor::{Int, Tensor, TensorData};
use labs::film_unet::FilmForward;
use labs::film_unet::film_forward::handler;

use super::mutants;

/// t·ω_k, `[batch, half]`, with frequencies of one's own.
fn angles(t: Tensor<1, Int>, half: usize, frequency: impl Fn(f64) -> f64) -> Tensor<2> {
    let [batch] = t.dims();
    let row: Vec<f32> = (0..half).map(|k| frequency(k as f64) as f32).collect();
    let row = Tensor::<2>::from_data(TensorData::new(row, [1, half]), &t.device());
    t.float().reshape([batch, 1]) * row
}

/// The right frequencies.
fn right(half: usize) -> impl Fn(f64) -> f64 {
    move |k| 1e4_f64.powf(-k / half as f64)
}

fn sines_first(angles: Tensor<2>) -> Tensor<2> {
    Tensor::cat(vec![angles.clone().sin(), angles.cos()], 1)
}

mutants! { FilmForward by handler;
    "2a" "divided by half - 1" HalfLess {
        fn time_embedding(&self, t: Tensor<1, Int>, dim: usize) -> Tensor<2> {
            let less = (dim / 2).saturating_sub(1).max(1) as f64;
            sines_first(angles(t, dim / 2, |k| 1e4_f64.powf(-k / less)))
        }
    }
    "2a" "divided by dim" WholeDim {
        fn time_embedding(&self, t: Tensor<1, Int>, dim: usize) -> Tensor<2> {
            sines_first(angles(t, dim / 2, |k| 1e4_f64.powf(-k / dim as f64)))
        }
    }
    "2a" "sign of the exponent lost" Growing {
        fn time_embedding(&self, t: Tensor<1, Int>, dim: usize) -> Tensor<2> {
            let half = dim / 2;
            sines_first(angles(t, half, |k| 1e4_f64.powf(k / half as f64)))
        }
    }
    "2a" "slowest frequency first" Reversed {
        fn time_embedding(&self, t: Tensor<1, Int>, dim: usize) -> Tensor<2> {
            let half = dim / 2;
            sines_first(angles(t, half, |k| right(half)((half - 1) as f64 - k)))
        }
    }
    "2a" "cosines first" CosinesFirst {
        fn time_embedding(&self, t: Tensor<1, Int>, dim: usize) -> Tensor<2> {
            let angles = angles(t, dim / 2, right(dim / 2));
            Tensor::cat(vec![angles.clone().cos(), angles.sin()], 1)
        }
    }
    "2a" "sines and cosines in turns" InTurns {
        fn time_embedding(&self, t: Tensor<1, Int>, dim: usize) -> Tensor<2> {
            let [batch] = t.dims();
            let angles = angles(t, dim / 2, right(dim / 2));
            Tensor::stack::<3>(vec![angles.clone().sin(), angles.cos()], 2).reshape([batch, dim])
        }
    }
    "2a" "t divided by 1000" Normalised {
        fn time_embedding(&self, t: Tensor<1, Int>, dim: usize) -> Tensor<2> {
            sines_first(angles(t, dim / 2, right(dim / 2)) / 1000.0)
        }
    }
    "2a" "t - 1" Early {
        fn time_embedding(&self, t: Tensor<1, Int>, dim: usize) -> Tensor<2> {
            sines_first(angles(t - 1, dim / 2, right(dim / 2)))
        }
    }
    "2a" "sines only" SinesOnly {
        fn time_embedding(&self, t: Tensor<1, Int>, dim: usize) -> Tensor<2> {
            angles(t, dim, right(dim)).sin()
        }
    }
}
