//! Crates that the session compiles.

use std::path::PathBuf;

use super::{Built, Engine};
use crate::compile::{Call, Kind, Level, Naming};
use crate::error::EngineError;
use crate::failed::Failed;
use crate::generated::Generated;

impl Engine {
    /// Item crates as the compiler wants them.
    pub(crate) fn externs(&self) -> Vec<(String, PathBuf)> {
        self.crates
            .iter()
            .map(|items| (items.name.clone(), items.object.clone()))
            .collect()
    }

    /// Compiles a generated crate and remembers its source for messages.
    pub(crate) fn compile(
        &mut self,
        kind: Kind,
        level: Level,
        naming: Naming<'_>,
        generated: Generated,
    ) -> Result<Result<Built, Failed>, EngineError> {
        let mut externs = self.externs();
        if let Naming::Version { name, .. } = naming {
            externs.retain(|(other, _)| other != name);
        }
        let call = Call {
            kind,
            level,
            externs,
        };
        let compiled = self.compiler.compile(&call, naming, &generated)?;
        let Some(object) = compiled.object else {
            return Ok(Err(Failed {
                diagnostics: compiled.diagnostics,
                generated,
            }));
        };
        self.generated
            .insert(format!("{}.rs", compiled.file), generated);
        Ok(Ok(Built {
            name: compiled.name,
            file: compiled.file,
            object,
            diagnostics: compiled.diagnostics,
        }))
    }
}
