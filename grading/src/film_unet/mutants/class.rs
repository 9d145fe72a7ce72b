use burn::tensor::{Int, Tensor};
use labs::film_unet::class_condition::handler;
use labs::film_unet::{ClassCondition, ClassEmbedding};
use solutions::film_unet::Reference;

use super::mutants;

fn rows(layers: &ClassEmbedding, labels: Tensor<1, Int>) -> Tensor<2> {
    layers.table.val().select(0, labels)
}

mutants! { ClassCondition by handler;
    "5a" "class before time" ClassFirst {
        fn class_embedding(&self, layers: &ClassEmbedding, time: Tensor<2>, labels: Tensor<1, Int>) -> Tensor<2> {
            let class = rows(layers, labels);
            layers.combined_proj.forward(Tensor::cat(vec![class, time], 1))
        }
    }
    "5a" "added, not projected" Added {
        fn class_embedding(&self, layers: &ClassEmbedding, time: Tensor<2>, labels: Tensor<1, Int>) -> Tensor<2> {
            time + rows(layers, labels)
        }
    }
    "5a" "the class forgotten" ClassBlind {
        fn class_embedding(&self, layers: &ClassEmbedding, time: Tensor<2>, _labels: Tensor<1, Int>) -> Tensor<2> {
            layers.combined_proj.forward(Tensor::cat(vec![time.clone(), time], 1))
        }
    }
    "5a" "the time forgotten" TimeBlind {
        fn class_embedding(&self, layers: &ClassEmbedding, time: Tensor<2>, labels: Tensor<1, Int>) -> Tensor<2> {
            let class = rows(layers, labels);
            layers.combined_proj.forward(Tensor::cat(vec![time.zeros_like(), class], 1))
        }
    }
    "5a" "classes counted from 1" OneBased {
        fn class_embedding(&self, layers: &ClassEmbedding, time: Tensor<2>, labels: Tensor<1, Int>) -> Tensor<2> {
            Reference.class_embedding(layers, time, (labels + 1).clamp(0, 9))
        }
    }
    "5a" "the first image's class for all" FirstForAll {
        fn class_embedding(&self, layers: &ClassEmbedding, time: Tensor<2>, labels: Tensor<1, Int>) -> Tensor<2> {
            let [batch] = labels.dims();
            Reference.class_embedding(layers, time, labels.narrow(0, 0, 1).expand([batch]))
        }
    }
    "5a" "the table detached" Detached {
        fn class_embedding(&self, layers: &ClassEmbedding, time: Tensor<2>, labels: Tensor<1, Int>) -> Tensor<2> {
            let class = rows(layers, labels).detach();
            layers.combined_proj.forward(Tensor::cat(vec![time, class], 1))
        }
    }
}
