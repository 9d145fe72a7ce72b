//! One stream of a running cell: partial lines at once, few messages, bounded.

use std::time::{Duration, Instant};

use super::utf8::Decoder;

/// Shortest time between two messages of a stream.
const INTERVAL: Duration = Duration::from_millis(50);
/// Text of one stream that a cell can show; more would choke browsers and notebooks.
const LIMIT: usize = 1 << 20;
/// Text that may wait; of a longer one, what carriage returns have overwritten is dropped.
const WAITING: usize = 1 << 16;

/// Collects what a stream of one cell brings.
#[derive(Debug)]
pub(crate) struct Stream {
    name: &'static str,
    decoder: Decoder,
    waiting: String,
    sent: Option<Instant>,
    /// Text that stays visible.
    shown: usize,
    /// Of it, the line that a carriage return would overwrite.
    line: usize,
    left_out: u64,
}

impl Stream {
    /// A new cell's stream; `name` as in messages.
    pub(crate) fn new(name: &'static str) -> Self {
        Self {
            name,
            decoder: Decoder::default(),
            waiting: String::new(),
            sent: None,
            shown: 0,
            line: 0,
            left_out: 0,
        }
    }

    /// Takes bytes; returns text that is to be sent now.
    pub(crate) fn push(&mut self, bytes: &[u8], now: Instant) -> Option<String> {
        let text = self.decoder.decode(bytes);
        self.take(&text);
        self.due(now)
    }

    /// Text whose time has come.
    pub(crate) fn due(&mut self, now: Instant) -> Option<String> {
        let early = self
            .sent
            .is_some_and(|sent| now.duration_since(sent) < INTERVAL);
        if early { None } else { self.flush(now) }
    }

    /// All that waits, for something else is to be shown after it.
    pub(crate) fn flush(&mut self, now: Instant) -> Option<String> {
        if self.waiting.is_empty() {
            return None;
        }
        self.sent = Some(now);
        Some(std::mem::take(&mut self.waiting))
    }

    /// The rest, with a note when something was left out.
    pub(crate) fn finish(&mut self) -> Option<String> {
        let rest = self.decoder.finish();
        self.take(&rest);
        if self.left_out > 0 {
            self.waiting += &format!("[{} more on {} left out]\n", size(self.left_out), self.name);
        }
        self.flush(Instant::now())
    }

    fn take(&mut self, text: &str) {
        let cut = if self.left_out > 0 {
            0
        } else {
            self.fitting(text)
        };
        self.waiting += &text[..cut];
        if cut < text.len() {
            if self.left_out == 0 {
                self.waiting += &format!(
                    "\n[a cell can show {} on {}; the rest is left out]\n",
                    size(LIMIT as u64),
                    self.name
                );
            }
            self.left_out += (text.len() - cut) as u64;
        }
        if self.waiting.len() > WAITING {
            self.drop_overwritten();
        }
    }

    /// How many bytes of `text` can be shown. A line that is overwritten, as by a progress bar, counts once.
    fn fitting(&mut self, text: &str) -> usize {
        for (at, c) in text.char_indices() {
            match c {
                '\n' => (self.shown, self.line) = (self.shown + 1, 0),
                '\r' => (self.shown, self.line) = (self.shown - self.line, 0),
                _ if self.shown + c.len_utf8() > LIMIT => return at,
                _ => {
                    (self.shown, self.line) = (self.shown + c.len_utf8(), self.line + c.len_utf8())
                }
            }
        }
        text.len()
    }

    fn drop_overwritten(&mut self) {
        let line = self.waiting.rfind('\n').map_or(0, |at| at + 1);
        if let Some(at) = self.waiting[line..].rfind('\r') {
            self.waiting.replace_range(line..line + at, "");
        }
    }
}

/// A size in words.
fn size(bytes: u64) -> String {
    match bytes {
        ..1024 => format!("{bytes} bytes"),
        1024..1_048_576 => format!("{:.1} KiB", bytes as f64 / 1024.0),
        _ => format!("{:.1} MiB", bytes as f64 / 1_048_576.0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_bytes_go_at_once_and_the_next_ones_together() {
        let mut stream = Stream::new("stdout");
        let start = Instant::now();
        assert_eq!(stream.push(b"a", start).as_deref(), Some("a"));
        assert_eq!(stream.push(b"b", start), None);
        assert_eq!(stream.push(b"c", start + INTERVAL / 2), None);
        assert_eq!(stream.due(start + INTERVAL).as_deref(), Some("bc"));
        assert_eq!(stream.due(start + 3 * INTERVAL), None);
    }

    #[test]
    fn a_flood_is_cut_and_counted() {
        let mut stream = Stream::new("stdout");
        let (start, mut sent) = (Instant::now(), String::new());
        for _ in 0..64 {
            sent.extend(stream.push(&[b'x'; 1 << 16], start));
        }
        sent.extend(stream.finish());
        assert!(sent.len() < LIMIT + 200, "{}", sent.len());
        assert!(sent.ends_with("[a cell can show 1.0 MiB on stdout; the rest is left out]\n[3.0 MiB more on stdout left out]\n"));
    }

    #[test]
    fn a_line_that_is_overwritten_counts_once() {
        let mut stream = Stream::new("stderr");
        for step in 0..100_000 {
            stream.push(
                format!("\rstep {step:7} of 100000").as_bytes(),
                Instant::now(),
            );
        }
        assert_eq!(stream.left_out, 0);
        assert!(stream.finish().unwrap().ends_with("step   99999 of 100000"));
    }

    #[test]
    fn memory_stays_bounded_between_two_messages() {
        let mut stream = Stream::new("stderr");
        let start = Instant::now();
        stream.push(b"first", start);
        for step in 0..100_000 {
            assert_eq!(
                stream.push(format!("\rstep {step}").as_bytes(), start),
                None
            );
        }
        assert!(stream.waiting.len() <= WAITING + 100);
    }
}
