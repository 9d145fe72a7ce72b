//! From drawn pixels to a PNG.

/// Averages squares of `factor`² pixels and encodes the result as an RGB PNG.
pub(super) fn encode(
    pixels: &[u8],
    (width, height): (u32, u32),
    factor: u32,
) -> Result<Vec<u8>, String> {
    let smooth = averaged(pixels, width as usize, factor as usize);
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, width / factor, height / factor);
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_compression(png::Compression::Balanced);
    let mut writer = encoder.write_header().map_err(|e| e.to_string())?;
    writer
        .write_image_data(&smooth)
        .map_err(|e| e.to_string())?;
    writer.finish().map_err(|e| e.to_string())?;
    Ok(bytes)
}

fn averaged(pixels: &[u8], width: usize, factor: usize) -> Vec<u8> {
    let area = (factor * factor) as u32;
    let small = width / factor;
    let mut result = Vec::with_capacity(pixels.len() / (factor * factor));
    for band in pixels.chunks_exact(3 * width * factor) {
        let mut sums = vec![0_u32; 3 * small];
        for line in band.chunks_exact(3 * width) {
            for (x, pixel) in line.chunks_exact(3).enumerate() {
                let at = 3 * (x / factor);
                (0..3).for_each(|channel| sums[at + channel] += u32::from(pixel[channel]));
            }
        }
        result.extend(sums.into_iter().map(|sum| ((sum + area / 2) / area) as u8));
    }
    result
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn squares_of_pixels_become_their_mean() {
        let (black, white) = ([0, 0, 0], [255, 255, 255]);
        let pixels = [black, white, white, white, black, white, white, white].concat();
        assert_eq!(averaged(&pixels, 4, 2), [128, 128, 128, 255, 255, 255]);
    }
}
