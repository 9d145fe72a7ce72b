use std::path::Path;

use super::*;
use crate::Record;

fn record(name: &str, points: u32) -> Record {
    let task = ManualTask {
        id: "5a".into(),
        section: 5,
        title: "Reflection".into(),
        points,
        cells: vec!["discussion-5".into()],
    };
    Record {
        submission: name.into(),
        points: 80,
        max_points: 95,
        manual: vec![task.record(&[])],
        ..Record::default()
    }
}

fn problem(text: &str) -> String {
    let records = &mut [record("anna", 5)];
    let entered = ManualPoints::parse(Path::new("m.toml"), text)
        .and_then(|points| points.enter(records, |name| name == "known"));
    entered.unwrap_err().to_string()
}

#[test]
fn points_count_once_a_person_entered_them() {
    let text = "[anna]\n5a = 4\n[\"ben.forward\"]\n5a = { points = 0, comment = \"empty\" }\n";
    let points = ManualPoints::parse(Path::new("m.toml"), text).unwrap();
    let mut records = [
        record("anna", 5),
        record("ben.forward", 5),
        record("zoe", 5),
    ];
    assert_eq!((records[0].total(), records[0].max_total()), (80, 100));
    points.enter(&mut records, |_| false).unwrap();
    assert_eq!(
        (records[0].total(), records[0].waits_for_points()),
        (84, false)
    );
    assert_eq!(
        (records[1].total(), records[1].waits_for_points()),
        (80, false)
    );
    assert_eq!(records[1].manual[0].comment.as_deref(), Some("empty"));
    assert!(records[2].waits_for_points());
}

#[test]
fn a_slip_in_the_file_is_an_error_and_never_a_point() {
    for (text, words) in [
        ("[ana]\n5a = 4", "nobody handed in as `ana`"),
        (
            "[anna]\n5b = 4",
            "`anna` has no task `5b` that a person grades",
        ),
        (
            "[anna]\n5a = 6",
            "`anna`, `5a`: expected at most 5 points, got 6",
        ),
        (
            "[anna]\n5a = 2.5",
            "expected a whole number of points, got 2.5",
        ),
        (
            "[anna]\n5a = -1",
            "expected a whole number of points, got -1",
        ),
        ("anna = 3", "expected a table such as `[anna]`, got integer"),
        (
            "[anna]\n5a = { point = 3 }",
            "expected `points`, got nothing",
        ),
        ("[anna]\n5a = { points = 3, note = 1 }", "got `note`"),
        ("[anna]\n5a = 1\n5a = 2", "duplicate key"),
    ] {
        let problem = problem(text);
        assert!(
            problem.starts_with("`m.toml`: ")
                && problem.contains(words)
                && problem.contains("\nhint: "),
            "{problem}"
        );
    }
    let text = "[known]\n5a = 1";
    let points = ManualPoints::parse(Path::new("m.toml"), text).unwrap();
    assert!(points.enter(&mut [], |name| name == "known").is_ok());
}

#[test]
fn the_sheet_grows_and_keeps_what_was_written() {
    let path = Path::new("m.toml");
    let first = extended(path, "", &[record("anna", 5)]).unwrap().unwrap();
    assert!(
        first.ends_with("\n[anna]\n# 5a =     # of 5: Reflection, left empty\n"),
        "{first}"
    );
    let filled = first.replace("# 5a =     #", "5a = 4 #");
    let records = [record("anna", 5), record("ben.forward", 5)];
    let grown = extended(path, &filled, &records).unwrap().unwrap();
    assert!(
        grown.starts_with(&filled) && grown.contains("\n[\"ben.forward\"]\n"),
        "{grown}"
    );
    assert_eq!(extended(path, &grown, &records).unwrap(), None);
    let mut records = records;
    let points = ManualPoints::parse(path, &grown).unwrap();
    points.enter(&mut records, |_| false).unwrap();
    assert_eq!(records[0].total(), 84);
}
