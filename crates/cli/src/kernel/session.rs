//! A folder for one running kernel.

use std::ffi::OsString;
use std::fs::File;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use kit::{Feature, Kit};

use crate::setup::files::{self, Bring};
use crate::setup::layout::Layout;
use crate::setup::lock::Lock;
use crate::setup::template;

/// A prepared folder; the kernel finds it as its own temporary one.
#[derive(Debug)]
pub struct Session {
    dir: PathBuf,
    lock: File,
}

impl Session {
    /// Copies the template of `feature` and writes the kernel's start-up files.
    pub fn prepare(layout: &Layout, feature: Feature) -> Result<Self> {
        let dir = home(layout)?.join(std::process::id().to_string());
        files::remove_dir(&dir)?;
        std::fs::create_dir_all(&dir)
            .with_context(|| format!("cannot create `{}`", dir.display()))?;
        let lock = lock(&dir)?;
        copy_template(layout, feature, &dir)?;
        let session = Self { dir, lock };
        session.configure(layout, feature)?;
        Ok(session)
    }

    /// The folder.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// The lock; who holds it keeps the session alive.
    pub fn into_lock(self) -> File {
        self.lock
    }

    fn config(&self) -> PathBuf {
        self.dir.join("config")
    }

    fn configure(&self, layout: &Layout, feature: Feature) -> Result<()> {
        let write = |name: &str, text: &str| {
            files::write(&self.config().join(name), text.as_bytes(), 0o644)
        };
        write("evcxr.toml", "[evcxr]\noffline_mode = true\n")?;
        write(
            "init.evcxr",
            &start_up(&template::dependency(
                layout.root(),
                feature,
                template::has_cuda(layout, feature),
            )),
        )
    }

    /// What the stock kernel reads; `JUPYTER_PATH` keeps it from updating a kernel that the user installed elsewhere.
    pub fn environment(&self, kit: &Kit) -> Vec<(OsString, OsString)> {
        let pairs: [(&str, OsString); 5] = [
            ("EVCXR_TMPDIR", self.dir.clone().into()),
            ("EVCXR_CONFIG_DIR", self.config().into()),
            ("NOISEBOOK_LOCK", self.dir.join("versions.lock").into()),
            ("JUPYTER_PATH", self.config().into()),
            ("LD_LIBRARY_PATH", kit.toolchain().std_dir().into()),
        ];
        pairs
            .into_iter()
            .map(|(key, value)| (key.into(), value))
            .collect()
    }
}

/// The kernel's first build knows no dependency and empties `Cargo.lock`: the versions are put back before the dylib is named.
/// Flags of the compiler must equal the template's, or all dependencies would be built again.
fn start_up(dependency: &str) -> String {
    format!(
        "\
:build_env RUSTFLAGS=
!cp -f \"$NOISEBOOK_LOCK\" \"$EVCXR_TMPDIR/Cargo.lock\"
:dep {dependency}
"
    )
}

/// The lock that is held while the session lives.
pub fn lock(dir: &Path) -> Result<File> {
    let path = dir.join("alive");
    let file = File::options()
        .create(true)
        .append(true)
        .read(true)
        .open(&path);
    let file = file.with_context(|| format!("cannot write `{}`", path.display()))?;
    file.try_lock()
        .with_context(|| format!("cannot lock `{}`", path.display()))?;
    Ok(file)
}

/// Where sessions live, with the settings that cargo reads there.
///
/// The stock kernel cannot load cells from a path with white space: sessions of such a course live in the temporary folder.
pub fn home(layout: &Layout) -> Result<PathBuf> {
    let sessions = layout.sessions();
    let replacements = template::replacements(layout.root());
    if !sessions.to_string_lossy().contains(char::is_whitespace) {
        settle(&sessions, &replacements)?;
        return Ok(sessions);
    }
    let name = format!("noisebook-{:016x}", fingerprint(layout.root()));
    let home = std::env::temp_dir().join(name);
    let settings = layout.root().join(".cargo").join("config.toml");
    let text = std::fs::read_to_string(&settings)
        .with_context(|| format!("cannot read `{}`", settings.display()))?;
    settle(&home, &format!("{text}\n{replacements}"))?;
    Ok(home)
}

/// Nothing is written twice, so that a folder of sessions that cannot be written still serves.
fn settle(home: &Path, settings: &str) -> Result<()> {
    let path = home.join(".cargo").join("config.toml");
    match std::fs::read(&path) {
        Ok(found) if found == settings.as_bytes() => Ok(()),
        _ => files::write(&path, settings.as_bytes(), 0o644),
    }
}

fn fingerprint(path: &Path) -> u64 {
    use std::hash::{DefaultHasher, Hash, Hasher};
    let mut hasher = DefaultHasher::new();
    path.hash(&mut hasher);
    hasher.finish()
}

/// Compiled files are shared; what cargo writes in place is copied; what belongs to the template's own cell is left out.
fn copy_template(layout: &Layout, feature: Feature, dir: &Path) -> Result<()> {
    let _lock = Lock::shared(&template::lock_file(layout, feature))?;
    let from = layout.template(feature);
    files::tree(&from.join("target"), &dir.join("target"), &bring)
        .and_then(|()| std::fs::copy(from.join("Cargo.lock"), dir.join("versions.lock")))
        .map(|_| ())
        .with_context(|| format!("cannot copy `{}` to `{}`", from.display(), dir.display()))
}

fn bring(path: &Path) -> Bring {
    let name = path
        .file_name()
        .and_then(|name| name.to_str())
        .unwrap_or_default();
    match name {
        "incremental" | "examples" | ".cargo-lock" => Bring::Skip,
        _ if name.starts_with("ctx-") || name.starts_with("libctx") || name == "ctx.d" => {
            Bring::Skip
        }
        _ if path.iter().any(|part| part == ".fingerprint") => Bring::Copy,
        _ if name.ends_with(".d") || name == ".rustc_info.json" => Bring::Copy,
        _ => Bring::Link,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cargo_writes_in_place_is_no_link() {
        let how = |path: &str| bring(Path::new(path));
        assert_eq!(how("/t/h/debug/.fingerprint/labs-1/lib-labs"), Bring::Copy);
        assert_eq!(how("/t/h/debug/deps/labs-1.d"), Bring::Copy);
        assert_eq!(how("/t/h/debug/deps/liblabs-1.rmeta"), Bring::Link);
        assert_eq!(how("/t/h/debug/.fingerprint/ctx-1"), Bring::Skip);
    }

    #[test]
    fn a_second_kernel_cannot_take_a_living_session() {
        let dir = tempfile::tempdir().unwrap();
        let held = lock(dir.path()).unwrap();
        assert!(lock(dir.path()).is_err());
        drop(held);
        assert!(lock(dir.path()).is_ok());
    }
}
