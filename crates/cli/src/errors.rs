//! How an error reaches a person: what and where, its causes, then a hint.

use std::fmt;
use std::process::ExitCode;

use anyhow::Error;

/// Adds a `hint:` line to an error.
pub trait Hint<T> {
    /// Attaches `hint`: what the reader can do next.
    fn hint(self, hint: impl Into<String>) -> anyhow::Result<T>;
}

impl<T, E: Into<Error>> Hint<T> for Result<T, E> {
    fn hint(self, hint: impl Into<String>) -> anyhow::Result<T> {
        self.map_err(|error| {
            Error::new(Hinted {
                error: error.into(),
                hint: hint.into(),
            })
        })
    }
}

/// A failure that was already shown: the exit code says it, nothing more is printed.
#[derive(Debug)]
pub struct Shown;

impl fmt::Display for Shown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("failed")
    }
}

impl std::error::Error for Shown {}

#[derive(Debug)]
struct Hinted {
    error: Error,
    hint: String,
}

impl fmt::Display for Hinted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.error, f)
    }
}

impl std::error::Error for Hinted {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.error.source()
    }
}

/// Prints `error` on stderr and gives the exit code 1.
pub fn report(error: &Error) -> ExitCode {
    if !error.is::<Shown>() {
        eprint!("{}", render(error));
    }
    ExitCode::from(1)
}

/// The error, its causes and hints, a line each.
pub fn render(error: &Error) -> String {
    let mut text = String::new();
    for (depth, cause) in error.chain().enumerate() {
        let label = if depth == 0 { "error" } else { "  caused by" };
        text += &format!("{label}: {cause}\n");
    }
    for hinted in error
        .chain()
        .filter_map(|cause| cause.downcast_ref::<Hinted>())
    {
        let inner = std::iter::successors(Some(hinted), |outer| {
            let exact: &(dyn std::error::Error + 'static) = outer.error.as_ref();
            exact.downcast_ref()
        });
        inner.for_each(|hinted| text += &format!("hint: {}\n", hinted.hint));
    }
    text
}

#[cfg(test)]
mod tests {
    use anyhow::{Context, anyhow};

    use super::*;

    #[test]
    fn causes_follow_the_error_and_hints_come_last() {
        let hinted: anyhow::Result<()> = Err(anyhow!("no such file")).hint("write it");
        let error = hinted
            .context("cannot read `a`")
            .hint("look at `b`")
            .unwrap_err();
        let expected = "error: cannot read `a`\n  caused by: no such file\nhint: look at `b`\nhint: write it\n";
        assert_eq!(render(&error), expected);
    }

    #[test]
    fn a_hint_on_a_hint_keeps_both() {
        let error = Err::<(), _>(anyhow!("x"))
            .hint("one")
            .hint("two")
            .unwrap_err();
        assert_eq!(render(&error), "error: x\nhint: two\nhint: one\n");
    }
}
