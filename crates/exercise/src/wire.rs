//! How types of signatures turn into leaves and back.

use burn::tensor::{Device, Int, Tensor, TensorData};

use crate::value::describe_shape;
use crate::{CallError, Value};

type GradientOf = Box<dyn Fn(&burn::tensor::Gradients) -> Option<Value>>;
pub(crate) type Product = Box<dyn FnOnce(&Value) -> Result<Tensor<1>, CallError>>;

/// Takes leaves off, in order.
pub struct Reader<'a> {
    values: std::vec::IntoIter<Value>,
    device: &'a Device,
    what: String,
    tracks: bool,
    pub(crate) inputs: Vec<GradientOf>,
}

impl<'a> Reader<'a> {
    /// A reader that makes tensors on `device`; with `tracks`, float tensors require gradients.
    pub fn new(values: Vec<Value>, device: &'a Device, tracks: bool) -> Self {
        Self {
            values: values.into_iter(),
            device,
            what: String::new(),
            tracks,
            inputs: Vec::new(),
        }
    }

    /// Reads a value; `what` names it in errors.
    ///
    /// # Errors
    /// [`CallError::Mismatch`] when the next leaves are not those of a `T`.
    pub fn read<T: Wire>(&mut self, what: &str) -> Result<T, CallError> {
        self.what = what.into();
        T::take(self)
    }

    /// Fails unless every leaf was taken.
    ///
    /// # Errors
    /// [`CallError::Mismatch`] naming what is left over.
    pub fn finish(&mut self) -> Result<(), CallError> {
        match self.values.next() {
            None => Ok(()),
            Some(extra) => Err(self.mismatch("nothing more", extra.describe())),
        }
    }

    fn next(&mut self, expected: &str) -> Result<Value, CallError> {
        self.values
            .next()
            .ok_or_else(|| self.mismatch(expected, "nothing"))
    }

    fn mismatch(&self, expected: impl Into<String>, got: impl Into<String>) -> CallError {
        CallError::Mismatch {
            what: self.what.clone(),
            expected: expected.into(),
            got: got.into(),
        }
    }
}

/// Puts leaves down, in order.
#[derive(Default)]
pub struct Writer {
    pub(crate) values: Vec<Value>,
    pub(crate) products: Vec<Product>,
}

impl Writer {
    /// Writes a value.
    pub fn write<T: Wire>(&mut self, value: &T) {
        value.put(self);
    }

    /// Writes the items of a slice, as a `Vec` is written.
    pub fn write_slice<T: Wire>(&mut self, items: &[T]) {
        self.values.push(Value::Length(
            u32::try_from(items.len()).unwrap_or(u32::MAX),
        ));
        items.iter().for_each(|item| item.put(self));
    }
}

/// A type that may stand in the signature of an exercise.
pub trait Wire: Sized {
    /// Puts the value's leaves down.
    fn put(&self, out: &mut Writer);
    /// Takes a value's leaves off.
    ///
    /// # Errors
    /// [`CallError::Mismatch`] when they are another type's.
    fn take(from: &mut Reader<'_>) -> Result<Self, CallError>;
}

/// Checks a shape against the number of axes and of elements.
fn checked_shape<const D: usize>(
    from: &Reader<'_>,
    shape: &[u32],
    count: usize,
) -> Result<[usize; D], CallError> {
    let dims: Vec<usize> = shape.iter().map(|&n| n as usize).collect();
    // Strides multiply the other axes even where one is 0.
    let strides = dims
        .iter()
        .try_fold(1_usize, |all, &n| all.checked_mul(n.max(1)));
    let elements = strides.map(|all| if dims.contains(&0) { 0 } else { all });
    match <[usize; D]>::try_from(dims) {
        Ok(dims) if elements == Some(count) => Ok(dims),
        Ok(_) => Err(from.mismatch(format!("{count} elements"), describe_shape(shape))),
        Err(_) => Err(from.mismatch(format!("a tensor with {D} axes"), describe_shape(shape))),
    }
}

/// Lengths of a tensor's axes; no axis of a tensor in memory is longer than `u32::MAX`.
fn shape_of(dims: &[usize]) -> Vec<u32> {
    dims.iter()
        .map(|&n| u32::try_from(n).unwrap_or(u32::MAX))
        .collect()
}

fn floats<const D: usize>(tensor: &Tensor<D>) -> Value {
    let data = tensor
        .to_data()
        .convert::<f32>()
        .try_to_vec()
        .unwrap_or_default();
    Value::Floats {
        shape: shape_of(&tensor.dims()),
        data,
    }
}

impl<const D: usize> Wire for Tensor<D> {
    fn put(&self, out: &mut Writer) {
        out.values.push(floats(self));
        let tensor = self.clone();
        out.products.push(Box::new(move |cotangent| {
            let device = tensor.device();
            let weight: Self =
                Reader::new(vec![cotangent.clone()], &device, false).read("cotangent")?;
            if weight.dims() != tensor.dims() {
                let expected = format!("shape {:?}", weight.dims());
                let got = format!("shape {:?}", tensor.dims());
                return Err(CallError::Mismatch {
                    what: "result".into(),
                    expected,
                    got,
                });
            }
            Ok((tensor * weight).sum())
        }));
    }

    fn take(from: &mut Reader<'_>) -> Result<Self, CallError> {
        let (shape, data) = match from.next("a float tensor")? {
            Value::Floats { shape, data } => (shape, data),
            other => return Err(from.mismatch("a float tensor", other.describe())),
        };
        let dims: [usize; D] = checked_shape(from, &shape, data.len())?;
        let tensor = Self::from_data(TensorData::new(data, dims), from.device);
        if !from.tracks {
            return Ok(tensor);
        }
        let tensor = tensor.autodiff().require_grad();
        let leaf = tensor.clone();
        from.inputs.push(Box::new(move |gradients| {
            leaf.grad(gradients).map(|g| floats(&g))
        }));
        Ok(tensor)
    }
}

impl<const D: usize> Wire for Tensor<D, Int> {
    fn put(&self, out: &mut Writer) {
        let data = self
            .to_data()
            .convert::<i64>()
            .try_to_vec()
            .unwrap_or_default();
        out.values.push(Value::Ints {
            shape: shape_of(&self.dims()),
            data,
        });
    }

    fn take(from: &mut Reader<'_>) -> Result<Self, CallError> {
        let (shape, data) = match from.next("an integer tensor")? {
            Value::Ints { shape, data } => (shape, data),
            other => return Err(from.mismatch("an integer tensor", other.describe())),
        };
        let dims: [usize; D] = checked_shape(from, &shape, data.len())?;
        Ok(Self::from_data(TensorData::new(data, dims), from.device))
    }
}

impl Wire for f64 {
    fn put(&self, out: &mut Writer) {
        out.values.push(Value::Float(*self));
    }

    fn take(from: &mut Reader<'_>) -> Result<Self, CallError> {
        match from.next("a number")? {
            Value::Float(x) => Ok(x),
            other => Err(from.mismatch("a number", other.describe())),
        }
    }
}

impl Wire for usize {
    fn put(&self, out: &mut Writer) {
        out.values
            .push(Value::Int(i64::try_from(*self).unwrap_or(i64::MAX)));
    }

    fn take(from: &mut Reader<'_>) -> Result<Self, CallError> {
        match from.next("a whole number")? {
            Value::Int(n) => {
                Self::try_from(n).map_err(|_| from.mismatch("a whole number ≥ 0", n.to_string()))
            }
            other => Err(from.mismatch("a whole number", other.describe())),
        }
    }
}

impl<T: Wire> Wire for Vec<T> {
    fn put(&self, out: &mut Writer) {
        out.write_slice(self);
    }

    fn take(from: &mut Reader<'_>) -> Result<Self, CallError> {
        let length = match from.next("a list")? {
            Value::Length(n) => n as usize,
            other => return Err(from.mismatch("a list", other.describe())),
        };
        if length > from.values.len() {
            return Err(from.mismatch(format!("{length} items"), format!("{}", from.values.len())));
        }
        (0..length).map(|_| T::take(from)).collect()
    }
}

impl<T: Wire> Wire for Option<T> {
    fn put(&self, out: &mut Writer) {
        out.write_slice(self.as_slice());
    }

    fn take(from: &mut Reader<'_>) -> Result<Self, CallError> {
        let items = Vec::<T>::take(from)?;
        match items.len() {
            0 | 1 => Ok(items.into_iter().next()),
            n => Err(from.mismatch("at most one value", format!("{n}"))),
        }
    }
}

macro_rules! wire_tuple {
    ($($name:ident),+) => {
        impl<$($name: Wire),+> Wire for ($($name,)+) {
            fn put(&self, out: &mut Writer) {
                #[allow(non_snake_case)]
                let ($($name,)+) = self;
                $($name.put(out);)+
            }

            fn take(from: &mut Reader<'_>) -> Result<Self, CallError> {
                Ok(($($name::take(from)?,)+))
            }
        }
    };
}
wire_tuple!(A, B);
wire_tuple!(A, B, C);

/// Implements [`Wire`] for a struct by its fields, in the order given.
#[macro_export]
macro_rules! wire_struct {
    ($type:ident { $($field:ident),+ $(,)? }) => {
        impl $crate::Wire for $type {
            fn put(&self, out: &mut $crate::Writer) {
                $($crate::Wire::put(&self.$field, out);)+
            }

            fn take(from: &mut $crate::Reader<'_>) -> Result<Self, $crate::CallError> {
                Ok(Self { $($field: $crate::Wire::take(from)?),+ })
            }
        }
    };
}
