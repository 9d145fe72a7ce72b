//! Points, arrows, colours, bands and bars.

use noisebook_runtime::figure::{Figure, Panel};
use noisebook_runtime::stats;

use super::normal;

/// Three clusters on a triangle, noised at two levels, with the arrows from what is left of the data.
pub fn noise_vectors() -> Figure {
    let x0: Vec<(f64, f64)> = [(0.0, 2.0), (-1.7, -1.0), (1.7, -1.0)]
        .iter()
        .flat_map(|&(x, y)| {
            let noise: Vec<f32> = (normal(20) * 0.3).to_data().iter().collect();
            let pairs: Vec<_> = noise
                .chunks(2)
                .map(|n| (x + f64::from(n[0]), y + f64::from(n[1])))
                .collect();
            pairs
        })
        .collect();
    let level = |alpha_cumprod: f64, t: usize| {
        let noise: Vec<f32> = normal(2 * x0.len()).to_data().iter().collect();
        let signal: Vec<(f64, f64)> = x0
            .iter()
            .map(|(x, y)| (alpha_cumprod.sqrt() * x, alpha_cumprod.sqrt() * y))
            .collect();
        let spread = (1.0 - alpha_cumprod).sqrt();
        let x_t: Vec<(f64, f64)> = signal
            .iter()
            .zip(noise.chunks(2))
            .map(|(s, n)| {
                (
                    s.0 + spread * f64::from(n[0]),
                    s.1 + spread * f64::from(n[1]),
                )
            })
            .collect();
        let (x, y) = x_t[0];
        Panel::new(format!("t = {t}"))
            .equal_aspect()
            .x_range(-3.2, 3.2)
            .y_range(-3.2, 3.2)
            .points("x₀", &x0)
            .quiet()
            .arrows("√(1 − ᾱ) ε", signal, &x_t)
            .alpha(0.6)
            .points("xₜ", x_t)
            .note("one xₜ", x, y)
    };
    Figure::new("What the noise does to the data")
        .panel(level(0.8, 10))
        .panel(level(0.3, 20))
        .panel(level(0.05, 35))
}

/// A density as colours with points over it, and a table of numbers.
pub fn densities() -> Figure {
    let at = |i: usize| -3.0 + 6.0 * (i as f64 + 0.5) / 60.0;
    let density = |x: f64, y: f64| {
        let one = |a: f64, b: f64| (-((x - a).powi(2) + (y - b).powi(2)) / 0.5).exp();
        one(0.0, 1.5) + one(-1.3, -0.8) + one(1.3, -0.8)
    };
    let rows: Vec<Vec<f64>> = (0..60)
        .map(|j| (0..60).map(|i| density(at(i), at(j))).collect())
        .collect();
    let density = Panel::new("Density")
        .equal_aspect()
        .heat_map("p(x)", (-3.0, 3.0), (-3.0, 3.0), rows)
        .points("centres", [(0.0, 1.5), (-1.3, -0.8), (1.3, -0.8)]);
    let table = Panel::new("A small table")
        .x_label("t")
        .y_label("component")
        .heat_map(
            "",
            (0.0, 5.0),
            (0.0, 2.0),
            [[0.1, 0.4, f64::NAN, 0.9, 1.0], [5.0, 4.0, 3.0, 2.0, 1.0]],
        );
    Figure::new("Values as colours").panel(density).panel(table)
}

/// A mean with its spread, and a histogram with a Q-Q plot as twins.
pub fn bands() -> Figure {
    let x: Vec<f64> = (0..=60).map(|i| f64::from(i) / 10.0).collect();
    let of = |f: fn(f64) -> f64| x.iter().map(|x| f(*x)).collect::<Vec<f64>>();
    let band = Panel::new("Mean and spread of 40 runs")
        .x_label("step")
        .y_label("loss")
        .band(
            "model A",
            &x,
            of(|x| (-x).exp() * 0.7),
            of(|x| (-x).exp() * 1.3 + 0.1),
        )
        .line("model A", &x, of(|x| (-x).exp() + 0.05))
        .band(
            "model B",
            &x,
            of(|x| (-x / 2.0).exp() - 0.1),
            of(|x| (-x / 2.0).exp() + 0.1),
        )
        .line("model B", &x, of(|x| (-x / 2.0).exp()))
        .vertical_line("early stop", 4.0);
    let draws: Vec<f64> = (normal(800) * 0.8 + 0.3).to_data().iter::<f64>().collect();
    let deviation = stats::standard_deviation(&draws).unwrap_or(1.0);
    let histogram = Panel::new("Draws")
        .x_label("x")
        .density_scale()
        .histogram("draws", &draws)
        .normal_curve("normal", 0.3, deviation);
    let lone = Panel::new("A lone reference keeps its name")
        .x_label("t")
        .line(
            "",
            1..=50,
            (1..=50).map(|t| 0.9_f64.powi(t)).collect::<Vec<_>>(),
        )
        .horizontal_line("half of the signal", 0.5);
    Figure::new("Bands, twins, references")
        .panel(band)
        .panel(histogram)
        .panel(lone)
}

/// Bars over five powers of ten.
pub fn magnitudes() -> Figure {
    let terms = ["reconstruction", "prior matching", "denoising"];
    let log = Panel::new("The three forces, on a log axis")
        .y_label("nats")
        .log_y()
        .bars("scaled schedule", terms, [3.2, 1.5e-5, 12.7])
        .bars("unscaled schedule", terms, [2.1, 1.53, 9.3]);
    let share = Panel::new("The same, linear")
        .y_label("nats")
        .bars("scaled schedule", terms, [3.2, 1.5e-5, 12.7])
        .bars("unscaled schedule", terms, [2.1, 1.53, 9.3]);
    Figure::new("").panel(log).panel(share)
}
