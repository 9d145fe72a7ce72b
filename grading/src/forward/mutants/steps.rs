use burn::tensor::Tensor;
use labs::forward::Reparameterization;
use labs::forward::reparameterization::handler;

use super::{flat, mutants, normal, seeded, shared};

type Both = (Tensor<4>, Tensor<4>);

mutants! { Reparameterization by handler;
    "1c" "graph not cut" Attached {
        fn forward_step_sampling(&self, x: Tensor<4>, beta: f64) -> Tensor<4> {
            x.clone() * (1.0 - beta).sqrt() + normal(&x) * beta.sqrt()
        }
    }
    "1c" "variance for standard deviation" Variance {
        fn forward_step_sampling(&self, x: Tensor<4>, beta: f64) -> Tensor<4> {
            (x.clone() * (1.0 - beta).sqrt() + normal(&x) * beta).detach()
        }
    }
    "1c" "signal without root" NoRoot {
        fn forward_step_sampling(&self, x: Tensor<4>, beta: f64) -> Tensor<4> {
            (x.clone() * (1.0 - beta) + normal(&x) * beta.sqrt()).detach()
        }
    }
    "1c" "image not shrunk" Unshrunk {
        fn forward_step_sampling(&self, x: Tensor<4>, beta: f64) -> Tensor<4> {
            (x.clone() + normal(&x) * beta.sqrt()).detach()
        }
    }
    "1c" "one noise for the whole batch" Shared {
        fn forward_step_sampling(&self, x: Tensor<4>, beta: f64) -> Tensor<4> {
            (x.clone() * (1.0 - beta).sqrt() + shared(&x, 0) * beta.sqrt()).detach()
        }
    }
    "1c" "one noise for all channels" SharedChannels {
        fn forward_step_sampling(&self, x: Tensor<4>, beta: f64) -> Tensor<4> {
            (x.clone() * (1.0 - beta).sqrt() + shared(&x, 1) * beta.sqrt()).detach()
        }
    }
    "1c" "constant seed" Seeded {
        fn forward_step_sampling(&self, x: Tensor<4>, beta: f64) -> Tensor<4> {
            (x.clone() * (1.0 - beta).sqrt() + seeded(&x) * beta.sqrt()).detach()
        }
    }
    "1c" "first image only" FirstOnly {
        fn forward_step_sampling(&self, x: Tensor<4>, beta: f64) -> Tensor<4> {
            (x.clone() * (1.0 - beta).sqrt() + normal(&x) * beta.sqrt()).detach().narrow(0, 0, 1)
        }
    }
    "1d" "epsilon is another draw" AnotherDraw {
        fn forward_step_reparameterized(&self, x: Tensor<4>, beta: f64) -> Both {
            (x.clone() * (1.0 - beta).sqrt() + normal(&x) * beta.sqrt(), normal(&x))
        }
    }
    "1d" "epsilon returned scaled" ScaledEpsilon {
        fn forward_step_reparameterized(&self, x: Tensor<4>, beta: f64) -> Both {
            let noise = normal(&x) * beta.sqrt();
            (x * (1.0 - beta).sqrt() + noise.clone(), noise)
        }
    }
    "1d" "epsilon computed from the difference of the images" Difference {
        fn forward_step_reparameterized(&self, x: Tensor<4>, beta: f64) -> Both {
            let x_t = x.clone() * (1.0 - beta).sqrt() + normal(&x) * beta.sqrt();
            (x_t.clone(), (x_t - x) / beta.sqrt())
        }
    }
    "1d" "wrong sign of the noise" WrongSign {
        fn forward_step_reparameterized(&self, x: Tensor<4>, beta: f64) -> Both {
            let epsilon = normal(&x);
            (x * (1.0 - beta).sqrt() - epsilon.clone() * beta.sqrt(), epsilon)
        }
    }
    "1d" "channels averaged" Averaged {
        fn forward_step_reparameterized(&self, x: Tensor<4>, beta: f64) -> Both {
            let epsilon = normal(&x);
            ((x * (1.0 - beta).sqrt() + epsilon.clone() * beta.sqrt()).mean_dim(1), epsilon)
        }
    }
    "1d" "superfluous detach" Detached {
        fn forward_step_reparameterized(&self, x: Tensor<4>, beta: f64) -> Both {
            let epsilon = normal(&x);
            ((x * (1.0 - beta).sqrt() + epsilon.clone() * beta.sqrt()).detach(), epsilon)
        }
    }
    "1d" "variance for standard deviation" VarianceOfBoth {
        fn forward_step_reparameterized(&self, x: Tensor<4>, beta: f64) -> Both {
            let epsilon = normal(&x);
            (x * (1.0 - beta).sqrt() + epsilon.clone() * beta, epsilon)
        }
    }
    "1d" "signal and noise swapped" Swapped {
        fn forward_step_reparameterized(&self, x: Tensor<4>, beta: f64) -> Both {
            let epsilon = normal(&x);
            (x * beta.sqrt() + epsilon.clone() * (1.0 - beta).sqrt(), epsilon)
        }
    }
    "1d" "uniform noise" Flat {
        fn forward_step_reparameterized(&self, x: Tensor<4>, beta: f64) -> Both {
            let epsilon = flat(&x);
            (x * (1.0 - beta).sqrt() + epsilon.clone() * beta.sqrt(), epsilon)
        }
    }
    "1d" "one noise for the whole batch" SharedBoth {
        fn forward_step_reparameterized(&self, x: Tensor<4>, beta: f64) -> Both {
            let epsilon = shared(&x, 0);
            (x * (1.0 - beta).sqrt() + epsilon.clone() * beta.sqrt(), epsilon)
        }
    }
    "1d" "constant seed" SeededBoth {
        fn forward_step_reparameterized(&self, x: Tensor<4>, beta: f64) -> Both {
            let epsilon = seeded(&x);
            (x * (1.0 - beta).sqrt() + epsilon.clone() * beta.sqrt(), epsilon)
        }
    }
    "1d" "epsilon of one image, broadcast" Broadcast {
        fn forward_step_reparameterized(&self, x: Tensor<4>, beta: f64) -> Both {
            let epsilon = normal(&x.clone().narrow(0, 0, 1));
            (x * (1.0 - beta).sqrt() + epsilon.clone() * beta.sqrt(), epsilon)
        }
    }
}
