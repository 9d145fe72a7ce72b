//! Gradebooks: CSV files that Canvas and Moodle import.
//!
//! Both know a student by a number of their own, which they put into the names of what they let teachers download:
//! Canvas `lovelaceada_1234_5678_forward.ipynb`, Moodle `Ada Lovelace_1234_assignsubmission_file_/forward.ipynb`.

use crate::Record;

/// What a file's name says of its student.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Student {
    name: String,
    number: Option<String>,
}

/// Canvas's gradebook. Source: community.canvaslms.com, "How do I import grades in the Gradebook?". Canvas finds a student by
/// ID, else by SIS Login ID.
#[must_use]
pub fn canvas(records: &[Record]) -> String {
    let labs = labs(records);
    let head = ["Student", "ID", "SIS User ID", "SIS Login ID", "Section"].map(str::to_owned);
    let possible = ["    Points Possible", "", "", "", ""].map(str::to_owned);
    let columns = labs.iter().map(|(lab, _)| (*lab).to_owned());
    let most = labs.iter().map(|(_, max)| max.to_string());
    let mut rows = vec![
        head.into_iter().chain(columns).collect(),
        possible.into_iter().chain(most).collect::<Vec<_>>(),
    ];
    for record in records {
        let Student { name, number } = canvas_student(record);
        let login = if number.is_some() {
            String::new()
        } else {
            name.clone()
        };
        let first = [
            name,
            number.unwrap_or_default(),
            String::new(),
            login,
            String::new(),
        ];
        let points = labs.iter().map(|(lab, _)| points(record, lab));
        rows.push(first.into_iter().chain(points).collect());
    }
    table(&rows)
}

/// Moodle's grading worksheet. Source: docs.moodle.org, "Offline grading worksheet".
#[must_use]
pub fn moodle(records: &[Record]) -> String {
    let head = [
        "Identifier",
        "Full name",
        "Grade",
        "Maximum grade",
        "Feedback comments",
    ];
    let mut rows = vec![head.map(str::to_owned).to_vec()];
    for record in records {
        let Student { name, number } = moodle_student(record);
        let lab = record.lab.as_deref().unwrap_or_default();
        rows.push(vec![
            number.map_or_else(|| name.clone(), |number| format!("Participant {number}")),
            name,
            points(record, lab),
            record.max_total().to_string(),
            super::text(record),
        ]);
    }
    table(&rows)
}

/// `lovelaceada_LATE_1234_5678_forward.ipynb`.
fn canvas_student(record: &Record) -> Student {
    let file = record.file.rsplit('/').next().unwrap_or_default();
    let parts: Vec<&str> = file.split('_').filter(|part| *part != "LATE").collect();
    match parts[..] {
        [name, number, upload, _, ..] if is_number(number) && is_number(upload) => Student {
            name: name.into(),
            number: Some(number.into()),
        },
        _ => plain(record),
    }
}

/// `Ada Lovelace_1234_assignsubmission_file_/forward.ipynb`.
fn moodle_student(record: &Record) -> Student {
    let folder = record.file.split('/').next().unwrap_or_default();
    let before = folder
        .split_once("_assignsubmission_")
        .map(|(before, _)| before);
    match before.and_then(|before| before.rsplit_once('_')) {
        Some((name, number)) if is_number(number) => Student {
            name: name.into(),
            number: Some(number.into()),
        },
        _ => plain(record),
    }
}

/// The folder's or the file's own name: a login, where the class agreed on that.
fn plain(record: &Record) -> Student {
    let first = record.file.split('/').next().unwrap_or_default();
    let name = first.strip_suffix(".ipynb").unwrap_or(first);
    Student {
        name: name.into(),
        number: None,
    }
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Empty while somebody has yet to decide.
fn points(record: &Record, lab: &str) -> String {
    let decided = !record.needs_a_person() && !record.waits_for_points();
    let of_lab = record.lab.as_deref().unwrap_or_default() == lab;
    if decided && of_lab {
        record.total().to_string()
    } else {
        String::new()
    }
}

fn labs(records: &[Record]) -> Vec<(&str, u32)> {
    let mut labs: Vec<(&str, u32)> = Vec::new();
    for record in records {
        let Some(lab) = record.lab.as_deref() else {
            continue;
        };
        match labs.iter_mut().find(|(known, _)| *known == lab) {
            Some((_, max)) => *max = (*max).max(record.max_total()),
            None => labs.push((lab, record.max_total())),
        }
    }
    labs
}

/// Rows as CSV (RFC 4180, with line ends of one character).
pub(super) fn table(rows: &[Vec<String>]) -> String {
    let line = |row: &Vec<String>| {
        let fields: Vec<_> = row.iter().map(|field| quoted(harmless(field))).collect();
        fields.join(",") + "\n"
    };
    rows.iter().map(line).collect()
}

fn quoted(field: String) -> String {
    if field.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", field.replace('"', "\"\""))
    } else {
        field
    }
}

/// A spreadsheet takes a field that begins like this for a formula and would carry it out. Source: OWASP, "CSV Injection".
fn harmless(field: &str) -> String {
    if field.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']) {
        format!("'{field}")
    } else {
        field.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(file: &str) -> Record {
        Record {
            submission: "s".into(),
            file: file.into(),
            lab: Some("forward".into()),
            points: 80,
            max_points: 80,
            isolation: "full".into(),
            ..Record::default()
        }
    }

    #[test]
    fn canvas_knows_its_students_again() {
        let files = [
            "lovelaceada_LATE_1234_5678_forward.ipynb",
            "ada/forward.ipynb",
            "=1+1.ipynb",
        ];
        let text = canvas(&files.map(record));
        let expected = "Student,ID,SIS User ID,SIS Login ID,Section,forward\n    Points Possible,,,,,80\nlovelaceada,1234,,,,80\nada,,,ada,,80\n'=1+1,,,'=1+1,,80\n";
        assert_eq!(text, expected);
    }

    #[test]
    fn moodle_knows_its_students_again() {
        let text = moodle(&[record(
            "Ada Lovelace_1234_assignsubmission_file_/forward.ipynb",
        )]);
        assert!(
            text.contains("\nParticipant 1234,Ada Lovelace,80,80,\"s: 80 of 80 points"),
            "{text}"
        );
    }

    #[test]
    fn no_field_is_a_formula() {
        for formula in ["=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"] {
            let row = table(&[vec![formula.into(), "x".into()]]);
            assert!(row.trim_start_matches('"').starts_with('\''), "{row}");
        }
    }

    #[test]
    fn undecided_points_are_no_points() {
        let mut waiting = record("a.ipynb");
        waiting.not_graded = Some("broke".into());
        assert!(canvas(&[waiting]).ends_with("a,,,a,,\n"));
    }
}
