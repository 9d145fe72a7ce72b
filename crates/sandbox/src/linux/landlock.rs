//! Landlock: the plan once more, enforced by the kernel on every access. In reduced isolation it is the only wall around
//! the host's files.

use std::io;
use std::path::Path;

use landlock::{
    ABI, Access, AccessFs, AccessNet, BitFlags, CompatLevel, Compatible, PathBeneath, PathFd,
    Ruleset, RulesetAttr, RulesetCreated, RulesetCreatedAttr, RulesetStatus, Scope,
};

use crate::message::{Failure, Step};
use crate::platform::plan::{Kind, Plan};

/// The newest rights that were tried out; on an older kernel the known ones are enforced.
const ABI_USED: ABI = ABI::V6;

/// Restricts this process, and what it becomes, to the plan's places; no TCP, no signals to the outside.
pub(super) fn restrict(plan: &Plan) -> Result<(), Failure> {
    let mut rules = rules().map_err(failure("make Landlock rules"))?;
    for place in &plan.0 {
        rules = match &place.kind {
            Kind::Link(_) => rules,
            kind => allow(rules, &place.path, rights(kind))?,
        };
    }
    let status = rules
        .restrict_self()
        .map_err(failure("enforce Landlock rules"))?;
    if status.ruleset == RulesetStatus::NotEnforced {
        return Err(Failure::at(Step::Landlock, "enforce Landlock rules")(
            io::Error::from_raw_os_error(libc::ENOSYS),
        ));
    }
    Ok(())
}

fn rules() -> Result<RulesetCreated, landlock::RulesetError> {
    Ruleset::default()
        .set_compatibility(CompatLevel::BestEffort)
        .handle_access(AccessFs::from_all(ABI_USED))?
        .handle_access(AccessNet::from_all(ABI_USED))?
        .scope(Scope::from_all(ABI_USED))?
        .create()
}

fn rights(kind: &Kind) -> BitFlags<AccessFs> {
    match kind {
        Kind::Writable | Kind::Tmp => {
            AccessFs::from_all(ABI_USED)
                & !(AccessFs::Execute | AccessFs::MakeChar | AccessFs::MakeBlock)
        }
        Kind::Device => AccessFs::ReadFile | AccessFs::WriteFile,
        Kind::Proc => AccessFs::ReadFile | AccessFs::ReadDir,
        Kind::ReadOnly | Kind::Link(_) => AccessFs::from_read(ABI_USED),
    }
}

fn allow(
    rules: RulesetCreated,
    path: &Path,
    rights: BitFlags<AccessFs>,
) -> Result<RulesetCreated, Failure> {
    let what = format!("show `{}` to the program", path.display());
    let hint =
        "can the sandbox's user reach it? Every folder above must be open to others (`chmod o+x`)";
    let unreachable = |error: io::Error| Failure::at(Step::Path, what)(error).with_hint(hint);
    let folder = path.metadata().map_err(unreachable)?.is_dir();
    let rights = if folder {
        rights
    } else {
        rights & AccessFs::from_file(ABI_USED)
    };
    let open = PathFd::new(path).map_err(failure("open a place for Landlock"))?;
    rules
        .add_rule(PathBeneath::new(open, rights))
        .map_err(failure("add a Landlock rule"))
}

fn failure<E: std::error::Error>(what: &'static str) -> impl FnOnce(E) -> Failure {
    move |error| {
        let mut source = error.source();
        let mut system = None;
        while let Some(cause) = source {
            system = system.or_else(|| {
                cause
                    .downcast_ref::<io::Error>()
                    .and_then(io::Error::raw_os_error)
            });
            source = cause.source();
        }
        Failure {
            step: Step::Landlock,
            what: format!("{what} ({error})"),
            errno: system.unwrap_or(0),
            hint: None,
        }
    }
}
