//! The derivation of the jump, in numbers.

use diffusion::ArgumentError;
use noisebook_runtime::Table;

use crate::forward::{ForwardJumpDerivation, arguments};

/// Demos of 3c and 3d: [`two_steps`](Self::two_steps) and [`induction`](Self::induction).
#[derive(Clone, Copy, Debug)]
pub struct DerivationDemo<'a, T> {
    answer: &'a T,
}

impl<'a, T: ForwardJumpDerivation> DerivationDemo<'a, T> {
    /// The demos with these bodies.
    pub fn new(answer: &'a T) -> Self {
        Self { answer }
    }

    /// Signal and noise after two steps, by substitution and by the closed form, and how far apart they are.
    ///
    /// # Errors
    /// When a beta lies outside (0, 1).
    pub fn two_steps(&self, beta1: f64, beta2: f64) -> Result<Table, ArgumentError> {
        arguments::beta("beta1", beta1)?;
        arguments::beta("beta2", beta2)?;
        let found = self.answer.two_step_expansion(beta1, beta2);
        let row = |name: &str, substituted: f64, direct: f64| {
            let apart = (substituted - direct).abs();
            [
                name.into(),
                format!("{substituted:.12}"),
                format!("{direct:.12}"),
                format!("{apart:.1e}"),
            ]
        };
        Ok(
            Table::new(["", "by substitution", "in closed form", "apart"])
                .title(format!("Two steps with β₁ = {beta1}, β₂ = {beta2}"))
                .row(row(
                    "factor of x₀",
                    found.signal_by_substitution,
                    found.signal_direct,
                ))
                .row(row(
                    "variance of the noise",
                    found.noise_variance_by_substitution,
                    found.noise_variance_direct,
                )),
        )
    }

    /// The induction over n: what each step carries on, beside the claim 1 - ᾱ_n.
    ///
    /// # Errors
    /// When there is no beta, or one lies outside (0, 1).
    pub fn induction(&self, betas: &[f64]) -> Result<Table, ArgumentError> {
        ArgumentError::check_betas(betas)?;
        let headers = [
            "n",
            "ᾱ_n",
            "signal²",
            "noise², carried on",
            "1 − ᾱ_n, claimed",
            "signal² + noise²",
        ];
        let table = Table::new(headers).title("Induction over the number of steps");
        Ok(self
            .answer
            .induction_table(betas)
            .iter()
            .fold(table, |table, row| {
                let numbers = [
                    row.alpha_cumprod,
                    row.signal_squared,
                    row.noise_squared,
                    1.0 - row.alpha_cumprod,
                    row.sum,
                ];
                let cells = std::iter::once(row.n.to_string())
                    .chain(numbers.iter().map(|x| format!("{x:.9}")));
                table.row(cells)
            }))
    }
}
