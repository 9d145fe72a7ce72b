//! Boxes and arrows.

use noisebook_runtime::figure::{Block, Diagram, Figure, Tone};

/// A derivation in steps, one below the other.
pub fn derivation() -> Figure {
    let diagram = Diagram::new("")
        .row([Block::new("1 Log-probabilities").formula("log p_θ(x_{0:T}) - log q(x_{1:T}|x_0)")])
        .row([
            Block::new("reconstruction")
                .formula("log p_θ(x_0|x_1)")
                .tone(Tone::Green),
            Block::new("prior").formula("log p(x_T)").tone(Tone::Purple),
            Block::new("bulk")
                .formula("Σ_{t≥2} log p_θ(x_{t-1}|x_t) - log q(x_t|x_{t-1})")
                .tone(Tone::Orange),
        ])
        .row([Block::new("Bayes' rule")
            .formula("q(x_t|x_{t-1}) = q(x_{t-1}|x_t,x_0) q(x_t|x_0) / q(x_{t-1}|x_0)")])
        .row([Block::new("ELBO")
            .formula("E[log p_θ(x_0|x_1)] - KL(q(x_T|x_0)‖p(x_T)) - Σ_{t≥2} E[KL_t]")])
        .arrow("1 Log-probabilities", "reconstruction", "")
        .arrow("1 Log-probabilities", "prior", "2 separate")
        .arrow("1 Log-probabilities", "bulk", "")
        .arrow("bulk", "Bayes' rule", "3 reindex")
        .arrow("Bayes' rule", "ELBO", "4 the marginals telescope")
        .dashed_arrow("reconstruction", "ELBO", "as it is")
        .group("ends and middle", ["reconstruction", "prior", "bulk"]);
    Figure::new("From a joint density to three terms").panel(diagram)
}

/// A flow in one row with a way back.
pub fn practice() -> Figure {
    let flow = Diagram::new("Training")
        .row([
            Block::new("data")
                .formula("x_0 ~ p_{data}")
                .tone(Tone::Green),
            Block::new("jump").formula("x_t = √ᾱ_t x_0 + √(1-ᾱ_t) ε"),
            Block::new("network")
                .formula("ε_θ(x_t, t)")
                .note("an MLP with 64 hidden units")
                .tone(Tone::Orange),
            Block::new("loss").formula("‖ε - ε_θ‖^2").tone(Tone::Purple),
        ])
        .arrow("data", "jump", "t, ε")
        .arrow("jump", "network", "x_t")
        .arrow("network", "loss", "ε_θ")
        .dashed_arrow("loss", "network", "gradient")
        .arrow("jump", "loss", "ε, the target");
    let balance = Diagram::new("Balance")
        .row([Block::new("ELBO").tone(Tone::Gray)])
        .row([
            Block::new("reconstruction"),
            Block::new("prior matching"),
            Block::new("denoising"),
        ])
        .arrow("reconstruction", "ELBO", "+")
        .arrow("prior matching", "ELBO", "-")
        .arrow("denoising", "ELBO", "-");
    Figure::new("From the bound to practice")
        .panel(flow)
        .panel(balance)
}

/// A U-Net: columns, empty places, skips.
pub fn network() -> Figure {
    let block = |name: &str, shape: &str| Block::new(name).note(shape);
    let diagram = Diagram::new("")
        .row([
            block("in", "1×28×28"),
            Block::gap(),
            Block::gap(),
            Block::gap(),
            block("out", "1×28×28"),
        ])
        .row([
            block("down 1", "32×28×28"),
            Block::gap(),
            Block::gap(),
            Block::gap(),
            block("up 1", "32×28×28"),
        ])
        .row([
            Block::gap(),
            block("down 2", "64×14×14"),
            Block::gap(),
            block("up 2", "64×14×14"),
            Block::gap(),
        ])
        .row([
            Block::gap(),
            Block::gap(),
            block("middle", "256×7×7").tone(Tone::Orange),
            Block::gap(),
            Block::gap(),
        ])
        .row([
            Block::gap(),
            Block::gap(),
            block("time", "Linear-ReLU-Linear").tone(Tone::Green),
            Block::gap(),
            Block::gap(),
        ])
        .arrow("in", "down 1", "")
        .arrow("down 1", "down 2", "max-pool")
        .arrow("down 2", "middle", "max-pool")
        .arrow("middle", "up 2", "transposed")
        .arrow("up 2", "up 1", "transposed")
        .arrow("up 1", "out", "1×1")
        .arrow("time", "middle", "added")
        .dashed_arrow("down 1", "up 1", "skip: concatenate")
        .dashed_arrow("down 2", "up 2", "skip")
        .group("encoder", ["down 1", "down 2"])
        .group("decoder", ["up 1", "up 2"]);
    Figure::new("A U-Net").panel(diagram)
}
