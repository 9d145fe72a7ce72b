//! Times of work that a device does later than it is told to.

use std::time::Instant;

use burn::tensor::Device;
use noisebook_runtime::stats;

/// Median seconds of one of `steps` calls of `step`, over `turns` turns; the device is waited for at the end of each turn only,
/// as in real training. Two turns come first and do not count: kernels are compiled and tuned there.
pub fn median(
    device: &Device,
    turns: usize,
    steps: usize,
    mut step: impl FnMut(),
) -> Result<f64, String> {
    let mut seconds = Vec::new();
    for turn in 0..turns + 2 {
        let start = Instant::now();
        (0..steps).for_each(|_| step());
        device.sync().map_err(|error| format!("{error:?}"))?;
        if turn >= 2 {
            seconds.push(start.elapsed().as_secs_f64() / steps as f64);
        }
    }
    stats::median(&seconds).ok_or_else(|| "no turn was timed".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn turns_come_on_top_of_two_that_do_not_count() {
        let mut calls = 0;
        let seconds = median(&Device::flex(), 3, 2, || calls += 1).unwrap();
        assert_eq!(calls, 10);
        assert!(seconds >= 0.0);
        assert!(median(&Device::flex(), 0, 1, || ()).is_err());
    }
}
