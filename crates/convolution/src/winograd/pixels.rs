//! Images with the channels innermost, `[pixel][channel]`, each pixel padded to whole vectors.

/// Floats to which a pixel's channels are padded: a whole number of vectors on every machine.
pub const LANES: usize = 16;

/// Channels with padding.
pub fn padded(channels: usize) -> usize {
    channels.next_multiple_of(LANES)
}

/// From `[channel][pixel]`; what pads the channels must be zero already.
pub fn gather(planes: &[f32], pixels: usize, pitch: usize, to: &mut [f32]) {
    let channels = planes.len() / pixels;
    let blocks = pixels / LANES * LANES;
    for first in (0..channels).step_by(LANES) {
        let some = LANES.min(channels - first);
        for start in (0..blocks).step_by(LANES) {
            let mut block = [[0.0f32; LANES]; LANES];
            for (c, row) in block.iter_mut().enumerate().take(some) {
                row.copy_from_slice(&planes[(first + c) * pixels + start..][..LANES]);
            }
            for p in 0..LANES {
                let to = &mut to[(start + p) * pitch + first..][..LANES];
                for c in 0..LANES {
                    to[c] = block[c][p];
                }
            }
        }
        for pixel in blocks..pixels {
            let to = &mut to[pixel * pitch + first..][..some];
            for (c, to) in to.iter_mut().enumerate() {
                *to = planes[(first + c) * pixels + pixel];
            }
        }
    }
}

/// Back to `[channel][pixel]`, with each channel's bias added.
pub fn scatter(
    from: &[f32],
    pixels: usize,
    pitch: usize,
    bias: Option<&[f32]>,
    planes: &mut [f32],
) {
    let channels = planes.len() / pixels;
    let blocks = pixels / LANES * LANES;
    for first in (0..channels).step_by(LANES) {
        let some = LANES.min(channels - first);
        let mut shifts = [0.0f32; LANES];
        if let Some(bias) = bias {
            shifts[..some].copy_from_slice(&bias[first..][..some]);
        }
        for start in (0..blocks).step_by(LANES) {
            let mut block = [[0.0f32; LANES]; LANES];
            for (p, row) in block.iter_mut().enumerate() {
                row.copy_from_slice(&from[(start + p) * pitch + first..][..LANES]);
            }
            for c in 0..some {
                let to = &mut planes[(first + c) * pixels + start..][..LANES];
                for p in 0..LANES {
                    to[p] = block[p][c] + shifts[c];
                }
            }
        }
        for pixel in blocks..pixels {
            for c in 0..some {
                planes[(first + c) * pixels + pixel] = from[pixel * pitch + first + c] + shifts[c];
            }
        }
    }
}
