//! Names of the code generator for NVIDIA's devices.

/// The version of the assembly that LLVM would emit.
pub mod ptx_version {
    use core::fmt;

    /// A version; there is none, since nothing is emitted.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
    pub enum PtxVersion {}

    impl PtxVersion {
        /// The newest version that a driver loads: `None`, nothing is emitted for it.
        pub fn for_driver(_: i32) -> Option<Self> {
            None
        }
    }

    impl fmt::Display for PtxVersion {
        fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
            match *self {}
        }
    }
}
