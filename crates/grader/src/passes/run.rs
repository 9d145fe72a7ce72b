//! Hidden tests. They run here; each call of theirs is carried to the student's program and its value back. Each exercise has
//! a process of its own, so that what one method leaves behind (a hook, a thread, a frame too many) touches no other exercise.

use std::path::Path;
use std::time::{Duration, Instant};

use exercise::{Exercise, Subject, Test};
use sandbox::{Launch, Outcome, Policy};

use crate::passes::score::record;
use crate::work::{Program, Tested};
use crate::worker::{Assistant, Worker};
use crate::{Answer, GradedLab, Grader, Rejection, State, TestRecord, Work, seed};

pub(super) fn run<'a>(grader: &'a Grader, mut work: Work<'a>) -> Result<Work<'a>, Rejection> {
    let bench = Bench::new(grader, &work)?;
    for exercise in bench.lab.lab.exercises() {
        let lost = |answer: &Answer| answer.dropped(exercise.method).is_some();
        if answer_of(exercise, &work).is_some_and(lost) {
            continue;
        }
        let Some(program) = program_of(exercise, &work) else {
            continue;
        };
        let (tests, outcomes) = bench.exercise(exercise, program, None);
        work.tested.push(Tested {
            exercise: exercise.id,
            tests,
        });
        account(&mut work, grader, &outcomes);
    }
    Ok(work)
}

pub(super) fn program_of<'a>(exercise: &Exercise, work: &'a Work<'_>) -> Option<&'a Program> {
    let holds = |program: &&Program| program.answers.iter().any(|id| id == exercise.answer);
    work.programs.iter().find(holds)
}

pub(super) fn answer_of<'a>(exercise: &Exercise, work: &'a Work<'_>) -> Option<&'a Answer> {
    work.answers
        .iter()
        .find(|answer| answer.id == exercise.answer)
}

/// Where the hidden tests of one submission run.
pub(super) struct Bench<'a> {
    grader: &'a Grader,
    pub(super) lab: &'a GradedLab,
    seed: String,
    until: Instant,
}

impl<'a> Bench<'a> {
    pub(super) fn new(grader: &'a Grader, work: &Work<'a>) -> Result<Self, Rejection> {
        let lab = work.lab()?;
        let (slug, student) = (lab.lab.slug, &work.submission.id);
        Ok(Self {
            grader,
            lab,
            seed: seed::submission(slug, student, &grader.options.assignment),
            until: Instant::now() + grader.options.limits.run,
        })
    }

    /// All hidden tests of one exercise, and how its processes ended. After a call that did not end in time the rest is
    /// skipped: it would take as long each time, and the exercise is lost.
    ///
    /// With an assistant the program's scaffold is answered by it.
    pub(super) fn exercise(
        &self,
        exercise: &Exercise,
        program: &Program,
        assistant: Option<&Assistant<'_>>,
    ) -> (Vec<TestRecord>, Vec<Outcome>) {
        let worker = Worker::new(
            &self.grader.sandbox,
            self.launch(&program.path),
            self.grader.options.limits.call,
            self.until,
        );
        let worker = worker.assisted_by(assistant);
        let mut tests: Vec<TestRecord> = Vec::new();
        for test in self.lab.tests_of(exercise) {
            let late = tests.iter().any(|test| test.state == State::TimedOut)
                || Instant::now() >= self.until;
            tests.push(if late {
                skipped(test)
            } else {
                self.test(test, &worker)
            });
        }
        (tests, worker.finish())
    }

    /// Answers for `exercises` with the reference bodies; nothing where the lab has no program for that.
    pub(super) fn assistant(&self, exercises: &[&'static Exercise]) -> Option<Assistant<'a>> {
        let reference = self.lab.reference.as_ref()?;
        let mut launch = self.launch(&reference.program);
        launch.args.clone_from(&reference.args);
        let limits = &self.grader.options.limits;
        let worker = Worker::new(&self.grader.sandbox, launch, limits.call, self.until);
        let seed = seed::test(&self.seed, "", "earlier answers");
        Some(Assistant::new(worker, exercises, seed))
    }

    fn test(&self, test: &Test, worker: &Worker<'_>) -> TestRecord {
        let subject = Subject::new(worker, seed::test(&self.seed, test.exercise, test.name));
        let subject = if worker.is_assisted() {
            subject.assisted()
        } else {
            subject
        };
        let verdict = test.run(&subject);
        match worker.trouble() {
            Some(trouble) => TestRecord {
                message: Some(trouble),
                ..blank(test, State::NotGraded)
            },
            None => record(test, verdict),
        }
    }

    fn launch(&self, program: &Path) -> Launch {
        let Grader { kit, options, .. } = self.grader;
        let mut policy = Policy::worker();
        policy.read_only.extend(kit.run_paths());
        policy.read_only.push(program.to_owned());
        policy.read_only.sort();
        policy.read_only.dedup();
        // One thread each: many submissions run at once, and sums come out the same.
        policy.env = vec![
            ("LD_LIBRARY_PATH".into(), kit.library_path()),
            ("RAYON_NUM_THREADS".into(), "1".into()),
            // The same marks on every machine.
            ("NOISEBOOK_DEVICE".into(), "cpu".into()),
        ];
        policy.wall = options.limits.run;
        policy.cpu = options.limits.run;
        policy.memory = options.limits.memory;
        Launch::new(program, policy)
    }
}

pub(super) fn blank(test: &Test, state: State) -> TestRecord {
    TestRecord {
        name: test.name.into(),
        state,
        class: None,
        message: None,
        hint: None,
    }
}

fn skipped(test: &Test) -> TestRecord {
    TestRecord {
        message: Some("not run: an earlier call took all the time".into()),
        ..blank(test, State::TimedOut)
    }
}

/// Keeps what processes printed, and what they cost.
pub(super) fn account(work: &mut Work<'_>, grader: &Grader, outcomes: &[Outcome]) {
    keep_output(work, grader.options.limits.output, outcomes);
    let cpu: Duration = outcomes.iter().map(|outcome| outcome.usage.cpu).sum();
    work.times.run_cpu += cpu.as_secs_f64();
    work.times.launches += u32::try_from(outcomes.len()).unwrap_or(u32::MAX);
}

fn keep_output(work: &mut Work<'_>, limit: usize, outcomes: &[Outcome]) {
    for bytes in outcomes
        .iter()
        .flat_map(|outcome| [&outcome.stdout, &outcome.stderr])
    {
        let room = limit - work.output.len();
        work.output
            .extend_from_slice(&bytes[..bytes.len().min(room)]);
    }
}
