//! Memory of freed tensors stays with the process.
//!
//! The C library gives large blocks back to the system as soon as they are freed, and the next tensor of that size asks for them
//! again, page by page. A batch of 512 digits is such a block: handing its memory to and fro took ten times as long as the
//! arithmetic on it.

use std::sync::Once;

/// Blocks up to this size come from memory that is kept; larger ones are the system's (the C library allows no higher limit).
#[cfg(all(target_os = "linux", target_env = "gnu"))]
const KEPT_BLOCK: i32 = 32 << 20;

/// Free memory that is kept at most.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
const KEPT: i32 = 512 << 20;

/// Lets this process keep what it frees. The first call counts; where the C library is another one, nothing changes.
pub(crate) fn keep() {
    static ONCE: Once = Once::new();
    ONCE.call_once(set);
}

#[cfg(all(target_os = "linux", target_env = "gnu"))]
fn set() {
    // SAFETY: `mallopt` takes two numbers and may be called at any time; a value it does not like changes nothing.
    unsafe {
        libc::mallopt(libc::M_MMAP_THRESHOLD, KEPT_BLOCK);
        libc::mallopt(libc::M_TRIM_THRESHOLD, KEPT);
    }
}

#[cfg(not(all(target_os = "linux", target_env = "gnu")))]
fn set() {}
