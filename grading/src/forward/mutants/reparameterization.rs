use burn::tensor::Tensor;
use labs::forward::Reparameterization;
use labs::forward::reparameterization::handler;

use super::{flat, mutants, normal, seeded, shared};

mutants! { Reparameterization by handler;
    "1a" "graph not cut" Attached {
        fn direct_sampling(&self, mu: Tensor<2>, sigma: Tensor<2>) -> Tensor<2> {
            mu.clone() + sigma * normal(&mu)
        }
    }
    "1a" "only mu detached" SigmaAttached {
        fn direct_sampling(&self, mu: Tensor<2>, sigma: Tensor<2>) -> Tensor<2> {
            mu.clone().detach() + sigma * normal(&mu)
        }
    }
    "1a" "sigma forgotten" UnitNoise {
        fn direct_sampling(&self, mu: Tensor<2>, _: Tensor<2>) -> Tensor<2> {
            (mu.clone() + normal(&mu)).detach()
        }
    }
    "1a" "root of sigma: standard deviation taken for a variance" RootOfSigma {
        fn direct_sampling(&self, mu: Tensor<2>, sigma: Tensor<2>) -> Tensor<2> {
            (mu.clone() + sigma.sqrt() * normal(&mu)).detach()
        }
    }
    "1a" "uniform noise" FlatDirect {
        fn direct_sampling(&self, mu: Tensor<2>, sigma: Tensor<2>) -> Tensor<2> {
            (mu.clone() + sigma * flat(&mu)).detach()
        }
    }
    "1a" "one noise for the whole batch" SharedDirect {
        fn direct_sampling(&self, mu: Tensor<2>, sigma: Tensor<2>) -> Tensor<2> {
            (mu.clone() + sigma * shared(&mu, 0)).detach()
        }
    }
    "1a" "constant seed" SeededDirect {
        fn direct_sampling(&self, mu: Tensor<2>, sigma: Tensor<2>) -> Tensor<2> {
            (mu.clone() + sigma * seeded(&mu)).detach()
        }
    }
    "1a" "one number for each row" RowsDirect {
        fn direct_sampling(&self, mu: Tensor<2>, sigma: Tensor<2>) -> Tensor<2> {
            (mu.clone() + sigma * normal(&mu)).detach().mean_dim(1)
        }
    }
    "1b" "superfluous detach" Detached {
        fn reparameterized(&self, mu: Tensor<2>, sigma: Tensor<2>) -> Tensor<2> {
            (mu.clone() + sigma * normal(&mu)).detach()
        }
    }
    "1b" "sigma detached" SigmaDetached {
        fn reparameterized(&self, mu: Tensor<2>, sigma: Tensor<2>) -> Tensor<2> {
            mu.clone() + sigma.detach() * normal(&mu)
        }
    }
    "1b" "mu detached" MuDetached {
        fn reparameterized(&self, mu: Tensor<2>, sigma: Tensor<2>) -> Tensor<2> {
            mu.clone().detach() + sigma * normal(&mu)
        }
    }
    "1b" "squared sigma: standard deviation and variance swapped" SquaredSigma {
        fn reparameterized(&self, mu: Tensor<2>, sigma: Tensor<2>) -> Tensor<2> {
            mu.clone() + sigma.clone() * sigma * normal(&mu)
        }
    }
    "1b" "mu scaled too" ScaledMu {
        fn reparameterized(&self, mu: Tensor<2>, sigma: Tensor<2>) -> Tensor<2> {
            (mu.clone() + normal(&mu)) * sigma
        }
    }
    "1b" "one noise along the dimension" SharedReparameterized {
        fn reparameterized(&self, mu: Tensor<2>, sigma: Tensor<2>) -> Tensor<2> {
            mu.clone() + sigma * shared(&mu, 1)
        }
    }
    "1b" "constant seed" SeededReparameterized {
        fn reparameterized(&self, mu: Tensor<2>, sigma: Tensor<2>) -> Tensor<2> {
            mu.clone() + sigma * seeded(&mu)
        }
    }
    "1b" "uniform noise" FlatReparameterized {
        fn reparameterized(&self, mu: Tensor<2>, sigma: Tensor<2>) -> Tensor<2> {
            mu.clone() + sigma * flat(&mu)
        }
    }
    "1b" "transposed" Transposed {
        fn reparameterized(&self, mu: Tensor<2>, sigma: Tensor<2>) -> Tensor<2> {
            (mu.clone() + sigma * normal(&mu)).transpose()
        }
    }
}
