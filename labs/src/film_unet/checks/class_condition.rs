use burn::module::Param;
use burn::nn::Linear;
use burn::tensor::{Device, Tensor};
use exercise::{Subject, Test, TestResult, expect};

use super::{Hint, Mistake, check, explain_exact, steps};
use crate::film_unet::{ClassCondition, ClassEmbedding};

pub const CLASS_CONDITION: &[Test] = &[
    check("5a", "time and class in one embedding", by_hand),
    check("5a", "each image its own class", classes),
    check("5a", "the gradient reaches the table", gradient),
];

/// Class c has the row (c, 10 + c); the projection is time + 100·class.
fn layers() -> ClassEmbedding {
    let device = Device::flex();
    let rows: Vec<[f32; 2]> = (0..10_u8)
        .map(|c| [f32::from(c), 10.0 + f32::from(c)])
        .collect();
    let rows = Tensor::<1>::from_floats(rows.concat().as_slice(), &device).reshape([10, 2]);
    let weight = [[1.0, 0.0], [0.0, 1.0], [100.0, 0.0], [0.0, 100.0]];
    ClassEmbedding {
        table: Param::from_tensor(rows),
        combined_proj: Linear {
            weight: Param::from_tensor(Tensor::from_floats(weight, &device)),
            bias: Some(Param::from_tensor(Tensor::from_floats([0.5, 0.5], &device))),
        },
    }
}

fn time(rows: usize) -> Tensor<2> {
    Tensor::<2>::from_floats([[7.0, 8.0]], &Device::flex()).repeat_dim(0, rows)
}

fn by_hand(subject: &Subject<'_>) -> TestResult {
    const FIRST: [Mistake; 5] = [
        (
            703.5,
            "the class stands before the time: `Tensor::cat(vec![time, class], 1)`",
        ),
        (
            10.0,
            "time and class are added: both go through `combined_proj`, side by side",
        ),
        (
            407.5,
            "the class is counted from 1: row c of the table is class c",
        ),
        (
            707.5,
            "the time stands in for the class: look the label up in `layers.table`",
        ),
        (300.5, "the time is missing"),
    ];
    let got = subject.class_embedding(&layers(), time(1), steps([3]));
    expect::shape("the embedding", &got, [1, 2])
        .hint("as wide as the time embedding: `combined_proj` sees to it")?;
    let got = expect::values(&got);
    let result = expect::close("the embedding of class 3", &got, &[307.5, 1308.5], 1e-5);
    explain_exact(result, got[0], &FIRST)
        .hint("time + 100·class + 0.5, as `combined_proj` has it here")
}

fn classes(subject: &Subject<'_>) -> TestResult {
    let got = subject.class_embedding(&layers(), time(3), steps([9, 0, 4]));
    expect::shape("the embedding", &got, [3, 2])?;
    let expected = [907.5, 1908.5, 7.5, 1008.5, 407.5, 1408.5];
    expect::close(
        "the embeddings of 9, 0 and 4",
        &expect::values(&got),
        &expected,
        1e-5,
    )
    .hint("`layers.table.val().select(0, labels)` is one row for each image")
}

fn gradient(subject: &Subject<'_>) -> TestResult {
    let ones = Tensor::<2>::ones([2, 2], &Device::flex());
    let (_, gradient) = subject.with_gradient(0, &ones, |s| {
        s.class_embedding(&layers(), time(2), steps([3, 5]))
    });
    let hint =
        "look the rows up with tensor operations: a detach, or numbers taken out, cuts the graph";
    let Some(got) = gradient.of::<2>(0)? else {
        return expect::that(false, "no gradient reaches the table").hint(hint);
    };
    let got = expect::values(&got);
    let of = |class: usize| got.get(2 * class).copied().unwrap_or_default();
    let right = (of(3) - 100.0).abs() < 1e-3 && (of(5) - 100.0).abs() < 1e-3 && of(4) == 0.0;
    expect::that(
        right,
        "classes 3 and 5 should learn from this batch, and class 4 should not",
    )
    .hint(hint)
}
