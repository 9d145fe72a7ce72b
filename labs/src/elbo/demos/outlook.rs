//! Where the lab leads, and the lab in one figure.

use burn::tensor::Tensor;
use diffusion::Schedule;
use noisebook_runtime::{Figure, Panel, Table, stats};

use super::{Forces, PosteriorWeights, Trained};

/// What became of the lab's parts in models of today.
pub fn bridge() -> Table {
    Table::new(["here", "in DDPM and after it", "source"])
        .title("From three clusters to pictures")
        .row([
            "MLP with 64 units, time as one number",
            "U-Net or transformer, time as sines and cosines",
            "arXiv 2006.11239, 2212.09748",
        ])
        .row([
            "T = 50, linear, scaled by 1000/T",
            "T = 1000; cosine schedules; noise levels without steps",
            "arXiv 2102.09672, 2206.00364",
        ])
        .row([
            "variance β_t of the reverse step",
            "learned between β̃_t and β_t",
            "arXiv 2102.09672, section 3.1",
        ])
        .row([
            "simple loss: every t counts the same",
            "weights by SNR; the bound itself for likelihoods",
            "arXiv 2303.09556, 2107.00630",
        ])
        .row([
            "predicting ε",
            "predicting x₀ or v = √ᾱ·ε − √(1−ᾱ)·x₀: the same up to weights",
            "arXiv 2202.00512",
        ])
        .row([
            "50 random steps down",
            "DDIM and other solvers: fewer steps, no noise",
            "arXiv 2010.02502",
        ])
        .row([
            "points of the plane",
            "latents of an autoencoder, with text",
            "arXiv 2112.10752",
        ])
}

/// Topics beyond this lab, each with the question it answers.
pub fn preview() -> Table {
    Table::new(["topic", "the question"])
        .title("What comes next")
        .row([
            "the capstone `ddpm`",
            "the same loss with a U-Net on digits: what changes?",
        ])
        .row([
            "score matching",
            "why is −ε/√(1−ᾱ_t) the gradient of a log-density?",
        ])
        .row([
            "stochastic differential equations",
            "what is left of the bound as T grows without end?",
        ])
        .row(["guidance", "how does one ask for a particular digit?"])
        .row([
            "flow matching",
            "must the way from noise to data be random at all?",
        ])
}

/// The lab in one figure: schedule, posterior weights, training, denoising, and the samples over the data.
pub fn summary_figure(
    schedule: &Schedule,
    weights: &PosteriorWeights,
    trained: &Trained,
    forces: &Forces,
    samples: &Tensor<2>,
    data: &Tensor<2>,
) -> Figure {
    let ts = 1..=schedule.timesteps();
    let forward = Panel::new("1 The chain ends in noise")
        .x_label("t")
        .line("signal √ᾱₜ", ts.clone(), &schedule.sqrt_alpha_cumprod)
        .line(
            "noise √(1−ᾱₜ)",
            ts.clone(),
            &schedule.sqrt_one_minus_alpha_cumprod,
        );
    let posterior = Panel::new("3 Weights of the posterior")
        .x_label("t")
        .line("x₀", ts.clone(), &weights.x0)
        .line("xₜ", ts, &weights.x_t);
    let losses: Vec<f64> = trained.losses.chunks(100).filter_map(stats::mean).collect();
    let steps: Vec<f64> = (0..losses.len()).map(|i| 100.0 * i as f64 + 50.0).collect();
    let training = Panel::new("4 The network learns")
        .x_label("step")
        .y_label("simple loss")
        .line("", steps, losses);
    let denoising = Panel::new("5 Denoising")
        .x_label("t")
        .y_label("KL in nats")
        .log_y()
        .line("", 2..=forces.denoising.len() + 1, &forces.denoising);
    let cloud = Panel::new("4 Samples over the data")
        .equal_aspect()
        .points("data", data)
        .quiet()
        .points("samples", samples);
    [
        forward,
        posterior,
        training,
        cloud,
        denoising,
        forces.bars("5 The three forces"),
    ]
    .into_iter()
    .fold(
        Figure::new("The lab in six pictures")
            .columns(3)
            .width(1140),
        Figure::panel,
    )
}
