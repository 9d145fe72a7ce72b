//! The reference bodies of `film_unet` agree with values that were made without them, by `goldens/make_film_unet.py`.

use burn::module::Module;
use burn::tensor::{Device, Int, Tensor, TensorData};
use exercise::expect::{close, close_relative, values};
use labs::film_unet::{BetaSchedules, FilmForward, ScheduleKind, UNetConfig, schedule};
use solutions::film_unet::Reference;

use crate::goldens::{Golden, film_unet};

fn tensor<const D: usize>(list: Golden, shape: [usize; D]) -> Tensor<D> {
    let numbers: Vec<f32> = list.numbers().iter().map(|&x| x as f32).collect();
    assert!(!numbers.is_empty(), "no such list of goldens");
    Tensor::from_data(TensorData::new(numbers, shape), &Device::flex())
}

#[test]
fn embeddings() {
    for dim in [2, 4, 16, 128] {
        let case = film_unet(&format!("time_embedding_{dim}"));
        let t: Vec<i64> = case.input("t").items().map(|t| t.whole() as i64).collect();
        let t = Tensor::<1, Int>::from_ints(t.as_slice(), &Device::flex());
        let got = values(&Reference.time_embedding(t, dim));
        // An angle of up to 1000 is known to 6e-5 in f32.
        close(
            "embedding",
            &got,
            &case.expected("embedding").numbers(),
            2e-4,
        )
        .unwrap_or_else(|error| panic!("dim {dim}: {error}"));
    }
}

#[test]
fn film() {
    let case = film_unet("film");
    let h = tensor(case.input("h"), [2, 3, 2, 2]);
    let pair = |name| tensor(case.input(name), [2, 3]);
    let got = Reference.film(h, pair("gamma"), pair("beta"));
    close("film", &values(&got), &case.expected("y").numbers(), 1e-6).unwrap();
}

#[test]
fn betas() {
    for kind in ScheduleKind::ALL {
        let case = film_unet(&format!("betas_{kind}"));
        let tables = schedule(&Reference.betas(kind, 1000)).unwrap();
        let at: Vec<usize> = case.input("t").items().map(Golden::whole).collect();
        let picked = |table: &[f64]| -> Vec<f64> { at.iter().map(|t| table[t - 1]).collect() };
        let agrees = |name: &str, got: &[f64]| {
            close_relative(name, got, &case.expected(name).numbers(), 1e-9)
                .unwrap_or_else(|error| panic!("{kind}: {error}"));
        };
        agrees("betas", &picked(&tables.betas));
        agrees("alpha_cumprod", &picked(&tables.alpha_cumprod));
        let sum: f64 = tables.betas.iter().sum();
        close_relative("sum", &[sum], &[case.expected("sum").number()], 1e-9).unwrap();
    }
}

#[test]
fn parameters() {
    let case = film_unet("parameters");
    for config in [UNetConfig::quick(), UNetConfig::full()] {
        let network = config.init(&Device::flex()).unwrap();
        let expected = case.expected(&config.widths[0].to_string()).whole();
        assert_eq!(network.num_params(), expected, "{:?}", config.widths);
        assert_eq!(network.widths(), config.widths);
        assert_eq!(network.embedding(), config.embedding);
    }
}
