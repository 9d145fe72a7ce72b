//! The protocol from both ends: values, frames, calls, verdicts.

mod call;
mod expect;
mod frames;
mod metadata;
mod pipes;
mod wire;

use burn::tensor::{Device, Tensor, TensorData};

use crate::{CallError, Handler, Reader, Subject, Value, Wire, Writer};

fn tensor<const D: usize>(shape: [usize; D]) -> Tensor<D> {
    let count: usize = shape.iter().product();
    let data: Vec<f32> = (0..count).map(|i| i as f32 - 1.5).collect();
    Tensor::from_data(TensorData::new(data, shape), &Device::flex())
}

/// The leaves of a value.
fn leaves<T: Wire>(value: &T) -> Vec<Value> {
    let mut writer = Writer::default();
    writer.write(value);
    writer.values
}

/// A value from exactly these leaves.
fn read<T: Wire>(leaves: Vec<Value>) -> Result<T, CallError> {
    let device = Device::flex();
    let mut reader = Reader::new(leaves, &device, false);
    let value = reader.read("result of `f`")?;
    reader.finish()?;
    Ok(value)
}

/// Answers `scale(x: Tensor<2>, by: f64)`, `halves(x: Tensor<2>)`, `crash()`, `todo()` and `count(items: Vec<f64>)`.
fn handler() -> Handler<'static> {
    Handler::new("toy", |method, call| {
        match method {
            "scale" => {
                let (x, by): (Tensor<2>, f64) = (call.take("x")?, call.take("by")?);
                call.give(&(x * by));
            }
            "halves" => {
                let x: Tensor<2> = call.take("x")?;
                call.give(&(x.clone() * 0.5, x.detach() * 0.5));
            }
            "crash" => panic!("out of {}", "luck"),
            "todo" => panic!("TODO 1a (Toy): do it\nhint: think"),
            "count" => {
                let items: Vec<f64> = call.take("items")?;
                call.give(&items.len());
            }
            other => return Err(CallError::Unknown(other.into())),
        }
        Ok(())
    })
}

fn subject() -> Subject<'static> {
    Subject::local(vec![handler()], 7)
}
