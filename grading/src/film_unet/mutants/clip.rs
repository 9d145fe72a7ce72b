use labs::film_unet::TrainingStep;
use labs::film_unet::training_step::handler;

use super::mutants;

fn joint(norms: &[f64]) -> f64 {
    norms.iter().map(|norm| norm * norm).sum::<f64>().sqrt()
}

fn factor(norm: f64, limit: f64) -> f64 {
    if norm > limit { limit / norm } else { 1.0 }
}

mutants! { TrainingStep by handler;
    "3b" "sum of the norms" Sum {
        fn clip_factor(&self, norms: &[f64], max_norm: f64) -> f64 { factor(norms.iter().sum(), max_norm) }
    }
    "3b" "largest of the norms" Largest {
        fn clip_factor(&self, norms: &[f64], max_norm: f64) -> f64 {
            factor(norms.iter().copied().fold(0.0, f64::max), max_norm)
        }
    }
    "3b" "√ missing" NoRoot {
        fn clip_factor(&self, norms: &[f64], max_norm: f64) -> f64 { factor(joint(norms).powi(2), max_norm) }
    }
    "3b" "short steps made longer" Always {
        fn clip_factor(&self, norms: &[f64], max_norm: f64) -> f64 { max_norm / joint(norms).max(1e-12) }
    }
    "3b" "the norm, not the factor" Inverse {
        fn clip_factor(&self, norms: &[f64], max_norm: f64) -> f64 { factor(joint(norms), max_norm).recip() }
    }
    "3b" "limit 1, whatever is asked for" One {
        fn clip_factor(&self, norms: &[f64], _max_norm: f64) -> f64 { factor(joint(norms), 1.0) }
    }
    "3b" "root mean square for the norm" Mean {
        fn clip_factor(&self, norms: &[f64], max_norm: f64) -> f64 {
            factor(joint(norms) / (norms.len().max(1) as f64).sqrt(), max_norm)
        }
    }
}
