//! A call through a subject: values, gradients, panics and the verdicts they give.

use burn::tensor::{Device, Tensor};

use super::{handler, leaves, subject, tensor};
use crate::{
    CallError, Channel, Failure, Reply, Request, Subject, Test, TestResult, Value, Verdict,
};

fn verdict(run: fn(&Subject<'_>) -> TestResult) -> Verdict {
    Test {
        exercise: "1a",
        name: "toy",
        run,
    }
    .run(&subject())
}

fn scale(s: &Subject<'_>, x: &Tensor<2>, by: f64) -> Tensor<2> {
    s.call("toy", "scale", |writer| {
        writer.write(x);
        writer.write(&by);
    })
}

fn halves(s: &Subject<'_>, x: &Tensor<2>) -> (Tensor<2>, Tensor<2>) {
    s.call("toy", "halves", |writer| writer.write(x))
}

#[test]
fn a_call_returns_its_value() {
    let x = tensor([2, 2]);
    assert_eq!(scale(&subject(), &x, 2.0).to_data(), (x * 2.0).to_data());
}

#[test]
fn slices_travel_as_lists() {
    let count: usize = subject().call("toy", "count", |writer| {
        writer.write_slice(&[0.5, 1.5, 2.5])
    });
    assert_eq!(count, 3);
}

#[test]
fn gradients_are_products_with_the_cotangent() {
    let (x, cotangent) = (tensor([2, 3]), tensor([2, 3]) * 0.1);
    let (y, gradient) = subject().with_gradient(0, &cotangent, |s| scale(s, &x, -3.0));
    assert_eq!(y.dims(), [2, 3]);
    let got = gradient.of::<2>(0).expect("two axes").expect("a gradient");
    got.to_data().assert_approx_eq(
        &(cotangent * -3.0).to_data(),
        burn::tensor::Tolerance::<f32>::default(),
    );
    assert!(gradient.reaches(0) && !gradient.reaches(1));
}

#[test]
fn a_detached_output_has_no_gradient() {
    let x = tensor([1, 2]);
    let (_, attached) = subject().with_gradient(0, &x.ones_like(), |s| halves(s, &x));
    let (_, detached) = subject().with_gradient(1, &x.ones_like(), |s| halves(s, &x));
    assert!(attached.reaches(0));
    assert!(!detached.reaches(0));
    assert_eq!(detached.of::<2>(0).map(|g| g.is_none()), Ok(true));
}

#[test]
fn a_gradient_of_another_rank_is_a_mismatch() {
    let x = tensor([1, 2]);
    let (_, gradient) = subject().with_gradient(0, &x.ones_like(), |s| scale(s, &x, 1.0));
    assert!(matches!(
        gradient.of::<3>(0),
        Err(CallError::Mismatch { .. })
    ));
}

/// Too few would read as "no gradient reached it".
#[test]
fn a_reply_without_the_gradients_asked_for_is_refused() {
    struct Silent(usize);
    impl Channel for Silent {
        fn call(&self, request: Request) -> Result<Reply, CallError> {
            let gradients = vec![None; self.0];
            Ok(Reply::Returned {
                values: vec![request.args[0].clone()],
                gradients,
            })
        }
    }
    let run = |s: &Subject<'_>| {
        let x = tensor([1, 2]);
        let (_, gradient) = s.with_gradient(0, &x.ones_like(), |s| scale(s, &x, 1.0));
        crate::expect::that(!gradient.reaches(0), "a gradient reaches `x`")
    };
    let verdict = |count| {
        let toy = Test {
            exercise: "1a",
            name: "toy",
            run,
        };
        toy.run(&Subject::new(Silent(count), 1))
    };
    assert_eq!(verdict(1), Verdict::Passed);
    for count in [0, 2] {
        assert!(matches!(verdict(count), Verdict::Failed(_)), "{count}");
    }
}

#[test]
fn a_cotangent_of_another_shape_is_refused() {
    let request = |output, shape| Request {
        answer: "toy".into(),
        method: "scale".into(),
        args: [leaves(&tensor([2, 3])), leaves(&1.0)].concat(),
        seed: 1,
        gradient: Some(crate::GradientRequest {
            output,
            cotangent: leaves(&tensor::<2>(shape)).remove(0),
        }),
        assist: false,
    };
    for request in [
        request(0, [3, 2]),
        request(1, [2, 3]),
        request(u32::MAX, [2, 3]),
    ] {
        let reply = handler().handle(request, &Device::flex());
        assert!(matches!(reply, Reply::Refused(_)), "{reply:?}");
    }
}

#[test]
fn requests_with_other_arguments_are_refused() {
    let request = Request {
        answer: "toy".into(),
        method: "scale".into(),
        args: vec![Value::Int(1)],
        seed: 1,
        gradient: None,
        assist: false,
    };
    let reply = handler().handle(request.clone(), &Device::flex());
    assert_eq!(
        reply,
        Reply::Refused("x: expected a float tensor, got a whole number".into())
    );
    let reply = handler().handle(
        Request {
            method: "fly".into(),
            ..request
        },
        &Device::flex(),
    );
    assert_eq!(reply, Reply::Refused("nothing answers `fly`".into()));
}

#[test]
fn a_panic_is_a_reply() {
    let request = Request {
        answer: "toy".into(),
        method: "crash".into(),
        args: vec![],
        seed: 1,
        gradient: None,
        assist: false,
    };
    assert_eq!(
        handler().handle(request, &Device::flex()),
        Reply::Panicked("out of luck".into())
    );
}

#[test]
fn verdicts() {
    assert_eq!(verdict(|_| Ok(())), Verdict::Passed);
    assert_eq!(
        verdict(|_| Err(Failure::new("wrong"))),
        Verdict::Failed(Failure::new("wrong"))
    );
    assert_eq!(
        verdict(|s| s.call("toy", "todo", |_| {})),
        Verdict::Unfilled("TODO 1a (Toy): do it\nhint: think".into())
    );
    assert_eq!(
        verdict(|_| panic!("the test's own bug")),
        Verdict::Broken("the test's own bug".into())
    );
    let Verdict::Failed(failure) = verdict(|s| s.call("toy", "crash", |_| {})) else {
        panic!("must fail")
    };
    assert_eq!(failure.to_string(), "`crash` panicked: out of luck");
    assert!(!Verdict::Broken(String::new()).passed() && !Verdict::Unfilled(String::new()).passed());
}

/// `()` as a result, so that calls can stand where a `TestResult` is expected.
impl crate::Wire for TestResult {
    fn put(&self, _: &mut crate::Writer) {}
    fn take(_: &mut crate::Reader<'_>) -> Result<Self, CallError> {
        Ok(Ok(()))
    }
}

#[test]
fn an_answer_that_is_missing_fails() {
    let Verdict::Failed(failure) = verdict(|s| s.call("other", "scale", |_| {})) else {
        panic!("must fail")
    };
    assert!(matches!(failure.call, Some(CallError::Unknown(_))));
}

/// What a student's process says may be long; what a report shows of it is not.
#[test]
fn long_messages_are_cut() {
    struct Long(fn(String) -> Reply);
    impl Channel for Long {
        fn call(&self, _: Request) -> Result<Reply, CallError> {
            Ok((self.0)("ä".repeat(1 << 20)))
        }
    }
    for reply in [Reply::Panicked, Reply::Refused, |text| {
        Reply::Panicked(format!("TODO {text}"))
    }] {
        let subject = Subject::new(Long(reply), 1);
        let verdict = Test {
            exercise: "1a",
            name: "toy",
            run: |s| s.call("toy", "scale", |_| {}),
        }
        .run(&subject);
        let text = format!("{verdict:?}");
        assert!(text.len() < 10_000, "{} bytes", text.len());
        assert!(text.contains('…'), "what was cut is marked");
    }
}

#[test]
fn each_call_has_a_seed_of_its_own_and_subjects_repeat() {
    struct Seeds<'a>(&'a std::cell::RefCell<Vec<u64>>);
    impl Channel for Seeds<'_> {
        fn call(&self, request: Request) -> Result<Reply, CallError> {
            self.0.borrow_mut().push(request.seed);
            Ok(Reply::Returned {
                values: vec![Value::Int(0)],
                gradients: vec![],
            })
        }
    }
    let seeds = std::cell::RefCell::default();
    for subject_seed in [3, 3, 4] {
        let subject = Subject::new(Seeds(&seeds), subject_seed);
        let _: (usize, usize) = (
            subject.call("a", "m", |_| {}),
            subject.call("a", "m", |_| {}),
        );
    }
    let seeds = seeds.into_inner();
    assert_eq!(seeds[..2], seeds[2..4]);
    assert_ne!(seeds[0], seeds[1]);
    assert_ne!(seeds[..2], seeds[4..]);
}
