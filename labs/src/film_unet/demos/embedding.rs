//! What the network is told of the time.

use burn::tensor::{Int, Tensor};
use noisebook_runtime::figure::Values;
use noisebook_runtime::{Figure, Panel, device};

use crate::film_unet::FilmForward;

/// How far apart two times may be in the right panel.
const FARTHEST: usize = 200;

/// The embedding of every 10th timestep up to `timesteps` as a heat map, and how alike the embeddings of two times are.
pub fn embedding_figure(answer: &impl FilmForward, timesteps: usize, dim: usize) -> Figure {
    let embed = |t: Vec<i64>| {
        let t = Tensor::<1, Int>::from_ints(t.as_slice(), &device());
        answer.time_embedding(t, dim)
    };
    let shown = embed((1..=timesteps.max(1) as i64).step_by(10).collect());
    let near = embed((300..=300 + FARTHEST as i64).collect());
    let first = near.clone().narrow(0, 0, 1);
    let likeness = (near * first).sum_dim(1) * (2.0 / dim as f64);
    let distances: Vec<f64> = (0..=FARTHEST).map(|distance| distance as f64).collect();
    Figure::new(format!("A time as {dim} numbers"))
        .panel(
            Panel::new("Each row is a time")
                .x_label("number of the embedding: sines, then cosines")
                .y_label("t")
                .heat_map("value", (0.0, dim as f64), (0.0, timesteps as f64), shown),
        )
        .panel(
            Panel::new("How alike are t = 300 and a later time?")
                .x_label("distance in steps")
                .y_label("cosine of the angle")
                .line("similarity", distances, likeness.into_values()),
        )
}
