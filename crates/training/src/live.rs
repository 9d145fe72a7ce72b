use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use noisebook_runtime::Figure;
use noisebook_runtime::display::{self, Drawing};

/// A figure that takes its own place while work goes on; where results cannot be replaced, only the last one is shown.
#[derive(Debug)]
pub struct LiveFigure {
    id: String,
    shown: Option<Instant>,
    every: Duration,
}

impl LiveFigure {
    /// A figure that is drawn at most once in `every`.
    pub fn new(every: Duration) -> Self {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        Self {
            id: format!("noisebook-live-{}-{number}", std::process::id()),
            shown: None,
            every,
        }
    }

    /// Draws what `figure` gives, if that is due.
    pub fn update(&mut self, figure: impl FnOnce() -> Figure) {
        let due = self.shown.is_none_or(|shown| shown.elapsed() >= self.every);
        if due && display::channel().drawing() == Drawing::InPlace {
            self.draw(&figure());
        }
    }

    /// Draws the figure that stays.
    pub fn finish(mut self, figure: &Figure) {
        match display::channel().drawing() {
            Drawing::InPlace => self.draw(figure),
            _ => figure.show(),
        }
    }

    fn draw(&mut self, figure: &Figure) {
        if let Ok(rich) = figure.rich() {
            display::channel().replace(&self.id, self.shown.is_none(), &rich);
            self.shown = Some(Instant::now());
        }
    }
}
