//! One compilation in the sandbox.

use std::cell::Cell;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use exercise::Exercise;
use kit::answers::{Answer, Answers, Main, diagnostics, items_only};
use kit::{Compile, CrateType};
use sandbox::{Launch, Outcome, Policy};
use tempfile::TempDir;

use super::blame::{Blame, Failed};
use super::parts::{implementor, parts, without};
use crate::worker::ending;
use crate::{Grader, Work};

/// A folder in which one submission is compiled.
pub(in crate::passes) struct Workshop<'a> {
    grader: &'a Grader,
    folder: TempDir,
    compilations: Cell<usize>,
    cpu: Cell<Duration>,
    until: Instant,
}

/// All compilations of a submission together may take as long as this many single ones.
const COMPILATIONS: u32 = 5;

/// A compilation may take this many times its CPU time by the clock.
const PATIENCE: u32 = 4;

/// What came of a compilation.
pub(in crate::passes) enum Compiled {
    /// The program.
    Program(PathBuf),
    /// The compiler refused.
    Failed(Failed),
    /// The compiler was killed, or died: why.
    Limit(String),
    /// The compiler did not run: why.
    NotRun(String),
}

impl<'a> Workshop<'a> {
    /// # Errors
    /// In words, when the folder cannot be made.
    pub(in crate::passes) fn new(grader: &'a Grader) -> Result<Self, String> {
        // The sandbox's user must be able to pass.
        let open = std::os::unix::fs::PermissionsExt::from_mode(0o711);
        let folder = tempfile::Builder::new()
            .prefix("answers-")
            .permissions(open)
            .tempdir_in(grader.workplace()?);
        let folder =
            folder.map_err(|error| format!("cannot make a folder for the compiler: {error}"))?;
        Ok(Self {
            grader,
            folder,
            compilations: Cell::default(),
            cpu: Cell::default(),
            until: Instant::now() + grader.options.limits.build * COMPILATIONS * PATIENCE,
        })
    }

    /// Adds what compiling took to the work's times, and leaves the programs with it.
    pub(in crate::passes) fn close(self, work: &mut Work<'_>) {
        work.times.build_cpu += self.cpu.get().as_secs_f64();
        work.times.launches += u32::try_from(self.compilations.get()).unwrap_or(u32::MAX);
        work.folders.push(self.folder);
    }

    /// Compiles the answers `ids` of `work`, with the scaffold for all others.
    pub(in crate::passes) fn compile(&self, work: &Work<'_>, ids: &[String]) -> Compiled {
        self.compile_without(work, ids, &[])
    }

    /// The same, with the scaffold in the place of the exercises `replaced` as well.
    pub(in crate::passes) fn compile_without(
        &self,
        work: &Work<'_>,
        ids: &[String],
        replaced: &[&Exercise],
    ) -> Compiled {
        let answers = answers(work, ids, replaced);
        self.try_compile(&answers).unwrap_or_else(Compiled::NotRun)
    }

    fn try_compile(&self, answers: &Answers) -> Result<Compiled, String> {
        let left = self.until.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Ok(Compiled::Limit("all time for compiling is used up".into()));
        }
        let number = self.compilations.replace(self.compilations.get() + 1);
        let (source, out) = (
            self.subfolder(number, "src")?,
            self.subfolder(number, "out")?,
        );
        let root = answers
            .write_to(&source, Main::Worker)
            .map_err(|error| error.to_string())?;
        let program = out.join("answers");
        let mut launch = self.launch(&root, &source, &out, &program);
        launch.policy.wall = launch.policy.wall.min(left);
        let outcome = self
            .grader
            .sandbox
            .run(&launch)
            .map_err(|error| error.to_string())?;
        self.cpu.set(self.cpu.get() + outcome.usage.cpu);
        Ok(read(answers, &outcome, program))
    }

    fn subfolder(&self, number: usize, name: &str) -> Result<PathBuf, String> {
        let path = self.folder.path().join(format!("{number}")).join(name);
        fs::create_dir_all(&path)
            .map_err(|error| format!("cannot create `{}`: {error}", path.display()))?;
        Ok(path)
    }

    fn launch(&self, root: &Path, source: &Path, out: &Path, program: &Path) -> Launch {
        let Grader { kit, options, .. } = self.grader;
        let compile = Compile {
            source: root,
            crate_type: CrateType::Bin,
            out: program,
            opt_level: 1,
        };
        let invocation = kit.rustc(&compile);
        let mut policy = Policy::compile();
        policy.read_only.extend(kit.compile_paths());
        policy.read_only.push(source.to_owned());
        policy.read_only.sort();
        policy.read_only.dedup();
        policy.writable.push(out.to_owned());
        policy.env = invocation.env;
        // The compiler's own time decides, so that a busy machine fails nobody; the clock only ends what waits.
        policy.cpu = options.limits.build;
        policy.wall = options.limits.build * PATIENCE;
        policy.memory = options.limits.build_memory;
        // The folder's name differs each time; messages must not.
        let mut remap = OsString::from(source);
        remap.push("=.");
        let remap = ["--remap-path-prefix".into(), remap];
        Launch::new(invocation.program, policy)
            .args(invocation.args)
            .args(remap)
    }
}

fn answers(work: &Work<'_>, ids: &[String], replaced: &[&Exercise]) -> Answers {
    let answer = |answer: &crate::Answer| Answer {
        id: answer.id.clone(),
        trait_name: answer.trait_name.clone(),
        source: answer
            .source()
            .filter(|_| ids.contains(&answer.id))
            .map(|source| without_methods(source, answer, replaced))
            .map(|source| named(&items_only(&source), &answer.trait_name)),
    };
    Answers {
        lab: work.lab.map_or("", |lab| lab.lab.slug).to_owned(),
        setup: items_only(&work.setup),
        helpers: work
            .helpers
            .iter()
            .map(|helper| items_only(&helper.source))
            .collect(),
        answers: work.answers.iter().map(answer).collect(),
        broken: Vec::new(),
    }
}

fn without_methods(source: &str, answer: &crate::Answer, replaced: &[&Exercise]) -> String {
    let of_answer = replaced
        .iter()
        .filter(|exercise| exercise.answer == answer.id);
    of_answer.fold(source.to_owned(), |source, exercise| {
        let all = parts(&source, &answer.trait_name);
        let mut methods = all.iter().filter(|part| part.of_trait);
        match methods.find(|part| part.name == exercise.method) {
            Some(method) => without(&source, method),
            None => source,
        }
    })
}

/// An answer whose type has another name than the notebook's gets that name beside its own.
fn named(source: &str, trait_name: &str) -> String {
    let expected = format!("My{trait_name}");
    match implementor(source, trait_name) {
        Some(own) if own != expected => format!("{source}\nuse self::{own} as {expected};"),
        _ => source.to_owned(),
    }
}

fn read(answers: &Answers, outcome: &Outcome, program: PathBuf) -> Compiled {
    if outcome.success() && is_plain_file(&program) {
        return Compiled::Program(program);
    }
    let found = diagnostics(answers, &String::from_utf8_lossy(&outcome.stderr));
    if found.is_empty() {
        return Compiled::Limit(ending(outcome));
    }
    Compiled::Failed(Failed {
        diagnostics: found.into_iter().map(Blame).collect(),
    })
}

/// The compiler's folder was open to code of the student's choice: a link there would show another file to the worker.
fn is_plain_file(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok_and(|found| found.is_file())
}
