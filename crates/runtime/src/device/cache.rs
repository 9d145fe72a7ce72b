//! What the CUDA backend keeps from run to run: compiled kernels, and which variant of each is the fastest here.

use std::path::{Path, PathBuf};

use cubecl::config::cache::CacheConfig;
use cubecl::config::{CubeClRuntimeConfig, RuntimeConfig};

/// Puts it into `.noisebook/cuda` of the course, whatever folder the notebook is in.
///
/// The first call counts. Outside of a course, and where a `cubecl.toml` or `burn.toml` decides, the backend's own choice stays.
pub fn configure() {
    let Some(folder) = folder() else { return };
    let mut config = CubeClRuntimeConfig::from_current_dir();
    if matches!(config.environment.path, CacheConfig::Target) {
        config.environment.path = CacheConfig::Directory(folder);
    }
    CubeClRuntimeConfig::try_set(config.override_from_env());
}

/// The program that runs cells stands in the course's folder; other programs are started there.
fn folder() -> Option<PathBuf> {
    let program = std::env::current_exe().ok();
    let here = std::env::current_dir().ok();
    let course = program.as_deref().and_then(enclosing);
    course.or_else(|| here.as_deref().and_then(beside))
}

/// The folder for a program inside of `.noisebook`.
fn enclosing(program: &Path) -> Option<PathBuf> {
    let home = program
        .ancestors()
        .find(|path| path.file_name().is_some_and(|name| name == ".noisebook"))?;
    Some(home.join("cuda"))
}

/// The folder for a program that was started in the course's folder or below it.
fn beside(folder: &Path) -> Option<PathBuf> {
    let mut homes = folder.ancestors().map(|path| path.join(".noisebook"));
    Some(homes.find(|home| home.is_dir())?.join("cuda"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_and_a_command_find_the_same_folder() {
        let course = tempfile::tempdir().unwrap();
        let home = course.path().join(".noisebook");
        let notebooks = course.path().join("notebooks");
        std::fs::create_dir(&home).unwrap();
        std::fs::create_dir(&notebooks).unwrap();
        let expected = Some(home.join("cuda"));
        assert_eq!(enclosing(&home.join("kit/stub/child")), expected);
        assert_eq!(beside(&notebooks), expected);
        assert_eq!(enclosing(&notebooks), None);
    }
}
