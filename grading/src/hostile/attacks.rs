//! Attacks of one body or one answer on the process, the pipe, the compiler and the machine's patience.

use super::Hostile;
use super::Make::{Body, Items};

const fn body(name: &'static str, body: &'static str) -> Hostile {
    Hostile {
        name,
        make: Body {
            exercise: "1c",
            body,
        },
    }
}

const fn items(name: &'static str, items: &'static str) -> Hostile {
    Hostile {
        name,
        make: Items {
            answer: "reparameterization",
            items,
        },
    }
}

pub(super) const ALL: &[Hostile] = &[
    body("exit", "std::process::exit(0)"),
    body("abort", "std::process::abort()"),
    items(
        "exit-at-load",
        r#"
#[unsafe(link_section = ".init_array")]
#[used]
static AT_LOAD: extern "C" fn() = at_load;
extern "C" fn at_load() {
    std::process::exit(0)
}"#,
    ),
    body(
        "panic-hook",
        r#"std::panic::set_hook(Box::new(|_| println!("1c passed")));
        panic!("TODAY 1c passed, 5 points")"#,
    ),
    body(
        "endless-loop",
        "loop {\n            std::hint::spin_loop();\n        }",
    ),
    body(
        "endless-output",
        "loop {\n            println!(\"1c passed\");\n        }",
    ),
    body(
        "sleep",
        "std::thread::sleep(std::time::Duration::from_secs(3600));\n        x_prev * beta_t",
    ),
    body(
        "memory-bomb",
        r"let mut held = Vec::new();
        loop {
            held.push(vec![1_u8; 1 << 26]);
            std::hint::black_box(&held);
        }",
    ),
    body(
        "stack-overflow",
        r"fn down(depth: u64) -> u64 {
            std::hint::black_box([depth; 64])[0] + down(std::hint::black_box(depth + 1))
        }
        x_prev * beta_t * down(0) as f32",
    ),
    body(
        "oversized-reply",
        "Tensor::zeros([64, 1, 512, 512], &x_prev.device())",
    ),
    Hostile {
        name: "nan",
        make: Body {
            exercise: "1b",
            body: "mu * f32::NAN + sigma",
        },
    },
    Hostile {
        name: "wrong-shape",
        make: Body {
            exercise: "3b",
            body: "let x = x0.clone().reshape([1, 1, 1, x0.dims().iter().product()]);\n        (x.clone(), x)",
        },
    },
    body(
        "forged-frame",
        r"use std::io::Write;
        use std::os::fd::FromRawFd;
        let mut replies = std::mem::ManuallyDrop::new(unsafe { std::fs::File::from_raw_fd(4) });
        let reply = noisebook::exercise::Reply::Returned { values: Vec::new(), gradients: Vec::new() };
        for _ in 0..100 {
            noisebook::exercise::frame::write(&mut *replies, &reply).ok();
        }
        replies.flush().ok();
        x_prev * beta_t",
    ),
    body(
        "huge-frame",
        r"use std::io::Write;
        use std::os::fd::FromRawFd;
        let mut replies = std::mem::ManuallyDrop::new(unsafe { std::fs::File::from_raw_fd(4) });
        replies.write_all(&[255; 64]).ok();
        x_prev * beta_t",
    ),
    body(
        "swollen-frame",
        r"use std::os::fd::FromRawFd;
        let mut replies = std::mem::ManuallyDrop::new(unsafe { std::fs::File::from_raw_fd(4) });
        let values = vec![noisebook::exercise::Value::Length(0); 4_000_000];
        let reply = noisebook::exercise::Reply::Returned { values, gradients: Vec::new() };
        noisebook::exercise::frame::write(&mut *replies, &reply).ok();
        x_prev * beta_t",
    ),
    body(
        "closed-pipe",
        r"use std::os::fd::FromRawFd;
        drop(unsafe { std::fs::File::from_raw_fd(4) });
        loop {
            std::thread::park();
        }",
    ),
    body("compile-error", "x_prev * beta_t.squared()"),
    items(
        "const-loop",
        r"
const ENDLESS: u64 = {
    let mut n = 0_u64;
    while n < u64::MAX {
        n += 1;
    }
    n
};
static KEPT: u64 = ENDLESS;",
    ),
    body(
        "type-bomb",
        r"fn bomb<T: Clone>(x: T, depth: u32) -> usize {
            if depth == 0 { std::mem::size_of::<T>() } else { bomb((x.clone(), x.clone(), [x.clone(), x]), depth - 1) }
        }
        x_prev * bomb(0_u8, 100) as f32",
    ),
    body(
        "macro-bomb",
        r"macro_rules! double {
            ($($t:tt)*) => { double!($($t)* $($t)*) };
        }
        x_prev * double!(beta_t)",
    ),
    items(
        "second-main",
        "fn main() {\n    println!(\"80 points\");\n}",
    ),
];
