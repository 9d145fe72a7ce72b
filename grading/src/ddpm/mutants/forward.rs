use burn::tensor::{Int, Tensor};
use labs::ddpm::ForwardSampling;
use labs::ddpm::forward_sampling::handler;
use solutions::ddpm::Reference;

use super::{flat, mutants, normal, seeded, shared};

type Pair = (Tensor<4>, Tensor<4>);
type Given = Option<Tensor<4>>;
type Ints = Tensor<1, Int>;

/// One number for each image, out of a table, in this shape.
fn looked_up(table: &[f64], index: Ints, shape: [usize; 4]) -> Tensor<4> {
    let table = Tensor::<1>::from_data(table, &index.device());
    table.select(0, index).reshape(shape)
}

/// A jump whose factors are made of ᾱ in other ways.
fn jump(x0: Tensor<4>, t: Ints, bars: &[f64], given: Given, of: [fn(f64) -> f64; 2]) -> Pair {
    let noise = given.unwrap_or_else(|| normal(&x0));
    let shape = [x0.dims()[0], 1, 1, 1];
    let factors = |of: fn(f64) -> f64| {
        let table: Vec<f64> = bars.iter().map(|&left| of(left)).collect();
        looked_up(&table, t.clone() - 1, shape)
    };
    (x0 * factors(of[0]) + noise.clone() * factors(of[1]), noise)
}

/// The right jump with fresh noise of one's own.
fn with(
    x0: Tensor<4>,
    t: Ints,
    bars: &[f64],
    given: Given,
    fresh: fn(&Tensor<4>) -> Tensor<4>,
) -> Pair {
    let noise = given.unwrap_or_else(|| fresh(&x0));
    Reference.q_sample(x0, t, bars, Some(noise))
}

/// The factors along another axis, where they fit.
fn along(x0: Tensor<4>, t: Ints, bars: &[f64], given: Given, axis: usize) -> Pair {
    let dims = x0.dims();
    if dims[axis] != dims[0] {
        return Reference.q_sample(x0, t, bars, given);
    }
    let noise = given.unwrap_or_else(|| normal(&x0));
    let mut shape = [1; 4];
    shape[axis] = dims[0];
    let left = looked_up(bars, t - 1, shape);
    let signal = x0 * left.clone().sqrt();
    (signal + noise.clone() * (-left + 1.0).sqrt(), noise)
}

mutants! { ForwardSampling by handler;
    "1a" "α_t: no product" SingleSteps {
        fn alpha_bars(&self, betas: &[f64]) -> Vec<f64> {
            betas.iter().map(|beta| 1.0 - beta).collect()
        }
    }
    "1a" "product of the betas" OfBetas {
        fn alpha_bars(&self, betas: &[f64]) -> Vec<f64> {
            let alphas: Vec<f64> = betas.iter().map(|beta| 1.0 - beta).collect();
            Reference.alpha_bars(&alphas)
        }
    }
    "1a" "1 minus the sum of the betas" Sum {
        fn alpha_bars(&self, betas: &[f64]) -> Vec<f64> {
            let mut left = 1.0;
            betas.iter().map(|beta| { left -= beta; left }).collect()
        }
    }
    "1a" "exp(-sum of the betas)" Exponential {
        fn alpha_bars(&self, betas: &[f64]) -> Vec<f64> {
            let mut sum: f64 = 0.0;
            betas.iter().map(|beta| { sum += beta; (-sum).exp() }).collect()
        }
    }
    "1a" "shifted: begins with 1" Shifted {
        fn alpha_bars(&self, betas: &[f64]) -> Vec<f64> {
            let later = Reference.alpha_bars(&betas[..betas.len() - 1]);
            std::iter::once(1.0).chain(later).collect()
        }
    }
    "1a" "T + 1 values" OneMore {
        fn alpha_bars(&self, betas: &[f64]) -> Vec<f64> {
            std::iter::once(1.0).chain(Reference.alpha_bars(betas)).collect()
        }
    }
    "1a" "√ᾱ_t" Roots {
        fn alpha_bars(&self, betas: &[f64]) -> Vec<f64> {
            Reference.alpha_bars(betas).iter().map(|left| left.sqrt()).collect()
        }
    }
    "1a" "1 - ᾱ_t" Noise {
        fn alpha_bars(&self, betas: &[f64]) -> Vec<f64> {
            Reference.alpha_bars(betas).iter().map(|left| 1.0 - left).collect()
        }
    }
    "1a" "multiplied in f32" InSingle {
        fn alpha_bars(&self, betas: &[f64]) -> Vec<f64> {
            let mut left = 1.0_f32;
            betas.iter().map(|beta| { left *= 1.0 - *beta as f32; f64::from(left) }).collect()
        }
    }
    "1b" "√ missing in both factors" NoRoots {
        fn q_sample(&self, x0: Tensor<4>, t: Ints, bars: &[f64], given: Given) -> Pair {
            jump(x0, t, bars, given, [|left| left, |left| 1.0 - left])
        }
    }
    "1b" "√ of the noise missing" NoiseNoRoot {
        fn q_sample(&self, x0: Tensor<4>, t: Ints, bars: &[f64], given: Given) -> Pair {
            jump(x0, t, bars, given, [f64::sqrt, |left| 1.0 - left])
        }
    }
    "1b" "1 - √ᾱ_t for √(1 - ᾱ_t)" OneMinusRoot {
        fn q_sample(&self, x0: Tensor<4>, t: Ints, bars: &[f64], given: Given) -> Pair {
            jump(x0, t, bars, given, [f64::sqrt, |left| 1.0 - left.sqrt()])
        }
    }
    "1b" "factors swapped" Swapped {
        fn q_sample(&self, x0: Tensor<4>, t: Ints, bars: &[f64], given: Given) -> Pair {
            jump(x0, t, bars, given, [|left| (1.0 - left).sqrt(), f64::sqrt])
        }
    }
    "1b" "image not shrunk" NotShrunk {
        fn q_sample(&self, x0: Tensor<4>, t: Ints, bars: &[f64], given: Given) -> Pair {
            jump(x0, t, bars, given, [|_| 1.0, |left| (1.0 - left).sqrt()])
        }
    }
    "1b" "ᾱ_{t+1}: t used as index" Late {
        fn q_sample(&self, x0: Tensor<4>, t: Ints, bars: &[f64], given: Given) -> Pair {
            let mut bars = bars.to_vec();
            if bars.len() > 1 {
                bars.rotate_left(1);
            }
            Reference.q_sample(x0, t, &bars, given)
        }
    }
    "1b" "t of the first image for all" FirstForAll {
        fn q_sample(&self, x0: Tensor<4>, t: Ints, bars: &[f64], given: Given) -> Pair {
            let t = t.narrow(0, 0, 1).expand([x0.dims()[0]]);
            Reference.q_sample(x0, t, bars, given)
        }
    }
    "1b" "factors along the width" AlongWidth {
        fn q_sample(&self, x0: Tensor<4>, t: Ints, bars: &[f64], given: Given) -> Pair {
            along(x0, t, bars, given, 3)
        }
    }
    "1b" "factors along the height" AlongHeight {
        fn q_sample(&self, x0: Tensor<4>, t: Ints, bars: &[f64], given: Given) -> Pair {
            along(x0, t, bars, given, 2)
        }
    }
    "1b" "noise drawn though it was given" Ignored {
        fn q_sample(&self, x0: Tensor<4>, t: Ints, bars: &[f64], _: Given) -> Pair {
            Reference.q_sample(x0, t, bars, None)
        }
    }
    "1b" "noise drawn twice" DrawnTwice {
        fn q_sample(&self, x0: Tensor<4>, t: Ints, bars: &[f64], given: Given) -> Pair {
            let other = given.clone().unwrap_or_else(|| normal(&x0));
            (Reference.q_sample(x0, t, bars, given).0, other)
        }
    }
    "1b" "noise returned scaled" Scaled {
        fn q_sample(&self, x0: Tensor<4>, t: Ints, bars: &[f64], given: Given) -> Pair {
            let shape = [x0.dims()[0], 1, 1, 1];
            let factor = (-looked_up(bars, t.clone() - 1, shape) + 1.0).sqrt();
            let (x_t, noise) = Reference.q_sample(x0, t, bars, given);
            (x_t, noise * factor)
        }
    }
    "1b" "one noise for the whole batch" ForAll {
        fn q_sample(&self, x0: Tensor<4>, t: Ints, bars: &[f64], given: Given) -> Pair {
            with(x0, t, bars, given, |x| shared(x, 0))
        }
    }
    "1b" "uniform noise" Flat {
        fn q_sample(&self, x0: Tensor<4>, t: Ints, bars: &[f64], given: Given) -> Pair {
            with(x0, t, bars, given, flat)
        }
    }
    "1b" "constant seed" Seeded {
        fn q_sample(&self, x0: Tensor<4>, t: Ints, bars: &[f64], given: Given) -> Pair {
            with(x0, t, bars, given, seeded)
        }
    }
    "1b" "clipped to [-1, 1]" Clipped {
        fn q_sample(&self, x0: Tensor<4>, t: Ints, bars: &[f64], given: Given) -> Pair {
            let (x_t, noise) = Reference.q_sample(x0, t, bars, given);
            (x_t.clamp(-1.0, 1.0), noise)
        }
    }
    "1b" "no noise at T = 1" NoiseForgotten {
        fn q_sample(&self, x0: Tensor<4>, t: Ints, bars: &[f64], given: Given) -> Pair {
            let noise = given.unwrap_or_else(|| normal(&x0));
            let x_t = Reference.q_sample(x0.clone(), t, bars, Some(noise.clone())).0;
            (if bars.len() == 1 { x0 } else { x_t }, noise)
        }
    }
}
