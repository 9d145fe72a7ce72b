//! The network in boxes and in a table.

use burn::module::Module;
use diffusion::ArgumentError;
use noisebook_runtime::figure::{Block, Diagram, Tone};
use noisebook_runtime::{Figure, Table, device};

use super::grouped;
use crate::film_unet::{FilmForward, UNetConfig};

/// The residual block: two rounds, the time in the second, and the way round.
pub fn block_diagram() -> Figure {
    let diagram = Diagram::new("")
        .row([
            Block::gap(),
            Block::new("x").formula("in × H × W").tone(Tone::Orange),
            Block::new("embedding")
                .formula("128 numbers")
                .tone(Tone::Green),
        ])
        .row([
            Block::new("skip").formula("1×1 convolution"),
            Block::new("first round").formula("norm1, SiLU, conv1"),
            Block::new("time_mlp")
                .formula("linear, SiLU, linear")
                .tone(Tone::Green),
        ])
        .row([
            Block::gap(),
            Block::new("norm2").formula("GroupNorm"),
            Block::gap(),
        ])
        .row([
            Block::gap(),
            Block::new("FiLM")
                .formula("(1 + γ) · h + β")
                .tone(Tone::Purple),
            Block::gap(),
        ])
        .row([
            Block::gap(),
            Block::new("second half").formula("SiLU, conv2"),
            Block::gap(),
        ])
        .row([
            Block::gap(),
            Block::new("sum").formula("out × H × W").tone(Tone::Orange),
            Block::gap(),
        ])
        .arrow("x", "first round", "")
        .arrow("x", "skip", "")
        .arrow("embedding", "time_mlp", "")
        .arrow("first round", "norm2", "")
        .arrow("norm2", "FiLM", "")
        .arrow("time_mlp", "FiLM", "γ, β")
        .arrow("FiLM", "second half", "")
        .arrow("second half", "sum", "")
        .arrow("skip", "sum", "+");
    Figure::new("A residual block").panel(diagram)
}

/// Down two levels, through the middle, up two levels, and across.
pub fn architecture_diagram(config: UNetConfig) -> Figure {
    let [a, b, c] = config.widths;
    let level = |name: &str, channels: usize, side: usize, note: &str| {
        Block::new(name)
            .formula(format!("{channels} × {side} × {side}"))
            .note(note)
    };
    let diagram = Diagram::new("")
        .row([
            Block::new("x_t").formula("1 × 28 × 28").tone(Tone::Orange),
            Block::new("time")
                .formula(format!("{} numbers", config.embedding))
                .note("to every block")
                .tone(Tone::Green),
            Block::new("noise seen")
                .formula("1 × 28 × 28")
                .tone(Tone::Orange),
        ])
        .row([
            level("down_res1", a, 28, "after init_conv"),
            Block::gap(),
            level("up_res1", a, 28, "then norm, SiLU, conv"),
        ])
        .row([
            level("down_res2", b, 14, "after down_conv1"),
            Block::gap(),
            level("up_res2", a, 14, "after up_conv2"),
        ])
        .row([
            Block::gap(),
            level("middle_res", c, 7, "after down_conv2").tone(Tone::Purple),
            Block::gap(),
        ])
        .arrow("x_t", "down_res1", "")
        .arrow("down_res1", "down_res2", "")
        .arrow("down_res2", "middle_res", "")
        .arrow("middle_res", "up_res2", "")
        .arrow("up_res2", "up_res1", "")
        .arrow("up_res1", "noise seen", "")
        .dashed_arrow("down_res1", "up_res1", "+")
        .dashed_arrow("down_res2", "up_res2", "+");
    let title = format!("FiLM U-Net of widths {a}, {b} and {c}: channels × height × width");
    Figure::new(title).panel(diagram)
}

/// Every layer of the network with the shape that it gives and its parameters; the last row is what 2d really returned.
///
/// # Errors
/// When the configuration is not sound.
pub fn shape_walk(
    answer: &impl FilmForward,
    config: UNetConfig,
    batch: usize,
) -> Result<Table, ArgumentError> {
    let network = config.init(&device())?;
    let [a, b, c] = config.widths;
    let conv = |weights: usize| grouped(weights);
    let rows = [
        (
            "init_conv",
            "3×3",
            [a, 28],
            conv(network.init_conv.num_params()),
        ),
        (
            "down_res1",
            "kept for the way up",
            [a, 28],
            conv(network.down_res1.num_params()),
        ),
        (
            "down_conv1",
            "4×4, stride 2",
            [a, 14],
            conv(network.down_conv1.num_params()),
        ),
        (
            "down_res2",
            "kept for the way up",
            [b, 14],
            conv(network.down_res2.num_params()),
        ),
        (
            "down_conv2",
            "4×4, stride 2",
            [b, 7],
            conv(network.down_conv2.num_params()),
        ),
        (
            "middle_res",
            "the bottom",
            [c, 7],
            conv(network.middle_res.num_params()),
        ),
        (
            "up_conv2",
            "4×4 transposed, + down_res2",
            [b, 14],
            conv(network.up_conv2.num_params()),
        ),
        ("up_res2", "", [a, 14], conv(network.up_res2.num_params())),
        (
            "up_conv1",
            "4×4 transposed, + down_res1",
            [a, 28],
            conv(network.up_conv1.num_params()),
        ),
        ("up_res1", "", [a, 28], conv(network.up_res1.num_params())),
        (
            "final_norm, final_conv",
            "norm, SiLU, 3×3",
            [1, 28],
            conv(network.final_norm.num_params() + network.final_conv.num_params()),
        ),
    ];
    let title = format!(
        "A batch of {batch}: {} parameters",
        grouped(network.num_params())
    );
    let mut table = Table::new(["layer", "what it does", "gives", "parameters"]).title(title);
    for (layer, note, [channels, side], count) in rows {
        let shape = format!("[{batch}, {channels}, {side}, {side}]");
        table.push([layer.to_owned(), note.to_owned(), shape, count]);
    }
    let x = burn::tensor::Tensor::zeros([batch.max(1), 1, 28, 28], &device());
    let t = burn::tensor::Tensor::full([batch.max(1)], 1, &device());
    let got = answer.unet(&network, x, answer.time_embedding(t, config.embedding));
    Ok(table.row(["your network", "run once", &format!("{:?}", got.dims()), ""]))
}
