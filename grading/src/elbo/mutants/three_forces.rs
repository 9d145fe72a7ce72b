use std::f64::consts::TAU;

use burn::tensor::Tensor;
use labs::elbo::three_forces::handler;
use labs::elbo::{NoiseMlp, NoisePrediction, Schedule, Step, ThreeForces};
use solutions::elbo::Reference;

use super::{late, mutants, normal, seeded, shared};

fn squares(x: Tensor<2>) -> Tensor<1> {
    x.powi_scalar(2).sum_dim(1).squeeze_dim(1)
}

/// The model's mean at t = 1.
fn mean(x1: Tensor<2>, model: &NoiseMlp, s: &Schedule) -> Tensor<2> {
    let epsilon = model.forward_at(x1.clone(), Step::FIRST);
    Reference.mean_from_noise(x1, epsilon, Step::FIRST, s)
}

/// Prior matching from μ² summed, σ² and a formula of one's own for Σ over both coordinates.
fn prior(x0: Tensor<2>, s: &Schedule, of: impl Fn(Tensor<1>, f64) -> Tensor<1>) -> Tensor<1> {
    let left = s.alpha_cumprod_at(s.last());
    of(squares(x0) * left, 1.0 - left)
}

/// One divergence with parts of one's own: from ‖ε - ε_θ‖² of each point, r = β̃/β and the weight of the means' part.
fn divergences(
    x0: &Tensor<2>,
    timesteps: &[Step],
    (model, s): (&NoiseMlp, &Schedule),
    noise: fn(&Tensor<2>) -> Tensor<2>,
    of: fn(gap: f64, r: f64, weight: f64) -> f64,
) -> Vec<f64> {
    let one = |&t: &Step| {
        let (alpha, beta) = (s.alphas[t.index()], s.betas[t.index()]);
        let now = s.alpha_cumprod_at(t);
        let (x_t, epsilon) = Reference.forward_with_noise(x0.clone(), t, Some(noise(x0)), s);
        let gap = squares(epsilon - model.forward_at(x_t, t))
            .mean()
            .into_scalar::<f64>();
        let r = (1.0 - s.alpha_cumprod_at(t.before())) / (1.0 - now);
        of(gap, r, beta / (alpha * (1.0 - now)))
    };
    timesteps.iter().map(one).collect()
}

fn right(gap: f64, r: f64, weight: f64) -> f64 {
    0.5 * (2.0 * (r - 1.0 - r.ln()) + gap * weight)
}

mutants! { ThreeForces by handler;
    "5a" "β_1² for β_1" Squared {
        fn reconstruction(&self, x0: Tensor<2>, x1: Tensor<2>, model: &NoiseMlp, s: &Schedule) -> Tensor<1> {
            let variance = s.betas[0] * s.betas[0];
            squares(x0 - mean(x1, model, s)) / (-2.0 * variance) - (TAU * variance).ln()
        }
    }
    "5a" "constant of one dimension" OneDimension {
        fn reconstruction(&self, x0: Tensor<2>, x1: Tensor<2>, model: &NoiseMlp, s: &Schedule) -> Tensor<1> {
            Reference.reconstruction(x0, x1, model, s) + 0.5 * (TAU * s.betas[0]).ln()
        }
    }
    "5a" "constant left out" NoConstant {
        fn reconstruction(&self, x0: Tensor<2>, x1: Tensor<2>, model: &NoiseMlp, s: &Schedule) -> Tensor<1> {
            squares(x0 - mean(x1, model, s)) / (-2.0 * s.betas[0])
        }
    }
    "5a" "negative log-likelihood: sign" Negative {
        fn reconstruction(&self, x0: Tensor<2>, x1: Tensor<2>, model: &NoiseMlp, s: &Schedule) -> Tensor<1> {
            -Reference.reconstruction(x0, x1, model, s)
        }
    }
    "5a" "2 in the divisor forgotten" NoHalf {
        fn reconstruction(&self, x0: Tensor<2>, x1: Tensor<2>, model: &NoiseMlp, s: &Schedule) -> Tensor<1> {
            squares(x0 - mean(x1, model, s)) / -s.betas[0] - (TAU * s.betas[0]).ln()
        }
    }
    "5a" "summed over the batch" Summed {
        fn reconstruction(&self, x0: Tensor<2>, x1: Tensor<2>, model: &NoiseMlp, s: &Schedule) -> Tensor<1> {
            Reference.reconstruction(x0, x1, model, s).sum()
        }
    }
    "5a" "mean over the coordinates" OverCoordinates {
        fn reconstruction(&self, x0: Tensor<2>, x1: Tensor<2>, model: &NoiseMlp, s: &Schedule) -> Tensor<1> {
            squares(x0 - mean(x1, model, s)) / (-4.0 * s.betas[0]) - (TAU * s.betas[0]).ln()
        }
    }
    "5a" "network asked at t = 2" AskedLate {
        fn reconstruction(&self, x0: Tensor<2>, x1: Tensor<2>, model: &NoiseMlp, s: &Schedule) -> Tensor<1> {
            let t = s.step(2).unwrap_or(Step::FIRST);
            let epsilon = model.forward_at(x1.clone(), t);
            let mean = Reference.mean_from_noise(x1, epsilon, Step::FIRST, s);
            squares(x0 - mean) / (-2.0 * s.betas[0]) - (TAU * s.betas[0]).ln()
        }
    }
    "5a" "network asked about x_0" AskedClean {
        fn reconstruction(&self, x0: Tensor<2>, x1: Tensor<2>, model: &NoiseMlp, s: &Schedule) -> Tensor<1> {
            let epsilon = model.forward_at(x0.clone(), Step::FIRST);
            let mean = Reference.mean_from_noise(x1, epsilon, Step::FIRST, s);
            squares(x0 - mean) / (-2.0 * s.betas[0]) - (TAU * s.betas[0]).ln()
        }
    }
    "5a" "x_1 for the mean" NoMean {
        fn reconstruction(&self, x0: Tensor<2>, x1: Tensor<2>, _: &NoiseMlp, s: &Schedule) -> Tensor<1> {
            squares(x0 - x1) / (-2.0 * s.betas[0]) - (TAU * s.betas[0]).ln()
        }
    }
    "5b" "½ forgotten" PriorNoHalf {
        fn prior_matching(&self, x0: Tensor<2>, s: &Schedule) -> Tensor<1> {
            Reference.prior_matching(x0, s) * 2.0
        }
    }
    "5b" "+ ln σ²: wrong sign" LogSign {
        fn prior_matching(&self, x0: Tensor<2>, s: &Schedule) -> Tensor<1> {
            prior(x0, s, |mu, v| mu * 0.5 + (v - 1.0 + v.ln()))
        }
    }
    "5b" "KL(p ‖ q): turned round" TurnedRound {
        fn prior_matching(&self, x0: Tensor<2>, s: &Schedule) -> Tensor<1> {
            prior(x0, s, |mu, v| mu * (0.5 / v) + (1.0 / v - 1.0 + v.ln()))
        }
    }
    "5b" "variance's part of one coordinate" OneCoordinate {
        fn prior_matching(&self, x0: Tensor<2>, s: &Schedule) -> Tensor<1> {
            prior(x0, s, |mu, v| (mu + (v - 1.0 - v.ln())) * 0.5)
        }
    }
    "5b" "μ = ᾱ_T·x_0: √ missing" MeanNoRoot {
        fn prior_matching(&self, x0: Tensor<2>, s: &Schedule) -> Tensor<1> {
            prior(x0, s, |mu, v| mu * (0.5 * (1.0 - v)) + (v - 1.0 - v.ln()))
        }
    }
    "5b" "σ for σ²" Deviation {
        fn prior_matching(&self, x0: Tensor<2>, s: &Schedule) -> Tensor<1> {
            prior(x0, s, |mu, v| mu * 0.5 + (v.sqrt() - 1.0 - v.sqrt().ln()))
        }
    }
    "5b" "- 1 forgotten" NoOne {
        fn prior_matching(&self, x0: Tensor<2>, s: &Schedule) -> Tensor<1> {
            Reference.prior_matching(x0, s) + 1.0
        }
    }
    "5b" "mean left out" NoMu {
        fn prior_matching(&self, x0: Tensor<2>, s: &Schedule) -> Tensor<1> {
            prior(x0, s, |mu, v| mu * 0.0 + (v - 1.0 - v.ln()))
        }
    }
    "5b" "ᾱ_{T-1}: off by one" OneEarly {
        fn prior_matching(&self, x0: Tensor<2>, s: &Schedule) -> Tensor<1> {
            let left = s.alpha_cumprod[s.timesteps().saturating_sub(2)];
            squares(x0) * (0.5 * left) + (1.0 - left - 1.0 - (1.0 - left).ln())
        }
    }
    "5b" "α_T for ᾱ_T" LastStep {
        fn prior_matching(&self, x0: Tensor<2>, s: &Schedule) -> Tensor<1> {
            let left = s.alphas[s.timesteps() - 1];
            squares(x0) * (0.5 * left) + (1.0 - left - 1.0 - (1.0 - left).ln())
        }
    }
    "5b" "mean over the batch" Averaged {
        fn prior_matching(&self, x0: Tensor<2>, s: &Schedule) -> Tensor<1> {
            Reference.prior_matching(x0, s).mean()
        }
    }
    "5c" "variances turned round: KL(p ‖ q)" RatioTurned {
        fn denoising(&self, x0: Tensor<2>, ts: &[Step], model: &NoiseMlp, s: &Schedule) -> Vec<f64> {
            divergences(&x0, ts, (model, s), normal, |gap, r, weight| right(gap, 1.0 / r, weight))
        }
    }
    "5c" "+ ln r: wrong sign" LogOfRatioSign {
        fn denoising(&self, x0: Tensor<2>, ts: &[Step], model: &NoiseMlp, s: &Schedule) -> Vec<f64> {
            divergences(&x0, ts, (model, s), normal, |gap, r, weight| {
                0.5 * (2.0 * (r - 1.0 + r.ln()) + gap * weight)
            })
        }
    }
    "5c" "d forgotten" NoDimension {
        fn denoising(&self, x0: Tensor<2>, ts: &[Step], model: &NoiseMlp, s: &Schedule) -> Vec<f64> {
            divergences(&x0, ts, (model, s), normal, |gap, r, weight| {
                0.5 * ((r - 1.0 - r.ln()) + gap * weight)
            })
        }
    }
    "5c" "means alone: variances' part left out" MeansAlone {
        fn denoising(&self, x0: Tensor<2>, ts: &[Step], model: &NoiseMlp, s: &Schedule) -> Vec<f64> {
            divergences(&x0, ts, (model, s), normal, |gap, _, weight| 0.5 * gap * weight)
        }
    }
    "5c" "the simple loss: weight left out" Unweighted {
        fn denoising(&self, x0: Tensor<2>, ts: &[Step], model: &NoiseMlp, s: &Schedule) -> Vec<f64> {
            divergences(&x0, ts, (model, s), normal, |gap, r, _| right(gap, r, 1.0))
        }
    }
    "5c" "divided by β̃_t, not β_t" OptimalBelow {
        fn denoising(&self, x0: Tensor<2>, ts: &[Step], model: &NoiseMlp, s: &Schedule) -> Vec<f64> {
            divergences(&x0, ts, (model, s), normal, |gap, r, weight| right(gap, r, weight / r))
        }
    }
    "5c" "½ forgotten" KlNoHalf {
        fn denoising(&self, x0: Tensor<2>, ts: &[Step], model: &NoiseMlp, s: &Schedule) -> Vec<f64> {
            divergences(&x0, ts, (model, s), normal, |gap, r, weight| 2.0 * right(gap, r, weight))
        }
    }
    "5c" "mean over the coordinates, too" KlOverCoordinates {
        fn denoising(&self, x0: Tensor<2>, ts: &[Step], model: &NoiseMlp, s: &Schedule) -> Vec<f64> {
            divergences(&x0, ts, (model, s), normal, |gap, r, weight| right(gap / 2.0, r, weight))
        }
    }
    "5c" "sum over the batch" KlSummed {
        fn denoising(&self, x0: Tensor<2>, ts: &[Step], model: &NoiseMlp, s: &Schedule) -> Vec<f64> {
            let batch = x0.dims()[0] as f64;
            Reference.denoising(x0, ts, model, s).into_iter().map(|kl| kl * batch).collect()
        }
    }
    "5c" "mean over the timesteps" OverTimesteps {
        fn denoising(&self, x0: Tensor<2>, ts: &[Step], model: &NoiseMlp, s: &Schedule) -> Vec<f64> {
            let all = Reference.denoising(x0, ts, model, s);
            let mean = all.iter().sum::<f64>() / all.len().max(1) as f64;
            vec![mean]
        }
    }
    "5c" "in the order of t, each once" Sorted {
        fn denoising(&self, x0: Tensor<2>, ts: &[Step], model: &NoiseMlp, s: &Schedule) -> Vec<f64> {
            let mut ts = ts.to_vec();
            ts.sort_unstable();
            ts.dedup();
            Reference.denoising(x0, &ts, model, s)
        }
    }
    "5c" "network asked at t + 1" KlLate {
        fn denoising(&self, x0: Tensor<2>, ts: &[Step], model: &NoiseMlp, s: &Schedule) -> Vec<f64> {
            let one = |&t: &Step| {
                let (x_t, epsilon) = Reference.forward_with_noise(x0.clone(), t, None, s);
                let asked = s.step(late(t, s) + 1).unwrap_or(t);
                let gap = squares(epsilon - model.forward_at(x_t, asked)).mean().into_scalar::<f64>();
                let now = s.alpha_cumprod_at(t);
                let r = (1.0 - s.alpha_cumprod_at(t.before())) / (1.0 - now);
                right(gap, r, s.betas[t.index()] / (s.alphas[t.index()] * (1.0 - now)))
            };
            ts.iter().map(one).collect()
        }
    }
    "5c" "noise drawn twice" KlDrawnTwice {
        fn denoising(&self, x0: Tensor<2>, ts: &[Step], model: &NoiseMlp, s: &Schedule) -> Vec<f64> {
            let one = |&t: &Step| {
                let (x_t, _) = Reference.forward_with_noise(x0.clone(), t, None, s);
                let gap = squares(normal(&x0) - model.forward_at(x_t, t)).mean().into_scalar::<f64>();
                let now = s.alpha_cumprod_at(t);
                let r = (1.0 - s.alpha_cumprod_at(t.before())) / (1.0 - now);
                right(gap, r, s.betas[t.index()] / (s.alphas[t.index()] * (1.0 - now)))
            };
            ts.iter().map(one).collect()
        }
    }
    "5c" "one noise for the whole batch" KlForAll {
        fn denoising(&self, x0: Tensor<2>, ts: &[Step], model: &NoiseMlp, s: &Schedule) -> Vec<f64> {
            divergences(&x0, ts, (model, s), |x| shared(x, 0), right)
        }
    }
    "5c" "no noise: the mean of q(x_t | x_0)" NoNoise {
        fn denoising(&self, x0: Tensor<2>, ts: &[Step], model: &NoiseMlp, s: &Schedule) -> Vec<f64> {
            divergences(&x0, ts, (model, s), Tensor::zeros_like, right)
        }
    }
    "5c" "constant seed" KlSeeded {
        fn denoising(&self, x0: Tensor<2>, ts: &[Step], model: &NoiseMlp, s: &Schedule) -> Vec<f64> {
            divergences(&x0, ts, (model, s), seeded, right)
        }
    }
}
