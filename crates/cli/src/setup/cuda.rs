//! Whether the kits compute with CUDA: a matter of minutes to build, so it is asked for, and told.

use std::env;

use cuda_probe::Driver;

/// Whether set-up builds with CUDA: somebody asks for a card, and a driver is installed.
pub fn is_wanted() -> bool {
    wanted(
        &env::var("NOISEBOOK_DEVICE").unwrap_or_default(),
        Driver::is_installed,
    )
}

fn wanted(device: &str, driver: impl FnOnce() -> bool) -> bool {
    device.trim().to_ascii_lowercase().starts_with("cuda") && driver()
}

/// Said before such a build.
pub const NOTE: &str = "`NOISEBOOK_DEVICE` asks for CUDA: the labs are built with it, which takes longer, once. \
    Nobody has tried it on a card yet; `NOISEBOOK_DEVICE=cpu cargo noisebook setup` builds without it.";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cuda_is_built_for_who_asks_and_has_a_driver() {
        assert!(wanted("cuda", || true) && wanted(" CUDA:1 ", || true));
        assert!(!wanted("", || true) && !wanted("auto", || true) && !wanted("cpu", || true));
        assert!(!wanted("cuda:0", || false));
    }
}
