use burn::tensor::{Int, Tensor};
use labs::film_unet::{ClassCondition, ClassEmbedding};

use super::Reference;

impl ClassCondition for Reference {
    fn class_embedding(
        &self,
        layers: &ClassEmbedding,
        time: Tensor<2>,
        labels: Tensor<1, Int>,
    ) -> Tensor<2> {
        let class = layers.table.val().select(0, labels);
        layers
            .combined_proj
            .forward(Tensor::cat(vec![time, class], 1))
    }
}
