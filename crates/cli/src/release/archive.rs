//! A folder as a .zip or .tar.gz file: sorted, with fixed times, so that the same folder gives the same bytes.

use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use flate2::{Compression, GzBuilder};

use super::bodies;

/// 1980-01-01, the first day that a zip file can name.
const EPOCH: u64 = 315_532_800;

/// The kinds of archive, by the file name's end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Archive {
    /// `.zip`
    Zip,
    /// `.tar.gz` or `.tgz`
    TarGz,
}

impl Archive {
    /// The kind that a file called `path` should be; nothing if it should be a folder.
    pub fn of(path: &Path) -> Option<Self> {
        let name = path.file_name()?.to_string_lossy().to_lowercase();
        match () {
            () if name.ends_with(".zip") => Some(Self::Zip),
            () if name.ends_with(".tar.gz") || name.ends_with(".tgz") => Some(Self::TarGz),
            () => None,
        }
    }
}

/// Packs `folder` into `file`, all paths below `name/`.
pub fn pack(kind: Archive, folder: &Path, name: &str, file: &Path) -> Result<()> {
    let paths = entries(folder, name)?;
    let target =
        File::create(file).with_context(|| format!("cannot write `{}`", file.display()))?;
    match kind {
        Archive::Zip => zip(&paths, target).context("cannot write the .zip file"),
        Archive::TarGz => tar_gz(&paths, target).context("cannot write the .tar.gz file"),
    }
}

/// Each file with its path in the archive. Hidden folders of a bundle are part of it.
fn entries(folder: &Path, name: &str) -> Result<Vec<(PathBuf, String)>> {
    let mut paths = bodies::files(folder)?;
    paths.extend(bodies::files(&folder.join(".cargo"))?);
    paths.sort();
    let inner = paths.into_iter().map(|path| {
        let parts = path.strip_prefix(folder).unwrap_or(&path).components();
        let parts: Vec<_> = parts
            .map(|part| part.as_os_str().to_string_lossy())
            .collect();
        let inner = format!("{name}/{}", parts.join("/"));
        (path, inner)
    });
    Ok(inner.collect())
}

fn zip(paths: &[(PathBuf, String)], target: File) -> Result<()> {
    let mut archive = zip::ZipWriter::new(target);
    let options = zip::write::SimpleFileOptions::default().unix_permissions(0o644);
    for (path, inner) in paths {
        archive.start_file(inner.as_str(), options)?;
        archive.write_all(&std::fs::read(path)?)?;
    }
    archive.finish()?;
    Ok(())
}

fn tar_gz(paths: &[(PathBuf, String)], target: File) -> Result<()> {
    let gzip = GzBuilder::new().mtime(0).write(target, Compression::best());
    let mut archive = tar::Builder::new(gzip);
    for (path, inner) in paths {
        let bytes = std::fs::read(path)?;
        let mut header = tar::Header::new_gnu();
        header.set_size(bytes.len() as u64);
        header.set_mode(0o644);
        header.set_mtime(EPOCH);
        archive.append_data(&mut header, inner, bytes.as_slice())?;
    }
    archive.into_inner()?.finish()?;
    Ok(())
}
