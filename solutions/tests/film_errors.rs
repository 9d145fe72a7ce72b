//! Bad input to the public functions of `film_unet`: each error names the argument, what was expected and what came.

use burn::tensor::Tensor;
use labs::film_unet::{
    ArgumentError, FilmDenoiser, Sampling, UNetConfig, batch_sizes, class_grid, class_labels,
    digit_grid, linear_schedule, noise_strip, respaced, schedule, schedule_figure, shape_walk,
    spread,
};
use noisebook_runtime::device;
use solutions::film_unet::Reference;

#[track_caller]
fn refused<T>(result: Result<T, ArgumentError>, argument: &str, expected: &str, got: &str) {
    let Err(error) = result else {
        panic!("`{argument}` was accepted")
    };
    let words = format!("`{argument}`: expected {expected}, got {got}\nhint: ");
    assert!(error.to_string().starts_with(&words), "{error}");
}

fn zeros(shape: [usize; 4]) -> Tensor<4> {
    Tensor::zeros(shape, &device())
}

const IMAGES: &str = "[batch, 1, height, width] with batch ≥ 1 and sides that 4 divides";

#[test]
fn networks() {
    let quick = UNetConfig::quick();
    let odd = UNetConfig {
        widths: [16, 30, 64],
        ..quick
    };
    let words = "multiples of 8, the number of groups";
    refused(odd.init(&device()), "widths", words, "30");
    refused(shape_walk(&Reference, odd, 2), "widths", words, "30");
    let none = UNetConfig { groups: 0, ..quick };
    refused(none.init(&device()), "groups", "at least 1", "0");
    let uneven = UNetConfig {
        embedding: 7,
        ..quick
    };
    refused(
        uneven.init(&device()),
        "embedding",
        "an even number ≥ 2",
        "7",
    );
    refused(
        quick.init_conditional(0, &device()),
        "classes",
        "at least 1",
        "0",
    );
}

#[test]
fn schedules() {
    refused(schedule(&[]), "betas", "at least one", "none");
    refused(
        schedule(&[0.1, 1.5]),
        "betas",
        "every value inside (0, 1)",
        "1.5 at t = 2",
    );
    let linear = linear_schedule();
    refused(
        respaced(&linear, &[5, 5]),
        "timesteps",
        "a number above 5",
        "5",
    );
    refused(respaced(&linear, &[1001]), "t", "1..=1000", "1001");
    refused(respaced(&linear, &[]), "betas", "at least one", "none");
    refused(spread(1000, 0), "steps", "1..=1000", "0");
    refused(spread(10, 11), "steps", "1..=10", "11");
    refused(
        schedule_figure(&Reference, 0),
        "timesteps",
        "1 or more",
        "0",
    );
}

#[test]
fn images() {
    let linear = linear_schedule();
    let strip = |shape, t: &[usize]| noise_strip(&Reference, &linear, &zeros(shape), t);
    refused(
        strip([0, 1, 28, 28], &[1]),
        "digit",
        IMAGES,
        "[0, 1, 28, 28]",
    );
    refused(
        strip([1, 3, 28, 28], &[1]),
        "digit",
        IMAGES,
        "[1, 3, 28, 28]",
    );
    refused(strip([1, 1, 28, 28], &[0]), "t", "1..=1000", "0");
    refused(
        digit_grid("", &zeros([1, 1, 27, 28])),
        "digits",
        IMAGES,
        "[1, 1, 27, 28]",
    );
    refused(class_labels(0, &device()), "each", "1 or more", "0");
    let words = "as many images of each of ten classes";
    refused(
        class_grid(&zeros([12, 1, 28, 28])),
        "digits",
        words,
        "12 images",
    );
}

#[test]
fn sampling() {
    let (linear, config) = (linear_schedule(), UNetConfig::quick());
    let network = config.init(&device()).unwrap();
    let denoiser = FilmDenoiser {
        answer: &Reference,
        network: &network,
    };
    let sampling = Sampling::new(&Reference, &denoiser, &linear);
    let noise = || zeros([1, 1, 28, 28]);
    refused(sampling.run(noise(), 0), "steps", "1..=1000", "0");
    refused(
        sampling.run(zeros([1, 1, 28, 30]), 2),
        "noise",
        IMAGES,
        "[1, 1, 28, 30]",
    );
    refused(sampling.emerging(noise(), 2, 0), "count", "1 or more", "0");
    let sizes = batch_sizes(&Reference, &Reference, &linear, config, &[0]);
    refused(sizes, "sizes", "1 or more", "0");
}

/// A respaced schedule leaves as much signal as the long way.
#[test]
fn fewer_steps_end_where_all_steps_end() {
    let linear = linear_schedule();
    let times = spread(1000, 50).unwrap();
    assert_eq!((times[0], times[49], times.len()), (20, 1000, 50));
    let short = respaced(&linear, &times).unwrap();
    for (k, t) in times.iter().enumerate() {
        let (left, expected) = (short.alpha_cumprod[k], linear.alpha_cumprod[t - 1]);
        assert!(
            (left / expected - 1.0).abs() < 1e-9,
            "{t}: {left} {expected}"
        );
    }
}
