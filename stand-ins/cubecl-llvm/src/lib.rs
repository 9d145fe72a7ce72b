//! Stands in for the crate `cubecl-llvm`, whose build downloads LLVM.
//!
//! `cubecl-cuda` compiles kernels by CUDA C++ and NVRTC, or by LLVM, and links both whichever runs. Its feature `cpp` chooses
//! NVRTC; then of this crate only names are used. So each type of something that LLVM would have made is one without values,
//! and each function that would run LLVM fails and says what to do.

use core::convert::Infallible;
use core::ffi::c_char;
use core::fmt;

use cubecl_core::ir::nvidia::SmArch;
use cubecl_core::prelude::KernelDefinition;
use cubecl_environment::backtrace::BackTrace;
use cubecl_server::compiler::{CompilationError, Compiler};
use cubecl_server::kernel::BufferIOAttr;

use nvptx::ptx_version::PtxVersion;

pub mod nvptx;
pub mod shared;

/// What every path into LLVM answers.
pub(crate) const REASON: &str = "this build has no LLVM\n\
    hint: build with the feature `cuda` of the course's own packages: it turns on `cuda-cpp` of cubecl, which compiles with NVRTC";

/// Targets that the LLVM compiler would have.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LlvmTarget {
    /// NVIDIA's virtual instruction set.
    #[default]
    Nvptx,
}

/// The compiler that is not here: compiling fails.
#[derive(Clone, Debug, Default)]
pub struct PlironCompiler {
    /// For what it would compile.
    pub target: LlvmTarget,
}

/// Its options; none has an effect.
#[derive(Clone, Debug, Default)]
pub struct PlironOptions {
    /// Architecture of an AMD device: never known.
    pub arch: Option<Infallible>,
    /// Architecture of an NVIDIA device.
    pub sm_arch: Option<SmArch>,
    /// Version of the assembly to emit: never known.
    pub ptx_version: Option<PtxVersion>,
    /// Whether scalars travel in the parameter block.
    pub grid_constants: bool,
    /// Whatever else the original has.
    pub others: (),
}

/// A compiled kernel; there is none, since nothing can make [`Infallible`].
#[derive(Clone, Debug)]
pub struct NvptxModule {
    /// Assembly.
    pub ptx: Vec<c_char>,
    /// Name of the kernel's function.
    pub entrypoint: String,
    /// Intermediate representation.
    pub ir: String,
    /// Shared memory of a launch, in bytes.
    pub shared_memory_size: usize,
    /// How each buffer is used.
    pub io: Vec<BufferIOAttr>,
    /// Why there is none.
    pub never: Infallible,
}

/// What compiling would give.
#[derive(Clone, Debug)]
pub enum PlironArtifact {
    /// A kernel for NVIDIA's devices.
    NvptxCode(NvptxModule),
    /// A kernel for any other target.
    Other(Infallible),
}

impl fmt::Display for PlironArtifact {
    fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NvptxCode(module) => match module.never {},
            Self::Other(never) => match *never {},
        }
    }
}

impl Compiler for PlironCompiler {
    type Representation = PlironArtifact;
    type CompilationOptions = PlironOptions;

    fn compile(
        &mut self,
        _: KernelDefinition,
        _: &Self::CompilationOptions,
    ) -> Result<Self::Representation, CompilationError> {
        Err(CompilationError::Generic {
            reason: REASON.to_owned(),
            backtrace: BackTrace::capture(),
        })
    }

    fn extension(&self) -> &'static str {
        "ll"
    }

    fn lang_tag(&self) -> &'static str {
        "llvm"
    }
}
