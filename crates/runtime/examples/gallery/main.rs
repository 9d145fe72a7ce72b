//! Draws every kind of figure into a folder: `cargo run -p noisebook-runtime --example gallery -- DIR`.

mod diagrams;
mod plane;

use std::f64::consts::PI;
use std::path::Path;

use burn::tensor::{Distribution, Tensor};
use noisebook_runtime::figure::{Figure, ImageGrid, Panel};
use noisebook_runtime::{Mnist, device, seed, stats};

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

const STEPS: usize = 1000;

fn main() -> Result<()> {
    let folder = std::env::args()
        .nth(1)
        .ok_or("expected a folder to draw into")?;
    let folder = Path::new(&folder);
    std::fs::create_dir_all(folder)?;
    seed(0);
    for (name, figure) in gallery()? {
        let start = std::time::Instant::now();
        std::fs::write(folder.join(format!("{name}.png")), figure.png()?)?;
        println!(
            "{name}.png {:?} in {:.3} s",
            figure.size(),
            start.elapsed().as_secs_f64()
        );
        std::fs::write(folder.join(format!("{name}.svg")), figure.svg()?)?;
        println!("{}\n", figure.text());
    }
    Ok(())
}

fn gallery() -> Result<Vec<(&'static str, Figure)>> {
    Ok(vec![
        ("schedules", schedules()),
        ("line", loss_curve()),
        ("histogram", histograms()),
        ("corruption", corruption()?),
        ("samples", samples()),
        ("benchmark", benchmark()),
        ("bars", bars()),
        ("scatter", clusters()),
        ("plane", plane::noise_vectors()),
        ("heat", plane::densities()),
        ("bands", plane::bands()),
        ("magnitudes", plane::magnitudes()),
        ("derivation", diagrams::derivation()),
        ("practice", diagrams::practice()),
        ("network", diagrams::network()),
        ("edge", edge_cases()),
    ])
}

/// alpha_cumprod of the linear and the cosine schedule.
fn alpha_cumprods() -> [(&'static str, Vec<f64>); 3] {
    let cumulative = |betas: Vec<f64>| {
        let next = |product: &mut f64, beta: f64| {
            *product *= 1.0 - beta;
            Some(*product)
        };
        betas.into_iter().scan(1.0, next).collect::<Vec<f64>>()
    };
    let share = |t: usize| (t - 1) as f64 / (STEPS - 1) as f64;
    let linear = (1..=STEPS)
        .map(|t| 1e-4 + share(t) * (0.02 - 1e-4))
        .collect();
    let exponential = (1..=STEPS).map(|t| 1e-4 * 200_f64.powf(share(t))).collect();
    let f = |t: f64| {
        ((t / STEPS as f64 + 0.008) / 1.008 * PI / 2.0)
            .cos()
            .powi(2)
    };
    let cosine = (1..=STEPS).map(|t| f(t as f64) / f(0.0)).collect();
    [
        ("linear", cumulative(linear)),
        ("cosine", cosine),
        ("exponential", cumulative(exponential)),
    ]
}

fn schedules() -> Figure {
    type View = (&'static str, fn(f64) -> f64);
    let views: [View; 6] = [
        ("ᾱ", |a| a),
        ("√ᾱ", f64::sqrt),
        ("√(1 − ᾱ)", |a| (1.0 - a).sqrt()),
        ("1 − ᾱ", |a| 1.0 - a),
        ("SNR = ᾱ / (1 − ᾱ)", |a| a / (1.0 - a)),
        ("signal left in %", |a| 100.0 * a),
    ];
    let figure = Figure::new("Three noise schedules, T = 1000");
    views.into_iter().fold(figure, |figure, (title, view)| {
        let panel = Panel::new(title).x_label("timestep t");
        let panel = if title.starts_with("SNR") {
            panel.log_y()
        } else {
            panel
        };
        let panel = alpha_cumprods()
            .into_iter()
            .fold(panel, |panel, (name, values)| {
                let values: Vec<f64> = values.into_iter().map(view).collect();
                panel.line(name, 1..=STEPS, values)
            });
        figure.panel(panel)
    })
}

fn normal(n: usize) -> Tensor<1> {
    Tensor::random([n], Distribution::Normal(0.0, 1.0), &device())
}

fn loss_curve() -> Figure {
    let noise: Vec<f32> = normal(2000).to_data().iter::<f32>().collect();
    let loss =
        |step: usize| 0.03 + (-(step as f64) / 150.0).exp() + 0.012 * f64::from(noise[step]).abs();
    let losses: Vec<f64> = (0..2000).map(loss).collect();
    let smooth: Vec<f64> = losses
        .windows(50)
        .map(|w| stats::mean(w).unwrap_or(f64::NAN))
        .collect();
    let panel = Panel::new("")
        .x_label("step")
        .y_label("mean squared error")
        .log_y();
    let panel = panel
        .line("batch", 0..2000, losses)
        .line("mean of 50 batches", 25..1975, smooth);
    Figure::new("Training loss of the noise predictor")
        .panel(panel.horizontal_line("irreducible", 0.03))
}

fn histograms() -> Figure {
    let (direct, reparameterized) = (normal(1000) * 0.5 + 2.0, normal(1000) * 0.5 + 2.0);
    let density = Panel::new("1,000 draws of each")
        .x_label("z")
        .y_label("density")
        .density_scale();
    let density = density
        .histogram("direct", &direct)
        .histogram("reparameterized", &reparameterized);
    let qq = Panel::new("Normal Q-Q plot")
        .x_label("theoretical quantile")
        .y_label("sample quantile");
    let qq = qq
        .normal_qq("direct", direct)
        .normal_qq("reparameterized", reparameterized);
    Figure::new("Both ways of sampling N(μ = 2, σ² = 0.25)")
        .panel(
            density
                .normal_curve("theory", 2.0, 0.5)
                .vertical_line("μ", 2.0),
        )
        .panel(qq.diagonal("y = x", -3.3, 3.3))
}

fn corruption() -> Result<Figure> {
    let x0 = Mnist::embedded()?.digit(7, 0, &device())?;
    let [(_, alpha_cumprod), ..] = alpha_cumprods();
    let times = [0, 100, 300, 500, 700, 999];
    let level = |t: usize| if t == 0 { 1.0 } else { alpha_cumprod[t - 1] };
    let x_t = |&t: &usize| {
        let epsilon = x0.random_like(Distribution::Normal(0.0, 1.0));
        x0.clone() * level(t).sqrt() + epsilon * (1.0 - level(t)).sqrt()
    };
    let corrupted = Tensor::cat(times.iter().map(x_t).collect(), 0);
    let original = Tensor::cat(vec![x0.clone(); times.len()], 0);
    let titles = times.map(|t| format!("t = {t}, σ = {:.2}", (1.0 - level(t)).sqrt()));
    let grid = ImageGrid::new("")
        .columns(titles)
        .row("original x₀", original)
        .row("corrupted xₜ", corrupted);
    Ok(Figure::new("A seven on its way to noise").panel(grid))
}

fn samples() -> Figure {
    let batch = Tensor::<4>::random([32, 1, 28, 28], Distribution::Normal(0.0, 0.6), &device());
    let loss = Panel::new("Loss").x_label("epoch").y_label("MSE").line(
        "",
        1..=5,
        [0.3, 0.12, 0.08, 0.07, 0.065],
    );
    let samples = Figure::new("").panel(ImageGrid::batch(
        "32 samples of an untrained model",
        batch,
        16,
    ));
    Figure::stack(
        "Two figures in one cell",
        [samples, Figure::new("").panel(loss).panel_height(240)],
    )
}

fn benchmark() -> Figure {
    let t = [10, 50, 100, 500, 1000];
    let time = Panel::new("Time per image")
        .x_label("timestep t")
        .y_label("seconds")
        .log_x()
        .log_y();
    let time = time.marked_line("sequential", t, [1.5e-4, 7.4e-4, 1.5e-3, 7.4e-3, 1.5e-2]);
    let time = time.marked_line("direct", t, [1.3e-5, 1.3e-5, 1.4e-5, 1.3e-5, 1.3e-5]);
    let speed = Panel::new("Speed-up").y_label("times").bars(
        "",
        t.map(|t| format!("t = {t}")),
        [11, 57, 107, 569, 1153],
    );
    Figure::new("One jump instead of t steps")
        .panel(time)
        .panel(speed)
}

fn bars() -> Figure {
    let terms = ["reconstruction", "prior matching", "denoising"];
    let one =
        Panel::new("The three forces")
            .y_label("nats")
            .bars("T = 50", terms, [3.2, 0.015, 12.7]);
    let one = one.bars("T = 1000", terms, [2.1, 0.0001, 15.3]);
    let signed = Panel::new("Change")
        .y_label("nats")
        .bars("", terms, [-1.1, -0.0149, 2.6]);
    Figure::new("").panel(one).panel(signed)
}

fn clusters() -> Figure {
    let centres = [(0.0, 2.0), (-1.7, -1.0), (1.7, -1.0)];
    let panel = Panel::new("Three clusters")
        .x_label("x₁")
        .y_label("x₂")
        .equal_aspect();
    let panel = centres
        .into_iter()
        .enumerate()
        .fold(panel, |panel, (index, (x, y))| {
            panel.scatter(
                format!("cluster {}", index + 1),
                normal(100) * 0.3 + x,
                normal(100) * 0.3 + y,
            )
        });
    let cloud = Panel::new("SNR against t")
        .x_label("t")
        .y_label("SNR")
        .log_y();
    let t: Vec<f64> = Tensor::<1>::random([5000], Distribution::Uniform(1.0, 1000.0), &device())
        .to_data()
        .iter()
        .collect();
    let [(_, alpha_cumprod), ..] = alpha_cumprods();
    let snr: Vec<f64> = t
        .iter()
        .map(|t| alpha_cumprod[*t as usize - 1])
        .map(|a| a / (1.0 - a))
        .collect();
    let posterior = Panel::new("Posterior").x_label("t").y_label("mean ± sd");
    let posterior = posterior.error_bars(
        "x̃",
        [5, 15, 25, 35, 45],
        [1.9, 1.6, 1.2, 0.7, 0.3],
        [0.1, 0.2, 0.3, 0.4, 0.5],
    );
    let area = Panel::new("Density")
        .area("N(0, 1)", linspace(), density(0.0))
        .area("N(2, 1)", linspace(), density(2.0));
    Figure::new("Points")
        .columns(2)
        .panel(panel)
        .panel(cloud.scatter("", t, snr))
        .panel(posterior)
        .panel(area)
}

fn linspace() -> Vec<f64> {
    (-40..=60).map(|i| f64::from(i) / 10.0).collect()
}

fn density(mean: f64) -> Vec<f64> {
    linspace()
        .into_iter()
        .map(|x| stats::normal_density(x, mean, 1.0))
        .collect()
}

fn edge_cases() -> Figure {
    let broken = Panel::new("A NaN breaks the line").line(
        "l",
        0..6,
        [1.0, 2.0, f64::NAN, 1.0, f64::INFINITY, 3.0],
    );
    let tiny =
        Panel::new("Tiny numbers")
            .x_label("x")
            .y_label("y")
            .line("l", 0..3, [1e-9, 2e-9, 4e-9]);
    let large = Panel::new("Large numbers")
        .y_label("y")
        .line("l", [0.0, 1e7], [-1e8, 1e8]);
    let long = Panel::new("A very long panel title that does not fit into its panel at all").line(
        "a",
        0..2,
        0..2,
    );
    let names = [
        "a category with a long name",
        "b",
        "another category with a long name",
    ];
    Figure::new("Edge cases")
        .panel(Panel::new("No series").x_label("x").y_label("y"))
        .panel(broken)
        .panel(Panel::new("One point").scatter("p", [3.0], [5.0]))
        .panel(Panel::new("No range").line("flat", 0..5, [2.0; 5]))
        .panel(tiny)
        .panel(large)
        .panel(
            long.line("a series with a rather long name", 0..2, [1.0, 0.0])
                .line("another long name", 0..2, [0.5, 0.6]),
        )
        .panel(Panel::new("Long categories").bars("", names, [1.0, 2.0, 3.0]))
        .panel(Panel::new("Wide log axis").log_y().line(
            "",
            1..=40,
            (1..=40).map(|i| 10_f64.powi(-i)).collect::<Vec<_>>(),
        ))
}
