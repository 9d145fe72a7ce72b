//! Section 5: digits on demand.

use burn::tensor::{Int, Tensor};
use exercise::exercise;

use super::ClassEmbedding;

/// What the network is told about the class.
#[exercise(section = 5, checks = super::checks::CLASS_CONDITION)]
pub trait ClassCondition {
    /// Combine each image's time embedding with its class: look the class up in the table, put it behind the time, and project both to the width of the time embedding.
    ///
    /// `time` is `[batch, dim]`, `labels` is `[batch]` with values 0 to 9; returns `[batch, dim]`, which goes wherever the time embedding went. `layers.table` is `[classes, dim]`,
    /// `layers.combined_proj` takes 2·dim numbers, the time first.
    #[task(
        id = "5a",
        points = 8,
        title = "Class embedding",
        hints(
            "A class has no order: 7 is not more than 3. So it gets a row of learned numbers instead of a sine.",
            "`layers.table.val().select(0, labels)` is one row for each image, `[batch, dim]`. `Tensor::cat(vec![…, …], 1)` puts them side by side.",
            "With `class` for the rows of hint 2: `layers.combined_proj.forward(Tensor::cat(vec![time, class], 1))`"
        )
    )]
    fn class_embedding(
        &self,
        layers: &ClassEmbedding,
        time: Tensor<2>,
        labels: Tensor<1, Int>,
    ) -> Tensor<2>;
}
