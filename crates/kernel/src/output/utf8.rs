//! Bytes to text, piece by piece.

/// Turns pieces of bytes into text. A character that is split over two pieces waits for its rest; what is no UTF-8 becomes
/// U+FFFD.
#[derive(Debug, Default)]
pub(crate) struct Decoder(Vec<u8>);

impl Decoder {
    /// Text of the bytes so far, save an unfinished character at their end.
    pub(crate) fn decode(&mut self, bytes: &[u8]) -> String {
        self.0.extend_from_slice(bytes);
        let keep = unfinished(&self.0);
        let rest = self.0.split_off(self.0.len() - keep);
        let text = String::from_utf8_lossy(&self.0).into_owned();
        self.0 = rest;
        text
    }

    /// What is left when no more bytes come.
    pub(crate) fn finish(&mut self) -> String {
        String::from_utf8_lossy(&std::mem::take(&mut self.0)).into_owned()
    }
}

/// Length of a character's beginning at the end of `bytes`.
fn unfinished(bytes: &[u8]) -> usize {
    let tail = &bytes[bytes.len().saturating_sub(3)..];
    (1..=tail.len())
        .find(|n| match std::str::from_utf8(&tail[tail.len() - n..]) {
            // Invalid from its first byte, and for want of bytes alone.
            Err(error) => error.error_len().is_none() && error.valid_up_to() == 0,
            Ok(_) => false,
        })
        .unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn split_characters_are_put_together() {
        let text = "aä€😀b";
        for at in 0..=text.len() {
            let mut decoder = Decoder::default();
            let (head, tail) = text.as_bytes().split_at(at);
            let read = decoder.decode(head) + &decoder.decode(tail) + &decoder.finish();
            assert_eq!(read, text, "split at {at}");
        }
    }

    #[test]
    fn one_byte_at_a_time() {
        let mut decoder = Decoder::default();
        let read: String = "é😀".bytes().map(|byte| decoder.decode(&[byte])).collect();
        assert_eq!(read, "é😀");
    }

    #[test]
    fn what_is_no_text_is_marked() {
        let mut decoder = Decoder::default();
        assert_eq!(decoder.decode(b"a\xff\xfeb"), "a\u{fffd}\u{fffd}b");
        assert_eq!(decoder.decode(b"\xe2\x82"), "");
        assert_eq!(decoder.finish(), "\u{fffd}");
    }
}
