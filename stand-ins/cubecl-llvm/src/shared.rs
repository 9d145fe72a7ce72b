//! Names shared by the code generators.

/// What a device may advertise when LLVM compiles for it.
pub mod lowered_features {
    use cubecl_core::ir::DeviceProperties;

    use crate::REASON;

    /// A device that LLVM compiles for.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub enum GpuTarget {
        /// One of NVIDIA's.
        Nvptx,
    }

    /// Would take away what LLVM cannot compile.
    ///
    /// # Panics
    /// Always: only a build whose compiler is LLVM comes here, and that build cannot compile a single kernel.
    pub fn restrict_features(_: &mut DeviceProperties, _: GpuTarget) {
        panic!("{REASON}");
    }
}
