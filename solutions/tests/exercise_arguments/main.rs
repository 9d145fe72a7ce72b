//! Bad input to the exercises themselves: the scaffold names the argument, what was expected and what came, before anything else.

/// The words with which a call panics.
#[track_caller]
fn words(call: impl FnOnce()) -> String {
    let panic = std::panic::catch_unwind(std::panic::AssertUnwindSafe(call));
    let panic = panic.expect_err("the call must not come back");
    panic.downcast_ref::<String>().cloned().unwrap_or_default()
}

/// Each call is refused with words that begin as given.
macro_rules! refused {
    ($($call:expr => $argument:literal, $expected:literal, $got:literal;)*) => {$({
        let words = words(|| { let _ = $call; });
        let start = format!("`{}`: expected {}, got {}", $argument, $expected, $got);
        assert!(words.starts_with(&start) && words.contains("\nhint: "), "{words}\nis not\n{start}");
    })*};
}

mod elbo;
mod forward;
