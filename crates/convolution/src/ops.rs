//! The passes as operations of burn: dispatched to the CPU backend, with gradients.

use burn::backend::autodiff::checkpoint::base::Checkpointer;
use burn::backend::autodiff::checkpoint::strategy::CheckpointStrategy;
use burn::backend::autodiff::grads::Gradients;
use burn::backend::autodiff::ops::{Backward, Ops, OpsKind};
use burn::backend::autodiff::{Autodiff, NodeId};
use burn::backend::tensor::FloatTensor;
use burn::backend::{Backend, Flex, backend_extension};

use crate::geometry::Geometry;
use crate::host::Passes;

/// A convolution, or a transposed one, as one node of the graph.
///
/// `transposed` runs the geometry backwards: `x` has the shape of its output, the result that of its input.
#[backend_extension(Flex, Autodiff)]
pub trait ConvolutionOps: Backend {
    /// `x` through the kernel.
    fn convolution(
        x: FloatTensor<Self>,
        weight: FloatTensor<Self>,
        g: Geometry,
        transposed: bool,
    ) -> FloatTensor<Self>;

    /// `x` through the kernel, plus `bias`.
    fn convolution_with_bias(
        x: FloatTensor<Self>,
        weight: FloatTensor<Self>,
        bias: FloatTensor<Self>,
        g: Geometry,
        transposed: bool,
    ) -> FloatTensor<Self>;
}

impl ConvolutionOps for Flex {
    fn convolution(
        x: FloatTensor<Self>,
        weight: FloatTensor<Self>,
        g: Geometry,
        transposed: bool,
    ) -> FloatTensor<Self> {
        run::<Self>(x, weight, None, &g, transposed)
    }

    fn convolution_with_bias(
        x: FloatTensor<Self>,
        weight: FloatTensor<Self>,
        bias: FloatTensor<Self>,
        g: Geometry,
        transposed: bool,
    ) -> FloatTensor<Self> {
        run::<Self>(x, weight, Some(bias), &g, transposed)
    }
}

fn run<B: Passes>(
    x: FloatTensor<B>,
    weight: FloatTensor<B>,
    bias: Option<FloatTensor<B>>,
    g: &Geometry,
    transposed: bool,
) -> FloatTensor<B> {
    if transposed {
        B::input_gradient(g, x, weight, bias)
    } else {
        B::forward(g, x, weight, bias)
    }
}

impl<B: Passes + ConvolutionOps, C: CheckpointStrategy> ConvolutionOps for Autodiff<B, C> {
    fn convolution(
        x: FloatTensor<Self>,
        weight: FloatTensor<Self>,
        g: Geometry,
        transposed: bool,
    ) -> FloatTensor<Self> {
        match WithoutBias
            .prepare::<C>([x.node(), weight.node()])
            .compute_bound()
            .stateful()
        {
            OpsKind::Tracked(mut prep) => {
                let state = State {
                    x: prep.checkpoint(&x),
                    weight: prep.checkpoint(&weight),
                    g,
                    transposed,
                };
                prep.finish(
                    state,
                    run::<B>(
                        x.into_primitive(),
                        weight.into_primitive(),
                        None,
                        &g,
                        transposed,
                    ),
                )
            }
            OpsKind::UnTracked(prep) => prep.finish(run::<B>(
                x.into_primitive(),
                weight.into_primitive(),
                None,
                &g,
                transposed,
            )),
        }
    }

    fn convolution_with_bias(
        x: FloatTensor<Self>,
        weight: FloatTensor<Self>,
        bias: FloatTensor<Self>,
        g: Geometry,
        transposed: bool,
    ) -> FloatTensor<Self> {
        match WithBias
            .prepare::<C>([x.node(), weight.node(), bias.node()])
            .compute_bound()
            .stateful()
        {
            OpsKind::Tracked(mut prep) => {
                let state = State {
                    x: prep.checkpoint(&x),
                    weight: prep.checkpoint(&weight),
                    g,
                    transposed,
                };
                let bias = Some(bias.into_primitive());
                prep.finish(
                    state,
                    run::<B>(
                        x.into_primitive(),
                        weight.into_primitive(),
                        bias,
                        &g,
                        transposed,
                    ),
                )
            }
            OpsKind::UnTracked(prep) => {
                let bias = Some(bias.into_primitive());
                prep.finish(run::<B>(
                    x.into_primitive(),
                    weight.into_primitive(),
                    bias,
                    &g,
                    transposed,
                ))
            }
        }
    }
}

#[derive(Debug)]
struct WithBias;

#[derive(Debug)]
struct WithoutBias;

/// What the backward pass needs of the forward one.
#[derive(Debug, Clone)]
struct State {
    x: NodeId,
    weight: NodeId,
    g: Geometry,
    transposed: bool,
}

impl State {
    /// The gradients of input and weight, each only if asked for.
    fn gradients<B: Passes>(
        &self,
        dy: &FloatTensor<B>,
        checkpointer: &mut Checkpointer,
        wanted: [bool; 2],
    ) -> [Option<FloatTensor<B>>; 2] {
        let x = checkpointer.retrieve_node_output::<B::FloatTensorPrimitive>(self.x);
        let weight = checkpointer.retrieve_node_output::<B::FloatTensorPrimitive>(self.weight);
        let dx = wanted[0].then(|| run::<B>(dy.clone(), weight, None, &self.g, !self.transposed));
        let dw = wanted[1].then(|| match self.transposed {
            false => B::weight_gradient(&self.g, x, dy.clone()),
            true => B::weight_gradient(&self.g, dy.clone(), x),
        });
        [dx, dw]
    }

    fn out_channels(&self) -> usize {
        if self.transposed {
            self.g.in_channels
        } else {
            self.g.out_channels
        }
    }
}

impl<B: Passes> Backward<B, 3> for WithBias {
    type State = State;

    fn backward(self, ops: Ops<State, 3>, grads: &mut Gradients, checkpointer: &mut Checkpointer) {
        let dy = grads.consume::<B>(&ops.node);
        let [x, weight, bias] = ops.parents;
        let [dx, dw] = ops
            .state
            .gradients::<B>(&dy, checkpointer, [x.is_some(), weight.is_some()]);
        let db = bias
            .is_some()
            .then(|| B::bias_gradient(ops.state.out_channels(), dy));
        for (node, gradient) in [x, weight, bias].into_iter().zip([dx, dw, db]) {
            if let Some((node, gradient)) = node.zip(gradient) {
                grads.register::<B>(node.id, gradient);
            }
        }
    }
}

impl<B: Passes> Backward<B, 2> for WithoutBias {
    type State = State;

    fn backward(self, ops: Ops<State, 2>, grads: &mut Gradients, checkpointer: &mut Checkpointer) {
        let dy = grads.consume::<B>(&ops.node);
        let wanted = ops.parents.each_ref().map(Option::is_some);
        let gradients = ops.state.gradients::<B>(&dy, checkpointer, wanted);
        for (node, gradient) in ops.parents.into_iter().zip(gradients) {
            if let Some((node, gradient)) = node.zip(gradient) {
                grads.register::<B>(node.id, gradient);
            }
        }
    }
}
