//! Finds a lab by name, and says what was meant when there is none.

use std::path::PathBuf;

use anyhow::{Result, anyhow};

use crate::course::Course;
use crate::errors::Hint;

/// The notebook of the lab `name`.
pub fn notebook(course: &Course, name: &str) -> Result<PathBuf> {
    let labs = course.labs()?;
    match labs.iter().any(|lab| lab == name) {
        true => course.notebook(name),
        false => {
            Err(anyhow!("no lab `{name}` in `{}`", course.root().display())).hint(hint(&labs, name))
        }
    }
}

/// The lab to begin with: the tour, or the only one there is.
pub fn first(labs: &[String]) -> Option<&str> {
    match labs {
        [only] => Some(only),
        _ => labs.iter().find(|lab| *lab == TOUR).map(String::as_str),
    }
}

/// The slug of a course's first notebook.
const TOUR: &str = "tour";

fn hint(labs: &[String], name: &str) -> String {
    match closest(labs, name) {
        Some(lab) => format!("did you mean `{lab}`? The labs are: {}", labs.join(", ")),
        None => format!("the labs are: {}", labs.join(", ")),
    }
}

/// Jaro-Winkler, as for misspelt subcommands.
fn closest<'a>(labs: &'a [String], name: &str) -> Option<&'a String> {
    let scored = labs
        .iter()
        .map(|lab| (strsim::jaro_winkler(lab, name), lab));
    let best = scored.max_by(|a, b| a.0.total_cmp(&b.0))?;
    (best.0 > 0.7).then_some(best.1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tour_comes_first_and_an_only_lab_needs_no_name() {
        let labs = ["elbo", "forward", "tour"].map(str::to_owned);
        assert_eq!(first(&labs), Some("tour"));
        assert_eq!(first(&labs[..1]), Some("elbo"));
        assert_eq!(first(&labs[..2]), None);
        assert_eq!(first(&[]), None);
    }

    #[test]
    fn a_slip_of_the_pen_is_understood() {
        let labs = ["ddpm", "elbo", "forward"].map(str::to_owned);
        assert_eq!(
            hint(&labs, "foward"),
            "did you mean `forward`? The labs are: ddpm, elbo, forward"
        );
        assert_eq!(hint(&labs, "x"), "the labs are: ddpm, elbo, forward");
    }
}
