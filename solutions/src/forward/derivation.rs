use labs::forward::{ForwardJumpDerivation, InductionRow, TwoStepExpansion};

use super::Reference;

impl ForwardJumpDerivation for Reference {
    fn two_step_expansion(&self, beta1: f64, beta2: f64) -> TwoStepExpansion {
        let (alpha1, alpha2) = (1.0 - beta1, 1.0 - beta2);
        TwoStepExpansion {
            signal_by_substitution: alpha2.sqrt() * alpha1.sqrt(),
            signal_direct: (alpha1 * alpha2).sqrt(),
            noise_variance_by_substitution: alpha2 * beta1 + beta2,
            noise_variance_direct: 1.0 - alpha1 * alpha2,
        }
    }

    fn induction_table(&self, betas: &[f64]) -> Vec<InductionRow> {
        let (mut alpha_cumprod, mut signal_squared, mut noise_squared) = (1.0, 1.0, 0.0);
        let mut rows = Vec::new();
        for (i, beta) in betas.iter().enumerate() {
            let alpha = 1.0 - beta;
            alpha_cumprod *= alpha;
            signal_squared *= alpha;
            noise_squared = alpha * noise_squared + beta;
            let sum = signal_squared + noise_squared;
            rows.push(InductionRow {
                n: i + 1,
                alpha_cumprod,
                signal_squared,
                noise_squared,
                sum,
            });
        }
        rows
    }
}
