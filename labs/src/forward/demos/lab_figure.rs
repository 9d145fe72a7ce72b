use noisebook_runtime::Figure;
use noisebook_runtime::figure::{Block, Diagram, Tone};

/// The steps of this lab and what each gives to the next: boxes are its parts, in the order in which they are built.
pub fn lab_figure() -> Figure {
    let diagram = Diagram::new("")
        .row([
            Block::new("1 Reparameterization")
                .formula("z = μ + σ·ε")
                .note("the noise is kept")
                .tone(Tone::Green),
            Block::new("2 Schedule")
                .formula("ᾱ_t = α_1 · … · α_t")
                .note("how much signal is left")
                .tone(Tone::Green),
        ])
        .row([
            Block::new("3 Walk")
                .formula("x_t = √α_t x_{t-1} + √β_t ε")
                .note("t steps"),
            Block::new("3 Jump")
                .formula("x_t = √ᾱ_t x_0 + √(1-ᾱ_t) ε")
                .note("one step, the same law"),
        ])
        .row([
            Block::new("5 Validation")
                .note("five checks, precision")
                .tone(Tone::Gray),
            Block::new("4 Training examples")
                .formula("(x_t, t, ε)")
                .note("a t of its own for each image")
                .tone(Tone::Orange),
        ])
        .arrow("1 Reparameterization", "3 Walk", "one step")
        .arrow("2 Schedule", "3 Jump", "√ᾱ, √(1-ᾱ)")
        .arrow("3 Walk", "3 Jump", "induction")
        .arrow("3 Jump", "4 Training examples", "t ~ U{1, …, T}")
        .dashed_arrow("3 Walk", "5 Validation", "")
        .dashed_arrow("4 Training examples", "5 Validation", "");
    Figure::new("The forward process, step by step").panel(diagram)
}
