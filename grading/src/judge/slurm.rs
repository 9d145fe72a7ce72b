//! `grade --executor slurm`: submits what has no record, waits, and submits again what got lost.

use std::path::Path;
use std::process::ExitCode;
use std::thread::sleep;
use std::time::Duration;

use anyhow::{Result, bail};
use grader::report::counted;
use grader::{Batch, Grader, Quiet, Slurm, Submission};
use grading::course::Course;

use super::args::{How, SliceArgs};
use super::grade;
use super::progress::Bar;

/// A job array whose tasks got lost is submitted so often.
const ROUNDS: usize = 3;
const LOOK_AGAIN: Duration = Duration::from_secs(1);

/// Grades `submissions` on the cluster; afterwards each has its record in `batch.out`.
pub fn run(
    how: &How,
    course: &Course,
    grader: &Grader,
    batch: &Batch,
    submissions: &[Submission],
) -> Result<()> {
    let slurm = cluster(how, course, batch)?;
    let submissions: Vec<Submission> = submissions
        .iter()
        .map(Submission::absolute)
        .collect::<std::io::Result<_>>()?;
    let keyed = batch.keyed(grader, &submissions);
    let bar = Bar::new(submissions.len());
    for _ in 0..ROUNDS {
        let missing = batch.missing(&keyed);
        if missing.is_empty() {
            break;
        }
        let job = match slurm.active()? {
            Some(job) => job,
            None => slurm.submit(&missing)?,
        };
        bar.say(&format!("Slurm job {job}"));
        while slurm.active()?.is_some() {
            bar.reached(submissions.len() - batch.missing(&keyed).len());
            sleep(LOOK_AGAIN);
        }
    }
    bar.finish();
    let missing = batch.missing(&keyed).len();
    if missing > 0 {
        bail!(
            "after {ROUNDS} job arrays there is no record of {}\nhint: see `{}`, then run this again",
            counted(missing, "submission"),
            slurm.folder().join("task-*.txt").display()
        );
    }
    Ok(())
}

/// A task of the array.
pub fn slice(args: &SliceArgs, course: &Course) -> Result<ExitCode> {
    let submissions = Slurm::slice(&args.slice)?;
    let grader = grade::grader(&args.how, course)?;
    let batch = Batch {
        reports: false,
        ..grade::as_batch(&args.how)
    };
    let report = batch.run(&grader, &submissions, &Quiet)?;
    println!(
        "{}, {} as before",
        counted(report.records.len(), "submission"),
        report.resumed
    );
    Ok(ExitCode::SUCCESS)
}

fn cluster(how: &How, course: &Course, batch: &Batch) -> Result<Slurm> {
    std::fs::create_dir_all(&batch.out)?;
    let out = batch.out.canonicalize()?;
    let jobs = how.jobs.map_or(1, std::num::NonZero::get).to_string();
    let judge = std::env::current_exe()?;
    let mut task = vec![judge.into_os_string()];
    let mut add = |words: &[&std::ffi::OsStr]| task.extend(words.iter().map(Into::into));
    add(&["--root".as_ref(), course.root().as_ref(), "slice".as_ref()]);
    add(&[
        "--out".as_ref(),
        out.as_ref(),
        "--seed".as_ref(),
        how.seed.as_ref(),
    ]);
    add(&["--jobs".as_ref(), jobs.as_ref()]);
    if let Some(lab) = &how.lab {
        add(&["--lab".as_ref(), lab.as_ref()]);
    }
    if how.allow_reduced_isolation {
        add(&["--allow-reduced-isolation".as_ref()]);
    }
    add(&[Path::new("--slice").as_ref()]);
    Ok(Slurm {
        out,
        task,
        slice: how.slice.get(),
        options: how.sbatch.clone(),
    })
}
