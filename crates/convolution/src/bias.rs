//! The gradient with respect to the bias.

use rayon::prelude::*;

/// `db[m] = Σ_{n, o} dy[n, m, o]` for `dy [batch, channels, pixels]`.
pub fn bias_gradient(channels: usize, pixels: usize, dy: &[f32]) -> Vec<f32> {
    let of_channel = |channel: usize| {
        let planes = dy
            .chunks_exact(pixels.max(1))
            .skip(channel)
            .step_by(channels);
        planes.map(sum).sum::<f32>()
    };
    (0..channels).into_par_iter().map(of_channel).collect()
}

/// In eight strands, which the compiler keeps in one vector.
fn sum(plane: &[f32]) -> f32 {
    let (chunks, rest) = plane.as_chunks::<8>();
    let strands = chunks.iter().fold([0.0f32; 8], |mut strands, chunk| {
        strands
            .iter_mut()
            .zip(chunk)
            .for_each(|(strand, value)| *strand += value);
        strands
    });
    strands.iter().sum::<f32>() + rest.iter().sum::<f32>()
}
