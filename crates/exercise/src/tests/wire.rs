//! Values survive the way out and back; what was forged is refused in words.

use burn::tensor::{Int, Tensor};

use super::{leaves, read, tensor};
use crate::{CallError, Value, Wire};

#[derive(Clone, Debug, PartialEq)]
struct Row {
    n: usize,
    sum: f64,
    tail: Vec<f64>,
}

crate::wire_struct!(Row { n, sum, tail });

fn returns<T: Wire + PartialEq + std::fmt::Debug>(value: T) {
    assert_eq!(read::<T>(leaves(&value)), Ok(value));
}

fn refused<T: Wire>(leaves: Vec<Value>) -> String {
    match read::<T>(leaves) {
        Err(error @ CallError::Mismatch { .. }) => error.to_string(),
        Err(error) => panic!("another error: {error:?}"),
        Ok(_) => panic!("taken for a value"),
    }
}

fn floats(shape: &[u32], count: usize) -> Vec<Value> {
    vec![Value::Floats {
        shape: shape.to_vec(),
        data: vec![0.5; count],
    }]
}

#[test]
fn numbers_lists_options_tuples_and_structs_return() {
    returns(-0.0_f64);
    returns(f64::MIN_POSITIVE);
    returns(usize::try_from(i64::MAX).expect("64 bits"));
    returns(vec![1.0, 2.0]);
    returns(Vec::<f64>::new());
    returns(vec![vec![1_usize], vec![], vec![2, 3]]);
    returns(Some(0.5));
    returns(None::<Vec<f64>>);
    returns((1_usize, 2.5));
    returns((vec![0.5], Some(1_usize), 3.0));
    let row = |n| Row {
        n,
        sum: 0.5,
        tail: vec![1.0; n],
    };
    returns(vec![row(0), row(2)]);
}

#[test]
fn nan_returns_as_nan() {
    assert!(read::<f64>(leaves(&f64::NAN)).is_ok_and(f64::is_nan));
}

#[test]
fn tensors_return() {
    let x = tensor([2, 3, 1]);
    let back: Tensor<3> = read(leaves(&x)).expect("a tensor");
    assert_eq!(back.to_data(), x.to_data());

    let whole = Tensor::<2, Int>::from_data([[1, -2], [i64::from(i32::MAX), 4]], &x.device());
    let back: Tensor<2, Int> = read(leaves(&whole)).expect("an integer tensor");
    assert_eq!(back.to_data(), whole.to_data());
}

#[test]
fn lists_and_tuples_of_tensors_return() {
    let states = (
        tensor([1, 2]),
        vec![tensor([3, 1]), tensor([0, 4]), tensor([1, 1])],
    );
    let (first, rest): (Tensor<2>, Vec<Tensor<2>>) = read(leaves(&states)).expect("tensors");
    assert_eq!(first.to_data(), states.0.to_data());
    assert_eq!(
        rest.iter().map(|x| x.dims()).collect::<Vec<_>>(),
        [[3, 1], [0, 4], [1, 1]]
    );
    assert!(
        rest.iter()
            .zip(&states.1)
            .all(|(a, b)| a.to_data() == b.to_data())
    );
}

#[test]
fn another_number_of_axes_is_refused() {
    let message = refused::<Tensor<2>>(floats(&[1, 2, 3], 6));
    assert_eq!(
        message,
        "result of `f`: expected a tensor with 2 axes, got shape [1, 2, 3]"
    );
}

#[test]
fn shapes_that_do_not_hold_their_elements_are_refused() {
    let message = refused::<Tensor<2>>(floats(&[2, 3], 5));
    assert_eq!(
        message,
        "result of `f`: expected 5 elements, got shape [2, 3]"
    );
    let most = u32::MAX;
    for shape in [
        [most, most, 1, 1],
        [most; 4],
        [1 << 31, 1 << 31, 4, 1],
        [0, most, most, most],
        [most, most, most, 0],
    ] {
        for count in [0, 1, 4] {
            refused::<Tensor<4>>(floats(&shape, count));
        }
    }
}

#[test]
fn another_type_is_refused_in_words() {
    let message = refused::<Tensor<1>>(vec![Value::Float(1.0)]);
    assert_eq!(
        message,
        "result of `f`: expected a float tensor, got a number"
    );
    let message = refused::<f64>(vec![Value::Int(1)]);
    assert_eq!(
        message,
        "result of `f`: expected a number, got a whole number"
    );
    let message = refused::<usize>(vec![Value::Int(-1)]);
    assert_eq!(
        message,
        "result of `f`: expected a whole number ≥ 0, got -1"
    );
    refused::<Tensor<1, Int>>(floats(&[1], 1));
    refused::<Vec<f64>>(vec![Value::Float(1.0)]);
    refused::<Option<f64>>(vec![Value::Length(2), Value::Float(1.0), Value::Float(1.0)]);
}

#[test]
fn lists_longer_than_what_follows_are_refused() {
    for claimed in [1, 3, u32::MAX] {
        refused::<Vec<f64>>(vec![Value::Length(claimed)]);
        refused::<Vec<Vec<f64>>>(vec![Value::Length(1), Value::Length(claimed)]);
    }
    refused::<Vec<(f64, f64)>>(vec![Value::Length(2), Value::Float(1.0), Value::Float(1.0)]);
}

#[test]
fn leaves_missing_or_left_over_are_refused() {
    let message = refused::<(f64, f64)>(vec![Value::Float(1.0)]);
    assert_eq!(message, "result of `f`: expected a number, got nothing");
    let message = refused::<f64>(vec![Value::Float(1.0), Value::Length(2)]);
    assert_eq!(
        message,
        "result of `f`: expected nothing more, got a list of 2 items"
    );
}

#[test]
fn messages_stay_short() {
    let message = refused::<Tensor<2>>(floats(&vec![1; 100_000], 1));
    assert!(message.len() < 200, "{} bytes", message.len());
    let message = refused::<f64>(floats(&vec![1; 100_000], 1));
    assert!(message.len() < 200, "{} bytes", message.len());
}
