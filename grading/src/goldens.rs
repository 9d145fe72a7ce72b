//! Golden values, made outside this workspace's code by `goldens/make_goldens.py`, `goldens/make_elbo_goldens.py` and
//! `goldens/make_ddpm_goldens.py`.

use std::sync::LazyLock;

use serde_json::Value;

static FORWARD: LazyLock<Value> = LazyLock::new(|| parsed(include_str!("../goldens/forward.json")));

static FILM_UNET: LazyLock<Value> =
    LazyLock::new(|| parsed(include_str!("../goldens/film_unet.json")));

static ELBO: LazyLock<Value> = LazyLock::new(|| parsed(include_str!("../goldens/elbo.json")));

static DDPM: LazyLock<Value> = LazyLock::new(|| parsed(include_str!("../goldens/ddpm.json")));

fn parsed(text: &str) -> Value {
    serde_json::from_str(text).expect("a file of goldens is JSON")
}

/// One case of `goldens/forward.json`, such as `schedule_linear`.
pub fn forward(case: &str) -> Golden {
    Golden(&FORWARD[case])
}

/// One case of `goldens/elbo.json`, such as `posterior_scaled`.
pub fn elbo(case: &str) -> Golden {
    Golden(&ELBO[case])
}

/// One case of `goldens/ddpm.json`, such as `q_sample`.
pub fn ddpm(case: &str) -> Golden {
    Golden(&DDPM[case])
}

/// One case of `goldens/film_unet.json`, such as `film`.
pub fn film_unet(case: &str) -> Golden {
    Golden(&FILM_UNET[case])
}

/// A value inside a case. What is missing reads as an empty list, so that a comparison with it fails.
#[derive(Clone, Copy)]
pub struct Golden(&'static Value);

impl Golden {
    /// Field `name` of the case's inputs.
    pub fn input(self, name: &str) -> Self {
        Self(&self.0["inputs"][name])
    }

    /// Field `name` of the case's expected values.
    pub fn expected(self, name: &str) -> Self {
        Self(&self.0["expected"][name])
    }

    /// Field `name` of a row.
    pub fn field(self, name: &str) -> Self {
        Self(&self.0[name])
    }

    /// The items of a list.
    pub fn items(self) -> impl Iterator<Item = Self> {
        self.0.as_array().into_iter().flatten().map(Self)
    }

    /// A list of numbers.
    pub fn numbers(self) -> Vec<f64> {
        self.items().map(Self::number).collect()
    }

    /// A number; NaN, which equals nothing, where there is none.
    pub fn number(self) -> f64 {
        self.0.as_f64().unwrap_or(f64::NAN)
    }

    /// A whole number; 0 where there is none.
    pub fn whole(self) -> usize {
        self.0
            .as_u64()
            .and_then(|n| usize::try_from(n).ok())
            .unwrap_or(0)
    }

    /// A text; empty where there is none.
    pub fn text(self) -> &'static str {
        self.0.as_str().unwrap_or_default()
    }
}
