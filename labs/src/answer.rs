//! Public checks of an answer, as a student runs them in the notebook.

use exercise::{Exercise, Failure, Handler, Subject, Test, Verdict};
use noisebook_runtime::Table;
use noisebook_runtime::display::{self, Rich};

/// A type that fills exercises. `#[exercise]` implements it for everything that implements the trait of the exercises;
/// `Kind` keeps the implementations apart and is always inferred.
#[diagnostic::on_unimplemented(
    message = "`{Self}` implements no exercise trait of a lab",
    note = "an answer looks like `impl Reparameterization for MyReparameterization {{ … }}`"
)]
pub trait Answer<Kind> {
    /// The exercises that the type fills.
    fn exercises() -> &'static [Exercise];
    /// What `check` runs.
    fn checks() -> &'static [Test];
    /// Answers calls with this value.
    fn handler(&self) -> Handler<'_>;
}

/// Runs the public checks on an answer: for each exercise whether it is right, wrong (and how) or still a TODO.
///
/// A cell that ends in `check(&MyReparameterization)` shows the report.
pub fn check<Kind, A: Answer<Kind>>(answer: &A) -> CheckReport {
    let subject = Subject::local(vec![answer.handler()], CHECK_SEED);
    CheckReport::new(A::exercises(), A::checks(), &subject)
}

/// The report on an answer that does not compile, of whose methods nothing is known.
pub fn not_compiled<Kind, A: Answer<Kind>>(_: &A) -> CheckReport {
    let verdict = || Verdict::Failed(Failure::new("not compiled: the errors say why"));
    let exercises = A::exercises().iter();
    CheckReport {
        lines: exercises.map(|exercise| (*exercise, verdict())).collect(),
    }
}

/// Checks draw the same inputs each time, so that a student sees an answer change and not the dice.
const CHECK_SEED: u64 = 200_611_239;

/// What [`check`] found.
#[derive(Clone, Debug)]
pub struct CheckReport {
    lines: Vec<(Exercise, Verdict)>,
}

impl CheckReport {
    /// Runs the `checks` of each of the `exercises` on any body of them.
    pub fn new(exercises: &[Exercise], checks: &[Test], subject: &Subject<'_>) -> Self {
        let lines = exercises.iter().map(|exercise| {
            let tests = checks.iter().filter(|test| test.exercise == exercise.id);
            let worst = tests
                .map(|test| test.run(subject))
                .find(|verdict| !verdict.passed());
            (*exercise, worst.unwrap_or(Verdict::Passed))
        });
        Self {
            lines: lines.collect(),
        }
    }

    /// Each exercise with its verdict.
    pub fn lines(&self) -> &[(Exercise, Verdict)] {
        &self.lines
    }

    /// Whether every exercise is right.
    pub fn all_passed(&self) -> bool {
        self.lines.iter().all(|(_, verdict)| verdict.passed())
    }
}

impl CheckReport {
    /// The bundle that a notebook receives: `text/plain` and `text/html`.
    pub fn rich(&self) -> Rich {
        let table = Table::new(["", "exercise", "points", "what was found"]).title(self.summary());
        let table = self.lines.iter().fold(table, |table, (exercise, verdict)| {
            let (mark, text) = words(exercise, verdict);
            let name = format!("{} {}", exercise.id, exercise.title);
            table.row([mark.into(), name, exercise.points.to_string(), text])
        });
        Rich::text(self.to_string()).with_html(table.html().replace('\n', "<br>"))
    }

    /// Shows the report as the last expression of a notebook cell; called by the kernel.
    pub fn evcxr_display(&self) {
        display::show(&self.rich());
    }

    fn summary(&self) -> String {
        let right = self
            .lines
            .iter()
            .filter(|(_, verdict)| verdict.passed())
            .count();
        format!("{right} of {} right", self.lines.len())
    }
}

impl std::fmt::Display for CheckReport {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (exercise, verdict) in &self.lines {
            let (mark, text) = words(exercise, verdict);
            let text = text.replace('\n', "\n       ");
            writeln!(f, "{mark} {} {}: {text}", exercise.id, exercise.title)?;
        }
        f.write_str(&self.summary())
    }
}

/// A mark for the verdict, and what to say about it.
fn words(exercise: &Exercise, verdict: &Verdict) -> (&'static str, String) {
    match verdict {
        Verdict::Passed => ("✓", "right".into()),
        Verdict::Unfilled(_) => ("·", format!("TODO\nhint: {}", exercise.hints[0])),
        Verdict::Failed(failure) => ("✗", failure.to_string()),
        Verdict::Broken(message) => (
            "!",
            format!("the check itself broke, please report it: {message}"),
        ),
    }
}
