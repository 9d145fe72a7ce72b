//! The worker's loop over buffers and over real pipes.

use std::io::{self, ErrorKind};
use std::thread;

use super::{handler, leaves, tensor};
use crate::worker::serve;
use crate::{CallError, Channel, Reply, Request, Subject, Value, frame};

fn request(answer: &str, method: &str, args: Vec<Value>) -> Request {
    Request {
        answer: answer.into(),
        method: method.into(),
        args,
        seed: 1,
        gradient: None,
        assist: false,
    }
}

/// The replies to these requests, in turn.
fn replies(requests: &[Request]) -> Vec<Reply> {
    let (mut sent, mut received) = (Vec::new(), Vec::new());
    requests
        .iter()
        .for_each(|request| frame::write(&mut sent, request).expect("written"));
    serve(&[handler()], &mut sent.as_slice(), &mut received).expect("served");
    let mut received = received.as_slice();
    std::iter::from_fn(|| frame::read(&mut received).expect("read")).collect()
}

#[test]
fn each_request_has_its_reply() {
    let scale = [leaves(&tensor([1, 2])), leaves(&2.0)].concat();
    let got = replies(&[
        request("toy", "crash", vec![]),
        request("toy", "scale", scale),
        request("other", "scale", vec![]),
        request("toy", "count", vec![Value::Length(0)]),
    ]);
    assert_eq!(got.len(), 4);
    assert_eq!(got[0], Reply::Panicked("out of luck".into()));
    let doubled = Value::Floats {
        shape: vec![1, 2],
        data: vec![-3.0, -1.0],
    };
    assert_eq!(
        got[1],
        Reply::Returned {
            values: vec![doubled],
            gradients: vec![]
        }
    );
    assert_eq!(
        got[2],
        Reply::Refused("no answer `other` in this submission".into())
    );
    assert_eq!(
        got[3],
        Reply::Returned {
            values: vec![Value::Int(0)],
            gradients: vec![]
        }
    );
}

#[test]
fn a_reply_too_large_is_refused_in_a_small_one() {
    let side = 2100;
    let huge = crate::Handler::new("toy", move |_, call| {
        call.give(&burn::tensor::Tensor::<2>::zeros(
            [side, side],
            &burn::tensor::Device::flex(),
        ));
        Ok(())
    });
    let (mut sent, mut received) = (Vec::new(), Vec::new());
    frame::write(&mut sent, &request("toy", "huge", vec![])).expect("written");
    serve(&[huge], &mut sent.as_slice(), &mut received).expect("served");
    let reply = frame::read::<Reply>(&mut received.as_slice()).expect("read");
    assert!(matches!(reply, Some(Reply::Refused(_))));
}

#[test]
fn garbage_ends_the_worker() {
    let mut received = Vec::new();
    let error = serve(
        &[handler()],
        &mut &[3, 0, 0, 0, 255, 255, 255][..],
        &mut received,
    )
    .expect_err("ends");
    assert_eq!(error.kind(), ErrorKind::InvalidData);
    assert!(received.is_empty());
}

/// The judge's end of two pipes.
struct Pipes(std::cell::RefCell<(io::PipeWriter, io::PipeReader)>);

impl Channel for Pipes {
    fn call(&self, request: Request) -> Result<Reply, CallError> {
        let (requests, replies) = &mut *self.0.borrow_mut();
        frame::write(requests, &request).expect("written");
        Ok(frame::read(replies).expect("read").expect("a reply"))
    }
}

#[test]
fn a_subject_behind_pipes_is_like_one_in_this_process() {
    let (mut from_judge, to_worker) = io::pipe().expect("a pipe");
    let (from_worker, mut to_judge) = io::pipe().expect("a pipe");
    let worker = thread::spawn(move || serve(&[handler()], &mut from_judge, &mut to_judge));
    let subject = Subject::new(Pipes(std::cell::RefCell::new((to_worker, from_worker))), 3);
    let x = tensor([100, 200]);
    let (half, gradient) = subject.with_gradient(
        0,
        &x,
        |s| -> (burn::tensor::Tensor<2>, burn::tensor::Tensor<2>) {
            s.call("toy", "halves", |writer| writer.write(&x))
        },
    );
    assert_eq!(half.0.to_data(), (x.clone() * 0.5).to_data());
    assert_eq!(
        gradient
            .of::<2>(0)
            .expect("two axes")
            .expect("reached")
            .to_data(),
        (x * 0.5).to_data()
    );
    drop(subject);
    worker
        .join()
        .expect("no panic")
        .expect("ends when the pipe closes");
}

const EARLIER: crate::Exercise = crate::Exercise {
    id: "1a",
    section: 1,
    answer: "earlier",
    trait_name: "Earlier",
    method: "half",
    title: "Half",
    points: 1,
    statement: "Halve.",
    signature: "fn half(&self, x: f64) -> f64",
    hints: ["a", "b", "c"],
};

/// A worker whose one method adds 1 to what the scaffold says of an earlier exercise; gives the reply to one call, and
/// what the judge was asked.
fn builds_on_earlier(assist: bool, answer: Reply) -> (Reply, Option<Request>) {
    let (from_judge, mut to_worker) = io::pipe().expect("a pipe");
    let (mut from_worker, to_judge) = io::pipe().expect("a pipe");
    let worker = thread::spawn(move || {
        let later = crate::Handler::new("later", |_, call| {
            let half: f64 = crate::unfilled(&EARLIER, |writer| writer.write(&3.0));
            call.give(&(half + 1.0));
            Ok(())
        });
        crate::worker::serve_assisted(&[later], from_judge, to_judge)
    });
    let call = Request {
        assist,
        ..request("later", "m", vec![])
    };
    frame::write(&mut to_worker, &call).expect("written");
    let mut read = || {
        frame::read::<Reply>(&mut from_worker)
            .expect("read")
            .expect("a reply")
    };
    let found = match read() {
        Reply::Asks(asked) => {
            frame::write(&mut to_worker, &answer).expect("written");
            (read(), Some(asked))
        }
        reply => (reply, None),
    };
    drop(to_worker);
    worker.join().expect("no panic").expect("served");
    found
}

#[test]
fn the_judge_answers_for_earlier_exercises_where_it_allows_that() {
    let returned = |x| Reply::Returned {
        values: vec![Value::Float(x)],
        gradients: vec![],
    };
    let (reply, asked) = builds_on_earlier(true, returned(1.5));
    let asked = asked.expect("asked");
    assert_eq!((asked.method.as_str(), asked.args), ("half", leaves(&3.0)));
    assert_eq!(reply, returned(2.5));

    let todo = Reply::Panicked(EARLIER.todo());
    assert_eq!(
        builds_on_earlier(false, returned(1.5)),
        (todo.clone(), None)
    );
    for refusal in [Reply::Refused("no".into()), returned_leaves(vec![])] {
        assert_eq!(builds_on_earlier(true, refusal).0, todo);
    }
}

fn returned_leaves(values: Vec<Value>) -> Reply {
    Reply::Returned {
        values,
        gradients: vec![],
    }
}
