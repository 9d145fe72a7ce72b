use burn::tensor::{Int, Tensor};
use labs::ddpm::training_batch::handler;
use labs::ddpm::{ForwardSampling, TrainingBatch};
use solutions::ddpm::Reference;

use super::{flat, mutants, normal, seeded, shared, uniform};

type Examples = (Tensor<4>, Tensor<1, Int>, Tensor<4>);

/// Right examples with these timesteps and this noise.
fn with(x0: Tensor<4>, t: Tensor<1, Int>, noise: Tensor<4>, bars: &[f64]) -> Examples {
    let (x_t, noise) = Reference.q_sample(x0, t.clone(), bars, Some(noise));
    (x_t, t, noise)
}

fn timesteps(x0: &Tensor<4>, bars: &[f64]) -> Tensor<1, Int> {
    Reference.sample_timesteps(x0, bars.len())
}

mutants! { TrainingBatch by handler;
    "3c" "the returned t is another draw" AnotherTimestep {
        fn noisy_batch(&self, x0: Tensor<4>, bars: &[f64]) -> Examples {
            let other = timesteps(&x0, bars);
            let (x_t, _, noise) = Reference.noisy_batch(x0, bars);
            (x_t, other, noise)
        }
    }
    "3c" "the returned noise is another draw" AnotherNoise {
        fn noisy_batch(&self, x0: Tensor<4>, bars: &[f64]) -> Examples {
            let other = normal(&x0);
            let (x_t, t, _) = Reference.noisy_batch(x0, bars);
            (x_t, t, other)
        }
    }
    "3c" "the index returned for the timestep" Index {
        fn noisy_batch(&self, x0: Tensor<4>, bars: &[f64]) -> Examples {
            let (x_t, t, noise) = Reference.noisy_batch(x0, bars);
            (x_t, t - 1, noise)
        }
    }
    "3c" "x_0 returned for x_t" Clean {
        fn noisy_batch(&self, x0: Tensor<4>, bars: &[f64]) -> Examples {
            let (_, t, noise) = Reference.noisy_batch(x0.clone(), bars);
            (x0, t, noise)
        }
    }
    "3c" "noise returned for x_t" Swapped {
        fn noisy_batch(&self, x0: Tensor<4>, bars: &[f64]) -> Examples {
            let (x_t, t, noise) = Reference.noisy_batch(x0, bars);
            (noise, t, x_t)
        }
    }
    "3c" "T is never drawn" WithoutLast {
        fn noisy_batch(&self, x0: Tensor<4>, bars: &[f64]) -> Examples {
            let t = uniform(&x0, 1.0, (bars.len() as f64).max(2.0));
            let noise = normal(&x0);
            with(x0, t, noise, bars)
        }
    }
    "3c" "one t for the whole batch" OneTimestep {
        fn noisy_batch(&self, x0: Tensor<4>, bars: &[f64]) -> Examples {
            let t = timesteps(&x0, bars).narrow(0, 0, 1).expand([x0.dims()[0]]);
            let noise = normal(&x0);
            with(x0, t, noise, bars)
        }
    }
    "3c" "t = T for all" AllLast {
        fn noisy_batch(&self, x0: Tensor<4>, bars: &[f64]) -> Examples {
            let t = Tensor::full([x0.dims()[0]], bars.len() as i64, &x0.device());
            let noise = normal(&x0);
            with(x0, t, noise, bars)
        }
    }
    "3c" "constant seed of the timesteps" SeededTimesteps {
        fn noisy_batch(&self, x0: Tensor<4>, bars: &[f64]) -> Examples {
            let mut inputs = exercise::Inputs::new(42);
            let draw = |_| inputs.integer(1, bars.len()) as i64;
            let t: Vec<i64> = (0..x0.dims()[0]).map(draw).collect();
            let noise = normal(&x0);
            let t = Tensor::from_data(&t[..], &x0.device());
            with(x0, t, noise, bars)
        }
    }
    "3c" "one noise for the whole batch" ForAll {
        fn noisy_batch(&self, x0: Tensor<4>, bars: &[f64]) -> Examples {
            let (t, noise) = (timesteps(&x0, bars), shared(&x0, 0));
            with(x0, t, noise, bars)
        }
    }
    "3c" "uniform noise" Flat {
        fn noisy_batch(&self, x0: Tensor<4>, bars: &[f64]) -> Examples {
            let (t, noise) = (timesteps(&x0, bars), flat(&x0));
            with(x0, t, noise, bars)
        }
    }
    "3c" "constant seed of the noise" SeededNoise {
        fn noisy_batch(&self, x0: Tensor<4>, bars: &[f64]) -> Examples {
            let (t, noise) = (timesteps(&x0, bars), seeded(&x0));
            with(x0, t, noise, bars)
        }
    }
    "3c" "the first image only" FirstOnly {
        fn noisy_batch(&self, x0: Tensor<4>, bars: &[f64]) -> Examples {
            Reference.noisy_batch(x0.narrow(0, 0, 1), bars)
        }
    }
}
