//! No reply, however it was forged, passes or breaks a hidden test.

use exercise::{CallError, Channel, Handler, Inputs, Reply, Request, Subject, Value, Verdict};

use crate::LABS;

/// Changes the leaves of a right reply.
type Forgery = fn(&mut Vec<Value>);

/// Changes every genuine reply.
struct Forger<'a> {
    handlers: Vec<Handler<'a>>,
    forge: &'a dyn Fn(Reply) -> Reply,
}

impl Channel for Forger<'_> {
    fn call(&self, request: Request) -> Result<Reply, CallError> {
        let handler = self
            .handlers
            .iter()
            .find(|handler| handler.answer() == request.answer)
            .expect("an answer");
        Ok((self.forge)(
            handler.handle(request, &burn::tensor::Device::flex()),
        ))
    }
}

/// Verdicts of all tests of all labs when every reply goes through `forge`.
fn verdicts(seed: u64, forge: &dyn Fn(Reply) -> Reply) -> Vec<(String, Verdict)> {
    let lab = |lab: &'static crate::LabTests| {
        lab.tests().map(move |test| {
            let subject = Subject::new(
                Forger {
                    handlers: (lab.reference)(),
                    forge,
                },
                seed,
            );
            (format!("{test:?}"), test.run(&subject))
        })
    };
    LABS.iter().flat_map(lab).collect()
}

fn all_fail(name: &str, forge: &dyn Fn(Reply) -> Reply) {
    for (test, verdict) in verdicts(3, forge) {
        assert!(
            matches!(verdict, Verdict::Failed(_)),
            "{name}, {test}: {verdict:?}"
        );
    }
}

/// A forger that sees the leaves alone.
fn leaves(change: impl Fn(&mut Vec<Value>)) -> impl Fn(Reply) -> Reply {
    move |reply| match reply {
        Reply::Returned {
            mut values,
            gradients,
        } => {
            change(&mut values);
            Reply::Returned { values, gradients }
        }
        other => other,
    }
}

#[test]
fn nothing_passes_for_what_is_no_answer() {
    let cases: [(&str, Forgery); 8] = [
        ("nothing", Vec::clear),
        ("first leaf missing", |values| drop(values.remove(0))),
        ("last leaf missing", |values| drop(values.pop())),
        ("leaf too many", |values| values.push(Value::Float(1.0))),
        ("endless list", |values| {
            values.insert(0, Value::Length(u32::MAX))
        }),
        ("numbers", |values| values.fill(Value::Float(0.5))),
        ("huge shape", |values| {
            values.fill(Value::Floats {
                shape: vec![u32::MAX; 4],
                data: vec![0.0],
            });
        }),
        ("shape without elements", |values| {
            values.fill(Value::Floats {
                shape: vec![0, u32::MAX, u32::MAX, u32::MAX],
                data: vec![],
            });
        }),
    ];
    for (name, change) in cases {
        all_fail(name, &leaves(change));
    }
}

#[test]
fn no_value_that_is_not_finite_passes() {
    for bad in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        all_fail(
            "not finite",
            &leaves(|values| values.iter_mut().for_each(|value| fill(value, bad))),
        );
    }
}

#[expect(clippy::cast_possible_truncation, reason = "not finite either way")]
fn fill(value: &mut Value, x: f64) {
    match value {
        Value::Floats { data, .. } => data.fill(x as f32),
        Value::Float(float) => *float = x,
        Value::Int(n) => *n = i64::MAX,
        Value::Ints { data, .. } => data.fill(i64::from(i32::MAX)),
        Value::Length(_) => {}
    }
}

#[test]
fn panics_and_refusals_are_failures() {
    all_fail("panic", &|_| Reply::Panicked("gone".into()));
    all_fail("refusal", &|_| Reply::Refused("no".into()));
    all_fail("nothing at all", &|_| Reply::Returned {
        values: vec![],
        gradients: vec![],
    });
}

#[test]
fn forged_gradients_break_no_test() {
    let shapes = [
        vec![],
        vec![0],
        vec![6, 4, 1],
        vec![4, 6],
        vec![u32::MAX; 4],
    ];
    for shape in shapes {
        let forged = Value::Floats {
            data: vec![1.0; 24],
            shape,
        };
        let forge = |reply| match reply {
            Reply::Returned { values, gradients } => Reply::Returned {
                values,
                gradients: gradients.iter().map(|_| Some(forged.clone())).collect(),
            },
            other => other,
        };
        for (test, verdict) in verdicts(6, &forge) {
            let of_gradient = test.contains("gradient");
            assert!(
                matches!(verdict, Verdict::Failed(_)) == of_gradient,
                "{test}: {verdict:?}"
            );
        }
    }
}

/// One leaf of each reply is damaged at random: the verdict may be any but `Broken`.
#[test]
fn random_damage_breaks_no_test() {
    for seed in 0..30 {
        let forge = leaves(|values| {
            let mut random = Inputs::new(seed + values.len() as u64);
            if values.is_empty() {
                return;
            }
            let i = random.integer(0, values.len() - 1);
            damage(&mut values[i], &mut random);
        });
        for (test, verdict) in verdicts(seed, &forge) {
            assert!(
                !matches!(verdict, Verdict::Broken(_)),
                "seed {seed}, {test}: {verdict:?}"
            );
        }
    }
}

fn damage(value: &mut Value, random: &mut Inputs) {
    match (random.integer(0, 4), &mut *value) {
        (0, Value::Floats { shape, .. }) => shape.push(1),
        (1, Value::Floats { shape, .. }) => shape.reverse(),
        (2, Value::Floats { data, .. }) => data.truncate(data.len() / 2),
        (3, Value::Floats { shape, data }) => {
            shape.fill(0);
            data.clear();
        }
        (4, Value::Length(n)) => *n = n.wrapping_sub(1),
        (_, value) => *value = Value::Int(-1),
    }
}
