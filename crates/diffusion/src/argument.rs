/// An argument outside its range.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[error("`{argument}`: expected {expected}, got {got}\nhint: {hint}")]
pub struct ArgumentError {
    /// The argument's name.
    pub argument: &'static str,
    /// What it must be.
    pub expected: String,
    /// What it was.
    pub got: String,
    /// How to go on.
    pub hint: &'static str,
}

impl ArgumentError {
    /// Fails unless every `beta` lies inside (0, 1) and there is one at least.
    ///
    /// # Errors
    /// Names the first that does not, by its timestep.
    pub fn check_betas(betas: &[f64]) -> Result<(), Self> {
        let hint = "betas are variances of single steps; see DDPM (arXiv 2006.11239), section 2";
        if betas.is_empty() {
            return Err(Self {
                argument: "betas",
                expected: "at least one".into(),
                got: "none".into(),
                hint,
            });
        }
        match betas.iter().position(|&beta| !(beta > 0.0 && beta < 1.0)) {
            None => Ok(()),
            Some(i) => {
                let got = format!("{} at t = {}", betas[i], i + 1);
                Err(Self {
                    argument: "betas",
                    expected: "every value inside (0, 1)".into(),
                    got,
                    hint,
                })
            }
        }
    }
}
