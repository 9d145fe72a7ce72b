use crate::{Exercise, Lab, Manual};

const JUMP: Exercise = Exercise {
    id: "3b",
    section: 3,
    answer: "jump",
    trait_name: "Jump",
    method: "direct",
    title: "Direct jump",
    points: 10,
    statement: "Jump to `t`\nat once.\n\nMore text.",
    signature: "fn direct(&self)",
    hints: ["nudge", "closer", "formula"],
};

#[test]
fn the_todo_is_number_title_task_and_first_hint() {
    assert_eq!(
        JUMP.todo(),
        "TODO 3b (Direct jump): Jump to `t` at once.\nhint: nudge"
    );
}

#[test]
fn a_lab_finds_its_exercises_and_adds_up_points() {
    const WALK: &[Exercise] = &[Exercise {
        id: "3a",
        points: 8,
        ..JUMP
    }];
    let lab = Lab {
        slug: "toy",
        title: "Toy",
        answers: &[WALK, &[JUMP]],
        manual: &[Manual {
            id: "3e",
            section: 3,
            title: "Why it jumps",
            points: 2,
            cells: &["why"],
        }],
    };
    assert_eq!(
        lab.exercises()
            .map(|exercise| exercise.id)
            .collect::<Vec<_>>(),
        ["3a", "3b"]
    );
    assert_eq!(lab.exercise("3b"), Some(&JUMP));
    assert_eq!(lab.exercise("9z"), None);
    assert_eq!((lab.automatic_points(), lab.manual_points()), (18, 2));
}
