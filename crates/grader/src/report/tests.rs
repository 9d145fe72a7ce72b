use super::*;
use crate::{Class, ExerciseRecord, ManualRecord, Place, State, Times};

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
fn a_record_comes_back_and_an_earlier_one_is_kept() {
    let folder = tempfile::tempdir().unwrap();
    keep(folder.path(), &graded("aa")).unwrap();
    assert_eq!(read(folder.path()), Some(graded("aa").record));
    keep(folder.path(), &graded("bb")).unwrap();
    assert_eq!(read(folder.path()), Some(graded("bb").record));
    let history: Record =
        serde_json::from_slice(&fs::read(folder.path().join("history/result-aa.json")).unwrap())
            .unwrap();
    assert_eq!(history.key, "aa");
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
        !String::from_utf8(json(&gradescope(&record)))
            .unwrap()
            .contains("0.123")
    );
    assert!(String::from_utf8(json(&record)).unwrap().contains("0.123"));
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
