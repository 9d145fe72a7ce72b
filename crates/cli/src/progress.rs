//! A line that shows what goes on, on terminals; plain lines elsewhere.

use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

/// A spinner with `task`, drawn on stderr while it lives; where stderr is no terminal, one plain line.
pub fn spinner(task: &str) -> ProgressBar {
    let bar = ProgressBar::new_spinner();
    if bar.is_hidden() {
        eprintln!("{task} …");
    }
    let style = ProgressStyle::with_template("{spinner} {prefix} [{elapsed}] {wide_msg:.dim}");
    bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_spinner()));
    bar.set_prefix(task.to_owned());
    bar.enable_steady_tick(Duration::from_millis(100));
    bar
}
