//! Programs that want too much memory.

use std::ptr;

use crate::processes::fork;

const MIB: usize = 1 << 20;

pub(crate) fn run(program: &str) -> bool {
    match program {
        "allocate" => grow(10 << 10, private),
        "share" => grow(10 << 10, shared),
        "allocate-in-children" => in_children(),
        _ => return false,
    }
    true
}

/// Takes `mib` MiB, one by one, and touches every page of them.
fn grow(mib: usize, take: impl Fn() -> *mut u8) {
    for _ in 0..mib {
        let block = take();
        for page in (0..MIB).step_by(4096) {
            // SAFETY: the block is one MiB long.
            unsafe { block.add(page).write_volatile(1) };
        }
    }
    println!("got all");
}

fn private() -> *mut u8 {
    Box::leak(vec![0; MIB].into_boxed_slice()).as_mut_ptr()
}

fn shared() -> *mut u8 {
    let (access, kind) = (
        libc::PROT_READ | libc::PROT_WRITE,
        libc::MAP_SHARED | libc::MAP_ANONYMOUS,
    );
    // SAFETY: a new mapping touches nobody else's memory.
    let block = unsafe { libc::mmap(ptr::null_mut(), MIB, access, kind, -1, 0) };
    assert_ne!(block, libc::MAP_FAILED, "no more shared memory");
    block.cast()
}

/// Four children, each content with what one process may have.
fn in_children() {
    for _ in 0..4 {
        if fork() == 0 {
            grow(48, private);
            loop {
                std::thread::park();
            }
        }
    }
    loop {
        std::thread::park();
    }
}
