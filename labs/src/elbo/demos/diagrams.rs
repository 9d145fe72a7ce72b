//! The lab in boxes and arrows.

use noisebook_runtime::Figure;
use noisebook_runtime::figure::{Block, Diagram, Tone};

/// The derivation of section 2, from the likelihood to the three forces.
pub fn derivation_diagram() -> Figure {
    let forces = [
        ("reconstruction", "log p(x_0|x_1)"),
        ("prior matching", "KL(q(x_T|x_0) ‖ p(x_T))"),
        ("denoising", "Σ KL(q(x_{t-1}|x_t, x_0) ‖ p(x_{t-1}|x_t))"),
    ];
    let force =
        |(title, formula): (&str, &str)| Block::new(title).formula(formula).tone(Tone::Green);
    let diagram = Diagram::new("")
        .row([Block::new("likelihood")
            .formula("log p(x_0) = log ∫ p(x_0, …, x_T) dx_1 … dx_T")
            .note("cannot be computed")
            .tone(Tone::Gray)])
        .row([Block::new("bound")
            .formula("E_q [log p(x_0, …, x_T) - log q(x_1, …, x_T|x_0)]")
            .note("2a: every factor of both chains")
            .tone(Tone::Orange)])
        .row([Block::new("separate")
            .formula("prior + reconstruction + Σ reverse - Σ forward")
            .note("2b: reverse t = 2 … T, forward t = 1 … T")])
        .row([Block::new("re-index")
            .formula("prior + reconstruction - log q(x_1|x_0) + Σ (reverse - forward)")
            .note("2c: both sums t = 2 … T")])
        .row([Block::new("Bayes")
            .formula("q(x_t|x_{t-1}) = q(x_{t-1}|x_t, x_0) q(x_t|x_0) / q(x_{t-1}|x_0)")
            .note("2d: the ratios telescope")])
        .row(forces.map(force))
        .arrow("likelihood", "bound", "≥")
        .arrow("bound", "separate", "=")
        .arrow("separate", "re-index", "=")
        .arrow("re-index", "Bayes", "=")
        .arrow("Bayes", "reconstruction", "+")
        .arrow("Bayes", "prior matching", "-")
        .arrow("Bayes", "denoising", "-");
    Figure::new("One inequality, then four equalities").panel(diagram)
}

/// From the bound to what is trained and sampled.
pub fn practice_diagram() -> Figure {
    let diagram = Diagram::new("")
        .row([Block::new("denoising term")
            .formula("KL(q(x_{t-1}|x_t, x_0) ‖ p(x_{t-1}|x_t))")
            .note("two Gaussians")])
        .row([Block::new("distance of means")
            .formula("‖μ_q - μ_θ‖^2 / (2β_t)")
            .note("plus what no network can change")])
        .row([Block::new("distance of noises")
            .formula("w_t ‖ε - ε_θ(x_t, t)‖^2,  w_t = β_t / (2 α_t (1 - ᾱ_t))")
            .note("4c: both means come from a noise")])
        .row([Block::new("simple loss")
            .formula("‖ε - ε_θ(x_t, t)‖^2")
            .note("4d: one random t, and no weight")
            .tone(Tone::Orange)])
        .row([
            Block::new("train")
                .formula("x_0, t, ε at random")
                .tone(Tone::Green),
            Block::new("sample")
                .formula("x_{t-1} = μ_θ(x_t, t) + √β_t z")
                .tone(Tone::Green),
        ])
        .arrow("denoising term", "distance of means", "=")
        .arrow("distance of means", "distance of noises", "=")
        .arrow("distance of noises", "simple loss", "drop w_t")
        .arrow("simple loss", "train", "")
        .arrow("train", "sample", "ε_θ");
    Figure::new("From the bound to practice").panel(diagram)
}

/// What each of the three terms wants, and who can give it.
pub fn balance_diagram() -> Figure {
    let diagram = Diagram::new("")
        .row([Block::new("the bound")
            .formula("reconstruction - prior matching - Σ denoising")
            .tone(Tone::Orange)])
        .row([
            Block::new("reconstruction")
                .formula("log p(x_0|x_1)")
                .note("hit the data in the last step"),
            Block::new("denoising")
                .formula("KL for t = 2 … T")
                .note("undo the noise of each step"),
            Block::new("prior matching")
                .formula("KL(q(x_T|x_0) ‖ N(0, I))")
                .note("end in pure noise"),
        ])
        .row([
            Block::new("the network, and β₁").tone(Tone::Green),
            Block::new("the network").tone(Tone::Green),
            Block::new("the schedule alone").tone(Tone::Gray),
        ])
        .arrow("the bound", "reconstruction", "+")
        .arrow("the bound", "denoising", "-")
        .arrow("the bound", "prior matching", "-")
        .arrow("reconstruction", "the network, and β₁", "")
        .arrow("denoising", "the network", "")
        .arrow("prior matching", "the schedule alone", "");
    Figure::new("The balance of the three").panel(diagram)
}
