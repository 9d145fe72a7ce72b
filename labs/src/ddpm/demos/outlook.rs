//! What the lab is compared with, and what is to be kept.

use noisebook_runtime::Table;

/// Variational autoencoders beside diffusion models.
pub fn vae_and_diffusion() -> Table {
    Table::new(["", "VAE", "diffusion model"])
        .title("Two ways to the same bound")
        .row([
            "latent variables",
            "one, small: 2 to 64 numbers",
            "T of them, each as large as the image",
        ])
        .row(["encoder q", "learned", "fixed: the noise schedule"])
        .row([
            "decoder p",
            "one pass",
            "T passes of one network, or 50 of them",
        ])
        .row([
            "what is minimised",
            "reconstruction + KL, both estimated at once",
            "one term of the bound at a time: the error in the noise",
        ])
        .row([
            "what can go wrong in training",
            "posterior collapse; the weight of the KL",
            "little: a regression with a known target",
        ])
        .row([
            "samples",
            "fast and blurred: the mean of many pictures",
            "slow and sharp: each step decides a little",
        ])
        .row([
            "latent space",
            "small and smooth: good to look at and to compress",
            "none that is small; latent diffusion borrows a VAE's",
        ])
        .row([
            "likelihood",
            "the bound",
            "the bound, or exactly through an ODE",
        ])
}

/// The lab in a few sentences.
pub fn takeaways() -> Table {
    Table::new(["section", "to keep"])
        .title("Key takeaways")
        .row(["1", "one formula makes x_t for any t: nothing is simulated while training"])
        .row(["2", "a U-Net sees coarse and fine at once, and must be told the time"])
        .row(["3", "training is regression: predict the noise, mean squared error, a random t for each image"])
        .row(["3", "the loss does not go to 0 and does not rank models: look at samples, and measure them"])
        .row(["4", "a step back removes a little of the predicted noise and adds fresh noise, but for the last one"])
        .row(["4", "the number of steps belongs to the sampler, not to the network: DDIM takes 50 without new training"])
        .row(["5", "share of recognised digits, classes, digit-FID: no single number is enough"])
}
