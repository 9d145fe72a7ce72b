use burn::tensor::{Int, Tensor};
use labs::film_unet::ancestral_sampling::handler;
use labs::film_unet::{AncestralSampling, Network, Schedule, Step};

use super::{mutants, normal, seeded, shared};

fn told(network: &Network, x: &Tensor<4>, t: usize) -> Tensor<4> {
    let times = Tensor::<1, Int>::full([x.dims()[0]], t as i64, &x.device());
    network.predict(x.clone(), times)
}

/// √α_t, β_t/√(1-ᾱ_t), and the variances β_t and (1-ᾱ_{t-1})/(1-ᾱ_t)·β_t.
fn numbers(t: Step, s: &Schedule) -> (f64, f64, f64, f64) {
    let (alpha, beta) = (s.alphas[t.index()], s.betas[t.index()]);
    let now = s.alpha_cumprod_at(t);
    let lower = (1.0 - s.alpha_cumprod_at(t.before())) / (1.0 - now) * beta;
    (alpha.sqrt(), beta / (1.0 - now).sqrt(), beta, lower)
}

fn mean(network: &Network, x: Tensor<4>, t: Step, s: &Schedule) -> Tensor<4> {
    let (root, share, ..) = numbers(t, s);
    let epsilon = told(network, &x, t.get());
    (x - epsilon * share) / root
}

/// The right walk with noise of one's own: `noise` gets the step, its right σ and the mean.
fn walk(
    network: &Network,
    x: Tensor<4>,
    s: &Schedule,
    noise: impl Fn(Step, f64, &Tensor<4>) -> Tensor<4>,
) -> Tensor<4> {
    Step::all(s).rev().fold(x, |x, t| {
        let mean = mean(network, x, t, s);
        let sigma = numbers(t, s).3.sqrt();
        let noise = noise(t, sigma, &mean);
        mean + noise
    })
}

mutants! { AncestralSampling by handler;
    "4a" "no noise" Still {
        fn sample(&self, network: &Network, x: Tensor<4>, s: &Schedule) -> Tensor<4> {
            walk(network, x, s, |_, _, mean| mean.zeros_like())
        }
    }
    "4a" "noise in the last step, too" NoisyEnd {
        fn sample(&self, network: &Network, x: Tensor<4>, s: &Schedule) -> Tensor<4> {
            walk(network, x, s, |t, _, mean| normal(mean) * s.betas[t.index()].sqrt())
        }
    }
    "4a" "variance β_t" Upper {
        fn sample(&self, network: &Network, x: Tensor<4>, s: &Schedule) -> Tensor<4> {
            walk(network, x, s, |t, sigma, mean| {
                normal(mean) * if sigma > 0.0 { s.betas[t.index()].sqrt() } else { 0.0 }
            })
        }
    }
    "4a" "variance for standard deviation" NoRoot {
        fn sample(&self, network: &Network, x: Tensor<4>, s: &Schedule) -> Tensor<4> {
            walk(network, x, s, |_, sigma, mean| normal(mean) * sigma * sigma)
        }
    }
    "4a" "the same noise in every step" Seeded {
        fn sample(&self, network: &Network, x: Tensor<4>, s: &Schedule) -> Tensor<4> {
            walk(network, x, s, |_, sigma, mean| seeded(mean) * sigma)
        }
    }
    "4a" "one noise for all images" Shared {
        fn sample(&self, network: &Network, x: Tensor<4>, s: &Schedule) -> Tensor<4> {
            walk(network, x, s, |_, sigma, mean| shared(mean, 0) * sigma)
        }
    }
    "4a" "from 1 to T" Upwards {
        fn sample(&self, network: &Network, x: Tensor<4>, s: &Schedule) -> Tensor<4> {
            Step::all(s).fold(x, |x, t| {
                let mean = mean(network, x, t, s);
                let sigma = numbers(t, s).3.sqrt();
                mean.clone() + normal(&mean) * sigma
            })
        }
    }
    "4a" "t = 1 left out" EndsEarly {
        fn sample(&self, network: &Network, x: Tensor<4>, s: &Schedule) -> Tensor<4> {
            Step::all(s).rev().filter(|t| t.get() > 1).fold(x, |x, t| {
                let mean = mean(network, x, t, s);
                mean.clone() + normal(&mean) * numbers(t, s).3.sqrt()
            })
        }
    }
    "4a" "the network is told t - 1" Early {
        fn sample(&self, network: &Network, x: Tensor<4>, s: &Schedule) -> Tensor<4> {
            Step::all(s).rev().fold(x, |x, t| {
                let (root, share, _, variance) = numbers(t, s);
                let mean = (x.clone() - told(network, &x, t.index()) * share) / root;
                mean.clone() + normal(&mean) * variance.sqrt()
            })
        }
    }
    "4a" "divided by √ᾱ_t" WholeWay {
        fn sample(&self, network: &Network, x: Tensor<4>, s: &Schedule) -> Tensor<4> {
            Step::all(s).rev().fold(x, |x, t| {
                let (_, share, _, variance) = numbers(t, s);
                let mean = (x.clone() - told(network, &x, t.get()) * share) / s.alpha_cumprod_at(t).sqrt();
                mean.clone() + normal(&mean) * variance.sqrt()
            })
        }
    }
    "4a" "the noise taken away whole" WholeNoise {
        fn sample(&self, network: &Network, x: Tensor<4>, s: &Schedule) -> Tensor<4> {
            Step::all(s).rev().fold(x, |x, t| {
                let (root, _, _, variance) = numbers(t, s);
                let whole = (1.0 - s.alpha_cumprod_at(t)).sqrt();
                let mean = (x.clone() - told(network, &x, t.get()) * whole) / root;
                mean.clone() + normal(&mean) * variance.sqrt()
            })
        }
    }
}
