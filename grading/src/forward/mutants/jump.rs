use burn::tensor::Tensor;
use labs::forward::jump::handler;
use labs::forward::{ForwardJump, Schedule, Timestep};
use solutions::forward::Reference;

use super::{flat, mutants, normal, seeded, shared};

type Chain = (Tensor<4>, Vec<Tensor<4>>);
type Both = (Tensor<4>, Tensor<4>);

/// The chain over `betas`, with `step` making the next state from the image before, its β and x_0.
fn walk(
    x0: Tensor<4>,
    betas: &[f64],
    step: impl Fn(&Tensor<4>, f64, &Tensor<4>) -> Tensor<4>,
) -> Chain {
    let mut states = vec![x0.clone()];
    for beta in betas {
        states.push(step(&states[states.len() - 1], *beta, &x0));
    }
    (states[states.len() - 1].clone(), states)
}

/// One right step with this noise.
fn step(x: &Tensor<4>, beta: f64, noise: Tensor<4>) -> Tensor<4> {
    x.clone() * (1.0 - beta).sqrt() + noise * beta.sqrt()
}

/// The jump with these two factors for the image and the noise.
fn jump(x0: &Tensor<4>, signal: f64, noise: f64, epsilon: Tensor<4>) -> Both {
    (x0.clone() * signal + epsilon.clone() * noise, epsilon)
}

/// The right factors; 1 and 0 for the clean image.
fn factors(t: Timestep, schedule: &Schedule) -> (f64, f64) {
    let signal = schedule.alpha_cumprod_at(t);
    (signal.sqrt(), (1.0 - signal).sqrt())
}

/// The jump as the reference does it, except for the factors that `mistake` makes from the index.
fn with(
    x0: Tensor<4>,
    t: Timestep,
    schedule: &Schedule,
    mistake: impl FnOnce(usize) -> (f64, f64),
) -> Both {
    let Some(i) = t.index() else {
        return Reference.direct(x0, t, schedule);
    };
    let (signal, noise) = mistake(i);
    jump(&x0, signal, noise, normal(&x0))
}

mutants! { ForwardJump by handler;
    "3a" "always T steps" WholeSchedule {
        fn sequential(&self, x0: Tensor<4>, _: Timestep, schedule: &Schedule) -> Chain {
            walk(x0, &schedule.betas, |x, beta, _| step(x, beta, normal(x)))
        }
    }
    "3a" "one step too few" TooFew {
        fn sequential(&self, x0: Tensor<4>, t: Timestep, schedule: &Schedule) -> Chain {
            walk(x0, &schedule.betas[..t.get().saturating_sub(1)], |x, beta, _| step(x, beta, normal(x)))
        }
    }
    "3a" "x_0 not among the states" WithoutFirst {
        fn sequential(&self, x0: Tensor<4>, t: Timestep, schedule: &Schedule) -> Chain {
            let (x_t, mut states) = Reference.sequential(x0, t, schedule);
            states.remove(0);
            (x_t, states)
        }
    }
    "3a" "a step for t = 0" StepAtZero {
        fn sequential(&self, x0: Tensor<4>, t: Timestep, schedule: &Schedule) -> Chain {
            walk(x0, &schedule.betas[..t.get().max(1)], |x, beta, _| step(x, beta, normal(x)))
        }
    }
    "3a" "β_{s+1} at step s" BetaAhead {
        fn sequential(&self, x0: Tensor<4>, t: Timestep, schedule: &Schedule) -> Chain {
            let mut betas = schedule.betas.clone();
            betas.rotate_left(1);
            walk(x0, &betas[..t.get()], |x, beta, _| step(x, beta, normal(x)))
        }
    }
    "3a" "β_t at every step" LastBeta {
        fn sequential(&self, x0: Tensor<4>, t: Timestep, schedule: &Schedule) -> Chain {
            let beta = t.index().map_or(0.0, |i| schedule.betas[i]);
            walk(x0, &vec![beta; t.get()], |x, beta, _| step(x, beta, normal(x)))
        }
    }
    "3a" "variance for standard deviation" Variance {
        fn sequential(&self, x0: Tensor<4>, t: Timestep, schedule: &Schedule) -> Chain {
            walk(x0, &schedule.betas[..t.get()], |x, beta, _| x.clone() * (1.0 - beta).sqrt() + normal(x) * beta)
        }
    }
    "3a" "one noise for all steps" OneNoise {
        fn sequential(&self, x0: Tensor<4>, t: Timestep, schedule: &Schedule) -> Chain {
            let noise = normal(&x0);
            walk(x0, &schedule.betas[..t.get()], |x, beta, _| step(x, beta, noise.clone()))
        }
    }
    "3a" "each step begins at x_0" FromStart {
        fn sequential(&self, x0: Tensor<4>, t: Timestep, schedule: &Schedule) -> Chain {
            walk(x0, &schedule.betas[..t.get()], |_, beta, x0| step(x0, beta, normal(x0)))
        }
    }
    "3a" "one noise for the whole batch" SharedChain {
        fn sequential(&self, x0: Tensor<4>, t: Timestep, schedule: &Schedule) -> Chain {
            walk(x0, &schedule.betas[..t.get()], |x, beta, _| step(x, beta, shared(x, 0)))
        }
    }
    "3a" "constant seed" SeededChain {
        fn sequential(&self, x0: Tensor<4>, t: Timestep, schedule: &Schedule) -> Chain {
            let noise = std::cell::RefCell::new(exercise::Inputs::new(42));
            walk(x0, &schedule.betas[..t.get()], |x, beta, _| step(x, beta, noise.borrow_mut().normal(x.dims())))
        }
    }
    "3b" "ᾱ_{t+1} for ᾱ_t: t used as index" Ahead {
        fn direct(&self, x0: Tensor<4>, t: Timestep, schedule: &Schedule) -> Both {
            with(x0, t, schedule, |i| factors(Timestep::new(i + 2, schedule.timesteps()).unwrap_or(t), schedule))
        }
    }
    "3b" "ᾱ_{t-1} for ᾱ_t" Behind {
        fn direct(&self, x0: Tensor<4>, t: Timestep, schedule: &Schedule) -> Both {
            with(x0, t, schedule, |i| factors(Timestep::new(i, schedule.timesteps()).unwrap_or(t), schedule))
        }
    }
    "3b" "√α for √ᾱ" Alpha {
        fn direct(&self, x0: Tensor<4>, t: Timestep, schedule: &Schedule) -> Both {
            with(x0, t, schedule, |i| (schedule.alphas[i].sqrt(), schedule.betas[i].sqrt()))
        }
    }
    "3b" "roots missing" NoRoots {
        fn direct(&self, x0: Tensor<4>, t: Timestep, schedule: &Schedule) -> Both {
            with(x0, t, schedule, |i| (schedule.alpha_cumprod[i], 1.0 - schedule.alpha_cumprod[i]))
        }
    }
    "3b" "signal and noise swapped" Swapped {
        fn direct(&self, x0: Tensor<4>, t: Timestep, schedule: &Schedule) -> Both {
            with(x0, t, schedule, |i| (schedule.sqrt_one_minus_alpha_cumprod[i], schedule.sqrt_alpha_cumprod[i]))
        }
    }
    "3b" "√β of the last step as the noise's factor" LastNoise {
        fn direct(&self, x0: Tensor<4>, t: Timestep, schedule: &Schedule) -> Both {
            let swap = |i: usize| (schedule.sqrt_alpha_cumprod[i], if i == 0 { 0.0 } else { schedule.betas[i].sqrt() });
            with(x0, t, schedule, swap)
        }
    }
    "3b" "wrong sign of the noise" WrongSign {
        fn direct(&self, x0: Tensor<4>, t: Timestep, schedule: &Schedule) -> Both {
            with(x0, t, schedule, |i| (schedule.sqrt_alpha_cumprod[i], -schedule.sqrt_one_minus_alpha_cumprod[i]))
        }
    }
    "3b" "epsilon is another draw" AnotherDraw {
        fn direct(&self, x0: Tensor<4>, t: Timestep, schedule: &Schedule) -> Both {
            let (x_t, epsilon) = Reference.direct(x0, t, schedule);
            if t == Timestep::CLEAN { (x_t, epsilon) } else { (x_t, normal(&epsilon)) }
        }
    }
    "3b" "epsilon returned scaled" Scaled {
        fn direct(&self, x0: Tensor<4>, t: Timestep, schedule: &Schedule) -> Both {
            let (x_t, epsilon) = Reference.direct(x0, t, schedule);
            (x_t, epsilon * factors(t, schedule).1)
        }
    }
    "3b" "t = 0 treated as t = 1" ClampedZero {
        fn direct(&self, x0: Tensor<4>, t: Timestep, schedule: &Schedule) -> Both {
            Reference.direct(x0, Timestep::new(t.get().max(1), schedule.timesteps()).unwrap_or(t), schedule)
        }
    }
    "3b" "noise returned for t = 0" NoiseAtZero {
        fn direct(&self, x0: Tensor<4>, t: Timestep, schedule: &Schedule) -> Both {
            let (signal, noise) = factors(t, schedule);
            jump(&x0, signal, noise, normal(&x0))
        }
    }
    "3b" "one noise for the whole batch" Shared {
        fn direct(&self, x0: Tensor<4>, t: Timestep, schedule: &Schedule) -> Both {
            let (signal, noise) = factors(t, schedule);
            jump(&x0, signal, noise, if noise == 0.0 { x0.zeros_like() } else { shared(&x0, 0) })
        }
    }
    "3b" "uniform noise" Flat {
        fn direct(&self, x0: Tensor<4>, t: Timestep, schedule: &Schedule) -> Both {
            let (signal, noise) = factors(t, schedule);
            jump(&x0, signal, noise, if noise == 0.0 { x0.zeros_like() } else { flat(&x0) })
        }
    }
    "3b" "constant seed" Seeded {
        fn direct(&self, x0: Tensor<4>, t: Timestep, schedule: &Schedule) -> Both {
            let (signal, noise) = factors(t, schedule);
            jump(&x0, signal, noise, if noise == 0.0 { x0.zeros_like() } else { seeded(&x0) })
        }
    }
}
