//! NVIDIA's driver: `libcuda.so.1`.

use std::ffi::{CStr, c_char, c_int, c_uint};
use std::fmt;

use crate::compiler::OLDEST;
use crate::library::{Opened, names};
use crate::{CudaError, Version};

/// The driver, initialised.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Driver {
    /// The CUDA that it runs.
    pub version: Version,
    /// Its cards, as `CUDA_VISIBLE_DEVICES` shows them.
    pub cards: Vec<Card>,
}

/// One card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Card {
    /// Its name: `NVIDIA L4`.
    pub name: String,
    /// Its memory in MiB.
    pub memory: usize,
}

impl fmt::Display for Card {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, {:.0} GiB", self.name, self.memory as f64 / 1024.0)
    }
}

type Number = unsafe extern "C" fn(*mut c_int) -> c_int;
type NumberOf = unsafe extern "C" fn(*mut c_int, c_int) -> c_int;

impl Driver {
    /// Whether a driver is installed; nothing of it is started.
    pub fn is_installed() -> bool {
        open().is_some()
    }

    /// Starts the driver and lists its cards.
    ///
    /// # Errors
    /// [`CudaError::NoDriver`], [`CudaError::OldDriver`], [`CudaError::NotTheLibrary`], or [`CudaError::Refused`] with the
    /// driver's own error.
    pub fn find() -> Result<Self, CudaError> {
        let library = open().ok_or(CudaError::NoDriver)?;
        // SAFETY: the type in `cuda.h`.
        let init: unsafe extern "C" fn(c_uint) -> c_int = unsafe { library.function("cuInit") }?;
        let version = version(&library)?;
        if version < OLDEST {
            return Err(CudaError::OldDriver { found: version });
        }
        // SAFETY: the only flag that exists is 0.
        answered(&library, "cuInit", unsafe { init(0) })?;
        // SAFETY: the type in `cuda.h`.
        let count: Number = unsafe { library.function("cuDeviceGetCount") }?;
        let mut number = 0;
        // SAFETY: writes one number.
        answered(&library, "cuDeviceGetCount", unsafe { count(&mut number) })?;
        let cards = (0..number).map(|index| card(&library, index));
        Ok(Self {
            version,
            cards: cards.collect::<Result<_, _>>()?,
        })
    }
}

fn open() -> Option<Opened> {
    Opened::first(&names("cuda", &[1]))
}

fn version(library: &Opened) -> Result<Version, CudaError> {
    // SAFETY: the type in `cuda.h`.
    let get: Number = unsafe { library.function("cuDriverGetVersion") }?;
    let mut number = 0;
    // SAFETY: writes one number, also before `cuInit`.
    answered(library, "cuDriverGetVersion", unsafe { get(&mut number) })?;
    Ok(Version::of_number(number))
}

fn card(library: &Opened, index: c_int) -> Result<Card, CudaError> {
    // SAFETY: the types in `cuda.h`.
    let (get, name, memory) = unsafe {
        let get: NumberOf = library.function("cuDeviceGet")?;
        let name: unsafe extern "C" fn(*mut c_char, c_int, c_int) -> c_int =
            library.function("cuDeviceGetName")?;
        let memory: unsafe extern "C" fn(*mut usize, c_int) -> c_int =
            library.function("cuDeviceTotalMem_v2")?;
        (get, name, memory)
    };
    let (mut device, mut bytes, mut text) = (0, 0, [0; 256]);
    // SAFETY: each writes what its parameter holds; the text's length goes with it, less one for the end.
    unsafe {
        answered(library, "cuDeviceGet", get(&mut device, index))?;
        let asked = name(text.as_mut_ptr(), 255, device);
        answered(library, "cuDeviceGetName", asked)?;
        answered(library, "cuDeviceTotalMem_v2", memory(&mut bytes, device))?;
    }
    // SAFETY: the last byte is still 0.
    let name = unsafe { CStr::from_ptr(text.as_ptr()) };
    Ok(Card {
        name: name.to_string_lossy().into_owned(),
        memory: bytes >> 20,
    })
}

fn answered(library: &Opened, function: &'static str, code: c_int) -> Result<(), CudaError> {
    match code {
        0 => Ok(()),
        code => Err(CudaError::Refused {
            function,
            code,
            name: name_of(library, code),
        }),
    }
}

fn name_of(library: &Opened, code: c_int) -> String {
    let unknown = || "an error without a name".to_owned();
    // SAFETY: the type in `cuda.h`.
    let get: Result<unsafe extern "C" fn(c_int, *mut *const c_char) -> c_int, _> =
        unsafe { library.function("cuGetErrorName") };
    let Ok(get) = get else { return unknown() };
    let mut text = std::ptr::null();
    // SAFETY: writes a pointer to a constant of the library, or null.
    let known = unsafe { get(code, &mut text) } == 0 && !text.is_null();
    if !known {
        return unknown();
    }
    // SAFETY: a constant of the library, which stays open.
    unsafe { CStr::from_ptr(text) }
        .to_string_lossy()
        .into_owned()
}
