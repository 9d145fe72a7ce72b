//! Seeds of everything random in a run, from one.

/// The seed of the first weights.
pub(super) fn of_weights(seed: u64) -> u64 {
    mixed(seed, 0, 0)
}

/// The seed of the order of the digits in an epoch.
pub(super) fn of_epoch(seed: u64, epoch: usize) -> u64 {
    mixed(seed, 1, epoch)
}

/// The seed of what a step draws.
pub(super) fn of_step(seed: u64, step: usize) -> u64 {
    mixed(seed, 2, step)
}

/// SplitMix64's finaliser over all three (Steele, Lea and Flood, 2014).
fn mixed(seed: u64, stream: u64, index: usize) -> u64 {
    [stream, index as u64]
        .into_iter()
        .fold(seed, |state, word| {
            let mut z = state.wrapping_add(word).wrapping_add(0x9e37_79b9_7f4a_7c15);
            z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            z ^ (z >> 31)
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_of_them_are_equal() {
        let mut seeds: Vec<u64> = (0..1000)
            .flat_map(|i| [of_epoch(7, i), of_step(7, i)])
            .collect();
        seeds.push(of_weights(7));
        seeds.sort_unstable();
        assert!(seeds.is_sorted_by(|a, b| a < b));
        assert_ne!(of_step(7, 3), of_step(8, 3));
    }
}
