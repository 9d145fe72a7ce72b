use burn::tensor::{Distribution, Int, Tensor};
use labs::film_unet::training_step::handler;
use labs::film_unet::{ImageNoise, Network, Schedule, TrainingStep};
use solutions::film_unet::Reference;

use super::{mutants, normal, seeded, shared};

/// Timesteps from `low` to `high`, one for each image.
fn uniform(x0: &Tensor<4>, low: usize, high: usize) -> Tensor<1, Int> {
    let range = Distribution::Uniform(low as f64, high as f64 + 1.0);
    Tensor::random([x0.dims()[0]], range, &x0.device())
}

fn any(x0: &Tensor<4>, s: &Schedule) -> Tensor<1, Int> {
    uniform(x0, 1, s.timesteps())
}

/// w_t of each image, `[batch, 1]`.
fn weights_of(t: Tensor<1, Int>, weights: &[f64]) -> Tensor<2> {
    let [batch] = t.dims();
    Tensor::<1>::from_data(weights, &t.device())
        .select(0, t - 1)
        .reshape([batch, 1])
}

/// The mean squared error of each image, `[batch, 1]`.
fn squares(error: Tensor<4>) -> Tensor<2> {
    let batch = error.dims()[0] as i32;
    error.powi_scalar(2).reshape([batch, -1]).mean_dim(1)
}

/// ε - ε_θ with timesteps and noise of one's own.
fn error(
    network: &Network,
    x0: Tensor<4>,
    s: &Schedule,
    t: &Tensor<1, Int>,
    epsilon: Tensor<4>,
) -> Tensor<4> {
    let x_t = Reference.add_noise(x0, epsilon.clone(), t.clone(), s);
    epsilon - network.predict(x_t, t.clone())
}

/// The right loss with timesteps and noise of one's own.
fn with(
    network: &Network,
    x0: Tensor<4>,
    s: &Schedule,
    w: &[f64],
    t: Tensor<1, Int>,
    epsilon: Tensor<4>,
) -> Tensor<1> {
    (squares(error(network, x0, s, &t, epsilon)) * weights_of(t, w)).mean()
}

/// The right loss, but for its reduction.
fn reduced(
    network: &Network,
    x0: Tensor<4>,
    s: &Schedule,
    w: &[f64],
    reduce: impl Fn(Tensor<2>, Tensor<2>) -> Tensor<1>,
) -> Tensor<1> {
    let (t, epsilon) = (any(&x0, s), normal(&x0));
    reduce(
        squares(error(network, x0, s, &t, epsilon)),
        weights_of(t, w),
    )
}

mutants! { TrainingStep by handler;
    "3a" "sum over the pixels" OverPixels {
        fn train_step(&self, network: &Network, x0: Tensor<4>, s: &Schedule, w: &[f64]) -> Tensor<1> {
            let pixels: usize = x0.dims()[1..].iter().product();
            reduced(network, x0, s, w, |errors, weights| (errors * weights).mean() * pixels as f64)
        }
    }
    "3a" "sum over the batch" OverBatch {
        fn train_step(&self, network: &Network, x0: Tensor<4>, s: &Schedule, w: &[f64]) -> Tensor<1> {
            reduced(network, x0, s, w, |errors, weights| (errors * weights).sum())
        }
    }
    "3a" "root of the squares" Rooted {
        fn train_step(&self, network: &Network, x0: Tensor<4>, s: &Schedule, w: &[f64]) -> Tensor<1> {
            reduced(network, x0, s, w, |errors, weights| (errors.sqrt() * weights).mean())
        }
    }
    "3a" "one loss for each image" NotReduced {
        fn train_step(&self, network: &Network, x0: Tensor<4>, s: &Schedule, w: &[f64]) -> Tensor<1> {
            reduced(network, x0, s, w, |errors, weights| (errors * weights).squeeze_dim(1))
        }
    }
    "3a" "weights ignored" NotWeighted {
        fn train_step(&self, network: &Network, x0: Tensor<4>, s: &Schedule, w: &[f64]) -> Tensor<1> {
            reduced(network, x0, s, w, |errors, _| errors.mean())
        }
    }
    "3a" "divided by the sum of the weights" Normalised {
        fn train_step(&self, network: &Network, x0: Tensor<4>, s: &Schedule, w: &[f64]) -> Tensor<1> {
            reduced(network, x0, s, w, |errors, weights| (errors * weights.clone()).sum() / weights.sum())
        }
    }
    "3a" "mean of the weights for each image's own" MeanWeight {
        fn train_step(&self, network: &Network, x0: Tensor<4>, s: &Schedule, w: &[f64]) -> Tensor<1> {
            reduced(network, x0, s, w, |errors, weights| errors.mean() * weights.mean())
        }
    }
    "3a" "weights at index t" LateWeight {
        fn train_step(&self, network: &Network, x0: Tensor<4>, s: &Schedule, w: &[f64]) -> Tensor<1> {
            let (t, epsilon) = (any(&x0, s), normal(&x0));
            let late = (t.clone() + 1).clamp(1, w.len() as i64);
            (squares(error(network, x0, s, &t, epsilon)) * weights_of(late, w)).mean()
        }
    }
    "3a" "one t for the whole batch" OneTimestep {
        fn train_step(&self, network: &Network, x0: Tensor<4>, s: &Schedule, w: &[f64]) -> Tensor<1> {
            let t = any(&x0, s).narrow(0, 0, 1).expand([x0.dims()[0]]);
            let epsilon = normal(&x0);
            with(network, x0, s, w, t, epsilon)
        }
    }
    "3a" "t = T never drawn" NeverLast {
        fn train_step(&self, network: &Network, x0: Tensor<4>, s: &Schedule, w: &[f64]) -> Tensor<1> {
            let t = uniform(&x0, 1, (s.timesteps() - 1).max(1));
            let epsilon = normal(&x0);
            with(network, x0, s, w, t, epsilon)
        }
    }
    "3a" "t = 1 never drawn" NeverFirst {
        fn train_step(&self, network: &Network, x0: Tensor<4>, s: &Schedule, w: &[f64]) -> Tensor<1> {
            let t = uniform(&x0, 2.min(s.timesteps()), s.timesteps());
            let epsilon = normal(&x0);
            with(network, x0, s, w, t, epsilon)
        }
    }
    "3a" "another t for the network" OtherTimestep {
        fn train_step(&self, network: &Network, x0: Tensor<4>, s: &Schedule, w: &[f64]) -> Tensor<1> {
            let (t, other, epsilon) = (any(&x0, s), any(&x0, s), normal(&x0));
            let x_t = Reference.add_noise(x0, epsilon.clone(), t.clone(), s);
            (squares(epsilon - network.predict(x_t, other)) * weights_of(t, w)).mean()
        }
    }
    "3a" "the network gets t - 1" Early {
        fn train_step(&self, network: &Network, x0: Tensor<4>, s: &Schedule, w: &[f64]) -> Tensor<1> {
            let (t, epsilon) = (any(&x0, s), normal(&x0));
            let x_t = Reference.add_noise(x0, epsilon.clone(), t.clone(), s);
            (squares(epsilon - network.predict(x_t, t.clone() - 1)) * weights_of(t, w)).mean()
        }
    }
    "3a" "noise drawn twice: one in x_t, one as target" DrawnTwice {
        fn train_step(&self, network: &Network, x0: Tensor<4>, s: &Schedule, w: &[f64]) -> Tensor<1> {
            let (t, epsilon) = (any(&x0, s), normal(&x0));
            let x_t = Reference.add_noise(x0, normal(&epsilon), t.clone(), s);
            (squares(epsilon - network.predict(x_t, t.clone())) * weights_of(t, w)).mean()
        }
    }
    "3a" "x_0 as target" CleanTarget {
        fn train_step(&self, network: &Network, x0: Tensor<4>, s: &Schedule, w: &[f64]) -> Tensor<1> {
            let (t, epsilon) = (any(&x0, s), normal(&x0));
            let x_t = Reference.add_noise(x0.clone(), epsilon, t.clone(), s);
            (squares(x0 - network.predict(x_t, t.clone())) * weights_of(t, w)).mean()
        }
    }
    "3a" "the clean image goes into the network" NoJump {
        fn train_step(&self, network: &Network, x0: Tensor<4>, s: &Schedule, w: &[f64]) -> Tensor<1> {
            let (t, epsilon) = (any(&x0, s), normal(&x0));
            (squares(epsilon - network.predict(x0, t.clone())) * weights_of(t, w)).mean()
        }
    }
    "3a" "α_t for ᾱ_t" OneStep {
        fn train_step(&self, network: &Network, x0: Tensor<4>, s: &Schedule, w: &[f64]) -> Tensor<1> {
            let (t, epsilon) = (any(&x0, s), normal(&x0));
            let at = |table: &[f64]| {
                let table = Tensor::<1>::from_data(table, &x0.device());
                table.select(0, t.clone() - 1).sqrt().reshape([-1, 1, 1, 1])
            };
            let x_t = x0.clone() * at(&s.alphas) + epsilon.clone() * at(&s.betas);
            (squares(epsilon - network.predict(x_t, t.clone())) * weights_of(t, w)).mean()
        }
    }
    "3a" "one noise for all pixels of an image" ForAllPixels {
        fn train_step(&self, network: &Network, x0: Tensor<4>, s: &Schedule, w: &[f64]) -> Tensor<1> {
            let (t, epsilon) = (any(&x0, s), shared(&x0.zeros_like(), 3));
            with(network, x0, s, w, t, epsilon)
        }
    }
    "3a" "the same draws in every call" Seeded {
        fn train_step(&self, network: &Network, x0: Tensor<4>, s: &Schedule, w: &[f64]) -> Tensor<1> {
            let t: Vec<i64> = (0..x0.dims()[0]).map(|i| (i % s.timesteps()) as i64 + 1).collect();
            let t = Tensor::<1, Int>::from_ints(t.as_slice(), &x0.device());
            let epsilon = seeded(&x0);
            with(network, x0, s, w, t, epsilon)
        }
    }
    "3a" "prediction detached: no gradient" Detached {
        fn train_step(&self, network: &Network, x0: Tensor<4>, s: &Schedule, w: &[f64]) -> Tensor<1> {
            reduced(network, x0, s, w, |errors, weights| (errors * weights).mean().detach())
        }
    }
    "3a" "sign lost: the loss rises" Ascending {
        fn train_step(&self, network: &Network, x0: Tensor<4>, s: &Schedule, w: &[f64]) -> Tensor<1> {
            reduced(network, x0, s, w, |errors, weights| -(errors * weights).mean())
        }
    }
}
