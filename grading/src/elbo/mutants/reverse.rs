use burn::tensor::Tensor;
use labs::elbo::tractable_reverse::handler;
use labs::elbo::{Schedule, Step, TractableReverse};
use solutions::elbo::Reference;

use super::{early, mutants};

/// α_t, β_t, ᾱ_{t-1} and ᾱ_t.
fn values(t: Step, s: &Schedule) -> (f64, f64, f64, f64) {
    let (alpha, beta) = (s.alphas[t.index()], s.betas[t.index()]);
    (
        alpha,
        beta,
        s.alpha_cumprod_at(t.before()),
        s.alpha_cumprod_at(t),
    )
}

/// Two Gaussians multiplied: precisions and precision times mean of each.
fn product(x_t: Tensor<2>, of_x_t: [f64; 2], x0: Tensor<2>, of_x0: [f64; 2]) -> (Tensor<2>, f64) {
    let variance = 1.0 / (of_x_t[0] + of_x0[0]);
    ((x_t * of_x_t[1] + x0 * of_x0[1]) * variance, variance)
}

fn weighted(x0: Tensor<2>, of_x0: f64, x_t: Tensor<2>, of_x_t: f64) -> Tensor<2> {
    x0 * of_x0 + x_t * of_x_t
}

mutants! { TractableReverse by handler;
    "3a" "t = 1 not set apart: infinity times 0" NoFirst {
        fn posterior(&self, x_t: Tensor<2>, x0: Tensor<2>, t: Step, s: &Schedule) -> (Tensor<2>, f64) {
            let (alpha, beta, before, _) = values(t, s);
            product(x_t, [alpha / beta, alpha.sqrt() / beta], x0, [1.0 / (1.0 - before), before.sqrt() / (1.0 - before)])
        }
    }
    "3a" "at t = 1 the point x_t" FirstIsNoisy {
        fn posterior(&self, x_t: Tensor<2>, x0: Tensor<2>, t: Step, s: &Schedule) -> (Tensor<2>, f64) {
            if t == Step::FIRST { return (x_t, 0.0); }
            Reference.posterior(x_t, x0, t, s)
        }
    }
    "3a" "ᾱ_t for ᾱ_{t-1}" Now {
        fn posterior(&self, x_t: Tensor<2>, x0: Tensor<2>, t: Step, s: &Schedule) -> (Tensor<2>, f64) {
            let (alpha, beta, _, now) = values(t, s);
            if t == Step::FIRST { return (x0, 0.0); }
            product(x_t, [alpha / beta, alpha.sqrt() / beta], x0, [1.0 / (1.0 - now), now.sqrt() / (1.0 - now)])
        }
    }
    "3a" "variances added, not precisions" VariancesAdded {
        fn posterior(&self, x_t: Tensor<2>, x0: Tensor<2>, t: Step, s: &Schedule) -> (Tensor<2>, f64) {
            let (mean, variance) = Reference.posterior(x_t, x0, t, s);
            let (alpha, beta, before, _) = values(t, s);
            let sum = beta / alpha + 1.0 - before;
            (mean, if variance == 0.0 { 0.0 } else { sum })
        }
    }
    "3a" "precision returned for the variance" Precision {
        fn posterior(&self, x_t: Tensor<2>, x0: Tensor<2>, t: Step, s: &Schedule) -> (Tensor<2>, f64) {
            let (mean, variance) = Reference.posterior(x_t, x0, t, s);
            (mean, if variance == 0.0 { 0.0 } else { 1.0 / variance })
        }
    }
    "3a" "standard deviation returned for the variance" Deviation {
        fn posterior(&self, x_t: Tensor<2>, x0: Tensor<2>, t: Step, s: &Schedule) -> (Tensor<2>, f64) {
            let (mean, variance) = Reference.posterior(x_t, x0, t, s);
            (mean, variance.sqrt())
        }
    }
    "3a" "precision 1/β_t: α_t forgotten" NoAlpha {
        fn posterior(&self, x_t: Tensor<2>, x0: Tensor<2>, t: Step, s: &Schedule) -> (Tensor<2>, f64) {
            let (_, beta, before, _) = values(t, s);
            if t == Step::FIRST { return (x0, 0.0); }
            product(x_t, [1.0 / beta, 1.0 / beta], x0, [1.0 / (1.0 - before), before.sqrt() / (1.0 - before)])
        }
    }
    "3a" "mean not divided by the precision" NotDivided {
        fn posterior(&self, x_t: Tensor<2>, x0: Tensor<2>, t: Step, s: &Schedule) -> (Tensor<2>, f64) {
            let (mean, variance) = Reference.posterior(x_t, x0, t, s);
            (if variance == 0.0 { mean } else { mean / variance }, variance)
        }
    }
    "3a" "x_t and x_0 swapped" Swapped {
        fn posterior(&self, x_t: Tensor<2>, x0: Tensor<2>, t: Step, s: &Schedule) -> (Tensor<2>, f64) {
            if t == Step::FIRST { return (x0, 0.0); }
            Reference.posterior(x0, x_t, t, s)
        }
    }
    "3a" "variance β_t" BetaVariance {
        fn posterior(&self, x_t: Tensor<2>, x0: Tensor<2>, t: Step, s: &Schedule) -> (Tensor<2>, f64) {
            (Reference.posterior(x_t, x0, t, s).0, s.betas[t.index()])
        }
    }
    "3b" "weights swapped" WeightsSwapped {
        fn optimal_mean(&self, x_t: Tensor<2>, x0: Tensor<2>, t: Step, s: &Schedule) -> Tensor<2> {
            Reference.optimal_mean(x0, x_t, t, s)
        }
    }
    "3b" "ᾱ_t for ᾱ_{t-1}" MeanNow {
        fn optimal_mean(&self, x_t: Tensor<2>, x0: Tensor<2>, t: Step, s: &Schedule) -> Tensor<2> {
            let (alpha, beta, _, now) = values(t, s);
            weighted(x0, now.sqrt() * beta / (1.0 - now), x_t, alpha.sqrt())
        }
    }
    "3b" "ᾱ_{t-1} for ᾱ_t in the divisor" MeanBefore {
        fn optimal_mean(&self, x_t: Tensor<2>, x0: Tensor<2>, t: Step, s: &Schedule) -> Tensor<2> {
            let (alpha, beta, before, now) = values(t, s);
            let below = if t == Step::FIRST { 1.0 - now } else { 1.0 - before };
            weighted(x0, before.sqrt() * beta / below, x_t, alpha.sqrt() * (1.0 - before) / below)
        }
    }
    "3b" "α_t for √α_t" NoRoot {
        fn optimal_mean(&self, x_t: Tensor<2>, x0: Tensor<2>, t: Step, s: &Schedule) -> Tensor<2> {
            let (alpha, beta, before, now) = values(t, s);
            weighted(x0, before.sqrt() * beta / (1.0 - now), x_t, alpha * (1.0 - before) / (1.0 - now))
        }
    }
    "3b" "ᾱ_{t-1} for √ᾱ_{t-1}" NoRootOfBefore {
        fn optimal_mean(&self, x_t: Tensor<2>, x0: Tensor<2>, t: Step, s: &Schedule) -> Tensor<2> {
            let (alpha, beta, before, now) = values(t, s);
            weighted(x0, before * beta / (1.0 - now), x_t, alpha.sqrt() * (1.0 - before) / (1.0 - now))
        }
    }
    "3b" "weights made to sum to 1" SumToOne {
        fn optimal_mean(&self, x_t: Tensor<2>, x0: Tensor<2>, t: Step, s: &Schedule) -> Tensor<2> {
            let (_, beta, before, now) = values(t, s);
            let weight = before.sqrt() * beta / (1.0 - now);
            weighted(x0, weight, x_t, 1.0 - weight)
        }
    }
    "3b" "ᾱ_0 looked up: t = 1 uses ᾱ_1" NoClean {
        fn optimal_mean(&self, x_t: Tensor<2>, x0: Tensor<2>, t: Step, s: &Schedule) -> Tensor<2> {
            let (alpha, beta, _, now) = values(t, s);
            let before = s.alpha_cumprod[early(t)];
            weighted(x0, before.sqrt() * beta / (1.0 - now), x_t, alpha.sqrt() * (1.0 - before) / (1.0 - now))
        }
    }
    "3b" "β_{t-1} for β_t" BetaBefore {
        fn optimal_mean(&self, x_t: Tensor<2>, x0: Tensor<2>, t: Step, s: &Schedule) -> Tensor<2> {
            let (alpha, _, before, now) = values(t, s);
            let beta = s.betas[early(t)];
            weighted(x0, before.sqrt() * beta / (1.0 - now), x_t, alpha.sqrt() * (1.0 - before) / (1.0 - now))
        }
    }
    "3c" "β_t: the ratio forgotten" Beta {
        fn optimal_variance(&self, t: Step, s: &Schedule) -> f64 {
            s.betas[t.index()]
        }
    }
    "3c" "ratio upside down" UpsideDown {
        fn optimal_variance(&self, t: Step, s: &Schedule) -> f64 {
            let (_, beta, before, now) = values(t, s);
            if t == Step::FIRST { 0.0 } else { (1.0 - now) / (1.0 - before) * beta }
        }
    }
    "3c" "ᾱ_{t-1}/ᾱ_t: 1 - forgotten" SignalRatio {
        fn optimal_variance(&self, t: Step, s: &Schedule) -> f64 {
            let (_, beta, before, now) = values(t, s);
            before / now * beta
        }
    }
    "3c" "ratio of neighbours one too early" OneEarly {
        fn optimal_variance(&self, t: Step, s: &Schedule) -> f64 {
            let before = |i: usize| if i == 0 { 1.0 } else { s.alpha_cumprod[i - 1] };
            let i = t.index();
            if i == 0 { 0.0 } else { (1.0 - before(i - 1)) / (1.0 - before(i)) * s.betas[i] }
        }
    }
    "3c" "standard deviation for the variance" StandardDeviation {
        fn optimal_variance(&self, t: Step, s: &Schedule) -> f64 {
            Reference.optimal_variance(t, s).sqrt()
        }
    }
    "3c" "clipped at t = 1 to the value of t = 2, as for its logarithm" Clipped {
        fn optimal_variance(&self, t: Step, s: &Schedule) -> f64 {
            let second = s.step(t.get().max(2)).unwrap_or(t);
            if s.timesteps() == 1 { s.betas[0] } else { Reference.optimal_variance(second, s) }
        }
    }
    "3c" "β_t left out" Ratio {
        fn optimal_variance(&self, t: Step, s: &Schedule) -> f64 {
            let (_, _, before, now) = values(t, s);
            (1.0 - before) / (1.0 - now)
        }
    }
}
