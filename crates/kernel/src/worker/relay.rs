//! Output of the process that runs cells, on its way to those who publish it.

use std::time::Instant;

use engine::Output;
use jupyter_protocol::StreamContent;

use super::Progress;
use crate::output::Stream;

/// Passes output on: what is printed in few messages, figures and questions at once.
pub(super) struct Relay<'a> {
    send: Box<dyn Fn(Progress) + 'a>,
    stdout: Stream,
    stderr: Stream,
}

impl<'a> Relay<'a> {
    /// Nothing has been printed yet.
    pub(super) fn new(send: impl Fn(Progress) + 'a) -> Self {
        Self {
            send: Box::new(send),
            stdout: Stream::new("stdout"),
            stderr: Stream::new("stderr"),
        }
    }

    /// Takes output; `None` is an occasion to send what waits.
    pub(super) fn take(&mut self, output: Option<Output>) {
        let now = Instant::now();
        match output {
            Some(Output::Stdout(bytes)) => {
                let text = self.stdout.push(&bytes, now);
                self.stdout(text);
            }
            Some(Output::Stderr(bytes)) => {
                let text = self.stderr.push(&bytes, now);
                self.stderr(text);
            }
            Some(Output::Display(event)) => {
                self.flush(now);
                (self.send)(Progress::Display(event));
            }
            Some(Output::Input(input)) => {
                self.flush(now);
                (self.send)(Progress::Input(input));
            }
            None => {
                let (out, err) = (self.stdout.due(now), self.stderr.due(now));
                self.stdout(out);
                self.stderr(err);
            }
        }
    }

    /// What was printed before a figure or a question stands before it.
    fn flush(&mut self, now: Instant) {
        let (out, err) = (self.stdout.flush(now), self.stderr.flush(now));
        self.stdout(out);
        self.stderr(err);
    }

    /// Sends the rest.
    pub(super) fn finish(&mut self) {
        let (out, err) = (self.stdout.finish(), self.stderr.finish());
        self.stdout(out);
        self.stderr(err);
    }

    fn stdout(&self, text: Option<String>) {
        text.into_iter()
            .for_each(|text| (self.send)(Progress::Text(StreamContent::stdout(&text))));
    }

    fn stderr(&self, text: Option<String>) {
        text.into_iter()
            .for_each(|text| (self.send)(Progress::Text(StreamContent::stderr(&text))));
    }
}
