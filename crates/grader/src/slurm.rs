//! A class on a Slurm cluster: a job array, one task for each slice of the class.
//!
//! What counts is the folder of records, which all nodes must see under the same path; what Slurm says of a job is only used
//! to tell whether it is worth waiting. So a lost task, node or controller costs a resubmission of what has no record.
//!
//! ```text
//! out/slurm/slice-1.json   the submissions of a task
//! out/slurm/job.sh         what `sbatch` gets
//! out/slurm/job            the job's number
//! out/slurm/task-1.txt     what the task printed
//! ```

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use crate::error::At;
use crate::report::file;
use crate::{GradeError, Submission};

/// Slurm's default limit on the tasks of an array is 1,001.
const MOST_TASKS: usize = 1000;

/// How a class is handed to Slurm.
#[derive(Debug, Clone)]
pub struct Slurm {
    /// The folder of records; absolute.
    pub out: PathBuf,
    /// The command of a task; the file of its slice follows it.
    pub task: Vec<OsString>,
    /// Submissions of one task.
    pub slice: usize,
    /// Further arguments of `sbatch`, such as `--partition=long`.
    pub options: Vec<String>,
}

impl Slurm {
    /// Writes slices and job, and submits them; gives the job's number.
    ///
    /// # Errors
    /// [`GradeError::Slurm`] when `sbatch` refuses or is not there.
    pub fn submit(&self, submissions: &[Submission]) -> Result<String, GradeError> {
        let folder = self.folder();
        fs::create_dir_all(&folder).at("create", &folder)?;
        let slice = self
            .slice
            .max(submissions.len().div_ceil(MOST_TASKS))
            .max(1);
        let slices = submissions.chunks(slice);
        let tasks = slices.len();
        for (number, slice) in (1..).zip(slices) {
            let path = folder.join(format!("slice-{number}.json"));
            file::write(&path, &file::json(&slice))?;
        }
        let script = folder.join("job.sh");
        file::write(&script, self.script(tasks).as_bytes())?;
        let mut command = Command::new("sbatch");
        command.arg("--parsable").args(&self.options).arg(&script);
        let answer = run(&mut command)?;
        let job = answer.split([';', '\n']).next().unwrap_or_default();
        file::write(&folder.join("job"), job.as_bytes())?;
        Ok(job.to_owned())
    }

    /// The job that was submitted last, while it waits or runs.
    ///
    /// # Errors
    /// [`GradeError::Slurm`] when there is no `squeue`.
    pub fn active(&self) -> Result<Option<String>, GradeError> {
        let Ok(job) = fs::read_to_string(self.folder().join("job")) else {
            return Ok(None);
        };
        let mut command = Command::new("squeue");
        let output = start(command.args(["--noheader", "--format=%t", "--jobs", &job]))?;
        // A job that Slurm has forgotten is an error to `squeue`: it is over.
        let listed = output.status.success() && !output.stdout.trim_ascii().is_empty();
        Ok(listed.then_some(job))
    }

    /// The submissions of the slice in the file `path`.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn slice(path: &Path) -> Result<Vec<Submission>, GradeError> {
        let bytes = fs::read(path).at("read", path)?;
        serde_json::from_slice(&bytes)
            .map_err(std::io::Error::other)
            .at("read", path)
    }

    /// Where slices, job and logs stand.
    #[must_use]
    pub fn folder(&self) -> PathBuf {
        self.out.join("slurm")
    }

    fn script(&self, tasks: usize) -> String {
        let folder = self.folder();
        let words = self.task.iter().map(|word| quoted(&word.to_string_lossy()));
        let task: Vec<_> = words.collect();
        let (task, slices) = (task.join(" "), quoted(&folder.to_string_lossy()));
        let log = folder.join("task-%a.txt");
        format!(
            "#!/bin/sh\n#SBATCH --job-name=noisebook-grade\n#SBATCH --array=1-{tasks}\n#SBATCH --output=\"{}\"\n\
             exec {task} {slices}/slice-\"$SLURM_ARRAY_TASK_ID\".json\n",
            log.display()
        )
    }
}

/// A word for the shell.
fn quoted(word: &str) -> String {
    format!("'{}'", word.replace('\'', "'\\''"))
}

fn run(command: &mut Command) -> Result<String, GradeError> {
    let output = start(command)?;
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
    }
    Err(GradeError::Slurm(format!(
        "`{}` failed: {}",
        command.get_program().display(),
        String::from_utf8_lossy(&output.stderr).trim()
    )))
}

fn start(command: &mut Command) -> Result<Output, GradeError> {
    let program = command.get_program().to_owned();
    command.output().map_err(|error| {
        GradeError::Slurm(format!("cannot start `{}`: {error}", program.display()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_word_of_a_path_is_the_shells() {
        let slurm = Slurm {
            out: "/a b/it's $HOME".into(),
            task: vec!["/j u/judge".into(), "slice".into()],
            slice: 10,
            options: Vec::new(),
        };
        let script = slurm.script(3);
        assert!(script.contains("#SBATCH --array=1-3\n"), "{script}");
        let last = script.lines().last().unwrap();
        let expected = r#"exec '/j u/judge' 'slice' '/a b/it'\''s $HOME/slurm'/slice-"$SLURM_ARRAY_TASK_ID".json"#;
        assert_eq!(last, expected);
    }

    #[test]
    fn a_slice_comes_back() {
        let out = tempfile::tempdir().unwrap();
        let path = out.path().join("slice-1.json");
        let slice = vec![Submission::file(Path::new("/x/anna.ipynb"))];
        fs::write(&path, file::json(&slice)).unwrap();
        assert_eq!(Slurm::slice(&path).unwrap(), slice);
    }
}
