//! The answering side: a request becomes a method call on a body.

use std::any::Any;
use std::cell::RefCell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Mutex, PoisonError};

use burn::tensor::Device;

use crate::wire::Product;
use crate::{CallError, GradientRequest, Reader, Reply, Request, Value, Wire, Writer};

type Respond<'a> = Box<dyn Fn(&str, &mut Call<'_>) -> Result<(), CallError> + 'a>;

/// Answers the requests for one answer cell with a body of its trait. `#[exercise]` derives the function that makes one.
pub struct Handler<'a> {
    answer: &'static str,
    respond: Respond<'a>,
}

impl<'a> Handler<'a> {
    /// A handler for the answer with this id. `respond` gets a method's name and the call to serve.
    pub fn new(
        answer: &'static str,
        respond: impl Fn(&str, &mut Call<'_>) -> Result<(), CallError> + 'a,
    ) -> Self {
        Self {
            answer,
            respond: Box::new(respond),
        }
    }

    /// Id of the answer cell.
    pub fn answer(&self) -> &'static str {
        self.answer
    }

    /// Carries out one request on `device`. A panic of the body becomes a reply.
    pub fn handle(&self, request: Request, device: &Device) -> Reply {
        // The device's generator belongs to the whole process: a call in another thread would draw from this one's seed.
        static DRAWING: Mutex<()> = Mutex::new(());
        let _drawing = DRAWING.lock().unwrap_or_else(PoisonError::into_inner);
        device.seed(request.seed);
        let method = request.method.clone();
        let run = || {
            let mut call = Call::new(request, device);
            (self.respond)(&method, &mut call).and_then(|()| call.reply())
        };
        match quietly(|| catch_unwind(AssertUnwindSafe(run))) {
            Ok(Ok(reply)) => reply,
            Ok(Err(error)) => Reply::Refused(error.to_string()),
            Err(panic) => Reply::Panicked(panic_message(panic.as_ref())),
        }
    }
}

/// One request being served: arguments out, result in.
pub struct Call<'a> {
    reader: Reader<'a>,
    writer: Writer,
    gradient: Option<GradientRequest>,
}

impl<'a> Call<'a> {
    fn new(request: Request, device: &'a Device) -> Self {
        let reader = Reader::new(request.args, device, request.gradient.is_some());
        Self {
            reader,
            writer: Writer::default(),
            gradient: request.gradient,
        }
    }

    /// The next argument, by its name.
    ///
    /// # Errors
    /// [`CallError::Mismatch`] when the request carries another type.
    pub fn take<T: Wire>(&mut self, argument: &str) -> Result<T, CallError> {
        self.reader.read(argument)
    }

    /// Hands the result over.
    pub fn give<T: Wire>(&mut self, result: &T) {
        self.writer.write(result);
    }

    fn reply(self) -> Result<Reply, CallError> {
        let gradients = match self.gradient {
            None => Vec::new(),
            Some(request) => gradients(&request, self.reader, self.writer.products)?,
        };
        Ok(Reply::Returned {
            values: self.writer.values,
            gradients,
        })
    }
}

/// The vector-Jacobian product for every float tensor among the arguments.
fn gradients(
    request: &GradientRequest,
    reader: Reader<'_>,
    products: Vec<Product>,
) -> Result<Vec<Option<Value>>, CallError> {
    let count = products.len();
    let product = products
        .into_iter()
        .nth(request.output as usize)
        .ok_or_else(|| CallError::Mismatch {
            what: "result".into(),
            expected: format!("more than {} float tensors", request.output),
            got: count.to_string(),
        })?;
    let product = product(&request.cotangent)?;
    if !product.is_tracked() {
        return Ok(vec![None; reader.inputs.len()]);
    }
    let gradients = product.backward();
    Ok(reader
        .inputs
        .iter()
        .map(|gradient_of| gradient_of(&gradients))
        .collect())
}

thread_local! {
    static QUIET: RefCell<bool> = const { RefCell::new(false) };
}

/// Runs `f` without the panic hook printing: the message travels in the reply instead.
fn quietly<R>(f: impl FnOnce() -> R) -> R {
    static HOOK: std::sync::Once = std::sync::Once::new();
    HOOK.call_once(|| {
        let before = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            if !QUIET.with(|quiet| *quiet.borrow()) {
                before(info);
            }
        }));
    });
    let before = QUIET.with(|quiet| quiet.replace(true));
    let result = f();
    QUIET.with(|quiet| quiet.replace(before));
    result
}

/// The text a panic carries, if it carries one.
pub(crate) fn panic_message(panic: &(dyn Any + Send)) -> String {
    panic
        .downcast_ref::<String>()
        .cloned()
        .or_else(|| panic.downcast_ref::<&str>().map(|text| (*text).to_owned()))
        .unwrap_or_else(|| "a panic without a message".into())
}

/// As `catch_unwind`, without the hook's output.
pub(crate) fn catch<R>(f: impl FnOnce() -> R) -> Result<R, Box<dyn Any + Send>> {
    quietly(|| catch_unwind(AssertUnwindSafe(f)))
}
