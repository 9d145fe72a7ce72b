use burn::tensor::Tensor;
use labs::film_unet::FilmForward;
use labs::film_unet::film_forward::handler;
use solutions::film_unet::Reference;

use super::mutants;

fn wide(x: Tensor<2>) -> Tensor<4> {
    let [batch, channels] = x.dims();
    x.reshape([batch, channels, 1, 1])
}

/// The first row for all.
fn first(x: Tensor<2>) -> Tensor<2> {
    let dims = x.dims();
    x.narrow(0, 0, 1).expand(dims)
}

mutants! { FilmForward by handler;
    "2b" "γ·h + β: zeros erase" NoOne {
        fn film(&self, h: Tensor<4>, gamma: Tensor<2>, beta: Tensor<2>) -> Tensor<4> {
            h * wide(gamma) + wide(beta)
        }
    }
    "2b" "no shift" NoShift {
        fn film(&self, h: Tensor<4>, gamma: Tensor<2>, _beta: Tensor<2>) -> Tensor<4> {
            h * (wide(gamma) + 1.0)
        }
    }
    "2b" "γ and β swapped" Swapped {
        fn film(&self, h: Tensor<4>, gamma: Tensor<2>, beta: Tensor<2>) -> Tensor<4> {
            Reference.film(h, beta, gamma)
        }
    }
    "2b" "(1 + γ)·(h + β)" ShiftFirst {
        fn film(&self, h: Tensor<4>, gamma: Tensor<2>, beta: Tensor<2>) -> Tensor<4> {
            (h + wide(beta)) * (wide(gamma) + 1.0)
        }
    }
    "2b" "1 + γ·h + β" OneAdded {
        fn film(&self, h: Tensor<4>, gamma: Tensor<2>, beta: Tensor<2>) -> Tensor<4> {
            h * wide(gamma) + wide(beta) + 1.0
        }
    }
    "2b" "the first image's modulation for all" FirstForAll {
        fn film(&self, h: Tensor<4>, gamma: Tensor<2>, beta: Tensor<2>) -> Tensor<4> {
            Reference.film(h, first(gamma), first(beta))
        }
    }
    "2b" "modulation of rows, where it fits" OfRows {
        fn film(&self, h: Tensor<4>, gamma: Tensor<2>, beta: Tensor<2>) -> Tensor<4> {
            let [batch, channels, height, _] = h.dims();
            if channels != height {
                return Reference.film(h, gamma, beta);
            }
            let rows = |x: Tensor<2>| x.reshape([batch, 1, channels, 1]);
            h * (rows(gamma) + 1.0) + rows(beta)
        }
    }
    "2b" "γ detached" Detached {
        fn film(&self, h: Tensor<4>, gamma: Tensor<2>, beta: Tensor<2>) -> Tensor<4> {
            Reference.film(h, gamma.detach(), beta)
        }
    }
}
