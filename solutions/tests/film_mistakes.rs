//! Common mistakes in `film_unet`, each with the words of the hint that a student must get.

#[path = "support/mistakes.rs"]
mod support;

use burn::tensor::activation::silu;
use burn::tensor::{Distribution, Int, Tensor};
use labs::film_unet::{
    AncestralSampling, BetaSchedules, ClassCondition, ClassEmbedding, Convolve, FilmForward,
    FilmUNet, ImageNoise, Network, ResidualBlock, Schedule, ScheduleKind, Step, TrainingStep,
};
use solutions::film_unet::Reference;
use support::caught;

fn normal(like: &Tensor<4>) -> Tensor<4> {
    like.random_like(Distribution::Normal(0.0, 1.0))
}

#[test]
fn noise() {
    wrong!(Swapped: ImageNoise {
        fn coefficients(&self, t: Tensor<1, Int>, schedule: &Schedule) -> (Tensor<4>, Tensor<4>) {
            let (signal, noise) = Reference.coefficients(t, schedule);
            (noise, signal)
        }
        fn add_noise(&self, x0: Tensor<4>, epsilon: Tensor<4>, t: Tensor<1, Int>, schedule: &Schedule) -> Tensor<4> {
            Reference.add_noise(epsilon, x0, t, schedule)
        }
    });
    caught(&Swapped, "1a", "the pair is swapped");
    caught(&Swapped, "1b", "the factors are swapped");

    wrong!(Flat: ImageNoise {
        fn coefficients(&self, t: Tensor<1, Int>, schedule: &Schedule) -> (Tensor<4>, Tensor<4>) {
            let (signal, noise) = Reference.coefficients(t, schedule);
            (signal.swap_dims(0, 3), noise.swap_dims(0, 3))
        }
        fn add_noise(&self, x0: Tensor<4>, epsilon: Tensor<4>, t: Tensor<1, Int>, schedule: &Schedule) -> Tensor<4> {
            Reference.add_noise(x0, normal(&epsilon), t, schedule)
        }
    });
    caught(&Flat, "1a", "go along the columns");
    caught(&Flat, "1b", "use the noise that is given");
}

#[test]
fn network() {
    wrong!(Tutorial: FilmForward {
        fn time_embedding(&self, t: Tensor<1, Int>, dim: usize) -> Tensor<2> {
            let [batch] = t.dims();
            let half = Reference.time_embedding(t, dim);
            let (sines, cosines) = (half.clone().narrow(1, 0, dim / 2), half.narrow(1, dim / 2, dim / 2));
            Tensor::stack::<3>(vec![sines, cosines], 2).reshape([batch, dim])
        }
        fn film(&self, h: Tensor<4>, gamma: Tensor<2>, beta: Tensor<2>) -> Tensor<4> {
            Reference.film(h, gamma - 1.0, beta)
        }
        fn residual_block(&self, block: &ResidualBlock, x: Tensor<4>, embedding: Tensor<2>) -> Tensor<4> {
            let h = block.conv1.convolve(silu(block.norm1.forward(x.clone())));
            let (gamma, beta) = block.modulation(embedding);
            let h = block.norm2.forward(Reference.film(h, gamma, beta));
            block.conv2.convolve(silu(h)) + block.skip.convolve(x)
        }
        fn unet(&self, network: &FilmUNet, x: Tensor<4>, embedding: Tensor<2>) -> Tensor<4> {
            let run = |block: &ResidualBlock, h| Reference.residual_block(block, h, embedding.clone());
            let h = run(&network.down_res1, network.init_conv.convolve(x));
            let coarse = run(&network.down_res2, network.down_conv1.convolve(h));
            let h = run(&network.middle_res, network.down_conv2.convolve(coarse.clone()));
            let h = run(&network.up_res2, network.up_conv2.convolve(h) + coarse);
            let h = run(&network.up_res1, network.up_conv1.convolve(h));
            network.final_conv.convolve(silu(network.final_norm.forward(h)))
        }
    });
    caught(&Tutorial, "2a", "come in turns");
    caught(&Tutorial, "2b", "γ = 0 leaves h as it is");
    caught(&Tutorial, "2c", "nothing is left of the modulation");
    caught(&Tutorial, "2d", "what `down_res1` gave is missing");

    wrong!(Deaf: FilmForward {
        fn time_embedding(&self, t: Tensor<1, Int>, dim: usize) -> Tensor<2> {
            let both = Reference.time_embedding(t, dim);
            Tensor::cat(vec![both.clone().narrow(1, dim / 2, dim / 2), both.narrow(1, 0, dim / 2)], 1)
        }
        fn film(&self, h: Tensor<4>, gamma: Tensor<2>, beta: Tensor<2>) -> Tensor<4> {
            Reference.film(h, beta, gamma)
        }
        fn residual_block(&self, block: &ResidualBlock, x: Tensor<4>, embedding: Tensor<2>) -> Tensor<4> {
            let whole = Reference.residual_block(block, x.clone(), embedding);
            whole - block.skip.convolve(x)
        }
        fn unet(&self, network: &FilmUNet, x: Tensor<4>, embedding: Tensor<2>) -> Tensor<4> {
            Reference.unet(network, x, embedding.zeros_like())
        }
    });
    caught(&Deaf, "2a", "the cosines come first");
    caught(&Deaf, "2b", "swapped");
    caught(&Deaf, "2c", "the way round is missing");
    caught(&Deaf, "2d", "gives the same at two different times");
}

/// The right loss with a part of it exchanged.
fn errors(
    network: &Network,
    x0: Tensor<4>,
    t: &Tensor<1, Int>,
    schedule: &Schedule,
    twice: bool,
) -> Tensor<4> {
    let epsilon = normal(&x0);
    let x_t = Reference.add_noise(x0, epsilon.clone(), t.clone(), schedule);
    let target = if twice { normal(&epsilon) } else { epsilon };
    (target - network.predict(x_t, t.clone())).powi_scalar(2)
}

fn uniform(x0: &Tensor<4>, low: usize, high: usize, count: usize) -> Tensor<1, Int> {
    let range = Distribution::Uniform(low as f64, high as f64 + 1.0);
    Tensor::random([count], range, &x0.device())
}

macro_rules! wrong_loss {
    ($name:ident, $words:literal, |$network:ident, $x0:ident, $schedule:ident, $batch:ident| $loss:expr) => {
        wrong!($name: TrainingStep {
            fn train_step(&self, $network: &Network, $x0: Tensor<4>, $schedule: &Schedule, _weights: &[f64]) -> Tensor<1> {
                let $batch = $x0.dims()[0];
                $loss
            }
        });
        caught(&$name, "3a", $words);
    };
}

#[test]
fn loss() {
    wrong_loss!(
        Plain,
        "the weights are not used",
        |network, x0, schedule, batch| {
            let t = uniform(&x0, 1, 3, batch);
            errors(network, x0, &t, schedule, false).mean()
        }
    );
    wrong_loss!(Twice, "two draws", |network, x0, schedule, batch| {
        let t = uniform(&x0, 1, 3, batch);
        errors(network, x0, &t, schedule, true).mean()
    });
    wrong_loss!(
        Early,
        "t = T never occurs",
        |network, x0, schedule, batch| {
            let t = uniform(&x0, 1, 2, batch);
            errors(network, x0, &t, schedule, false).mean()
        }
    );
    wrong_loss!(OneTime, "the same t", |network, x0, schedule, batch| {
        let t = uniform(&x0, 1, 2, 1).expand([batch]);
        errors(network, x0, &t, schedule, false).mean()
    });
    wrong_loss!(
        Pixels,
        "sum over the pixels",
        |network, x0, schedule, batch| {
            let t = uniform(&x0, 1, 3, batch);
            errors(network, x0, &t, schedule, false).sum() / batch as f64
        }
    );
    wrong_loss!(Batch, "one number", |network, x0, schedule, batch| {
        let t = uniform(&x0, 1, 3, batch);
        errors(network, x0, &t, schedule, false)
            .reshape([batch as i32, -1])
            .mean_dim(1)
            .squeeze_dim(1)
    });
}

#[test]
fn clipping() {
    wrong!(Sum: TrainingStep {
        fn clip_factor(&self, norms: &[f64], max_norm: f64) -> f64 {
            (max_norm / norms.iter().sum::<f64>()).min(1.0)
        }
    });
    caught(&Sum, "3b", "the norms are added");
    wrong!(Always: TrainingStep {
        fn clip_factor(&self, norms: &[f64], max_norm: f64) -> f64 {
            max_norm / norms.iter().map(|norm| norm * norm).sum::<f64>().sqrt()
        }
    });
    caught(&Always, "3b", "not made longer");
}

macro_rules! wrong_walk {
    ($name:ident, $words:literal, |$mean:ident, $t:ident, $sigma:ident, $schedule:ident| $noise:expr) => {
        wrong!($name: AncestralSampling {
            fn sample(&self, network: &Network, x: Tensor<4>, $schedule: &Schedule) -> Tensor<4> {
                Step::all($schedule).rev().fold(x, |x, $t: Step| {
                    let (alpha, beta) = ($schedule.alphas[$t.index()], $schedule.betas[$t.index()]);
                    let now = $schedule.alpha_cumprod_at($t);
                    let $sigma = ((1.0 - $schedule.alpha_cumprod_at($t.before())) / (1.0 - now) * beta).sqrt();
                    let times = Tensor::<1, Int>::full([x.dims()[0]], $t.get() as i64, &x.device());
                    let epsilon = network.predict(x.clone(), times);
                    let $mean = (x - epsilon * (beta / (1.0 - now).sqrt())) / alpha.sqrt();
                    $noise
                })
            }
        });
        caught(&$name, "4a", $words);
    };
}

#[test]
fn sampling() {
    wrong_walk!(Still, "no noise was added", |mean, _t, _sigma, schedule| {
        let _ = schedule;
        mean
    });
    wrong_walk!(
        NoisyEnd,
        "without noise: σ_1 = 0",
        |mean, t, _sigma, schedule| {
            mean.clone() + normal(&mean) * schedule.betas[t.index()].sqrt()
        }
    );
    wrong_walk!(Upper, "the variance is β_t", |mean, t, sigma, schedule| {
        let root = if sigma > 0.0 {
            schedule.betas[t.index()].sqrt()
        } else {
            0.0
        };
        mean.clone() + normal(&mean) * root
    });
    wrong_walk!(
        Variance,
        "its root multiplies z",
        |mean, _t, sigma, schedule| {
            let _ = schedule;
            mean.clone() + normal(&mean) * (sigma * sigma)
        }
    );
}

#[test]
fn classes() {
    wrong!(ClassFirst: ClassCondition {
        fn class_embedding(&self, layers: &ClassEmbedding, time: Tensor<2>, labels: Tensor<1, Int>) -> Tensor<2> {
            let class = layers.table.val().select(0, labels);
            layers.combined_proj.forward(Tensor::cat(vec![class, time], 1))
        }
    });
    caught(&ClassFirst, "5a", "the class stands before the time");
    wrong!(Added: ClassCondition {
        fn class_embedding(&self, layers: &ClassEmbedding, time: Tensor<2>, labels: Tensor<1, Int>) -> Tensor<2> {
            time + layers.table.val().select(0, labels)
        }
    });
    caught(&Added, "5a", "time and class are added");
}

#[test]
fn betas() {
    wrong!(Remaining: BetaSchedules {
        fn betas(&self, kind: ScheduleKind, timesteps: usize) -> Vec<f64> {
            let right = Reference.betas(kind, timesteps);
            if kind != ScheduleKind::Cosine {
                return right;
            }
            let mut left = 1.0;
            right.iter().map(|beta| { left *= 1.0 - beta; left }).collect()
        }
    });
    caught(&Remaining, "6a", "this is ᾱ");
    wrong!(Whole: BetaSchedules {
        fn betas(&self, kind: ScheduleKind, timesteps: usize) -> Vec<f64> {
            let even = |t: usize| 1e-4 + 0.0199 * t as f64 / timesteps as f64;
            match kind {
                ScheduleKind::Linear => (1..=timesteps).map(even).collect(),
                _ => Reference.betas(kind, timesteps),
            }
        }
    });
    caught(&Whole, "6a", "expected (t - 1)/(T - 1)");
}
