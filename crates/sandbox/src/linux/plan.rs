//! What stands where in the program's file system, as data: mounts make it, Landlock repeats it.

use std::fs;
use std::io;
use std::os::fd::OwnedFd;
use std::path::{Path, PathBuf};

use crate::message::{Failure, Mode, Spec, Step};
use crate::platform::{mounts, sys};

/// All places, parents first.
pub(super) struct Plan(pub(super) Vec<Place>);

/// One place in the program's file system.
pub(super) struct Place {
    pub(super) kind: Kind,
    /// Where it comes from on the host.
    pub(super) source: PathBuf,
    /// Where the program sees it.
    pub(super) path: PathBuf,
    /// The detached mount of `source`, once it is open.
    pub(super) tree: Option<OwnedFd>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Kind {
    ReadOnly,
    Writable,
    Device,
    /// A link directly below the root, as `/lib` to `usr/lib`.
    Link(PathBuf),
    Tmp,
    Proc,
}

impl Plan {
    pub(super) fn new(spec: &Spec) -> Result<Self, Failure> {
        let mut places = devices();
        match spec.mode {
            Mode::Full => places.extend([
                Place::new(Kind::Tmp, "/tmp"),
                Place::new(Kind::Proc, "/proc"),
            ]),
            Mode::Reduced => places.push(Place::new(Kind::Writable, &spec.tmp)),
        }
        for path in &spec.policy.read_only {
            places.push(Place::new(read_only(path, spec.mode), path));
        }
        for (source, path) in &spec.policy.read_only_at {
            places.push(moved(source, path, spec.mode)?);
        }
        places.extend(
            spec.policy
                .writable
                .iter()
                .map(|path| Place::new(Kind::Writable, path)),
        );
        Ok(Self(parents_first(places)))
    }

    /// Opens all sources, or none when the kernel permits none to this user.
    pub(super) fn open_if_permitted(&mut self) -> Result<(), Failure> {
        match self.open() {
            Err(failure) if failure.errno == libc::EPERM => {
                self.0.iter_mut().for_each(|place| place.tree = None)
            }
            result => result?,
        }
        Ok(())
    }

    /// Opens the sources that are not open yet.
    pub(super) fn open(&mut self) -> Result<(), Failure> {
        for place in &mut self.0 {
            let Some(attributes) = mounts::attributes(&place.kind) else {
                continue;
            };
            if place.tree.is_none() {
                place.tree = Some(place.open(attributes)?);
            }
        }
        Ok(())
    }
}

impl Place {
    fn new(kind: Kind, path: impl AsRef<Path>) -> Self {
        let path = path.as_ref().to_path_buf();
        Self {
            kind,
            source: path.clone(),
            path,
            tree: None,
        }
    }

    fn open(&self, attributes: u64) -> Result<OwnedFd, Failure> {
        let failure = || {
            Failure::at(
                Step::Mount,
                format!("open `{}` for the program", self.source.display()),
            )
        };
        let tree = sys::open_tree(&self.source).map_err(failure())?;
        mounts::restrict(&tree, attributes).map_err(failure())?;
        Ok(tree)
    }
}

fn moved(source: &Path, path: &Path, mode: Mode) -> Result<Place, Failure> {
    if mode == Mode::Full {
        let source = source.to_path_buf();
        return Ok(Place {
            source,
            ..Place::new(Kind::ReadOnly, path)
        });
    }
    let what = format!("show `{}` at `{}`", source.display(), path.display());
    let failure = Failure::at(Step::Path, what)(io::Error::from_raw_os_error(libc::EOPNOTSUPP));
    Err(failure.with_hint("that takes full isolation; reduced isolation shows paths as they are"))
}

/// Sorted by depth, each once. Of one path shown twice the later is on top.
fn parents_first(places: Vec<Place>) -> Vec<Place> {
    let mut sorted: Vec<Place> = Vec::with_capacity(places.len());
    for place in places {
        let same = |other: &Place| (&other.kind, &other.path) == (&place.kind, &place.path);
        if !sorted.iter().any(same) {
            sorted.push(place);
        }
    }
    sorted.sort_by_key(|place| place.path.components().count());
    sorted
}

fn read_only(path: &Path, mode: Mode) -> Kind {
    let top = mode == Mode::Full && path.components().count() == 2;
    match fs::read_link(path) {
        Ok(target) if top => Kind::Link(target.strip_prefix("/").map(Into::into).unwrap_or(target)),
        _ => Kind::ReadOnly,
    }
}

fn devices() -> Vec<Place> {
    let names = ["null", "zero", "full", "random", "urandom"];
    let paths = names.iter().map(|name| Path::new("/dev").join(name));
    paths
        .filter(|path| path.exists())
        .map(|path| Place::new(Kind::Device, path))
        .collect()
}
