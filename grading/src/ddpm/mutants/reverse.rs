use burn::tensor::Tensor;
use labs::ddpm::reverse_sampling::handler;
use labs::ddpm::{ReverseSampling, Schedule, Step};
use solutions::ddpm::Reference;

use super::{mutants, normal};

type Images = Tensor<4>;

/// A mean with other factors: (x_t - `removed`·ε̂)/`divisor`.
fn mean(x_t: Images, eps_hat: Images, removed: f64, divisor: f64) -> Images {
    (x_t - eps_hat * removed) / divisor
}

/// The right mean, and this factor of z, at the last step, too.
fn step(x_t: Images, eps_hat: Images, t: Step, z: Images, (s, sigma): (&Schedule, f64)) -> Images {
    Reference.reverse_mean(x_t, eps_hat, t, s) + z * sigma
}

/// β_t, α_t, ᾱ_t.
fn values(t: Step, s: &Schedule) -> (f64, f64, f64) {
    (
        s.betas[t.index()],
        s.alphas[t.index()],
        s.alpha_cumprod_at(t),
    )
}

/// √β_t, and 0 at t = 1.
fn sigma(t: Step, s: &Schedule) -> f64 {
    if t == Step::FIRST {
        0.0
    } else {
        s.betas[t.index()].sqrt()
    }
}

mutants! { ReverseSampling by handler;
    "4a" "divided by √ᾱ_t" WholeWay {
        fn reverse_mean(&self, x_t: Images, eps_hat: Images, t: Step, s: &Schedule) -> Images {
            let (beta, _, left) = values(t, s);
            mean(x_t, eps_hat, beta / (1.0 - left).sqrt(), left.sqrt())
        }
    }
    "4a" "the estimate of x_0" Estimate {
        fn reverse_mean(&self, x_t: Images, eps_hat: Images, t: Step, s: &Schedule) -> Images {
            let (_, _, left) = values(t, s);
            mean(x_t, eps_hat, (1.0 - left).sqrt(), left.sqrt())
        }
    }
    "4a" "β_t/(1 - ᾱ_t): √ missing" NoRoot {
        fn reverse_mean(&self, x_t: Images, eps_hat: Images, t: Step, s: &Schedule) -> Images {
            let (beta, alpha, left) = values(t, s);
            mean(x_t, eps_hat, beta / (1.0 - left), alpha.sqrt())
        }
    }
    "4a" "√β_t for β_t" RootOfBeta {
        fn reverse_mean(&self, x_t: Images, eps_hat: Images, t: Step, s: &Schedule) -> Images {
            let (beta, alpha, left) = values(t, s);
            mean(x_t, eps_hat, beta.sqrt() / (1.0 - left).sqrt(), alpha.sqrt())
        }
    }
    "4a" "divided by α_t: √ missing" AlphaNoRoot {
        fn reverse_mean(&self, x_t: Images, eps_hat: Images, t: Step, s: &Schedule) -> Images {
            let (beta, alpha, left) = values(t, s);
            mean(x_t, eps_hat, beta / (1.0 - left).sqrt(), alpha)
        }
    }
    "4a" "multiplied by √α_t" Multiplied {
        fn reverse_mean(&self, x_t: Images, eps_hat: Images, t: Step, s: &Schedule) -> Images {
            let (beta, alpha, left) = values(t, s);
            mean(x_t, eps_hat, beta / (1.0 - left).sqrt(), 1.0 / alpha.sqrt())
        }
    }
    "4a" "not divided" NotDivided {
        fn reverse_mean(&self, x_t: Images, eps_hat: Images, t: Step, s: &Schedule) -> Images {
            let (beta, _, left) = values(t, s);
            mean(x_t, eps_hat, beta / (1.0 - left).sqrt(), 1.0)
        }
    }
    "4a" "noise added" Plus {
        fn reverse_mean(&self, x_t: Images, eps_hat: Images, t: Step, s: &Schedule) -> Images {
            Reference.reverse_mean(x_t, -eps_hat, t, s)
        }
    }
    "4a" "brackets: only the noise divided" Brackets {
        fn reverse_mean(&self, x_t: Images, eps_hat: Images, t: Step, s: &Schedule) -> Images {
            let (beta, alpha, left) = values(t, s);
            x_t - eps_hat * (beta / (1.0 - left).sqrt() / alpha.sqrt())
        }
    }
    "4a" "values of t + 1: t used as index" Late {
        fn reverse_mean(&self, x_t: Images, eps_hat: Images, t: Step, s: &Schedule) -> Images {
            let i = t.get() % s.timesteps();
            let removed = s.betas[i] / s.sqrt_one_minus_alpha_cumprod[i];
            mean(x_t, eps_hat, removed, s.alphas[i].sqrt())
        }
    }
    "4a" "clipped to [-1, 1]" Clipped {
        fn reverse_mean(&self, x_t: Images, eps_hat: Images, t: Step, s: &Schedule) -> Images {
            Reference.reverse_mean(x_t, eps_hat, t, s).clamp(-1.0, 1.0)
        }
    }
    "4a" "the noise of T = 1 left in" OneLeft {
        fn reverse_mean(&self, x_t: Images, eps_hat: Images, t: Step, s: &Schedule) -> Images {
            if s.timesteps() == 1 {
                return x_t / s.alphas[0].sqrt();
            }
            Reference.reverse_mean(x_t, eps_hat, t, s)
        }
    }
    "4b" "noise in the last step" NoisyEnd {
        fn reverse_step(&self, x_t: Images, eps_hat: Images, t: Step, z: Images, s: &Schedule) -> Images {
            step(x_t, eps_hat, t, z, (s, s.betas[t.index()].sqrt()))
        }
    }
    "4b" "no noise in the first step of the walk, t = T" NoNoiseAtLast {
        fn reverse_step(&self, x_t: Images, eps_hat: Images, t: Step, z: Images, s: &Schedule) -> Images {
            let last = t.get() == s.timesteps();
            step(x_t, eps_hat, t, z, (s, if last { 0.0 } else { s.betas[t.index()].sqrt() }))
        }
    }
    "4b" "no noise at t = 2 either" NoNoiseAtTwo {
        fn reverse_step(&self, x_t: Images, eps_hat: Images, t: Step, z: Images, s: &Schedule) -> Images {
            step(x_t, eps_hat, t, z, (s, if t.get() <= 2 { 0.0 } else { sigma(t, s) }))
        }
    }
    "4b" "no noise at all" NoNoise {
        fn reverse_step(&self, x_t: Images, eps_hat: Images, t: Step, z: Images, s: &Schedule) -> Images {
            step(x_t, eps_hat, t, z, (s, 0.0))
        }
    }
    "4b" "β_t for √β_t" Variance {
        fn reverse_step(&self, x_t: Images, eps_hat: Images, t: Step, z: Images, s: &Schedule) -> Images {
            step(x_t, eps_hat, t, z, (s, sigma(t, s).powi(2)))
        }
    }
    "4b" "√(1 - ᾱ_t) for √β_t" AllOfTheNoise {
        fn reverse_step(&self, x_t: Images, eps_hat: Images, t: Step, z: Images, s: &Schedule) -> Images {
            let all = s.sqrt_one_minus_alpha_cumprod[t.index()];
            step(x_t, eps_hat, t, z, (s, if t == Step::FIRST { 0.0 } else { all }))
        }
    }
    "4b" "√β_{t-1}" Early {
        fn reverse_step(&self, x_t: Images, eps_hat: Images, t: Step, z: Images, s: &Schedule) -> Images {
            let before = t.index().saturating_sub(1);
            step(x_t, eps_hat, t, z, (s, if t == Step::FIRST { 0.0 } else { s.betas[before].sqrt() }))
        }
    }
    "4b" "noise divided by √α_t, too" DividedNoise {
        fn reverse_step(&self, x_t: Images, eps_hat: Images, t: Step, z: Images, s: &Schedule) -> Images {
            step(x_t, eps_hat, t, z, (s, sigma(t, s) / s.alphas[t.index()].sqrt()))
        }
    }
    "4b" "noise of one's own" OwnNoise {
        fn reverse_step(&self, x_t: Images, eps_hat: Images, t: Step, z: Images, s: &Schedule) -> Images {
            step(x_t, eps_hat, t, normal(&z), (s, sigma(t, s)))
        }
    }
    "4b" "noise subtracted" Subtracted {
        fn reverse_step(&self, x_t: Images, eps_hat: Images, t: Step, z: Images, s: &Schedule) -> Images {
            step(x_t, eps_hat, t, z, (s, -sigma(t, s)))
        }
    }
    "4b" "x_t for the mean" FromImage {
        fn reverse_step(&self, x_t: Images, _: Images, t: Step, z: Images, s: &Schedule) -> Images {
            x_t + z * sigma(t, s)
        }
    }
}
