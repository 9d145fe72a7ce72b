use labs::forward::derivation::handler;
use labs::forward::{ForwardJumpDerivation, InductionRow, TwoStepExpansion};
use solutions::forward::Reference;

use super::mutants;

fn expansion(
    beta1: f64,
    beta2: f64,
    mistake: impl FnOnce(&mut TwoStepExpansion),
) -> TwoStepExpansion {
    let mut expansion = Reference.two_step_expansion(beta1, beta2);
    mistake(&mut expansion);
    expansion
}

/// The right table, each row changed by `mistake` given its β.
fn table(betas: &[f64], mistake: impl Fn(&mut InductionRow, f64)) -> Vec<InductionRow> {
    let mut rows = Reference.induction_table(betas);
    rows.iter_mut()
        .zip(betas)
        .for_each(|(row, beta)| mistake(row, *beta));
    rows
}

/// The noise column by another recursion.
fn noise(betas: &[f64], step: impl Fn(f64, f64) -> f64) -> Vec<InductionRow> {
    let mut squared = 0.0;
    let mut rows = Reference.induction_table(betas);
    for (row, beta) in rows.iter_mut().zip(betas) {
        squared = step(squared, *beta);
        row.noise_squared = squared;
        row.sum = row.signal_squared + squared;
    }
    rows
}

mutants! { ForwardJumpDerivation by handler;
    "3c" "signal without roots" NoRoots {
        fn two_step_expansion(&self, b1: f64, b2: f64) -> TwoStepExpansion {
            expansion(b1, b2, |e| e.signal_by_substitution = (1.0 - b1) * (1.0 - b2))
        }
    }
    "3c" "root of α_2 only" OneRoot {
        fn two_step_expansion(&self, b1: f64, b2: f64) -> TwoStepExpansion {
            expansion(b1, b2, |e| e.signal_direct = (1.0 - b2).sqrt())
        }
    }
    "3c" "α_2 in front of β_1 forgotten" PlainSum {
        fn two_step_expansion(&self, b1: f64, b2: f64) -> TwoStepExpansion {
            expansion(b1, b2, |e| e.noise_variance_by_substitution = b1 + b2)
        }
    }
    "3c" "√α_2 for α_2" RootInVariance {
        fn two_step_expansion(&self, b1: f64, b2: f64) -> TwoStepExpansion {
            expansion(b1, b2, |e| e.noise_variance_by_substitution = (1.0 - b2).sqrt() * b1 + b2)
        }
    }
    "3c" "standard deviations added" AddedDeviations {
        fn two_step_expansion(&self, b1: f64, b2: f64) -> TwoStepExpansion {
            let sum = ((1.0 - b2) * b1).sqrt() + b2.sqrt();
            expansion(b1, b2, |e| e.noise_variance_by_substitution = sum * sum)
        }
    }
    "3c" "standard deviation for variance" Deviation {
        fn two_step_expansion(&self, b1: f64, b2: f64) -> TwoStepExpansion {
            expansion(b1, b2, |e| e.noise_variance_direct = e.noise_variance_direct.sqrt())
        }
    }
    "3c" "1 - √(α_1·α_2)" RootInside {
        fn two_step_expansion(&self, b1: f64, b2: f64) -> TwoStepExpansion {
            expansion(b1, b2, |e| e.noise_variance_direct = 1.0 - e.signal_direct)
        }
    }
    "3d" "n from 0" FromZero {
        fn induction_table(&self, betas: &[f64]) -> Vec<InductionRow> { table(betas, |row, _| row.n -= 1) }
    }
    "3d" "a row for n = 0" RowZero {
        fn induction_table(&self, betas: &[f64]) -> Vec<InductionRow> {
            let zero = InductionRow { n: 0, alpha_cumprod: 1.0, signal_squared: 1.0, noise_squared: 0.0, sum: 1.0 };
            std::iter::once(zero).chain(Reference.induction_table(betas)).collect()
        }
    }
    "3d" "α_n for ᾱ_n" PlainAlpha {
        fn induction_table(&self, betas: &[f64]) -> Vec<InductionRow> {
            table(betas, |row, beta| row.alpha_cumprod = 1.0 - beta)
        }
    }
    "3d" "signal not squared" RootOfSignal {
        fn induction_table(&self, betas: &[f64]) -> Vec<InductionRow> {
            table(betas, |row, _| {
                row.signal_squared = row.signal_squared.sqrt();
                row.sum = row.signal_squared + row.noise_squared;
            })
        }
    }
    "3d" "old noise not shrunk" Unshrunk {
        fn induction_table(&self, betas: &[f64]) -> Vec<InductionRow> { noise(betas, |squared, beta| squared + beta) }
    }
    "3d" "β_n squared" SquaredBeta {
        fn induction_table(&self, betas: &[f64]) -> Vec<InductionRow> {
            noise(betas, |squared, beta| (1.0 - beta) * squared + beta * beta)
        }
    }
    "3d" "new noise shrunk too" ShrunkLate {
        fn induction_table(&self, betas: &[f64]) -> Vec<InductionRow> {
            noise(betas, |squared, beta| (1.0 - beta) * (squared + beta))
        }
    }
    "3d" "1 written as the sum" WrittenOne {
        fn induction_table(&self, betas: &[f64]) -> Vec<InductionRow> { table(betas, |row, _| row.sum = 1.0) }
    }
    "3d" "sum of the factors, not of their squares" SumOfFactors {
        fn induction_table(&self, betas: &[f64]) -> Vec<InductionRow> {
            table(betas, |row, _| row.sum = row.signal_squared.sqrt() + row.noise_squared.sqrt())
        }
    }
}
