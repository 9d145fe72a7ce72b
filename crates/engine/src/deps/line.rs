//! One `:dep` line.

/// A crate that is asked for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Line {
    /// What it is called here.
    pub name: String,
    /// What stands behind `=` in a manifest.
    pub spec: String,
}

impl Line {
    /// Reads `:dep name`, `:dep name = "version"` or `:dep name = { … }`.
    pub fn parse(order: &str) -> Result<Self, String> {
        let text = order.trim().trim_start_matches(":dep").trim();
        let (name, spec) = match text.split_once('=') {
            Some((name, spec)) => (name.trim(), spec.trim()),
            None => (text, "\"*\""),
        };
        let plain = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
        if name.is_empty() || !name.chars().all(plain) {
            return Err(format!("expected the name of a crate, got `{name}`"));
        }
        let quoted = spec.len() > 1 && spec.starts_with('"') && spec.ends_with('"');
        let table = spec.starts_with('{') && spec.ends_with('}');
        if !quoted && !table || spec.contains('\n') {
            return Err(format!(
                "expected a version in quotes or `{{ … }}`, got `{spec}`"
            ));
        }
        Ok(Self {
            name: name.to_owned(),
            spec: spec.to_owned(),
        })
    }

    /// Whether every cell has it without asking.
    pub fn is_here_anyway(&self) -> bool {
        let name = self.name.replace('-', "_");
        ["burn", "noisebook", "plotters"].contains(&name.as_str())
    }

    /// The name of the package: what `package = "…"` says, or its own.
    pub fn package(&self) -> &str {
        let given = self.spec.split_once("package").and_then(|(_, rest)| {
            let rest = rest.trim_start().strip_prefix('=')?;
            rest.split('"').nth(1)
        });
        given.unwrap_or(&self.name)
    }

    /// Its name in source.
    pub fn crate_name(&self) -> String {
        self.name.replace('-', "_")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_read() {
        let read = |text: &str| Line::parse(text).map(|line| (line.crate_name(), line.spec));
        let ok = |name: &str, spec: &str| Ok((name.to_owned(), spec.to_owned()));
        assert_eq!(read(":dep rand = \"0.9\""), ok("rand", "\"0.9\""));
        assert_eq!(read(":dep serde-x"), ok("serde_x", "\"*\""));
        assert_eq!(
            read(":dep a = { version = \"1\" }"),
            ok("a", "{ version = \"1\" }")
        );
        assert!(read(":dep ../there").is_err() && read(":dep a = 1").is_err());
        let renamed =
            Line::parse(":dep r = { package = \"rand\", version = \"0.9\" }").expect("a line");
        assert_eq!(renamed.package(), "rand");
        assert!(
            Line::parse(":dep burn = \"0.22\"")
                .expect("a line")
                .is_here_anyway()
        );
    }
}
