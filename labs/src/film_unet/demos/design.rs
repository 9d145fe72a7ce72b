//! Why the network is as it is, in tables.

use noisebook_runtime::Table;

/// Choices of the lab, what else there is, and what speaks for them.
pub fn design_choices() -> Table {
    Table::new(["choice", "instead of", "because"])
        .title("Design choices")
        .row([
            "FiLM, (1 + γ)·h + β",
            "adding the embedding to h (DDPM)",
            "a factor can switch a channel off at the times where it does not help; a sum can only shift it",
        ])
        .row([
            "FiLM after the norm",
            "before it",
            "GroupNorm divides out what scales its whole group: section 2 measures it",
        ])
        .row([
            "GroupNorm",
            "BatchNorm",
            "each image for itself: a batch holds many noise levels at once, and their shared mean belongs to none of them",
        ])
        .row([
            "128 numbers for the time",
            "one number t/T",
            "fast and slow clocks side by side: t = 3 and t = 4 differ, and so do t = 3 and t = 700",
        ])
        .row([
            "sums across",
            "concatenations (U-Net)",
            "half the channels in the most expensive convolution; here they were as good",
        ])
        .row([
            "strided convolutions",
            "max-pooling",
            "the way down is learned, too",
        ])
        .row([
            "learning rate 1e-3 to 2e-3, falling",
            "constant 1e-4",
            "a small network for few steps; larger ones want less",
        ])
        .row([
            "mean squared error of ε",
            "an adversarial loss (GAN)",
            "one network, one objective that falls while samples improve; no balance of two players. It is not convex: nothing guarantees convergence",
        ])
}

/// What to turn first if digits are not good enough.
pub fn tuning_choices() -> Table {
    Table::new(["knob", "try", "expect"])
        .title("Tuning, in this order")
        .row([
            "more steps",
            "twice as many epochs",
            "most of what is missing after minutes of training",
        ])
        .row([
            "loss weights",
            "min-SNR with γ = 5",
            "better samples, though the plain loss gets worse",
        ])
        .row([
            "learning rate",
            "a cosine that ends at 0",
            "less grain in the last epochs",
        ])
        .row([
            "average of the weights",
            "EMA 0.99 to 0.999",
            "steadier samples; little where the rate ends at 0",
        ])
        .row([
            "batch size",
            "32, 64, 128",
            "fewer, steadier steps; images a second hardly change on a CPU",
        ])
        .row([
            "width",
            "32 for 16",
            "four times the work for each step, better digits for equal steps",
        ])
        .row([
            "mixed precision",
            "16-bit floats on a GPU that has them",
            "up to twice the speed there; nothing on a CPU. Keep the loss and the norms in 32 bits",
        ])
        .row([
            "groups of the norm",
            "8",
            "a width must be a multiple of it",
        ])
}
