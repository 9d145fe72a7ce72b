//! What travels between a test and the body it tests.
//!
//! Values are flat: a list is its length followed by its items. Decoding needs no recursion, so that no reply, however it was
//! forged, can overflow the reader's stack.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserializer, Error, SeqAccess, Visitor};
use serde::{Deserialize, Serialize};

/// The most leaves that one call carries. A leaf takes two bytes of a frame but dozens in memory: without a limit, one frame
/// could fill a gigabyte.
pub const MAX_LEAVES: usize = 1 << 18;

/// One leaf of an argument or a result.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Value {
    /// A float tensor, row-major.
    Floats {
        /// One length for each axis.
        shape: Vec<u32>,
        /// All elements.
        data: Vec<f32>,
    },
    /// An integer tensor, row-major.
    Ints {
        /// One length for each axis.
        shape: Vec<u32>,
        /// All elements.
        data: Vec<i64>,
    },
    /// A number.
    Float(f64),
    /// A whole number.
    Int(i64),
    /// The number of items that follow.
    Length(u32),
}

impl Value {
    /// The leaf's type and shape in words, never its contents.
    pub fn describe(&self) -> String {
        match self {
            Self::Floats { shape, .. } => format!("a float tensor of {}", describe_shape(shape)),
            Self::Ints { shape, .. } => format!("an integer tensor of {}", describe_shape(shape)),
            Self::Float(_) => "a number".into(),
            Self::Int(_) => "a whole number".into(),
            Self::Length(n) => format!("a list of {n} items"),
        }
    }
}

/// A shape in words; one that nobody means is not spelt out.
pub(crate) fn describe_shape(shape: &[u32]) -> String {
    if shape.len() <= 8 {
        format!("shape {shape:?}")
    } else {
        format!("a shape with {} axes", shape.len())
    }
}

/// Asks for a vector-Jacobian product beside the result.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct GradientRequest {
    /// Which float tensor of the result, from 0.
    pub output: u32,
    /// What that tensor's gradient is taken to be; same shape.
    pub cotangent: Value,
}

/// One call.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Request {
    /// The answer whose method is called.
    pub answer: String,
    /// The method.
    pub method: String,
    /// All leaves of all arguments, in order.
    #[serde(deserialize_with = "limited")]
    pub args: Vec<Value>,
    /// Seeds the body's device before the call.
    pub seed: u64,
    /// If set, float tensors among the arguments require gradients.
    pub gradient: Option<GradientRequest>,
    /// Whether the scaffold's bodies may ask for earlier exercises meanwhile.
    pub assist: bool,
}

/// What a call brought.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Reply {
    /// The body returned.
    Returned {
        /// All leaves of the result, in order.
        #[serde(deserialize_with = "limited")]
        values: Vec<Value>,
        /// For each float tensor among the arguments: its gradient, if any reached it. Empty unless asked for.
        #[serde(deserialize_with = "limited")]
        gradients: Vec<Option<Value>>,
    },
    /// The body panicked, with this message.
    Panicked(String),
    /// The request could not be carried out.
    Refused(String),
    /// No result yet: the body builds on an earlier exercise and asks for its answer to this call.
    Asks(Request),
}

/// Reads a list of at most [`MAX_LEAVES`] items.
fn limited<'de, D: Deserializer<'de>, T: Deserialize<'de>>(
    deserializer: D,
) -> Result<Vec<T>, D::Error> {
    deserializer.deserialize_seq(Limited(PhantomData))
}

struct Limited<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for Limited<T> {
    type Value = Vec<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "at most {MAX_LEAVES} leaves")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Vec<T>, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = list.next_element()? {
            if items.len() == MAX_LEAVES {
                return Err(A::Error::invalid_length(items.len() + 1, &self));
            }
            items.push(item);
        }
        Ok(items)
    }
}
