//! An [`Operation`] as an operation of burn: dispatched to the CPU backend, one node of the graph.

use std::borrow::Cow;
use std::sync::Arc;

use burn::backend::autodiff::checkpoint::base::Checkpointer;
use burn::backend::autodiff::checkpoint::strategy::CheckpointStrategy;
use burn::backend::autodiff::grads::Gradients;
use burn::backend::autodiff::ops::{Backward, Ops, OpsKind};
use burn::backend::autodiff::{Autodiff, NodeId};
use burn::backend::tensor::FloatTensor;
use burn::backend::{
    Backend, DType, Dispatch, DispatchTensor, DispatchTensorKind, Flex, TensorMetadata,
    backend_extension,
};
use burn::tensor::{Tensor, TensorData};

use crate::operation::{Floats, Operation};

/// `operation` on one to four of burn's tensors, which must lie on the host.
pub fn apply<const D: usize>(
    inputs: Vec<DispatchTensor>,
    operation: impl Operation + 'static,
) -> Tensor<D> {
    let (operation, mut inputs) = (Arc::new(operation), inputs.into_iter());
    let inputs = [(); 4].map(|()| inputs.next());
    Tensor::from_dispatch(match inputs {
        [Some(a), None, ..] => Dispatch::one(a, operation),
        [Some(a), Some(b), None, _] => Dispatch::two(a, b, operation),
        [Some(a), Some(b), Some(c), None] => Dispatch::three(a, b, c, operation),
        [Some(a), Some(b), Some(c), Some(d)] => Dispatch::four(a, b, c, d, operation),
        [None, ..] => unreachable!("an operation has an input"),
    })
}

/// Whether a tensor is f32 on the CPU backend, with or without gradients.
pub fn on_host<const D: usize>(x: &Tensor<D>) -> bool {
    let mut kind = &x.clone().into_dispatch().kind;
    while let DispatchTensorKind::Autodiff(inner) = kind {
        kind = inner;
    }
    matches!(kind, DispatchTensorKind::Flex(_)) && kind.dtype() == DType::F32
}

type AnyOperation = Arc<dyn Operation>;

/// Runs operations of this crate on one to four tensors.
#[backend_extension(Flex, Autodiff)]
pub trait Operations: Backend {
    /// The result for one tensor.
    fn one(a: FloatTensor<Self>, operation: AnyOperation) -> FloatTensor<Self>;

    /// The result for two.
    fn two(
        a: FloatTensor<Self>,
        b: FloatTensor<Self>,
        operation: AnyOperation,
    ) -> FloatTensor<Self>;

    /// The result for three.
    fn three(
        a: FloatTensor<Self>,
        b: FloatTensor<Self>,
        c: FloatTensor<Self>,
        operation: AnyOperation,
    ) -> FloatTensor<Self>;

    /// The result for four.
    fn four(
        a: FloatTensor<Self>,
        b: FloatTensor<Self>,
        c: FloatTensor<Self>,
        d: FloatTensor<Self>,
        operation: AnyOperation,
    ) -> FloatTensor<Self>;
}

/// The methods above by one function of an array.
macro_rules! by_array {
    ($function:path) => {
        fn one(a: FloatTensor<Self>, operation: AnyOperation) -> FloatTensor<Self> {
            $function([a], operation)
        }

        fn two(
            a: FloatTensor<Self>,
            b: FloatTensor<Self>,
            operation: AnyOperation,
        ) -> FloatTensor<Self> {
            $function([a, b], operation)
        }

        fn three(
            a: FloatTensor<Self>,
            b: FloatTensor<Self>,
            c: FloatTensor<Self>,
            operation: AnyOperation,
        ) -> FloatTensor<Self> {
            $function([a, b, c], operation)
        }

        fn four(
            a: FloatTensor<Self>,
            b: FloatTensor<Self>,
            c: FloatTensor<Self>,
            d: FloatTensor<Self>,
            operation: AnyOperation,
        ) -> FloatTensor<Self> {
            $function([a, b, c, d], operation)
        }
    };
}

impl Operations for Flex {
    by_array!(Self::run);
}

impl<B: Pullback, C: CheckpointStrategy> Operations for Autodiff<B, C> {
    by_array!(node::<B, C, _>);
}

/// Runs operations of this crate and their backward passes.
pub trait Pullback: Operations {
    /// The result.
    fn run<const N: usize>(
        inputs: [FloatTensor<Self>; N],
        operation: AnyOperation,
    ) -> FloatTensor<Self>;

    /// The gradients of the wanted inputs.
    fn pull_back(
        inputs: &[FloatTensor<Self>],
        operation: &dyn Operation,
        dy: &FloatTensor<Self>,
        wanted: &[bool],
    ) -> Vec<Option<FloatTensor<Self>>>;
}

impl Pullback for Flex {
    fn run<const N: usize>(
        inputs: [FloatTensor<Self>; N],
        operation: AnyOperation,
    ) -> FloatTensor<Self> {
        let inputs = inputs.each_ref().map(floats);
        tensor(operation.run(&inputs.each_ref().map(|input| input.as_ref())))
    }

    fn pull_back(
        inputs: &[FloatTensor<Self>],
        operation: &dyn Operation,
        dy: &FloatTensor<Self>,
        wanted: &[bool],
    ) -> Vec<Option<FloatTensor<Self>>> {
        let slices: Vec<_> = inputs.iter().map(floats).collect();
        let slices: Vec<&[f32]> = slices.iter().map(AsRef::as_ref).collect();
        let gradients = operation.gradients(&slices, &floats(dy), wanted);
        let shapes = inputs.iter().map(|input| input.shape().to_vec());
        gradients
            .into_iter()
            .zip(shapes)
            .map(|(gradient, shape)| gradient.map(|gradient| tensor((gradient, shape))))
            .collect()
    }
}

/// The floats of a tensor in row-major order, copied only if they lie in another.
fn floats(tensor: &FloatTensor<Flex>) -> Cow<'_, [f32]> {
    match tensor.as_slice::<f32>() {
        Some(floats) => Cow::Borrowed(floats),
        None => Cow::Owned(tensor.to_contiguous().storage::<f32>().to_vec()),
    }
}

fn tensor((floats, shape): Floats) -> FloatTensor<Flex> {
    FloatTensor::<Flex>::from_data(TensorData::new(floats, shape))
}

fn node<B: Pullback, C: CheckpointStrategy, const N: usize>(
    inputs: [FloatTensor<Autodiff<B, C>>; N],
    operation: AnyOperation,
) -> FloatTensor<Autodiff<B, C>> {
    let guards = inputs.each_ref().map(|input| input.node());
    let prepared = Backward::<B, N>::prepare::<C>(Node, guards)
        .compute_bound()
        .stateful();
    let run = |inputs: [FloatTensor<Autodiff<B, C>>; N], operation| {
        B::run(inputs.map(|input| input.into_primitive()), operation)
    };
    match prepared {
        OpsKind::Tracked(mut prep) => {
            let state = State {
                inputs: inputs.each_ref().map(|input| prep.checkpoint(input)),
                operation: Arc::clone(&operation),
            };
            prep.finish(state, run(inputs, operation))
        }
        OpsKind::UnTracked(prep) => prep.finish(run(inputs, operation)),
    }
}

#[derive(Debug)]
struct Node;

/// What the backward pass needs of the forward one.
#[derive(Debug, Clone)]
struct State<const N: usize> {
    inputs: [NodeId; N],
    operation: Arc<dyn Operation>,
}

impl<B: Pullback, const N: usize> Backward<B, N> for Node {
    type State = State<N>;

    fn backward(
        self,
        ops: Ops<State<N>, N>,
        grads: &mut Gradients,
        checkpointer: &mut Checkpointer,
    ) {
        let dy = grads.consume::<B>(&ops.node);
        let State { inputs, operation } = ops.state;
        let inputs =
            inputs.map(|input| checkpointer.retrieve_node_output::<B::FloatTensorPrimitive>(input));
        let wanted = ops.parents.each_ref().map(Option::is_some);
        let gradients = B::pull_back(&inputs, operation.as_ref(), &dy, &wanted);
        for (parent, gradient) in ops.parents.into_iter().zip(gradients) {
            if let Some((parent, gradient)) = parent.zip(gradient) {
                grads.register::<B>(parent.id, gradient);
            }
        }
    }
}
