//! JupyterLab in the foreground.

use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};

use super::Session;
use crate::args::LabArgs;
use crate::kernel;

/// Seconds that a kernel may take until it answers: on a busy machine it reads the sources of burn for a while.
const KERNEL_STARTUP: u32 = 600;

/// Becomes JupyterLab, which prints its address; Ctrl-C ends it and its kernels.
pub fn open(session: &Session, args: &LabArgs, notebook: &Path) -> Result<()> {
    let mut command = python(session);
    command.args(["-m", "jupyterlab"]).args(options(
        args,
        notebook,
        &session.layout.jupyter("checkpoints"),
    ));
    Err(command.exec()).context("cannot start JupyterLab")
}

fn options(args: &LabArgs, notebook: &Path, checkpoints: &Path) -> Vec<String> {
    let folder = notebook.parent().unwrap_or(notebook).display();
    let name = notebook.file_name().unwrap_or_default().to_string_lossy();
    let mut options = vec![
        format!("--ServerApp.root_dir={folder}"),
        format!("--LabApp.default_url=/lab/tree/{name}"),
        format!("--port={}", args.port),
        // A container's only user is root; who is not root sees no difference.
        "--allow-root".to_owned(),
        // Ctrl-C without a question.
        "--ServerApp.answer_yes=True".to_owned(),
        "--MultiKernelManager.default_kernel_name=noisebook".to_owned(),
        format!("--MappingKernelManager.kernel_info_timeout={KERNEL_STARTUP}"),
        "--LanguageServerManager.autodetect=False".to_owned(),
        // Else each folder of notebooks gets one.
        format!("--FileCheckpoints.checkpoint_dir={}", checkpoints.display()),
    ];
    options.extend(args.no_browser.then(|| "--no-browser".to_owned()));
    options
}

/// The environment's Python; all that Jupyter remembers stays in the course's folder, or the reader's own.
pub fn python(session: &Session) -> Command {
    let layout = &session.layout;
    let mut command = Command::new(layout.python());
    for (key, kind) in [
        ("JUPYTER_CONFIG_DIR", "config"),
        ("JUPYTER_DATA_DIR", "data"),
        ("JUPYTER_RUNTIME_DIR", "runtime"),
    ] {
        command.env(key, layout.jupyter(kind));
    }
    command
        .env_remove("JUPYTER_PATH")
        .env_remove("PYTHONPATH")
        .env_remove("PYTHONHOME");
    command.env(kernel::FEATURE, session.feature.name());
    command.env(kernel::KERNEL, session.kernel.name());
    command
}
