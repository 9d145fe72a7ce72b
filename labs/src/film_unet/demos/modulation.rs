//! Why FiLM stands after the norm.

use burn::nn::GroupNormConfig;
use burn::tensor::{Tensor, TensorData};
use noisebook_runtime::figure::Values;
use noisebook_runtime::{Figure, Panel, Table, device};

use crate::film_unet::FilmForward;

const CHANNELS: usize = 32;
const GROUPS: [usize; 5] = [32, 16, 8, 4, 1];

/// For several numbers of groups: what is left of a modulation of 32 channels when a GroupNorm comes after it, and when it came before.
///
/// Measured is how far the result moves when γ goes from 0 to its value, relative to the result. β is 0.
pub fn lost_in_the_norm(answer: &impl FilmForward) -> Table {
    let headers = [
        "channels in a group",
        "γ of all channels",
        "γ then norm",
        "norm then γ",
    ];
    let mut table = Table::new(headers).title("How far the result moves, in percent");
    for (name, gamma) in [
        ("3, all alike", alike(3.0)),
        ("0 to 3, all different", ramp()),
    ] {
        for groups in GROUPS {
            let [before, after] = moved(answer, groups, &gamma);
            let percent = |share: f64| format!("{:.1}", 100.0 * share);
            let per_group = (CHANNELS / groups).to_string();
            table.push([per_group, name.to_owned(), percent(before), percent(after)]);
        }
    }
    table
}

/// The same for modulations that are all different, drawn.
pub fn modulation_figure(answer: &impl FilmForward) -> Figure {
    let gamma = ramp();
    let (before, after): (Vec<f64>, Vec<f64>) = GROUPS
        .iter()
        .map(|&groups| moved(answer, groups, &gamma).into())
        .unzip();
    let sizes: Vec<f64> = GROUPS
        .iter()
        .map(|groups| (CHANNELS / groups) as f64)
        .collect();
    let panel = Panel::new("")
        .x_label("channels in a group")
        .y_label("how far the result moves")
        .log_x()
        .marked_line("norm, then FiLM", &sizes, after)
        .marked_line("FiLM, then norm", &sizes, before);
    Figure::new("A modulation before the norm is divided out").panel(panel)
}

fn alike(gamma: f32) -> Tensor<2> {
    Tensor::full([1, CHANNELS], gamma, &device())
}

/// γ from 0 to 3, in an order that has nothing to do with the groups.
fn ramp() -> Tensor<2> {
    let at = |i: usize| (i * 11 % CHANNELS) as f32 * 3.0 / (CHANNELS - 1) as f32;
    let values: Vec<f32> = (0..CHANNELS).map(at).collect();
    Tensor::from_data(TensorData::new(values, [1, CHANNELS]), &device())
}

/// ‖f(γ) - f(0)‖/‖f(γ)‖ with the modulation before and after the norm.
fn moved(answer: &impl FilmForward, groups: usize, gamma: &Tensor<2>) -> [f64; 2] {
    let norm = GroupNormConfig::new(groups, CHANNELS).init(&device());
    let h: Tensor<4> = exercise::Inputs::new(7).normal([1, CHANNELS, 8, 8]);
    let h = Tensor::from_data(h.to_data(), &device());
    let none = gamma.zeros_like();
    let plain = norm.forward(h.clone());
    let before = norm.forward(answer.film(h, gamma.clone(), none.clone()));
    let after = answer.film(plain.clone(), gamma.clone(), none);
    [before, after].map(|result| length(result.clone() - plain.clone()) / length(result))
}

fn length(x: Tensor<4>) -> f64 {
    x.into_values().iter().map(|x| x * x).sum::<f64>().sqrt()
}
