use burn::tensor::Tensor;
use labs::elbo::likelihood::handler;
use labs::elbo::{Schedule, SequentialLikelihood, Step, Timestep};
use solutions::elbo::Reference;

use super::{flat, late, mutants, normal, seeded, shared};

/// A step with factors of one's own.
fn step(x: Tensor<2>, signal: f64, noise: f64) -> Tensor<2> {
    x.clone() * signal + normal(&x) * noise
}

/// Right factors with noise of one's own.
fn with(x: Tensor<2>, t: Step, schedule: &Schedule, noise: Tensor<2>) -> Tensor<2> {
    let (alpha, beta) = (schedule.alphas[t.index()], schedule.betas[t.index()]);
    x * alpha.sqrt() + noise * beta.sqrt()
}

/// The chain with a step of one's own, which is told the first and the last state.
fn chain(
    x0: Tensor<2>,
    schedule: &Schedule,
    next: impl Fn(&Tensor<2>, &Tensor<2>, Step) -> Tensor<2>,
) -> Vec<Tensor<2>> {
    let mut states = vec![x0];
    for t in Step::all(schedule) {
        let state = next(&states[0], &states[t.index()], t);
        states.push(state);
    }
    states
}

fn jump(x0: Tensor<2>, left: f64, noise: Tensor<2>) -> Tensor<2> {
    x0 * left.sqrt() + noise * (1.0 - left).sqrt()
}

mutants! { SequentialLikelihood by handler;
    "1a" "noise × β_t: √ missing" NoRoot {
        fn forward_step(&self, x: Tensor<2>, t: Step, s: &Schedule) -> Tensor<2> {
            step(x, s.alphas[t.index()].sqrt(), s.betas[t.index()])
        }
    }
    "1a" "point × α_t: √ missing" NoRootOfAlpha {
        fn forward_step(&self, x: Tensor<2>, t: Step, s: &Schedule) -> Tensor<2> {
            step(x, s.alphas[t.index()], s.betas[t.index()].sqrt())
        }
    }
    "1a" "values of t + 1: index t" Late {
        fn forward_step(&self, x: Tensor<2>, t: Step, s: &Schedule) -> Tensor<2> {
            let i = late(t, s);
            step(x, s.alphas[i].sqrt(), s.betas[i].sqrt())
        }
    }
    "1a" "ᾱ_t for α_t: the jump instead of the step" Jumped {
        fn forward_step(&self, x: Tensor<2>, t: Step, s: &Schedule) -> Tensor<2> {
            let noise = normal(&x);
            jump(x, s.alpha_cumprod_at(t), noise)
        }
    }
    "1a" "point not shrunk" Unshrunk {
        fn forward_step(&self, x: Tensor<2>, t: Step, s: &Schedule) -> Tensor<2> {
            step(x, 1.0, s.betas[t.index()].sqrt())
        }
    }
    "1a" "α and β swapped" Swapped {
        fn forward_step(&self, x: Tensor<2>, t: Step, s: &Schedule) -> Tensor<2> {
            step(x, s.betas[t.index()].sqrt(), s.alphas[t.index()].sqrt())
        }
    }
    "1a" "one noise for both coordinates" OneForBoth {
        fn forward_step(&self, x: Tensor<2>, t: Step, s: &Schedule) -> Tensor<2> {
            let noise = shared(&x, 1);
            with(x, t, s, noise)
        }
    }
    "1a" "one noise for the whole batch" OneForAll {
        fn forward_step(&self, x: Tensor<2>, t: Step, s: &Schedule) -> Tensor<2> {
            let noise = shared(&x, 0);
            with(x, t, s, noise)
        }
    }
    "1a" "uniform noise" Flat {
        fn forward_step(&self, x: Tensor<2>, t: Step, s: &Schedule) -> Tensor<2> {
            let noise = flat(&x);
            with(x, t, s, noise)
        }
    }
    "1a" "constant seed" Seeded {
        fn forward_step(&self, x: Tensor<2>, t: Step, s: &Schedule) -> Tensor<2> {
            let noise = seeded(&x);
            with(x, t, s, noise)
        }
    }
    "1a" "one number for each point" Narrow {
        fn forward_step(&self, x: Tensor<2>, t: Step, s: &Schedule) -> Tensor<2> {
            let noise = normal(&x);
            with(x, t, s, noise).narrow(1, 0, 1)
        }
    }
    "1b" "x_0 left out" NoStart {
        fn forward_trajectory(&self, x0: Tensor<2>, s: &Schedule) -> Vec<Tensor<2>> {
            Reference.forward_trajectory(x0, s)[1..].to_vec()
        }
    }
    "1b" "x_T left out: the loop ends at T - 1" NoEnd {
        fn forward_trajectory(&self, x0: Tensor<2>, s: &Schedule) -> Vec<Tensor<2>> {
            let mut states = Reference.forward_trajectory(x0, s);
            states.pop();
            states
        }
    }
    "1b" "every step from x_0" FromStart {
        fn forward_trajectory(&self, x0: Tensor<2>, s: &Schedule) -> Vec<Tensor<2>> {
            chain(x0, s, |x0, _, t| Reference.forward_step(x0.clone(), t, s))
        }
    }
    "1b" "jumps with fresh noise: right marginals, no chain" Jumps {
        fn forward_trajectory(&self, x0: Tensor<2>, s: &Schedule) -> Vec<Tensor<2>> {
            chain(x0, s, |x0, _, t| jump(x0.clone(), s.alpha_cumprod_at(t), normal(x0)))
        }
    }
    "1b" "noise drawn once, before the loop" OneNoise {
        fn forward_trajectory(&self, x0: Tensor<2>, s: &Schedule) -> Vec<Tensor<2>> {
            let noise = normal(&x0);
            chain(x0, s, |_, x, t| with(x.clone(), t, s, noise.clone()))
        }
    }
    "1b" "values of t + 1: index t" LateChain {
        fn forward_trajectory(&self, x0: Tensor<2>, s: &Schedule) -> Vec<Tensor<2>> {
            chain(x0, s, |_, x, t| {
                let i = late(t, s);
                step(x.clone(), s.alphas[i].sqrt(), s.betas[i].sqrt())
            })
        }
    }
    "1b" "backwards: from x_T to x_0" Backwards {
        fn forward_trajectory(&self, x0: Tensor<2>, s: &Schedule) -> Vec<Tensor<2>> {
            Reference.forward_trajectory(x0, s).into_iter().rev().collect()
        }
    }
    "1b" "one noise for both coordinates" ChainForBoth {
        fn forward_trajectory(&self, x0: Tensor<2>, s: &Schedule) -> Vec<Tensor<2>> {
            chain(x0, s, |_, x, t| with(x.clone(), t, s, shared(x, 1)))
        }
    }
    "1b" "constant seed" SeededChain {
        fn forward_trajectory(&self, x0: Tensor<2>, s: &Schedule) -> Vec<Tensor<2>> {
            let draws = |t: Step, x: &Tensor<2>| exercise::Inputs::new(t.get() as u64).normal(x.dims());
            chain(x0, s, |_, x, t| with(x.clone(), t, s, draws(t, x)))
        }
    }
    "1c" "ᾱ_t and 1 - ᾱ_t: √ missing" JumpNoRoot {
        fn direct_jump(&self, x0: Tensor<2>, t: Timestep, s: &Schedule) -> Tensor<2> {
            let left = s.alpha_cumprod_at(t);
            step(x0, left, 1.0 - left)
        }
    }
    "1c" "√ of the noise missing" JumpNoiseNoRoot {
        fn direct_jump(&self, x0: Tensor<2>, t: Timestep, s: &Schedule) -> Tensor<2> {
            let left = s.alpha_cumprod_at(t);
            step(x0, left.sqrt(), 1.0 - left)
        }
    }
    "1c" "1 - √ᾱ_t for √(1 - ᾱ_t)" OneMinusRoot {
        fn direct_jump(&self, x0: Tensor<2>, t: Timestep, s: &Schedule) -> Tensor<2> {
            let left = s.alpha_cumprod_at(t).sqrt();
            step(x0, left, 1.0 - left)
        }
    }
    "1c" "α_t for ᾱ_t: one step" OneStep {
        fn direct_jump(&self, x0: Tensor<2>, t: Timestep, s: &Schedule) -> Tensor<2> {
            let noise = normal(&x0);
            jump(x0, t.index().map_or(1.0, |i| s.alphas[i]), noise)
        }
    }
    "1c" "ᾱ_{t+1}: index t" JumpLate {
        fn direct_jump(&self, x0: Tensor<2>, t: Timestep, s: &Schedule) -> Tensor<2> {
            let noise = normal(&x0);
            jump(x0, s.alpha_cumprod[t.get().min(s.timesteps() - 1)], noise)
        }
    }
    "1c" "t = 0 treated as t = 1" NeverClean {
        fn direct_jump(&self, x0: Tensor<2>, t: Timestep, s: &Schedule) -> Tensor<2> {
            let noise = normal(&x0);
            jump(x0, s.alpha_cumprod[t.index().unwrap_or(0)], noise)
        }
    }
    "1c" "x_0 not shrunk" JumpUnshrunk {
        fn direct_jump(&self, x0: Tensor<2>, t: Timestep, s: &Schedule) -> Tensor<2> {
            step(x0, 1.0, (1.0 - s.alpha_cumprod_at(t)).sqrt())
        }
    }
    "1c" "one noise for both coordinates" JumpForBoth {
        fn direct_jump(&self, x0: Tensor<2>, t: Timestep, s: &Schedule) -> Tensor<2> {
            let noise = shared(&x0, 1);
            jump(x0, s.alpha_cumprod_at(t), noise)
        }
    }
    "1c" "uniform noise" JumpFlat {
        fn direct_jump(&self, x0: Tensor<2>, t: Timestep, s: &Schedule) -> Tensor<2> {
            let noise = flat(&x0);
            jump(x0, s.alpha_cumprod_at(t), noise)
        }
    }
    "1c" "constant seed" JumpSeeded {
        fn direct_jump(&self, x0: Tensor<2>, t: Timestep, s: &Schedule) -> Tensor<2> {
            let noise = seeded(&x0);
            jump(x0, s.alpha_cumprod_at(t), noise)
        }
    }
}
