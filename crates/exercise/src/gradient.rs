//! Vector-Jacobian products, as a test sees them.

use burn::tensor::{Device, Tensor};

use crate::{CallError, Reader, Value};

/// What reached each float tensor among a call's arguments, in their order.
#[derive(Clone, Debug, PartialEq)]
pub struct Gradient(pub(crate) Vec<Option<Value>>);

impl Gradient {
    /// The gradient of float tensor argument `index`, from 0; `None` when none reached it.
    ///
    /// # Errors
    /// [`CallError::Mismatch`] when it has another number of axes.
    pub fn of<const D: usize>(&self, index: usize) -> Result<Option<Tensor<D>>, CallError> {
        let Some(Some(value)) = self.0.get(index) else {
            return Ok(None);
        };
        let device = Device::flex();
        Reader::new(vec![value.clone()], &device, false)
            .read(&format!("gradient {index}"))
            .map(Some)
    }

    /// Whether argument `index` has a gradient with an element other than 0.
    pub fn reaches(&self, index: usize) -> bool {
        match self.0.get(index) {
            Some(Some(Value::Floats { data, .. })) => data.iter().any(|&x| x != 0.0),
            _ => false,
        }
    }
}
