//! Step: the dylib, its kit, and the template of the kernel's sessions.

use std::path::Path;
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result};
use indicatif::ProgressBar;
use kit::{Build, Feature, Kit, Toolchain, stage};

use super::layout::Layout;
use super::lock::Lock;
use super::run::{run, with_cargo_progress};
use super::seed::Units;
use super::{Step, cuda, files, requirements, template};
use crate::cargo;

/// burn and the labs as one shared object, with these bodies.
#[derive(Debug)]
pub struct Dylib(pub Feature);

impl Step for Dylib {
    fn name(&self) -> &'static str {
        "template"
    }

    fn title(&self) -> String {
        let what = match self.0 {
            Feature::Stub => "Building burn and the labs",
            Feature::Solution => "Building burn and the labs with their solutions",
        };
        let with = if cuda::is_wanted() { ", with CUDA" } else { "" };
        format!("{what}{with}")
    }

    /// burn takes most of it, once.
    fn duration(&self, layout: &Layout) -> Duration {
        let toolchain = requirements::toolchain(layout.root());
        let compiled = toolchain.is_ok_and(|toolchain| {
            let of = |feature| made_from(layout, feature);
            let made_from = template::made_from(layout, &toolchain);
            [Feature::Stub, Feature::Solution]
                .into_iter()
                .filter(|&feature| template::has_cuda(layout, feature) || !cuda::is_wanted())
                .any(|feature| of(feature).starts_with(&made_from))
        });
        Duration::from_secs(match (compiled, cuda::is_wanted()) {
            (true, _) => 75,
            (false, false) => 360,
            (false, true) => 1200,
        })
    }

    fn note(&self) -> Option<&'static str> {
        cuda::is_wanted().then_some(cuda::NOTE)
    }

    fn require(&self) -> Result<()> {
        requirements::linker().map(|_| ())
    }

    fn is_done(&self, layout: &Layout) -> bool {
        let Ok(kit) = Kit::open(layout.root(), self.0) else {
            return false;
        };
        // Nobody but the compiler that made it can use it.
        let Ok(toolchain) = requirements::toolchain(layout.root()) else {
            return false;
        };
        if cuda::is_wanted() && !template::has_cuda(layout, self.0) {
            return false;
        }
        let made_from = std::fs::read_to_string(template::made_from_file(layout, self.0));
        kit.toolchain() == &toolchain
            && made_from.is_ok_and(|text| text == stamp(layout, &toolchain, kit.digest()))
    }

    fn run(&self, layout: &Layout, bar: &ProgressBar) -> Result<()> {
        let toolchain = requirements::toolchain(layout.root())?;
        let linker = requirements::linker()?;
        let with_cuda = cuda::is_wanted();
        let units = match with_cuda {
            true => self.compiled_with_cuda(layout, &toolchain, bar)?,
            false => Some(self.compile_dependencies(layout, &toolchain, bar)?),
        };
        let _lock = Lock::exclusive(&template::lock_file(layout, self.0))?;
        self.clear_outdated(layout, &toolchain)?;
        template::write(layout, self.0, with_cuda)?;
        let target = layout.template(self.0).join("target");
        if let Some(units) = units {
            units.bring(&target, &toolchain.host)?;
        }
        let messages = self.compile_template(layout, &target, bar)?;
        let dep_info = target.join(&toolchain.host).join("debug").join("libctx.d");
        let build = Build {
            root: layout.root(),
            feature: self.0,
            toolchain: toolchain.clone(),
            linker,
            messages: &messages,
            dep_info: &dep_info,
        };
        let kit = stage(&build)?;
        engine::stage_child(&kit)?;
        let stamp = stamp(layout, &toolchain, kit.digest());
        files::write(
            &template::made_from_file(layout, self.0),
            stamp.as_bytes(),
            0o644,
        )
    }
}

/// What the template says; nothing when there is none.
fn made_from(layout: &Layout, feature: Feature) -> String {
    std::fs::read_to_string(template::made_from_file(layout, feature)).unwrap_or_default()
}

fn stamp(layout: &Layout, toolchain: &Toolchain, digest: &str) -> String {
    format!("{}\n{digest}\n", template::made_from(layout, toolchain))
}

impl Dylib {
    /// In the workspace's own target directory: tests and other commands use the same burn.
    fn compile_dependencies(
        &self,
        layout: &Layout,
        toolchain: &Toolchain,
        bar: &ProgressBar,
    ) -> Result<Units> {
        let mut command = cargo::command(layout.root());
        command.args([
            "build",
            "--package",
            "noisebook",
            "--message-format=json-render-diagnostics",
        ]);
        let messages = run(
            with_cargo_progress(&mut command),
            "build burn",
            &layout.log("burn"),
            bar,
        )?;
        Units::read(&messages, &toolchain.host).context("cargo reported no compiled dependency")
    }

    /// What the template with the other bodies has compiled, if it is there. The workspace's own target directory stays without
    /// CUDA: the stand-in for LLVM has another identity inside of the workspace, and with it all that depends on it.
    fn compiled_with_cuda(
        &self,
        layout: &Layout,
        toolchain: &Toolchain,
        bar: &ProgressBar,
    ) -> Result<Option<Units>> {
        let other = match self.0 {
            Feature::Stub => Dylib(Feature::Solution),
            Feature::Solution => Dylib(Feature::Stub),
        };
        if !template::has_cuda(layout, other.0) || !other.is_done(layout) {
            return Ok(None);
        }
        let target = layout.template(other.0).join("target");
        let messages = other.compile_template(layout, &target, bar)?;
        Ok(Units::read(&messages, &toolchain.host))
    }

    /// Other versions or another compiler: their files would only take space.
    fn clear_outdated(&self, layout: &Layout, toolchain: &Toolchain) -> Result<()> {
        let made_from = made_from(layout, self.0);
        if made_from.starts_with(&template::made_from(layout, toolchain)) {
            return Ok(());
        }
        files::remove_dir(&layout.template(self.0))
    }

    fn compile_template(
        &self,
        layout: &Layout,
        target: &Path,
        bar: &ProgressBar,
    ) -> Result<String> {
        let mut command = template_build(&layout.template(self.0), target);
        let log = layout.log(&format!("template-{}", self.0));
        run(
            with_cargo_progress(&mut command),
            "build the labs",
            &log,
            bar,
        )
    }
}

/// The build of the template; its messages name every crate, even when nothing is to be built.
pub fn template_build(dir: &Path, target: &Path) -> Command {
    let mut command = cargo::command(dir);
    command
        .args([
            "build",
            "--offline",
            "--message-format=json-render-diagnostics",
            "--target-dir",
        ])
        .arg(target);
    command
}
