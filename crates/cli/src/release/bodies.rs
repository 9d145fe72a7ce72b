//! The Rust files of a folder and the bodies of their functions, as text.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow};
use syn::spanned::Spanned;
use syn::visit::{self, Visit};

/// A Rust file, parsed.
pub struct RustFile {
    /// Where it is.
    pub path: PathBuf,
    /// Its text.
    pub text: String,
    /// Its syntax, with spans into the text.
    pub syntax: syn::File,
}

/// Every `.rs` file below `dir`, in the order of paths; none if there is no such folder.
pub fn rust_files(dir: &Path) -> Result<Vec<RustFile>> {
    let paths = files(dir)?
        .into_iter()
        .filter(|path| path.extension().is_some_and(|end| end == "rs"));
    paths.map(read).collect()
}

/// Every file below `dir`, sorted, without hidden entries and `target`; links are not followed.
pub fn files(dir: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut folders = vec![dir.to_path_buf()];
    while let Some(folder) = folders.pop().filter(|folder| folder.is_dir()) {
        let entries = std::fs::read_dir(&folder)
            .with_context(|| format!("cannot list `{}`", folder.display()))?;
        for entry in entries {
            let entry = entry.with_context(|| format!("cannot list `{}`", folder.display()))?;
            let name = entry.file_name();
            let kind = entry
                .file_type()
                .with_context(|| format!("cannot read `{}`", entry.path().display()))?;
            match () {
                () if name == "target" || name.to_string_lossy().starts_with('.') => {}
                () if kind.is_dir() => folders.push(entry.path()),
                () if kind.is_file() => found.push(entry.path()),
                () => {}
            }
        }
    }
    found.sort();
    Ok(found)
}

fn read(path: PathBuf) -> Result<RustFile> {
    let text = std::fs::read_to_string(&path)
        .with_context(|| format!("cannot read `{}`", path.display()))?;
    let syntax = syn::parse_file(&text).map_err(|error| {
        let line = error.span().start().line;
        anyhow!("`{}`, line {line}: {error}", path.display())
    })?;
    Ok(RustFile { path, text, syntax })
}

impl RustFile {
    /// The text between the braces of every function.
    pub fn bodies(&self) -> Vec<&str> {
        let mut finder = Finder {
            text: &self.text,
            bodies: Vec::new(),
        };
        finder.visit_file(&self.syntax);
        finder.bodies
    }
}

struct Finder<'a> {
    text: &'a str,
    bodies: Vec<&'a str>,
}

impl Visit<'_> for Finder<'_> {
    fn visit_item_fn(&mut self, item: &syn::ItemFn) {
        self.push(&item.block);
        visit::visit_item_fn(self, item);
    }

    fn visit_impl_item_fn(&mut self, item: &syn::ImplItemFn) {
        self.push(&item.block);
        visit::visit_impl_item_fn(self, item);
    }
}

impl Finder<'_> {
    fn push(&mut self, block: &syn::Block) {
        let braces = self.text.get(block.span().byte_range()).unwrap_or_default();
        let body = braces
            .strip_prefix('{')
            .and_then(|body| body.strip_suffix('}'));
        self.bodies.extend(body);
    }
}
