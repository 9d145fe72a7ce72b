//! What travels between a test and the body it tests.
//!
//! Values are flat: a list is its length followed by its items. Decoding needs no recursion, so that no reply, however it was
//! forged, can overflow the reader's stack.

use serde::{Deserialize, Serialize};

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
            Self::Floats { shape, .. } => format!("a float tensor of shape {shape:?}"),
            Self::Ints { shape, .. } => format!("an integer tensor of shape {shape:?}"),
            Self::Float(_) => "a number".into(),
            Self::Int(_) => "a whole number".into(),
            Self::Length(n) => format!("a list of {n} items"),
        }
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
    pub args: Vec<Value>,
    /// Seeds the body's device before the call.
    pub seed: u64,
    /// If set, float tensors among the arguments require gradients.
    pub gradient: Option<GradientRequest>,
}

/// What a call brought.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Reply {
    /// The body returned.
    Returned {
        /// All leaves of the result, in order.
        values: Vec<Value>,
        /// For each float tensor among the arguments: its gradient, if any reached it. Empty unless asked for.
        gradients: Vec<Option<Value>>,
    },
    /// The body panicked, with this message.
    Panicked(String),
    /// The request could not be carried out.
    Refused(String),
}
