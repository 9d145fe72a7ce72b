use burn::tensor::{Distribution, Int, Tensor};
use labs::elbo::training::handler;
use labs::elbo::{NoiseMlp, Schedule, SimpleTraining, coefficients};

use super::{mutants, normal, seeded, shared};

/// Timesteps from `low` to `high`, one for each point.
fn uniform(x0: &Tensor<2>, low: usize, high: usize) -> Tensor<1, Int> {
    let range = Distribution::Uniform(low as f64, high as f64 + 1.0);
    Tensor::random([x0.dims()[0]], range, &x0.device())
}

fn jump(x0: Tensor<2>, epsilon: &Tensor<2>, t: &Tensor<1, Int>, s: &Schedule) -> Tensor<2> {
    x0 * coefficients(&s.sqrt_alpha_cumprod, t)
        + epsilon.clone() * coefficients(&s.sqrt_one_minus_alpha_cumprod, t)
}

/// ‖·‖² of each point's error, `[batch, 1]`.
fn squares(error: Tensor<2>) -> Tensor<2> {
    error.powi_scalar(2).sum_dim(1)
}

/// The right loss with timesteps and noise of one's own.
fn with(
    model: &NoiseMlp,
    x0: Tensor<2>,
    s: &Schedule,
    t: Tensor<1, Int>,
    epsilon: Tensor<2>,
) -> Tensor<1> {
    let x_t = jump(x0, &epsilon, &t, s);
    squares(epsilon - model.forward(x_t, t)).mean()
}

/// ε - ε_θ of a right draw.
fn error(model: &NoiseMlp, x0: Tensor<2>, s: &Schedule) -> Tensor<2> {
    let (t, epsilon) = (uniform(&x0, 1, s.timesteps()), normal(&x0));
    let x_t = jump(x0, &epsilon, &t, s);
    epsilon - model.forward(x_t, t)
}

mutants! { SimpleTraining by handler;
    "4d" "mean over the coordinates, too: factor 1/d" OverCoordinates {
        fn simple_loss(&self, model: &NoiseMlp, x0: Tensor<2>, s: &Schedule) -> Tensor<1> {
            error(model, x0, s).powi_scalar(2).mean()
        }
    }
    "4d" "sum over the batch" Summed {
        fn simple_loss(&self, model: &NoiseMlp, x0: Tensor<2>, s: &Schedule) -> Tensor<1> {
            error(model, x0, s).powi_scalar(2).sum()
        }
    }
    "4d" "root of the squares" Rooted {
        fn simple_loss(&self, model: &NoiseMlp, x0: Tensor<2>, s: &Schedule) -> Tensor<1> {
            squares(error(model, x0, s)).sqrt().mean()
        }
    }
    "4d" "one loss for each point" NotReduced {
        fn simple_loss(&self, model: &NoiseMlp, x0: Tensor<2>, s: &Schedule) -> Tensor<1> {
            squares(error(model, x0, s)).squeeze_dim(1)
        }
    }
    "4d" "one t for the whole batch" OneTimestep {
        fn simple_loss(&self, model: &NoiseMlp, x0: Tensor<2>, s: &Schedule) -> Tensor<1> {
            let t = uniform(&x0, 1, s.timesteps()).narrow(0, 0, 1).expand([x0.dims()[0]]);
            let epsilon = normal(&x0);
            with(model, x0, s, t, epsilon)
        }
    }
    "4d" "t = T never drawn" NeverLast {
        fn simple_loss(&self, model: &NoiseMlp, x0: Tensor<2>, s: &Schedule) -> Tensor<1> {
            let t = uniform(&x0, 1, (s.timesteps() - 1).max(1));
            let epsilon = normal(&x0);
            with(model, x0, s, t, epsilon)
        }
    }
    "4d" "t = 1 never drawn" NeverFirst {
        fn simple_loss(&self, model: &NoiseMlp, x0: Tensor<2>, s: &Schedule) -> Tensor<1> {
            let t = uniform(&x0, 2.min(s.timesteps()), s.timesteps());
            let epsilon = normal(&x0);
            with(model, x0, s, t, epsilon)
        }
    }
    "4d" "always t = T" AlwaysLast {
        fn simple_loss(&self, model: &NoiseMlp, x0: Tensor<2>, s: &Schedule) -> Tensor<1> {
            let (t, epsilon) = (uniform(&x0, s.timesteps(), s.timesteps()), normal(&x0));
            with(model, x0, s, t, epsilon)
        }
    }
    "4d" "another t for the network" OtherTimestep {
        fn simple_loss(&self, model: &NoiseMlp, x0: Tensor<2>, s: &Schedule) -> Tensor<1> {
            let (t, epsilon) = (uniform(&x0, 1, s.timesteps()), normal(&x0));
            let other = uniform(&x0, 1, s.timesteps());
            let x_t = jump(x0, &epsilon, &t, s);
            squares(epsilon - model.forward(x_t, other)).mean()
        }
    }
    "4d" "the network gets t - 1" Early {
        fn simple_loss(&self, model: &NoiseMlp, x0: Tensor<2>, s: &Schedule) -> Tensor<1> {
            let (t, epsilon) = (uniform(&x0, 1, s.timesteps()), normal(&x0));
            let x_t = jump(x0, &epsilon, &t, s);
            squares(epsilon - model.forward(x_t, t - 1)).mean()
        }
    }
    "4d" "noise drawn twice: one in x_t, one as target" DrawnTwice {
        fn simple_loss(&self, model: &NoiseMlp, x0: Tensor<2>, s: &Schedule) -> Tensor<1> {
            let (t, epsilon) = (uniform(&x0, 1, s.timesteps()), normal(&x0));
            let x_t = jump(x0, &normal(&epsilon), &t, s);
            squares(epsilon - model.forward(x_t, t)).mean()
        }
    }
    "4d" "x_0 as target" CleanTarget {
        fn simple_loss(&self, model: &NoiseMlp, x0: Tensor<2>, s: &Schedule) -> Tensor<1> {
            let (t, epsilon) = (uniform(&x0, 1, s.timesteps()), normal(&x0));
            let x_t = jump(x0.clone(), &epsilon, &t, s);
            squares(x0 - model.forward(x_t, t)).mean()
        }
    }
    "4d" "scaled noise as target" ScaledTarget {
        fn simple_loss(&self, model: &NoiseMlp, x0: Tensor<2>, s: &Schedule) -> Tensor<1> {
            let (t, epsilon) = (uniform(&x0, 1, s.timesteps()), normal(&x0));
            let x_t = jump(x0, &epsilon, &t, s);
            let target = epsilon * coefficients(&s.sqrt_one_minus_alpha_cumprod, &t);
            squares(target - model.forward(x_t, t)).mean()
        }
    }
    "4d" "√ missing in the jump" NoRoot {
        fn simple_loss(&self, model: &NoiseMlp, x0: Tensor<2>, s: &Schedule) -> Tensor<1> {
            let (t, epsilon) = (uniform(&x0, 1, s.timesteps()), normal(&x0));
            let left = coefficients(&s.alpha_cumprod, &t);
            let x_t = x0 * left.clone() + epsilon.clone() * (1.0 - left);
            squares(epsilon - model.forward(x_t, t)).mean()
        }
    }
    "4d" "α_t for ᾱ_t" OneStep {
        fn simple_loss(&self, model: &NoiseMlp, x0: Tensor<2>, s: &Schedule) -> Tensor<1> {
            let (t, epsilon) = (uniform(&x0, 1, s.timesteps()), normal(&x0));
            let x_t = x0 * coefficients(&s.alphas, &t).sqrt()
                + epsilon.clone() * coefficients(&s.betas, &t).sqrt();
            squares(epsilon - model.forward(x_t, t)).mean()
        }
    }
    "4d" "one noise for both coordinates" ForBoth {
        fn simple_loss(&self, model: &NoiseMlp, x0: Tensor<2>, s: &Schedule) -> Tensor<1> {
            let (t, epsilon) = (uniform(&x0, 1, s.timesteps()), shared(&x0, 1));
            with(model, x0, s, t, epsilon)
        }
    }
    "4d" "one noise for the whole batch" ForAll {
        fn simple_loss(&self, model: &NoiseMlp, x0: Tensor<2>, s: &Schedule) -> Tensor<1> {
            let (t, epsilon) = (uniform(&x0, 1, s.timesteps()), shared(&x0, 0));
            with(model, x0, s, t, epsilon)
        }
    }
    "4d" "constant seed" Seeded {
        fn simple_loss(&self, model: &NoiseMlp, x0: Tensor<2>, s: &Schedule) -> Tensor<1> {
            let t: Vec<i64> = (0..x0.dims()[0]).map(|i| (i % s.timesteps()) as i64 + 1).collect();
            let t = Tensor::<1, Int>::from_ints(t.as_slice(), &x0.device());
            let epsilon = seeded(&x0);
            with(model, x0, s, t, epsilon)
        }
    }
    "4d" "prediction detached: no gradient" Detached {
        fn simple_loss(&self, model: &NoiseMlp, x0: Tensor<2>, s: &Schedule) -> Tensor<1> {
            squares(error(model, x0, s).detach()).mean()
        }
    }
    "4d" "sign lost: gradient of the negative loss" Ascending {
        fn simple_loss(&self, model: &NoiseMlp, x0: Tensor<2>, s: &Schedule) -> Tensor<1> {
            -squares(error(model, x0, s)).mean()
        }
    }
}
