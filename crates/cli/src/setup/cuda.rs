//! Whether the kits compute with CUDA: a matter of minutes to build, so it is decided by the machine and told.

use std::env;

use cuda_probe::Driver;

/// Whether set-up builds with CUDA: a driver is installed, and nobody asked for the processor.
pub fn is_wanted() -> bool {
    wanted(
        &env::var("NOISEBOOK_DEVICE").unwrap_or_default(),
        Driver::is_installed,
    )
}

fn wanted(device: &str, driver: impl FnOnce() -> bool) -> bool {
    !device.trim().eq_ignore_ascii_case("cpu") && driver()
}

/// Said before such a build.
pub const NOTE: &str = "An NVIDIA driver is installed: the labs are built with CUDA, which takes longer, once. \
    `NOISEBOOK_DEVICE=cpu cargo noisebook setup` builds without it.";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_driver_turns_cuda_on_and_a_wish_for_the_processor_turns_it_off() {
        assert!(wanted("", || true) && wanted("cuda:1", || true));
        assert!(!wanted("cpu", || true) && !wanted(" CPU ", || true));
        assert!(!wanted("auto", || false));
    }
}
