//! The body under test, whichever it is and wherever it runs.

use std::cell::{Cell, RefCell};
use std::panic::panic_any;

use burn::tensor::{Device, Tensor};

use crate::error::cut;
use crate::{
    CallError, Gradient, GradientRequest, Handler, Inputs, Reader, Reply, Request, Value, Wire,
    Writer,
};

/// Carries a request to a body and its reply back.
pub trait Channel {
    /// Sends the request and waits for the reply.
    ///
    /// # Errors
    /// [`CallError`] when no reply comes.
    fn call(&self, request: Request) -> Result<Reply, CallError>;
}

/// What a test calls. It implements every trait marked with `#[exercise]`; a call that brings no usable value ends the
/// test by a panic that carries the [`CallError`], which [`crate::Test::run`] catches.
pub struct Subject<'a> {
    channel: Box<dyn Channel + 'a>,
    seed: u64,
    calls: Cell<u64>,
    asked: RefCell<Option<GradientRequest>>,
    gradient: RefCell<Option<Gradient>>,
    assist: bool,
}

impl<'a> Subject<'a> {
    /// A subject behind `channel`. `seed` fixes the inputs that tests draw and the seed of each call.
    pub fn new(channel: impl Channel + 'a, seed: u64) -> Self {
        let channel = Box::new(channel);
        Self {
            channel,
            seed,
            calls: Cell::new(0),
            asked: RefCell::default(),
            gradient: RefCell::default(),
            assist: false,
        }
    }

    /// The same, whose calls may be assisted: the channel answers what a body asks for.
    #[must_use]
    pub fn assisted(mut self) -> Self {
        self.assist = true;
        self
    }

    /// A subject in this process.
    pub fn local(handlers: Vec<Handler<'a>>, seed: u64) -> Self {
        Self::new(Local(handlers), seed)
    }

    /// Random inputs for a test, fixed by the subject's seed.
    pub fn inputs(&self) -> Inputs {
        Inputs::new(self.seed)
    }

    /// Runs one call with gradients: float tensors among its arguments require them, and the float tensor `output` of
    /// its result is pulled back with `cotangent`.
    pub fn with_gradient<const D: usize, R>(
        &self,
        output: u32,
        cotangent: &Tensor<D>,
        call: impl FnOnce(&Self) -> R,
    ) -> (R, Gradient) {
        let mut writer = Writer::default();
        writer.write(cotangent);
        let cotangent = writer.values.remove(0);
        self.asked
            .replace(Some(GradientRequest { output, cotangent }));
        let result = call(self);
        self.asked.replace(None);
        (result, self.gradient.take().unwrap_or(Gradient(Vec::new())))
    }

    /// Calls `method` of `answer`. Code derived by `#[exercise]` calls this.
    ///
    /// # Panics
    /// With a [`CallError`] as payload.
    pub fn call<R: Wire>(&self, answer: &str, method: &str, write: impl FnOnce(&mut Writer)) -> R {
        self.try_call(answer, method, write)
            .unwrap_or_else(|error| panic_any(error))
    }

    fn try_call<R: Wire>(
        &self,
        answer: &str,
        method: &str,
        write: impl FnOnce(&mut Writer),
    ) -> Result<R, CallError> {
        let mut writer = Writer::default();
        write(&mut writer);
        let request = Request {
            answer: answer.into(),
            method: method.into(),
            args: writer.values,
            seed: self.next_seed(),
            gradient: self.asked.take(),
            assist: self.assist,
        };
        let expected_gradients = expected_gradients(&request);
        let (values, gradients) = match self.channel.call(request)? {
            Reply::Returned { values, gradients } => (values, gradients),
            Reply::Panicked(message) => return Err(CallError::from_panic(method, message)),
            Reply::Refused(reason) => {
                return Err(CallError::BadReply {
                    method: method.into(),
                    reason: cut(reason),
                });
            }
            Reply::Asks(_) => {
                return Err(CallError::BadReply {
                    method: method.into(),
                    reason: "it asked for another exercise".into(),
                });
            }
        };
        if gradients.len() != expected_gradients {
            let (got, expected) = (gradients.len(), expected_gradients);
            return Err(CallError::BadReply {
                method: method.into(),
                reason: format!("{got} gradients, expected {expected}"),
            });
        }
        self.gradient.replace(Some(Gradient(gradients)));
        read_result(values, method)
    }

    fn next_seed(&self) -> u64 {
        let n = self.calls.get();
        self.calls.set(n + 1);
        self.seed
            .wrapping_mul(0x9e37_79b9_7f4a_7c15)
            .wrapping_add(n)
    }
}

/// One for each float tensor among the arguments, if gradients are asked for.
fn expected_gradients(request: &Request) -> usize {
    let floats = |value: &&Value| matches!(value, Value::Floats { .. });
    let asked = request.gradient.is_some();
    if asked {
        request.args.iter().filter(floats).count()
    } else {
        0
    }
}

pub(crate) fn read_result<R: Wire>(values: Vec<Value>, method: &str) -> Result<R, CallError> {
    let device = Device::flex();
    let mut reader = Reader::new(values, &device, false);
    let result = reader.read(&format!("result of `{method}`"))?;
    reader.finish()?;
    Ok(result)
}

/// Handlers in this process.
struct Local<'a>(Vec<Handler<'a>>);

impl Channel for Local<'_> {
    fn call(&self, request: Request) -> Result<Reply, CallError> {
        let handler = self
            .0
            .iter()
            .find(|handler| handler.answer() == request.answer);
        let handler = handler.ok_or_else(|| CallError::Unknown(request.method.clone()))?;
        Ok(handler.handle(request, &Device::flex()))
    }
}
