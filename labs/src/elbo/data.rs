//! The data of this lab: three clusters of points.

use burn::tensor::Tensor;
use diffusion::ArgumentError;
use exercise::Inputs;
use noisebook_runtime::{Figure, Panel, device};

use super::{Point, host};

/// Centres of the clusters: the corners of a triangle round the origin, at distance 2.
pub const CENTRES: [Point; 3] = [
    Point { x: 0.0, y: 2.0 },
    Point {
        x: -1.732_050_807_568_877_2,
        y: -1.0,
    },
    Point {
        x: 1.732_050_807_568_877_2,
        y: -1.0,
    },
];

/// Standard deviation of each coordinate of a point round its centre.
pub const CLUSTER_STD: f64 = 0.25;

/// `count` points `[count, 2]` in turn from the three clusters N(centre, 0.25²·I). The same seed gives the same points.
///
/// # Errors
/// When `count` is 0.
pub fn clusters(count: usize, seed: u64) -> Result<Tensor<2>, ArgumentError> {
    if count == 0 {
        return Err(ArgumentError {
            argument: "count",
            expected: "at least 1".into(),
            got: "0".into(),
            hint: "a lab over no points has nothing to show",
        });
    }
    let noise = host::points("noise", &Inputs::new(seed).normal([count, 2]))?;
    let points: Vec<Point> = noise
        .into_iter()
        .zip(CENTRES.into_iter().cycle())
        .map(|(noise, centre)| centre + noise * CLUSTER_STD)
        .collect();
    Ok(host::tensor(&points, &device()))
}

/// The points, and the centres of the clusters.
pub fn data_figure(x0: &Tensor<2>) -> Figure {
    let centres = CENTRES.map(|centre| (centre.x, centre.y));
    let panel = Panel::new("")
        .x_label("x")
        .y_label("y")
        .equal_aspect()
        .points("data", x0)
        .points("centres", centres);
    Figure::new(format!("{} points in three clusters", x0.dims()[0]))
        .panel(panel)
        .width(480)
}
