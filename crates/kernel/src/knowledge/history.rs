//! Inputs of this session. Earlier sessions are not kept: their values are gone.

use jupyter_protocol::{HistoryEntry, HistoryRequest};

use super::glob;

/// This session's number; 0 means the same.
const SESSION: usize = 1;

/// One input.
#[derive(Debug, Clone, PartialEq)]
struct Entry {
    number: usize,
    input: String,
    output: String,
}

/// All inputs, in order.
#[derive(Debug, Default)]
pub(crate) struct History(Vec<Entry>);

impl History {
    /// Adds an input and the text of its result.
    pub(crate) fn add(&mut self, number: usize, input: &str, output: Option<String>) {
        self.0.push(Entry {
            number,
            input: input.to_owned(),
            output: output.unwrap_or_default(),
        });
    }

    /// What a request asks for, oldest first.
    pub(crate) fn answer(&self, request: &HistoryRequest) -> Vec<HistoryEntry> {
        let (entries, output) = match request {
            HistoryRequest::Tail { n, output, .. } => (last(self.0.iter().collect(), *n), *output),
            HistoryRequest::Range {
                session,
                start,
                stop,
                output,
                ..
            } => (self.range(session.unwrap_or(0), *start, *stop), *output),
            HistoryRequest::Search {
                pattern,
                unique,
                output,
                n,
                ..
            } => (last(self.search(pattern, *unique), *n), *output),
        };
        entries
            .into_iter()
            .map(|entry| reply(entry, output))
            .collect()
    }

    fn range(&self, session: i32, start: i32, stop: i32) -> Vec<&Entry> {
        let ours = session == 0 || usize::try_from(session) == Ok(SESSION);
        let within =
            |entry: &&Entry| i32::try_from(entry.number).is_ok_and(|n| start <= n && n < stop);
        self.0.iter().filter(|_| ours).filter(within).collect()
    }

    /// Of equal inputs the last, when each is wanted once.
    fn search(&self, pattern: &str, unique: bool) -> Vec<&Entry> {
        let fits = |entry: &&Entry| glob::fits(pattern, &entry.input);
        let again = |i: usize, entry: &Entry| {
            self.0[i + 1..]
                .iter()
                .any(|later| later.input == entry.input)
        };
        let entries = self
            .0
            .iter()
            .enumerate()
            .filter(|(i, entry)| !(unique && again(*i, entry)));
        entries.map(|(_, entry)| entry).filter(fits).collect()
    }
}

fn last(mut entries: Vec<&Entry>, n: i32) -> Vec<&Entry> {
    let n = usize::try_from(n).unwrap_or(0);
    entries.split_off(entries.len().saturating_sub(n))
}

fn reply(entry: &Entry, output: bool) -> HistoryEntry {
    let Entry {
        number,
        input,
        output: result,
    } = entry.clone();
    match output {
        true => HistoryEntry::InputOutput(SESSION, number, (input, result)),
        false => HistoryEntry::Input(SESSION, number, input),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn inputs(request: &HistoryRequest) -> Vec<String> {
        let mut history = History::default();
        for (i, input) in ["let x = 1;", "x", "x + 1", "x"].iter().enumerate() {
            history.add(i + 1, input, None);
        }
        let input = |entry| match entry {
            HistoryEntry::Input(_, _, input) | HistoryEntry::InputOutput(_, _, (input, _)) => input,
        };
        history.answer(request).into_iter().map(input).collect()
    }

    #[test]
    fn the_tail_is_the_end() {
        assert_eq!(
            inputs(&HistoryRequest::Tail {
                n: 2,
                output: false,
                raw: true
            }),
            ["x + 1", "x"]
        );
    }

    #[test]
    fn a_range_excludes_its_end() {
        let range = |session, start, stop| HistoryRequest::Range {
            session,
            start,
            stop,
            output: true,
            raw: true,
        };
        assert_eq!(inputs(&range(Some(1), 2, 4)), ["x", "x + 1"]);
        assert_eq!(inputs(&range(None, 4, i32::MAX)), ["x"]);
        assert!(inputs(&range(Some(-1), 0, 9)).is_empty());
    }

    #[test]
    fn a_search_can_show_equal_inputs_once() {
        let search = |pattern: &str, unique, n| HistoryRequest::Search {
            pattern: pattern.into(),
            unique,
            output: false,
            raw: true,
            n,
        };
        assert_eq!(inputs(&search("x*", true, 9)), ["x + 1", "x"]);
        assert_eq!(inputs(&search("x", false, 1)), ["x"]);
    }
}
