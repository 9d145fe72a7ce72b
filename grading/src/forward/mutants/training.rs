use burn::tensor::{Distribution, Int, Tensor};
use labs::forward::training::handler;
use labs::forward::{Schedule, TrainingData};
use solutions::forward::Reference;

use super::{flat, mutants, normal, seeded, shared};

type Examples = (Tensor<4>, Tensor<1, Int>, Tensor<4>);

/// Right timesteps: uniform on 1..=T.
fn timesteps(x0: &Tensor<4>, schedule: &Schedule) -> Tensor<1, Int> {
    uniform(x0, 1.0, schedule.timesteps() as f64 + 1.0)
}

/// Whole numbers from `low` up to, but without, `high`, one for each image.
fn uniform(x0: &Tensor<4>, low: f64, high: f64) -> Tensor<1, Int> {
    Tensor::random(
        [x0.dims()[0]],
        Distribution::Uniform(low, high),
        &x0.device(),
    )
}

/// One number in [0, 1) for each image.
fn shares(x0: &Tensor<4>) -> Tensor<1> {
    Tensor::random([x0.dims()[0]], Distribution::Default, &x0.device())
}

/// The table's values at index t - 1, for each image.
fn gathered(table: &[f64], t: &Tensor<1, Int>) -> Tensor<1> {
    Tensor::<1>::from_data(table, &t.device()).select(0, t.clone() - 1)
}

/// Examples with these timesteps, this noise and the factors of these tables.
fn with_tables(
    x0: Tensor<4>,
    t: Tensor<1, Int>,
    epsilon: Tensor<4>,
    (signal, noise): (&[f64], &[f64]),
) -> Examples {
    let shape = [x0.dims()[0], 1, 1, 1];
    let signal = gathered(signal, &t).reshape(shape);
    let noise = gathered(noise, &t).reshape(shape);
    (x0 * signal + epsilon.clone() * noise, t, epsilon)
}

/// Right examples with these timesteps and this noise.
fn with(x0: Tensor<4>, t: Tensor<1, Int>, epsilon: Tensor<4>, schedule: &Schedule) -> Examples {
    let tables = (
        &schedule.sqrt_alpha_cumprod[..],
        &schedule.sqrt_one_minus_alpha_cumprod[..],
    );
    with_tables(x0, t, epsilon, tables)
}

/// Examples whose timesteps are right and whose factors come from other tables.
fn other_tables(x0: Tensor<4>, schedule: &Schedule, signal: &[f64], noise: &[f64]) -> Examples {
    let (t, epsilon) = (timesteps(&x0, schedule), normal(&x0));
    with_tables(x0, t, epsilon, (signal, noise))
}

/// The table one place on, as with t for the index.
fn rotated(table: &[f64], by: usize) -> Vec<f64> {
    let mut table = table.to_vec();
    table.rotate_left(by);
    table
}

/// The factors along an axis of the image, where they fit.
fn along(x0: Tensor<4>, schedule: &Schedule, axis: usize) -> Examples {
    let batch = x0.dims()[0];
    if x0.dims()[axis] != batch {
        return Reference.training_sample(x0, schedule);
    }
    let (t, epsilon, mut shape) = (timesteps(&x0, schedule), normal(&x0), [1; 4]);
    shape[axis] = batch;
    let signal = gathered(&schedule.sqrt_alpha_cumprod, &t).reshape(shape);
    let noise = gathered(&schedule.sqrt_one_minus_alpha_cumprod, &t).reshape(shape);
    (x0 * signal + epsilon.clone() * noise, t, epsilon)
}

mutants! { TrainingData by handler;
    "4a" "t in 0..T: the index returned for the timestep" ZeroBased {
        fn training_sample(&self, x0: Tensor<4>, schedule: &Schedule) -> Examples {
            let (x_t, t, epsilon) = Reference.training_sample(x0, schedule);
            (x_t, t - 1, epsilon)
        }
    }
    "4a" "T is never drawn" WithoutLast {
        fn training_sample(&self, x0: Tensor<4>, schedule: &Schedule) -> Examples {
            let t = uniform(&x0, 1.0, (schedule.timesteps() as f64).max(2.0));
            let epsilon = normal(&x0);
            with(x0, t, epsilon, schedule)
        }
    }
    "4a" "1 is never drawn" WithoutFirst {
        fn training_sample(&self, x0: Tensor<4>, schedule: &Schedule) -> Examples {
            let last = schedule.timesteps() as f64;
            let (t, epsilon) = (uniform(&x0, last.min(2.0), last + 1.0), normal(&x0));
            with(x0, t, epsilon, schedule)
        }
    }
    "4a" "rounded: the ends come half as often" Rounded {
        fn training_sample(&self, x0: Tensor<4>, schedule: &Schedule) -> Examples {
            let gaps = schedule.timesteps() as f64 - 1.0;
            let (t, epsilon) = ((shares(&x0) * gaps).round().int() + 1, normal(&x0));
            with(x0, t, epsilon, schedule)
        }
    }
    "4a" "large t favoured" Favoured {
        fn training_sample(&self, x0: Tensor<4>, schedule: &Schedule) -> Examples {
            let last = schedule.timesteps() as f64;
            let t = (shares(&x0).sqrt() * last).floor().int().clamp_max(last - 1.0) + 1;
            let epsilon = normal(&x0);
            with(x0, t, epsilon, schedule)
        }
    }
    "4a" "one t for the whole batch" OneTimestep {
        fn training_sample(&self, x0: Tensor<4>, schedule: &Schedule) -> Examples {
            let t = timesteps(&x0, schedule).narrow(0, 0, 1).expand([x0.dims()[0]]);
            let epsilon = normal(&x0);
            with(x0, t, epsilon, schedule)
        }
    }
    "4a" "one t for the whole batch, returned alone" LoneTimestep {
        fn training_sample(&self, x0: Tensor<4>, schedule: &Schedule) -> Examples {
            let t = timesteps(&x0, schedule).narrow(0, 0, 1).expand([x0.dims()[0]]);
            let epsilon = normal(&x0);
            let (x_t, t, epsilon) = with(x0, t, epsilon, schedule);
            (x_t, t.narrow(0, 0, 1), epsilon)
        }
    }
    "4a" "timesteps in turn, not drawn" InTurn {
        fn training_sample(&self, x0: Tensor<4>, schedule: &Schedule) -> Examples {
            let (images, last) = (x0.dims()[0], schedule.timesteps());
            let turn: Vec<i64> = (0..images).map(|i| (i % last + 1) as i64).collect();
            let t = Tensor::<1, Int>::from_data(&turn[..], &x0.device());
            let epsilon = normal(&x0);
            with(x0, t, epsilon, schedule)
        }
    }
    "4a" "timesteps sorted" Sorted {
        fn training_sample(&self, x0: Tensor<4>, schedule: &Schedule) -> Examples {
            let (t, epsilon) = (timesteps(&x0, schedule).sort(0), normal(&x0));
            with(x0, t, epsilon, schedule)
        }
    }
    "4a" "constant seed of the timesteps" SeededTimesteps {
        fn training_sample(&self, x0: Tensor<4>, schedule: &Schedule) -> Examples {
            let mut inputs = exercise::Inputs::new(42);
            let draw = |_| inputs.integer(1, schedule.timesteps()) as i64;
            let drawn: Vec<i64> = (0..x0.dims()[0]).map(draw).collect();
            let t = Tensor::<1, Int>::from_data(&drawn[..], &x0.device());
            let epsilon = normal(&x0);
            with(x0, t, epsilon, schedule)
        }
    }
    "4a" "the returned t is another draw" AnotherTimestep {
        fn training_sample(&self, x0: Tensor<4>, schedule: &Schedule) -> Examples {
            let other = timesteps(&x0, schedule);
            let (x_t, _, epsilon) = Reference.training_sample(x0, schedule);
            (x_t, other, epsilon)
        }
    }
    "4a" "ᾱ_{t+1} for ᾱ_t: t used as index" Ahead {
        fn training_sample(&self, x0: Tensor<4>, schedule: &Schedule) -> Examples {
            let by = 1 % schedule.timesteps();
            let signal = rotated(&schedule.sqrt_alpha_cumprod, by);
            let noise = rotated(&schedule.sqrt_one_minus_alpha_cumprod, by);
            other_tables(x0, schedule, &signal, &noise)
        }
    }
    "4a" "ᾱ_{t-1} for ᾱ_t" Behind {
        fn training_sample(&self, x0: Tensor<4>, schedule: &Schedule) -> Examples {
            let by = schedule.timesteps() - 1;
            let mut signal = rotated(&schedule.sqrt_alpha_cumprod, by);
            let mut noise = rotated(&schedule.sqrt_one_minus_alpha_cumprod, by);
            (signal[0], noise[0]) = (1.0, 0.0);
            other_tables(x0, schedule, &signal, &noise)
        }
    }
    "4a" "√α for √ᾱ" Alpha {
        fn training_sample(&self, x0: Tensor<4>, schedule: &Schedule) -> Examples {
            let roots = |table: &[f64]| table.iter().map(|x| x.sqrt()).collect::<Vec<_>>();
            let (signal, noise) = (roots(&schedule.alphas), roots(&schedule.betas));
            other_tables(x0, schedule, &signal, &noise)
        }
    }
    "4a" "roots missing" NoRoots {
        fn training_sample(&self, x0: Tensor<4>, schedule: &Schedule) -> Examples {
            let noise: Vec<f64> = schedule.alpha_cumprod.iter().map(|a| 1.0 - a).collect();
            other_tables(x0, schedule, &schedule.alpha_cumprod, &noise)
        }
    }
    "4a" "signal and noise swapped" Swapped {
        fn training_sample(&self, x0: Tensor<4>, schedule: &Schedule) -> Examples {
            other_tables(x0, schedule, &schedule.sqrt_one_minus_alpha_cumprod, &schedule.sqrt_alpha_cumprod)
        }
    }
    "4a" "factors along the columns of a batch of 28" AlongColumns {
        fn training_sample(&self, x0: Tensor<4>, schedule: &Schedule) -> Examples {
            along(x0, schedule, 3)
        }
    }
    "4a" "factors along the channels" AlongChannels {
        fn training_sample(&self, x0: Tensor<4>, schedule: &Schedule) -> Examples {
            along(x0, schedule, 1)
        }
    }
    "4a" "noise drawn twice" NoiseTwice {
        fn training_sample(&self, x0: Tensor<4>, schedule: &Schedule) -> Examples {
            let (x_t, t, epsilon) = Reference.training_sample(x0, schedule);
            (x_t, t, normal(&epsilon))
        }
    }
    "4a" "epsilon returned scaled" Scaled {
        fn training_sample(&self, x0: Tensor<4>, schedule: &Schedule) -> Examples {
            let shape = [x0.dims()[0], 1, 1, 1];
            let (x_t, t, epsilon) = Reference.training_sample(x0, schedule);
            let noise = gathered(&schedule.sqrt_one_minus_alpha_cumprod, &t).reshape(shape);
            (x_t, t, epsilon * noise)
        }
    }
    "4a" "uniform noise" Flat {
        fn training_sample(&self, x0: Tensor<4>, schedule: &Schedule) -> Examples {
            let (t, epsilon) = (timesteps(&x0, schedule), flat(&x0));
            with(x0, t, epsilon, schedule)
        }
    }
    "4a" "one noise for the whole batch" Shared {
        fn training_sample(&self, x0: Tensor<4>, schedule: &Schedule) -> Examples {
            let (t, epsilon) = (timesteps(&x0, schedule), shared(&x0, 0));
            with(x0, t, epsilon, schedule)
        }
    }
    "4a" "constant seed of the noise" Seeded {
        fn training_sample(&self, x0: Tensor<4>, schedule: &Schedule) -> Examples {
            let (t, epsilon) = (timesteps(&x0, schedule), seeded(&x0));
            with(x0, t, epsilon, schedule)
        }
    }
    "4a" "noise without its image: one example too few" TooFew {
        fn training_sample(&self, x0: Tensor<4>, schedule: &Schedule) -> Examples {
            let (x_t, t, epsilon) = Reference.training_sample(x0, schedule);
            let fewer = 0..(x_t.dims()[0] - 1).max(1);
            (x_t.slice([fewer.clone()]), t.slice([fewer.clone()]), epsilon.slice([fewer]))
        }
    }
}
