//! Whether the compiler is still the one that set-up used: no other can read what it wrote.

use std::process::{Child, Command, Stdio};

use kit::Toolchain;

use crate::error::EngineError;

/// The compiler is asked for its version, while other things begin.
#[derive(Debug)]
pub struct Check {
    toolchain: Toolchain,
    asked: std::io::Result<Child>,
}

impl Check {
    /// Asks.
    pub fn start(toolchain: &Toolchain) -> Self {
        let mut command = Command::new(toolchain.rustc());
        command.arg("-V").stdin(Stdio::null());
        let asked = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn();
        Self {
            toolchain: toolchain.clone(),
            asked,
        }
    }

    /// Compares.
    ///
    /// # Errors
    /// [`EngineError::Toolchain`] when it is another, or none.
    pub fn end(self) -> Result<(), EngineError> {
        let rustc = self.toolchain.rustc();
        let answer = self.asked.and_then(Child::wait_with_output);
        let found = match answer {
            Ok(output) => format!("`{}`", String::from_utf8_lossy(&output.stdout).trim()),
            Err(error) => format!("nothing: `{}`: {error}", rustc.display()),
        };
        if found.trim_matches('`') == self.toolchain.version {
            return Ok(());
        }
        Err(EngineError::Toolchain {
            expected: self.toolchain.version.clone(),
            found,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn toolchain(version: &str, sysroot: &str) -> Toolchain {
        Toolchain {
            version: version.into(),
            host: "x86_64-unknown-linux-gnu".into(),
            sysroot: sysroot.into(),
        }
    }

    #[test]
    fn a_compiler_that_is_gone_is_named() {
        let gone = toolchain("rustc 1.0.0", "/nowhere");
        let error = Check::start(&gone)
            .end()
            .expect_err("no compiler")
            .to_string();
        assert!(
            error.contains("`rustc 1.0.0`, got nothing: `/nowhere/bin/rustc`"),
            "{error}"
        );
        assert!(
            error.contains("hint: run `cargo noisebook setup`"),
            "{error}"
        );
    }

    #[test]
    fn another_compiler_is_named() {
        let command = Command::new("rustc")
            .args(["--print", "sysroot"])
            .output()
            .expect("rustc");
        let other = toolchain(
            "rustc 1.0.0",
            String::from_utf8_lossy(&command.stdout).trim(),
        );
        let error = Check::start(&other).end().expect_err("another").to_string();
        assert!(
            error.contains("expected the compiler that set-up used, `rustc 1.0.0`, got `rustc 1."),
            "{error}"
        );
    }
}
