//! The program that runs cells.

use std::path::PathBuf;
use std::process::Command;

use kit::Kit;

use super::Compiler;
use crate::error::EngineError;

/// What it does; all of it stands in the kit.
const CHILD: &str = "extern crate noisebook; noisebook::cell::program!();";

/// Its file in a kit.
const CHILD_FILE: &str = "cells";

impl Compiler {
    /// The program that runs cells, compiled against the kit when it is not there yet.
    pub fn child_program(&self) -> Result<PathBuf, EngineError> {
        let (kit, dir) = (&self.place.kit, &self.place.dir);
        let ready = kit.dir().join(CHILD_FILE);
        if ready.is_file() {
            return Ok(ready);
        }
        let (source, program) = (dir.join("child.rs"), dir.join("child"));
        std::fs::write(&source, CHILD).map_err(|error| EngineError::io(&source, error))?;
        let compile = kit::Compile {
            source: &source,
            crate_type: kit::CrateType::Bin,
            out: &program,
            opt_level: 1,
        };
        let output = Command::from(&kit.rustc(&compile)).output();
        let output = output.map_err(|error| EngineError::io(&kit.toolchain().rustc(), error))?;
        match output.status.success() {
            true => Ok(program),
            false => Err(EngineError::Compiler(
                String::from_utf8_lossy(&output.stderr).into_owned(),
            )),
        }
    }
}

/// Puts the program that runs cells into a kit, so that no session has to compile it.
///
/// # Errors
/// When it cannot be compiled or written.
pub fn stage_child(kit: &Kit) -> Result<(), EngineError> {
    let dir = tempfile::tempdir_in(kit.dir()).map_err(|error| EngineError::io(kit.dir(), error))?;
    let program = Compiler::new(kit.clone(), dir.path())?.child_program()?;
    let staged = kit.dir().join(CHILD_FILE);
    std::fs::rename(&program, &staged).map_err(|error| EngineError::io(&staged, error))
}
