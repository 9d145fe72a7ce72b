//! The standard library's part of every index.
//!
//! Its sources are not on every machine, so `assets/` holds what was boiled down from them. After a change of the pinned
//! compiler, `cargo run -p api-index --example standard` writes it anew (it needs `rustup component add rust-src`).

use crate::part::{Part, PartError};

/// The crates behind `std`.
pub const CRATES: [&str; 3] = ["core", "alloc", "std"];

/// The standard library, as of the compiler that this crate was made with.
///
/// # Errors
/// [`PartError`] when the assets are not of this version; a test keeps them so.
pub fn parts() -> Result<Vec<Part>, PartError> {
    let assets: [&[u8]; 3] = [
        include_bytes!("../assets/core.part"),
        include_bytes!("../assets/alloc.part"),
        include_bytes!("../assets/std.part"),
    ];
    assets.into_iter().map(Part::from_bytes).collect()
}

/// What of the standard library is kept: not what belongs to single processors, and not what the compiler alone uses.
pub fn wanted(path: &str) -> bool {
    const OUT: [&str; 16] = [
        "core::core_arch",
        "core::arch",
        "core::core_simd",
        "core::simd",
        "core::intrinsics",
        "core::panicking",
        "core::unicode",
        "core::f16",
        "core::f128",
        "core::ffi",
        "std::arch",
        "std::os",
        "std::sys",
        "std::simd",
        "std::f16",
        "std::f128",
    ];
    let name = path.trim_end_matches(['(', ')', '!']);
    let below = |module: &str| {
        name == module
            || name
                .strip_prefix(module)
                .is_some_and(|rest| rest.starts_with("::"))
    };
    !matches!(name, "f16" | "f128") && !OUT.iter().any(|module| below(module))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_assets_are_of_the_pinned_compiler() {
        let pinned = include_str!("../../../rust-toolchain.toml");
        for (part, name) in parts().unwrap().iter().zip(CRATES) {
            assert_eq!(part.name, name);
            assert!(
                pinned.contains(&format!("\"{}\"", part.version.trim_end_matches(".0")))
                    || pinned.contains(&format!("\"{}\"", part.version)),
                "the index of `{name}` is of Rust {}\nhint: `cargo run -p api-index --example standard`",
                part.version
            );
        }
    }

    #[test]
    fn single_processors_are_left_out() {
        assert!(!wanted("core::core_arch::x86::_mm_add_ps()"));
        assert!(wanted("core::option::Option") && wanted("core::archive::X"));
    }
}
