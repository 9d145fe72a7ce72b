//! A progress bar as a notebook's result, replaced while the work goes on.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use super::UPDATES_PER_SECOND;
use super::meter::Meter;
use crate::display::{self, Rich};

/// What is known of the bar on the page.
#[derive(Debug)]
pub(super) struct Live {
    id: String,
    last: Option<Instant>,
}

impl Live {
    /// Puts an empty bar on the page.
    pub fn start(meter: &Meter) -> Self {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let id = format!("noisebook-progress-{}-{number}", std::process::id());
        display::channel().replace(&id, true, &rich(meter, Instant::now()));
        Self {
            id,
            last: Some(Instant::now()),
        }
    }

    /// Draws the bar anew, if that is due. The full bar always is: a variable of a notebook is not dropped when its cell ends.
    pub fn update(&mut self, meter: &Meter, now: Instant) {
        const SHORTEST: Duration = Duration::from_millis(1000 / UPDATES_PER_SECOND as u64);
        let due = self
            .last
            .is_none_or(|last| now.duration_since(last) >= SHORTEST);
        if due || meter.done == meter.total {
            self.last = Some(now);
            self.draw(meter, now);
        }
    }

    /// Draws the bar anew.
    pub fn draw(&self, meter: &Meter, now: Instant) {
        display::channel().replace(&self.id, false, &rich(meter, now));
    }
}

fn rich(meter: &Meter, now: Instant) -> Rich {
    let words = meter.words(now);
    let (done, total) = (meter.done.min(meter.total), meter.total.max(1));
    let html = format!(
        "<div><progress value=\"{done}\" max=\"{total}\" style=\"width: 24em; vertical-align: middle\"></progress> \
         <code>{}</code></div>",
        words.replace('&', "&amp;").replace('<', "&lt;")
    );
    Rich::text(words).with_html(html)
}
