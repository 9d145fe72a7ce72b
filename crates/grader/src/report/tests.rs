use super::*;
use crate::grader::Graded;
use crate::{Class, ExerciseRecord, ManualRecord, Place, State, TestRecord, Times};

fn exercise(id: &str, state: State) -> ExerciseRecord {
    ExerciseRecord {
        id: id.into(),
        title: "Jump".into(),
        answer: "forward_jump".into(),
        points: if state == State::Passed { 5 } else { 0 },
        max_points: 5,
        state,
        class: None,
        place: Some(Place {
            cell: 3,
            line: None,
        }),
        message: None,
        hint: None,
        tests: Vec::new(),
        carried: None,
    }
}

fn record(key: &str, exercises: Vec<ExerciseRecord>) -> Record {
    Record {
        schema: 1,
        key: key.into(),
        submission: "anna".into(),
        file: "anna.ipynb".into(),
        submitted: String::new(),
        lab: Some("forward".into()),
        points: exercises.iter().map(|exercise| exercise.points).sum(),
        max_points: 10,
        rejected: None,
        not_graded: None,
        seed: "00".into(),
        tests: "t".into(),
        toolchain: "rustc".into(),
        isolation: "full".into(),
        notes: Vec::new(),
        exercises,
        manual: Vec::new(),
        times: Times::default(),
    }
}

fn graded(key: &str) -> Graded {
    Graded {
        record: record(
            key,
            vec![exercise("1a", State::Passed), exercise("1b", State::Todo)],
        ),
        output: Vec::new(),
    }
}

#[test]
fn gradescope_gets_its_fields() {
    let value = serde_json::to_value(gradescope(&graded("aa").record)).unwrap();
    assert_eq!(value["score"], 5);
    assert_eq!(value["tests"][0]["status"], "passed");
    assert_eq!(value["tests"][1]["max_score"], 5);
    assert_eq!(value["tests"][1]["visibility"], "visible");
    assert_eq!(value["stdout_visibility"], "hidden");
}

#[test]
fn a_panic_tells_the_student_no_hidden_input() {
    let mut panicked = exercise("1a", State::Failed);
    panicked.class = Some(Class::Panicked);
    panicked.message = Some("`m` panicked: beta is 0.123".into());
    let record = record("aa", vec![panicked]);
    assert!(!text(&record).contains("0.123"));
    assert!(
        !String::from_utf8(file::json(&gradescope(&record)))
            .unwrap()
            .contains("0.123")
    );
    assert!(
        String::from_utf8(file::json(&record))
            .unwrap()
            .contains("0.123")
    );
}

#[test]
fn tables_have_a_line_for_each_submission() {
    let record = graded("aa").record;
    assert_eq!(
        csv(std::slice::from_ref(&record)),
        "submission,lab,points,max_points,status,forward.1a,forward.1b\nanna,forward,5,10,graded,passed,TODO\n"
    );
    let table = table(&[record]);
    assert!(table.contains("anna           5/10    ✓  ·\n"), "{table}");
    assert!(table.ends_with("✓ passed   · TODO\n"), "{table}");
}

#[test]
fn what_waits_for_a_person_is_no_result() {
    let record = record("aa", vec![exercise("1a", State::NotGraded)]);
    assert!(csv(std::slice::from_ref(&record)).contains(",not graded,"));
    assert!(text(&record).contains("your instructor will look at it"));
}

#[test]
fn a_persons_points_stand_in_every_report() {
    let mut record = record("aa", vec![exercise("1a", State::Passed)]);
    record.manual = vec![ManualRecord {
        id: "5a".into(),
        title: "Reflection".into(),
        max_points: 5,
        texts: Vec::new(),
        points: None,
        comment: None,
    }];
    assert!(text(&record).contains("… 5a Reflection (? of 5): to be graded by a person"));
    let waiting = serde_json::to_value(gradescope(&record)).unwrap();
    assert_eq!(waiting["tests"][1].get("score"), None);
    record.manual[0].points = Some(4);
    record.manual[0].comment = Some("Which variance?".into());
    assert!(text(&record).contains("◐ 5a Reflection (4 of 5): Which variance?"));
    let value = serde_json::to_value(gradescope(&record)).unwrap();
    assert_eq!(
        (&value["score"], &value["tests"][1]["score"]),
        (&9.into(), &4.into())
    );
    assert_eq!(
        csv(std::slice::from_ref(&record)),
        "submission,lab,points,max_points,status,forward.1a,forward.5a\nanna,forward,9,15,graded,passed,4\n"
    );
    assert!(table(&[record]).contains("9/15    ✓   4\n"));
}

/// A record in which every text that a student can choose is an attack on the page.
fn hostile() -> Record {
    let script = "</pre><script>alert(1)</script><img src=x onerror=alert(1)>&\"'";
    let mut failed = exercise("1a", State::CompileError);
    failed.message = Some(format!("error: {script}\nline 2"));
    failed.hint = Some(script.into());
    let mut record = record("aa", vec![failed, exercise("1b", State::Passed)]);
    record.notes = vec![script.into()];
    record.file = format!("{script}.ipynb");
    record.manual = vec![ManualRecord {
        id: "5a".into(),
        title: "Reflection".into(),
        max_points: 5,
        texts: vec![script.into()],
        points: Some(3),
        comment: Some(script.into()),
    }];
    record
}

#[test]
fn pages_show_what_a_student_wrote_and_never_carry_it_out() {
    let record = hostile();
    let rejected = Record {
        rejected: Some("<script>alert(2)</script>".into()),
        exercises: Vec::new(),
        ..record.clone()
    };
    for page in [
        student(&record).unwrap(),
        class(&[record.clone(), rejected]).unwrap(),
    ] {
        assert!(
            !page.contains("<script") && !page.contains("<img"),
            "{page}"
        );
    }
    let page = student(&record).unwrap();
    assert!(
        page.contains("&lt;script&gt;") && page.contains("line 2"),
        "{page}"
    );
    assert!(page.contains("default-src &#x27;none&#x27;") || page.contains("default-src 'none'"));
    let xml = junit(&record).unwrap();
    assert!(!xml.contains("<script"), "{xml}");
}

#[test]
fn the_class_page_counts() {
    let mut half = record(
        "aa",
        vec![
            exercise("1a", State::Passed),
            exercise("1b", State::TimedOut),
        ],
    );
    half.submission = "ben".into();
    let full = record(
        "bb",
        vec![exercise("1a", State::Passed), exercise("1b", State::Passed)],
    );
    let page = class(&[full, half]).unwrap();
    for words in [
        "<b>7.5</b>mean of 10",
        "<b>7.5</b>median",
        "<b>1</b>with all points",
        "1 timed out",
        "href=\"ben/report.html\"",
        "<td class=\"n\">50 %</td>",
    ] {
        let found = page.contains(words) || page.contains(&words.replace('/', "&#x2f;"));
        assert!(found, "{words}\n{page}");
    }
}

#[test]
fn machines_get_a_test_for_each_hidden_test() {
    let mut record = graded("aa").record;
    record.exercises[0].tests = vec![TestRecord {
        name: "mean".into(),
        state: State::Passed,
        class: None,
        message: None,
        hint: None,
    }];
    let value = serde_json::to_value(exercism(&record)).unwrap();
    assert_eq!(
        (&value["version"], &value["status"]),
        (&3.into(), &"fail".into())
    );
    assert_eq!(value["tests"][0]["status"], "pass");
    assert_eq!(
        (&value["tests"][1]["status"], &value["tests"][1]["task_id"]),
        (&"fail".into(), &2.into())
    );
    let xml = junit(&record).unwrap();
    for words in [
        "tests=\"2\"",
        "failures=\"1\"",
        "name=\"mean\"",
        "still a TODO",
    ] {
        assert!(xml.contains(words), "{words}\n{xml}");
    }
}

#[test]
fn labs_have_a_table_each_because_their_exercises_share_their_numbers() {
    let forward = graded("aa").record;
    let elbo = Record {
        submission: "ben".into(),
        lab: Some("elbo".into()),
        ..record("bb", vec![exercise("1a", State::TimedOut)])
    };
    let lost = Record {
        submission: "carl".into(),
        lab: None,
        max_points: 0,
        rejected: Some("no notebook".into()),
        ..record("cc", Vec::new())
    };
    let expected = "\
forward     points    1a 1b
anna           5/10    ✓  ·

elbo        points    1a
ben            0/10    T

no lab      points
carl            0/0  rejected
✓ passed   · TODO   T timed out
";
    assert_eq!(table(&[forward, lost, elbo]), expected);
}

#[test]
fn a_number_has_its_noun() {
    let counts = [0, 1, 2].map(|count| counted(count, "submission"));
    assert_eq!(counts, ["0 submissions", "1 submission", "2 submissions"]);
    let page = class(&[graded("aa").record]).unwrap();
    assert!(page.contains("<h1>1 submission</h1>"), "{page}");
    let page = similar(&[], 2).unwrap();
    assert!(
        page.contains("0 similar pairs") && page.contains("Of 2 submissions,"),
        "{page}"
    );
}

#[test]
fn what_the_state_says_is_not_said_again() {
    let record = record("aa", vec![exercise("1a", State::Todo)]);
    let page = student(&record).unwrap();
    assert_eq!(page.matches("TODO").count(), 1, "{page}");
    assert_eq!(
        text(&record).matches("TODO").count(),
        1,
        "{}",
        text(&record)
    );
}
