//! Standard normal noise, several times faster than a backend's own on the processor.
//!
//! A backend draws one number after the other from a cryptographic generator, and noise is most of what a forward jump costs.
//! Here the device's generator draws a key, and blocks of a fixed size are filled in parallel, each from a stream of its own.
//! What comes out depends on the seed alone and not on the number of threads.

use burn::tensor::{Device, Distribution, Int, Tensor, TensorData};
use rand::SeedableRng;
use rand_distr::{Distribution as _, StandardNormal};
use rand_xoshiro::Xoshiro256PlusPlus;
use rayon::prelude::*;

/// Numbers that one stream draws.
const BLOCK: usize = 8192;

/// Independent draws from N(0, 1) with the shape of `x`, on its device, without a gradient.
///
/// The same law as `x.random_like(Distribution::Normal(0.0, 1.0))`, and like it fixed by the device's seed.
pub fn noise_like<const D: usize>(x: &Tensor<D>) -> Tensor<D> {
    let device = x.device();
    if device.clone().inner() != Device::flex() {
        return x.random_like(Distribution::Normal(0.0, 1.0));
    }
    let mut values = vec![0.0_f32; x.dims().iter().product()];
    fill(&mut values, key(&device));
    Tensor::from_data(TensorData::new(values, x.dims()), &device)
}

/// A number of 64 bits from the device's generator: two draws, since integers of a device may have 32 bits only.
fn key(device: &Device) -> u64 {
    let ends = (f64::from(i32::MIN), f64::from(i32::MAX));
    let drawn = Tensor::<1, Int>::random([2], Distribution::Uniform(ends.0, ends.1), device);
    let words = drawn.into_data();
    words
        .iter::<i64>()
        .fold(0, |key, word| key << 32 | u64::from(word as u32))
}

fn fill(values: &mut [f32], key: u64) {
    if values.len() <= BLOCK {
        return draw(values, key, 0);
    }
    values
        .par_chunks_mut(BLOCK)
        .enumerate()
        .for_each(|(block, values)| draw(values, key, block));
}

/// Seeds are spread by SplitMix64 in `seed_from_u64`, so that neighbouring blocks get unrelated streams.
fn draw(values: &mut [f32], key: u64, block: usize) {
    let mut stream = Xoshiro256PlusPlus::seed_from_u64(key ^ ((block as u64) << 32));
    for value in values {
        *value = StandardNormal.sample(&mut stream);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats;

    fn drawn(count: usize, key: u64) -> Vec<f64> {
        let mut values = vec![0.0; count];
        fill(&mut values, key);
        values.iter().map(|value| f64::from(*value)).collect()
    }

    /// Moments of 4 million draws, each within 5 standard errors: mean, variance, third and fourth moment, and the tail.
    #[test]
    fn it_is_standard_normal() {
        let draws = drawn(4_000_000, 3);
        let n = draws.len() as f64;
        let moment = |k: i32| draws.iter().map(|x| x.powi(k)).sum::<f64>() / n;
        for (k, expected, variance) in [
            (1, 0.0, 1.0_f64),
            (2, 1.0, 2.0),
            (3, 0.0, 15.0),
            (4, 3.0, 96.0),
        ] {
            let off = (moment(k) - expected) / (variance / n).sqrt();
            assert!(
                off.abs() < 5.0,
                "moment {k} is {off:.1} standard errors off"
            );
        }
        let beyond = draws.iter().filter(|x| x.abs() > 3.0).count() as f64 / n;
        let theory = 0.002_699_796_063_260_191;
        assert!(
            (beyond - theory).abs() < 5.0 * (theory / n).sqrt(),
            "{beyond}"
        );
    }

    #[test]
    fn blocks_are_independent_and_do_not_hang_on_the_number_of_threads() {
        let long = drawn(3 * BLOCK, 5);
        let (first, second) = (&long[..BLOCK], &long[BLOCK..2 * BLOCK]);
        let pairs = first.iter().zip(second);
        let correlation = pairs.map(|(a, b)| a * b).sum::<f64>() / BLOCK as f64;
        assert!(
            correlation.abs() < 5.0 / (BLOCK as f64).sqrt(),
            "{correlation}"
        );
        let single = rayon::ThreadPoolBuilder::new()
            .num_threads(1)
            .build()
            .unwrap();
        assert_eq!(single.install(|| drawn(3 * BLOCK, 5)), long);
    }

    /// The device's generator is the process's, so both parts stand in one test.
    #[test]
    fn a_tensor_is_fixed_by_the_seed_and_keeps_shape_and_gradient_apart() {
        let device = Device::flex();
        let x = Tensor::<3>::ones([3, 1, 5], &device.clone().autodiff()).require_grad();
        let draw = |seed| {
            device.seed(seed);
            noise_like(&x)
        };
        let noise = draw(7);
        assert_eq!(noise.dims(), [3, 1, 5]);
        assert!(!noise.is_tracked() && noise.device() == x.device());
        let all: Vec<f32> = noise.into_data().iter::<f32>().collect();
        assert_eq!(
            stats::variance(&all.iter().map(|x| f64::from(*x)).collect::<Vec<_>>())
                .map(|v| v > 0.0),
            Some(true)
        );
        assert_eq!(
            noise_like(&Tensor::<2>::zeros([0, 4], &device)).dims(),
            [0, 4]
        );
    }
}
