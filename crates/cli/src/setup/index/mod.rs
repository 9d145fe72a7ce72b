//! Step: what completion and help know of burn, the labs and their like, boiled down from rustdoc's reading of their sources.

mod document;
mod units;

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::time::Duration;

use anyhow::Result;
use api_index::store;
use indicatif::ProgressBar;
use kit::{Feature, Kit, Toolchain};

use super::layout::Layout;
use super::run::run;
use super::{Step, build, files, requirements};
use units::{Unit, Units};

/// The crates whose names cells see, under their own names or through `burn` and `noisebook`.
const CRATES: [&str; 17] = [
    "burn",
    "burn_core",
    "burn_tensor",
    "burn_nn",
    "burn_optim",
    "burn_std",
    "burn_backend",
    "noisebook",
    "noisebook_runtime",
    "labs",
    "training",
    "convolution",
    "diffusion",
    "exercise",
    "cell",
    "plotters",
    "plotters_backend",
];

/// The index for the bodies of one feature.
#[derive(Debug)]
pub struct Index(pub Feature);

impl Step for Index {
    fn name(&self) -> &'static str {
        "index"
    }

    fn title(&self) -> String {
        "Reading the docs for completion".to_owned()
    }

    fn duration(&self, _: &Layout) -> Duration {
        Duration::from_secs(30)
    }

    fn is_done(&self, layout: &Layout) -> bool {
        let Ok(kit) = Kit::open(layout.root(), self.0) else {
            return false;
        };
        let listed = store::listed(&layout.home(), self.0.name());
        listed.is_some_and(|(stamp, parts)| {
            stamp == kit.digest() && parts.iter().all(|part| part.is_file())
        })
    }

    /// A crate that cannot be read costs its completion, not the lab.
    fn run(&self, layout: &Layout, bar: &ProgressBar) -> Result<()> {
        let toolchain = requirements::toolchain(layout.root())?;
        let digest = Kit::open(layout.root(), self.0)?.digest().to_owned();
        let dir = layout.template(self.0);
        let log = layout.log("index");
        let messages = run(
            &mut build::template_build(&dir, &dir.join("target")),
            "list the crates",
            &log,
            bar,
        )?;
        let metadata = run(&mut units::metadata(&dir), "list the crates", &log, bar)?;
        let units = Units::read(&messages, &metadata, &toolchain.host)?;
        let parts = parts(layout, &units, &toolchain, bar);
        let list = format!("{digest}\n{}\n", parts.join("\n"));
        files::write(
            &store::list(&layout.home(), self.0.name()),
            list.as_bytes(),
            0o644,
        )?;
        remove_unlisted(&layout.home());
        Ok(())
    }
}

/// Names of the parts' files. Those that are there already are not made again.
fn parts(layout: &Layout, units: &Units, toolchain: &Toolchain, bar: &ProgressBar) -> Vec<String> {
    let wanted: Vec<&Unit> = CRATES.iter().filter_map(|name| units.named(name)).collect();
    let queue = Mutex::new(wanted.iter());
    let made = Mutex::new(vec![]);
    let work = || {
        while let Some(unit) = queue.lock().ok().and_then(|mut queue| queue.next()) {
            bar.set_message(unit.name.clone());
            match part(layout, unit, units, toolchain, bar) {
                Ok(file) => made
                    .lock()
                    .into_iter()
                    .for_each(|mut made| made.push(file.clone())),
                Err(error) => bar.println(format!(
                    "note: completion will not know `{}`: {error:#}",
                    unit.name
                )),
            }
        }
    };
    std::thread::scope(|scope| {
        for _ in 0..std::thread::available_parallelism().map_or(1, usize::from) {
            scope.spawn(work);
        }
    });
    let mut made = made.into_inner().unwrap_or_default();
    made.sort();
    made
}

fn part(
    layout: &Layout,
    unit: &Unit,
    units: &Units,
    toolchain: &Toolchain,
    bar: &ProgressBar,
) -> Result<String> {
    let name = format!("{}-{:016x}.part", unit.name, unit.fingerprint(toolchain));
    let path = store::folder(&layout.home()).join(&name);
    if !path.is_file() {
        let json = document::json(layout, unit, units, toolchain, bar)?;
        let mut part = api_index::convert(&json, api_index::Options::default())?;
        part.version.clone_from(&unit.version);
        shorten(&mut part, layout.root());
        files::write(&path, &part.to_bytes()?, 0o644)?;
    }
    Ok(name)
}

/// Files of the course are named from its folder, those of others from cargo's folder of sources.
fn shorten(part: &mut api_index::Part, root: &Path) {
    let root = format!("{}/", root.display());
    let short = |file: &str| match file.split_once("/registry/src/") {
        Some((_, rest)) => rest
            .split_once('/')
            .map_or(rest, |(_, rest)| rest)
            .to_owned(),
        None => file.replace(&root, ""),
    };
    for item in &mut part.items {
        item.source.0 = short(&item.source.0);
    }
    for block in &mut part.impls {
        block.file = short(&block.file);
    }
}

/// Parts of earlier versions would only take space.
fn remove_unlisted(home: &Path) {
    let listed: HashSet<PathBuf> = [Feature::Stub, Feature::Solution]
        .into_iter()
        .filter_map(|feature| store::listed(home, feature.name()))
        .flat_map(|(_, parts)| parts)
        .collect();
    let entries = std::fs::read_dir(store::folder(home))
        .into_iter()
        .flatten()
        .flatten();
    for path in entries.map(|entry| entry.path()) {
        if path
            .extension()
            .is_some_and(|extension| extension == "part")
            && !listed.contains(&path)
        {
            let _ = std::fs::remove_file(path);
        }
    }
}
