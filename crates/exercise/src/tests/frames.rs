//! Frames: what was written is read, and nothing else.

use std::io::{self, ErrorKind, Read};
use std::time::{Duration, Instant};

use crate::frame::{MAX_FRAME, read, write};
use crate::{GradientRequest, Inputs, Reply, Request, Value};

fn request() -> Request {
    let cotangent = Value::Floats {
        shape: vec![1, 2],
        data: vec![0.5, -1.0],
    };
    Request {
        answer: "toy".into(),
        method: "scale".into(),
        args: vec![
            cotangent.clone(),
            Value::Ints {
                shape: vec![1],
                data: vec![-7],
            },
            Value::Float(0.5),
            Value::Length(3),
        ],
        seed: u64::MAX,
        gradient: Some(GradientRequest {
            output: 1,
            cotangent,
        }),
        assist: false,
    }
}

fn framed(bytes: &[u8]) -> Vec<u8> {
    let length = u32::try_from(bytes.len()).expect("short");
    [&length.to_le_bytes(), bytes].concat()
}

fn byte(random: &mut Inputs) -> u8 {
    u8::try_from(random.integer(0, 255)).expect("at most 255")
}

fn kind<T>(result: io::Result<T>) -> ErrorKind {
    result.err().expect("must be refused").kind()
}

#[test]
fn messages_return_in_turn() {
    let replies = [
        Reply::Returned {
            values: vec![Value::Float(1.0)],
            gradients: vec![None, Some(Value::Int(-1))],
        },
        Reply::Panicked("ü".into()),
        Reply::Refused(String::new()),
    ];
    let mut pipe = Vec::new();
    write(&mut pipe, &request()).expect("written");
    replies
        .iter()
        .for_each(|reply| write(&mut pipe, reply).expect("written"));
    let mut pipe = pipe.as_slice();
    assert_eq!(read(&mut pipe).expect("read"), Some(request()));
    for reply in replies {
        assert_eq!(read(&mut pipe).expect("read"), Some(reply));
    }
    assert_eq!(read::<Reply>(&mut pipe).expect("the end"), None);
}

#[test]
fn every_truncation_is_an_error() {
    let mut whole = Vec::new();
    write(&mut whole, &request()).expect("written");
    for end in 1..whole.len() {
        assert_eq!(
            kind(read::<Request>(&mut &whole[..end])),
            ErrorKind::UnexpectedEof,
            "{end} bytes"
        );
    }
}

#[test]
fn bytes_too_many_in_a_frame_are_an_error() {
    let mut bytes = postcard::to_stdvec(&request()).expect("bytes");
    bytes.push(0);
    let error = read::<Request>(&mut framed(&bytes).as_slice()).expect_err("refused");
    assert_eq!(
        (error.kind(), error.to_string().as_str()),
        (ErrorKind::InvalidData, "1 bytes too many in a frame")
    );
}

#[test]
fn frames_above_the_limit_are_refused_before_they_are_read() {
    for length in [u32::try_from(MAX_FRAME).expect("32 bits") + 1, u32::MAX] {
        let mut pipe = io::Cursor::new(length.to_le_bytes()).chain(io::repeat(0));
        assert_eq!(kind(read::<Reply>(&mut pipe)), ErrorKind::InvalidData);
    }
    let large = Reply::Panicked("x".repeat(MAX_FRAME));
    let mut pipe = Vec::new();
    assert_eq!(kind(write(&mut pipe, &large)), ErrorKind::InvalidData);
    assert!(pipe.is_empty(), "nothing of a refused frame is written");
}

/// Lengths inside a message are claims: none may make the reader reserve what does not follow.
#[test]
fn claimed_lengths_inside_a_message_are_refused() {
    let claim = [0xff, 0xff, 0xff, 0xff, 0x0f];
    for prefix in [&[0][..], &[0, 1, 0], &[0, 1, 0, 1, 1], &[0, 0], &[1], &[2]] {
        let bytes = [prefix, &claim].concat();
        assert_eq!(
            kind(read::<Reply>(&mut framed(&bytes).as_slice())),
            ErrorKind::InvalidData,
            "{prefix:?}"
        );
    }
}

/// Two bytes of a frame may become a leaf of dozens: their number is limited too.
#[test]
fn more_leaves_than_any_exercise_needs_are_refused() {
    for count in [1_u32 << 20, 7 << 20] {
        let mut bytes = vec![0];
        bytes.extend_from_slice(&postcard::to_stdvec(&count).expect("a number"));
        bytes.extend(std::iter::repeat_n([4, 0], count as usize).flatten());
        bytes.push(0);
        assert_eq!(
            kind(read::<Reply>(&mut framed(&bytes).as_slice())),
            ErrorKind::InvalidData,
            "{count} leaves"
        );
    }
}

/// Rounds of a fuzz test. A long run: `NOISEBOOK_FUZZ_MS=600000 cargo test -p exercise never_panic`.
fn rounds() -> impl Iterator<Item = u64> {
    let asked = std::env::var("NOISEBOOK_FUZZ_MS").ok();
    let budget = Duration::from_millis(asked.and_then(|ms| ms.parse().ok()).unwrap_or(0));
    let start = Instant::now();
    (0..).take_while(move |round| *round < 20_000 || start.elapsed() < budget)
}

#[test]
fn random_bytes_never_panic() {
    let mut random = Inputs::new(1);
    for _ in rounds() {
        let bytes: Vec<u8> = (0..random.integer(0, 40))
            .map(|_| byte(&mut random))
            .collect();
        let _ = read::<Reply>(&mut bytes.as_slice());
        let _ = read::<Reply>(&mut framed(&bytes).as_slice());
        let _ = read::<Request>(&mut framed(&bytes).as_slice());
    }
}

#[test]
fn damaged_messages_never_panic() {
    let mut whole = Vec::new();
    write(&mut whole, &request()).expect("written");
    let mut random = Inputs::new(2);
    for _ in rounds() {
        let mut bytes = whole.clone();
        for _ in 0..random.integer(1, 3) {
            let i = random.integer(4, bytes.len() - 1);
            bytes[i] = byte(&mut random);
        }
        let _ = read::<Request>(&mut bytes.as_slice());
    }
}

/// A pipe that a signal interrupts before each read, and that gives one byte at a time.
struct Interrupted<'a>(&'a [u8], bool);

impl Read for Interrupted<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.1 = !self.1;
        if self.1 {
            return Err(ErrorKind::Interrupted.into());
        }
        let count = buffer.len().min(1);
        self.0.read(&mut buffer[..count])
    }
}

#[test]
fn signals_interrupt_nothing() {
    let mut whole = Vec::new();
    write(&mut whole, &request()).expect("written");
    let mut pipe = Interrupted(&whole, false);
    assert_eq!(read(&mut pipe).expect("read"), Some(request()));
    assert_eq!(read::<Request>(&mut pipe).expect("the end"), None);
}
