//! Section 3, continued: why the jump is exact.

use exercise::exercise;

/// Coefficients of x_2 after two steps, each found in two ways.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TwoStepExpansion {
    /// Factor of x_0 when x_1 is put into x_2: √α_2·√α_1.
    pub signal_by_substitution: f64,
    /// Factor of x_0 in the closed form: √ᾱ_2.
    pub signal_direct: f64,
    /// Variance of the two joined noises: α_2·β_1 + β_2.
    pub noise_variance_by_substitution: f64,
    /// Variance in the closed form: 1 - α_1·α_2.
    pub noise_variance_direct: f64,
}

exercise::wire_struct!(TwoStepExpansion {
    signal_by_substitution,
    signal_direct,
    noise_variance_by_substitution,
    noise_variance_direct,
});

/// One row of the induction over n.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct InductionRow {
    /// Number of steps.
    pub n: usize,
    /// ᾱ_n.
    pub alpha_cumprod: f64,
    /// Squared factor of x_0, carried on from the row before: α_n · (that of n - 1).
    pub signal_squared: f64,
    /// Squared factor of the noise, carried on from the row before: α_n · (that of n - 1) + β_n.
    pub noise_squared: f64,
    /// Sum of both squares.
    pub sum: f64,
}

exercise::wire_struct!(InductionRow {
    n,
    alpha_cumprod,
    signal_squared,
    noise_squared,
    sum
});

/// The derivation of the forward jump in numbers.
#[exercise(section = 3, checks = super::checks::DERIVATION, demands = super::demands::derivation)]
pub trait ForwardJumpDerivation {
    /// Expand two steps with `beta1` and `beta2`: the signal's factor and the noise's variance, by substitution and directly.
    ///
    /// Both betas lie in (0, 1). Independent noises √a·ε_1 + √b·ε_2 have the law of √(a + b)·ε.
    #[task(
        id = "3c",
        points = 5,
        title = "Two steps expanded",
        hints(
            "Write x_2 = √α_2·x_1 + √β_2·ε_2 and put x_1 = √α_1·x_0 + √β_1·ε_1 into it.",
            "Variances of independent noises add up; a factor √α_2 in front of ε_1 makes its variance α_2·β_1.",
            "signal √α_2·√α_1 and √(α_1·α_2); variance α_2·β_1 + β_2 and 1 - α_1·α_2"
        )
    )]
    fn two_step_expansion(&self, beta1: f64, beta2: f64) -> TwoStepExpansion;

    /// One row for each n = 1..=N of `betas`: ᾱ_n and the squared factors of signal and noise, each carried on from the row
    /// before by the induction step, and their sum.
    ///
    /// The step of the proof is noise²_n = α_n·noise²_{n-1} + β_n with noise²_0 = 0; that it equals 1 - ᾱ_n is what the table shows.
    #[task(
        id = "3d",
        points = 7,
        title = "Induction table",
        hints(
            "Begin at n = 0: all signal, no noise. What does one more step do to each square?",
            "A step multiplies both squares by α_n and adds β_n to the noise. Do not use 1 - ᾱ_n: that is the claim.",
            "`signal *= alpha; noise = alpha * noise + beta;` in a loop over betas, pushing a row each time"
        )
    )]
    fn induction_table(&self, betas: &[f64]) -> Vec<InductionRow>;
}
