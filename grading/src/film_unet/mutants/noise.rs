use burn::tensor::{Int, Tensor};
use labs::film_unet::image_noise::handler;
use labs::film_unet::{ImageNoise, Schedule};
use solutions::film_unet::Reference;

use super::{mutants, normal};

/// A table at indices of one's own, kept inside.
fn at(table: &[f64], index: Tensor<1, Int>) -> Tensor<4> {
    let index = index.clamp(0, table.len() as i64 - 1);
    let [batch] = index.dims();
    let table = Tensor::<1>::from_data(table, &index.device());
    table.select(0, index).reshape([batch, 1, 1, 1])
}

/// The first entry for all.
fn first(t: Tensor<1, Int>) -> Tensor<1, Int> {
    let [batch] = t.dims();
    t.narrow(0, 0, 1).expand([batch])
}

mutants! { ImageNoise by handler;
    "1a" "index t: one step late" Late {
        fn coefficients(&self, t: Tensor<1, Int>, s: &Schedule) -> (Tensor<4>, Tensor<4>) {
            (at(&s.sqrt_alpha_cumprod, t.clone()), at(&s.sqrt_one_minus_alpha_cumprod, t))
        }
    }
    "1a" "the pair swapped" Swapped {
        fn coefficients(&self, t: Tensor<1, Int>, s: &Schedule) -> (Tensor<4>, Tensor<4>) {
            let (signal, noise) = Reference.coefficients(t, s);
            (noise, signal)
        }
    }
    "1a" "α_t for ᾱ_t" OneStep {
        fn coefficients(&self, t: Tensor<1, Int>, s: &Schedule) -> (Tensor<4>, Tensor<4>) {
            (at(&s.alphas, t.clone() - 1).sqrt(), at(&s.betas, t - 1).sqrt())
        }
    }
    "1a" "√ missing" NoRoot {
        fn coefficients(&self, t: Tensor<1, Int>, s: &Schedule) -> (Tensor<4>, Tensor<4>) {
            let left = at(&s.alpha_cumprod, t - 1);
            (left.clone(), left.neg() + 1.0)
        }
    }
    "1a" "the first image's t for all" FirstForAll {
        fn coefficients(&self, t: Tensor<1, Int>, s: &Schedule) -> (Tensor<4>, Tensor<4>) {
            Reference.coefficients(first(t), s)
        }
    }
    "1a" "shape [1, 1, 1, batch]: along the columns" AlongColumns {
        fn coefficients(&self, t: Tensor<1, Int>, s: &Schedule) -> (Tensor<4>, Tensor<4>) {
            let (signal, noise) = Reference.coefficients(t, s);
            (signal.swap_dims(0, 3), noise.swap_dims(0, 3))
        }
    }
    "1b" "noise drawn afresh" Fresh {
        fn add_noise(&self, x0: Tensor<4>, epsilon: Tensor<4>, t: Tensor<1, Int>, s: &Schedule) -> Tensor<4> {
            Reference.add_noise(x0, normal(&epsilon), t, s)
        }
    }
    "1b" "the factors swapped" Crossed {
        fn add_noise(&self, x0: Tensor<4>, epsilon: Tensor<4>, t: Tensor<1, Int>, s: &Schedule) -> Tensor<4> {
            Reference.add_noise(epsilon, x0, t, s)
        }
    }
    "1b" "signal not shrunk" NotShrunk {
        fn add_noise(&self, x0: Tensor<4>, epsilon: Tensor<4>, t: Tensor<1, Int>, s: &Schedule) -> Tensor<4> {
            let (_, noise) = Reference.coefficients(t, s);
            x0 + epsilon * noise
        }
    }
    "1b" "the first image's t for all" OneTime {
        fn add_noise(&self, x0: Tensor<4>, epsilon: Tensor<4>, t: Tensor<1, Int>, s: &Schedule) -> Tensor<4> {
            Reference.add_noise(x0, epsilon, first(t), s)
        }
    }
    "1b" "factors squared" Squared {
        fn add_noise(&self, x0: Tensor<4>, epsilon: Tensor<4>, t: Tensor<1, Int>, s: &Schedule) -> Tensor<4> {
            let (signal, noise) = Reference.coefficients(t, s);
            x0 * signal.powi_scalar(2) + epsilon * noise.powi_scalar(2)
        }
    }
    "1b" "x_0 detached" Detached {
        fn add_noise(&self, x0: Tensor<4>, epsilon: Tensor<4>, t: Tensor<1, Int>, s: &Schedule) -> Tensor<4> {
            Reference.add_noise(x0.detach(), epsilon, t, s)
        }
    }
}
