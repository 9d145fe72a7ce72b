//! Attacks through the questions that an answer may ask about earlier exercises. 1c is wrong in all of them, so 3a, which
//! builds on it, is tested once more with the reference's 1c.

use super::Hostile;
use super::Make::File;

macro_rules! question {
    ($name:literal, $body:expr) => {
        Hostile {
            name: $name,
            make: File(|ground| {
                let key = ground.key.clone().with_body("1c", "x_prev.zeros_like()");
                ground.write(&key.with_body("3a", $body))
            }),
        }
    };
}

pub(super) const ALL: &[Hostile] = &[
    question!(
        "asks-for-its-own-answer",
        "Scaffold.sequential(x0, t, schedule)"
    ),
    question!(
        "asks-for-another-answer",
        "let (x, _) = Scaffold.direct(x0.clone(), t, schedule);\n        (x.clone(), vec![x; t.get() + 1])"
    ),
    question!(
        "asks-without-end",
        "loop {\n            MyReparameterization.forward_step_sampling(x0.clone(), 0.5);\n        }"
    ),
    question!(
        "forged-question",
        r#"use std::os::fd::FromRawFd;
        let mut replies = std::mem::ManuallyDrop::new(unsafe { std::fs::File::from_raw_fd(4) });
        let mut requests = std::mem::ManuallyDrop::new(unsafe { std::fs::File::from_raw_fd(3) });
        let mut writer = noisebook::exercise::Writer::default();
        writer.write(&x0);
        writer.write(&t);
        writer.write(schedule);
        let ask = |answer: &str, method: &str| noisebook::exercise::Reply::Asks(noisebook::exercise::Request {
            answer: answer.into(), method: method.into(), args: Vec::new(), seed: 1, gradient: None, assist: true,
        });
        for (answer, method) in [("forward_jump", "sequential"), ("reparameterization", "direct_sampling"), ("", "")] {
            noisebook::exercise::frame::write(&mut *replies, &ask(answer, method)).ok();
            let _: std::io::Result<Option<noisebook::exercise::Reply>> = noisebook::exercise::frame::read(&mut *requests);
        }
        (x0.clone(), vec![x0; t.get() + 1])"#
    ),
];
