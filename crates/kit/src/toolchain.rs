use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::KitError;

/// The compiler that made a kit. Metadata is readable by that very compiler only.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Toolchain {
    /// First line of `rustc -vV`, such as `rustc 1.95.0 (59807616e 2026-04-14)`.
    pub version: String,
    /// Target triple of the machine.
    pub host: String,
    /// What `rustc --print sysroot` says; holds `bin/rustc` and `lib/`.
    pub sysroot: PathBuf,
}

impl Toolchain {
    /// Reads the output of `rustc -vV` and of `rustc --print sysroot`.
    ///
    /// # Errors
    /// [`KitError::Toolchain`] when the version or the host is missing.
    pub fn parse(verbose_version: &str, sysroot: &str) -> Result<Self, KitError> {
        let version = verbose_version
            .lines()
            .find(|line| line.starts_with("rustc "));
        let host = verbose_version
            .lines()
            .find_map(|line| line.strip_prefix("host: "));
        Ok(Self {
            version: version.ok_or(KitError::Toolchain("rustc"))?.to_owned(),
            host: host.ok_or(KitError::Toolchain("host"))?.to_owned(),
            sysroot: PathBuf::from(sysroot.trim_end()),
        })
    }

    /// The compiler itself, not rustup's proxy: starts faster and needs no rustup in a sandbox.
    pub fn rustc(&self) -> PathBuf {
        self.sysroot.join("bin").join("rustc")
    }

    /// Folder of the shared standard library, for `LD_LIBRARY_PATH`.
    pub fn std_dir(&self) -> PathBuf {
        rustlib(&self.sysroot, &self.host)
    }
}

fn rustlib(sysroot: &Path, host: &str) -> PathBuf {
    sysroot.join("lib").join("rustlib").join(host).join("lib")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_version_and_host() {
        let text =
            "rustc 1.95.0 (59807616e 2026-04-14)\nbinary: rustc\nhost: x86_64-unknown-linux-gnu\n";
        let toolchain = Toolchain::parse(text, "/opt/rust\n").unwrap();
        assert_eq!(toolchain.version, "rustc 1.95.0 (59807616e 2026-04-14)");
        assert_eq!(toolchain.host, "x86_64-unknown-linux-gnu");
        assert_eq!(toolchain.rustc(), Path::new("/opt/rust/bin/rustc"));
    }

    #[test]
    fn a_missing_host_is_named() {
        let error = Toolchain::parse("rustc 1.95.0\n", "/").unwrap_err();
        assert_eq!(error.to_string(), "`rustc -vV` printed no `host` line");
    }
}
