use burn::tensor::Tensor;
use labs::elbo::noise_prediction::handler;
use labs::elbo::{NoisePrediction, Schedule, Step};
use solutions::elbo::Reference;

use super::{flat, late, mutants, normal, seeded, shared};

type Pair = (Tensor<2>, Tensor<2>);
type Given = Option<Tensor<2>>;

/// A jump with factors of one's own.
fn jump(x0: Tensor<2>, given: Given, signal: f64, noise: f64) -> Pair {
    let epsilon = given.unwrap_or_else(|| normal(&x0));
    (x0 * signal + epsilon.clone() * noise, epsilon)
}

/// The right jump with fresh noise of one's own.
fn with(
    x0: Tensor<2>,
    given: Given,
    t: Step,
    s: &Schedule,
    fresh: fn(&Tensor<2>) -> Tensor<2>,
) -> Pair {
    let epsilon = given.unwrap_or_else(|| fresh(&x0));
    Reference.forward_with_noise(x0, t, Some(epsilon), s)
}

mutants! { NoisePrediction by handler;
    "4a" "noise drawn though it was given" Ignored {
        fn forward_with_noise(&self, x0: Tensor<2>, t: Step, _: Given, s: &Schedule) -> Pair {
            Reference.forward_with_noise(x0, t, None, s)
        }
    }
    "4a" "noise drawn twice" DrawnTwice {
        fn forward_with_noise(&self, x0: Tensor<2>, t: Step, given: Given, s: &Schedule) -> Pair {
            let other = given.clone().unwrap_or_else(|| normal(&x0));
            (Reference.forward_with_noise(x0, t, given, s).0, other)
        }
    }
    "4a" "noise returned scaled" Scaled {
        fn forward_with_noise(&self, x0: Tensor<2>, t: Step, given: Given, s: &Schedule) -> Pair {
            let (x_t, epsilon) = Reference.forward_with_noise(x0, t, given, s);
            (x_t, epsilon * (1.0 - s.alpha_cumprod_at(t)).sqrt())
        }
    }
    "4a" "√ missing in both factors" NoRoot {
        fn forward_with_noise(&self, x0: Tensor<2>, t: Step, given: Given, s: &Schedule) -> Pair {
            let left = s.alpha_cumprod_at(t);
            jump(x0, given, left, 1.0 - left)
        }
    }
    "4a" "√ of the noise missing" NoiseNoRoot {
        fn forward_with_noise(&self, x0: Tensor<2>, t: Step, given: Given, s: &Schedule) -> Pair {
            let left = s.alpha_cumprod_at(t);
            jump(x0, given, left.sqrt(), 1.0 - left)
        }
    }
    "4a" "α_t for ᾱ_t" OneStep {
        fn forward_with_noise(&self, x0: Tensor<2>, t: Step, given: Given, s: &Schedule) -> Pair {
            jump(x0, given, s.alphas[t.index()].sqrt(), s.betas[t.index()].sqrt())
        }
    }
    "4a" "ᾱ_{t+1}: index t" Late {
        fn forward_with_noise(&self, x0: Tensor<2>, t: Step, given: Given, s: &Schedule) -> Pair {
            let left = s.alpha_cumprod[late(t, s)];
            jump(x0, given, left.sqrt(), (1.0 - left).sqrt())
        }
    }
    "4a" "one noise for both coordinates" ForBoth {
        fn forward_with_noise(&self, x0: Tensor<2>, t: Step, given: Given, s: &Schedule) -> Pair {
            with(x0, given, t, s, |x| shared(x, 1))
        }
    }
    "4a" "one noise for the whole batch" ForAll {
        fn forward_with_noise(&self, x0: Tensor<2>, t: Step, given: Given, s: &Schedule) -> Pair {
            with(x0, given, t, s, |x| shared(x, 0))
        }
    }
    "4a" "uniform noise" Flat {
        fn forward_with_noise(&self, x0: Tensor<2>, t: Step, given: Given, s: &Schedule) -> Pair {
            with(x0, given, t, s, flat)
        }
    }
    "4a" "constant seed" Seeded {
        fn forward_with_noise(&self, x0: Tensor<2>, t: Step, given: Given, s: &Schedule) -> Pair {
            with(x0, given, t, s, seeded)
        }
    }
    "4b" "noise added, not taken away" Added {
        fn solve_for_x0(&self, x_t: Tensor<2>, epsilon: Tensor<2>, t: Step, s: &Schedule) -> Tensor<2> {
            Reference.solve_for_x0(x_t, -epsilon, t, s)
        }
    }
    "4b" "α_t for ᾱ_t" StepForJump {
        fn solve_for_x0(&self, x_t: Tensor<2>, epsilon: Tensor<2>, t: Step, s: &Schedule) -> Tensor<2> {
            let (alpha, beta) = (s.alphas[t.index()], s.betas[t.index()]);
            (x_t - epsilon * beta.sqrt()) / alpha.sqrt()
        }
    }
    "4b" "divided by ᾱ_t: √ missing" DividedNoRoot {
        fn solve_for_x0(&self, x_t: Tensor<2>, epsilon: Tensor<2>, t: Step, s: &Schedule) -> Tensor<2> {
            let left = s.alpha_cumprod_at(t);
            (x_t - epsilon * (1.0 - left).sqrt()) / left
        }
    }
    "4b" "1 - ᾱ_t: √ missing" NoiseRootMissing {
        fn solve_for_x0(&self, x_t: Tensor<2>, epsilon: Tensor<2>, t: Step, s: &Schedule) -> Tensor<2> {
            let left = s.alpha_cumprod_at(t);
            (x_t - epsilon * (1.0 - left)) / left.sqrt()
        }
    }
    "4b" "divided first: brackets" Brackets {
        fn solve_for_x0(&self, x_t: Tensor<2>, epsilon: Tensor<2>, t: Step, s: &Schedule) -> Tensor<2> {
            let left = s.alpha_cumprod_at(t);
            x_t - epsilon * (1.0 - left).sqrt() / left.sqrt()
        }
    }
    "4b" "multiplied by √ᾱ_t" Multiplied {
        fn solve_for_x0(&self, x_t: Tensor<2>, epsilon: Tensor<2>, t: Step, s: &Schedule) -> Tensor<2> {
            let left = s.alpha_cumprod_at(t);
            (x_t - epsilon * (1.0 - left).sqrt()) * left.sqrt()
        }
    }
    "4b" "ᾱ_{t+1}: index t" SolvedLate {
        fn solve_for_x0(&self, x_t: Tensor<2>, epsilon: Tensor<2>, t: Step, s: &Schedule) -> Tensor<2> {
            let left = s.alpha_cumprod[late(t, s)];
            (x_t - epsilon * (1.0 - left).sqrt()) / left.sqrt()
        }
    }
    "4b" "clipped to [-1, 1], as for images" Clipped {
        fn solve_for_x0(&self, x_t: Tensor<2>, epsilon: Tensor<2>, t: Step, s: &Schedule) -> Tensor<2> {
            Reference.solve_for_x0(x_t, epsilon, t, s).clamp(-1.0, 1.0)
        }
    }
    "4c" "divided by √ᾱ_t" WholeWay {
        fn mean_from_noise(&self, x_t: Tensor<2>, epsilon: Tensor<2>, t: Step, s: &Schedule) -> Tensor<2> {
            let (beta, left) = (s.betas[t.index()], s.alpha_cumprod_at(t));
            (x_t - epsilon * (beta / (1.0 - left).sqrt())) / left.sqrt()
        }
    }
    "4c" "β_t/(1 - ᾱ_t): √ missing" MeanNoRoot {
        fn mean_from_noise(&self, x_t: Tensor<2>, epsilon: Tensor<2>, t: Step, s: &Schedule) -> Tensor<2> {
            let (alpha, beta) = (s.alphas[t.index()], s.betas[t.index()]);
            (x_t - epsilon * (beta / (1.0 - s.alpha_cumprod_at(t)))) / alpha.sqrt()
        }
    }
    "4c" "√β_t for β_t" RootOfBeta {
        fn mean_from_noise(&self, x_t: Tensor<2>, epsilon: Tensor<2>, t: Step, s: &Schedule) -> Tensor<2> {
            let (alpha, beta) = (s.alphas[t.index()], s.betas[t.index()]);
            (x_t - epsilon * (beta.sqrt() / (1.0 - s.alpha_cumprod_at(t)).sqrt())) / alpha.sqrt()
        }
    }
    "4c" "divided by α_t: √ missing" AlphaNoRoot {
        fn mean_from_noise(&self, x_t: Tensor<2>, epsilon: Tensor<2>, t: Step, s: &Schedule) -> Tensor<2> {
            let (alpha, beta) = (s.alphas[t.index()], s.betas[t.index()]);
            (x_t - epsilon * (beta / (1.0 - s.alpha_cumprod_at(t)).sqrt())) / alpha
        }
    }
    "4c" "noise added" PlusNoise {
        fn mean_from_noise(&self, x_t: Tensor<2>, epsilon: Tensor<2>, t: Step, s: &Schedule) -> Tensor<2> {
            Reference.mean_from_noise(x_t, -epsilon, t, s)
        }
    }
    "4c" "the estimate of x_0" Estimate {
        fn mean_from_noise(&self, x_t: Tensor<2>, epsilon: Tensor<2>, t: Step, s: &Schedule) -> Tensor<2> {
            Reference.solve_for_x0(x_t, epsilon, t, s)
        }
    }
    "4c" "√(1 - ᾱ_{t-1}) in the divisor" BeforeBelow {
        fn mean_from_noise(&self, x_t: Tensor<2>, epsilon: Tensor<2>, t: Step, s: &Schedule) -> Tensor<2> {
            let (alpha, beta) = (s.alphas[t.index()], s.betas[t.index()]);
            let left = s.alpha_cumprod[super::early(t)];
            (x_t - epsilon * (beta / (1.0 - left).sqrt())) / alpha.sqrt()
        }
    }
    "4c" "mean not divided by √α_t" NotDivided {
        fn mean_from_noise(&self, x_t: Tensor<2>, epsilon: Tensor<2>, t: Step, s: &Schedule) -> Tensor<2> {
            Reference.mean_from_noise(x_t, epsilon, t, s) * s.alphas[t.index()].sqrt()
        }
    }
}
