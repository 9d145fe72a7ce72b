//! Every pass against the definition, in f64, over random shapes.

use convolution::{Geometry, forward, input_gradient, weight_gradient};
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};

/// Visits every product of the definition: output, input and weight index.
fn visit(g: &Geometry, mut product: impl FnMut(usize, usize, usize)) {
    let [height, width] = g.output();
    let (inputs, outputs) = (g.in_per_group(), g.out_per_group());
    for n in 0..g.batch {
        for m in 0..g.out_channels {
            for (oh, ow) in (0..height).flat_map(|oh| (0..width).map(move |ow| (oh, ow))) {
                for c in 0..inputs {
                    for (kh, kw) in
                        (0..g.kernel[0]).flat_map(|kh| (0..g.kernel[1]).map(move |kw| (kh, kw)))
                    {
                        let ih =
                            (oh * g.stride[0] + kh * g.dilation[0]).wrapping_sub(g.padding[0].0);
                        let iw =
                            (ow * g.stride[1] + kw * g.dilation[1]).wrapping_sub(g.padding[1].0);
                        if ih >= g.input[0] || iw >= g.input[1] {
                            continue;
                        }
                        let channel = m / outputs * inputs + c;
                        product(
                            ((n * g.out_channels + m) * height + oh) * width + ow,
                            ((n * g.in_channels + channel) * g.input[0] + ih) * g.input[1] + iw,
                            ((m * inputs + c) * g.kernel[0] + kh) * g.kernel[1] + kw,
                        );
                    }
                }
            }
        }
    }
}

fn geometry(rng: &mut StdRng) -> Geometry {
    let groups = rng.random_range(1..4);
    let mut pair =
        |low: usize, high: usize| [rng.random_range(low..high), rng.random_range(low..high)];
    let (kernel, stride, dilation) = (pair(1, 5), pair(1, 4), pair(1, 4));
    let (before, after, spare) = (pair(0, 4), pair(0, 4), pair(0, 12));
    let padding = [(before[0], after[0]), (before[1], after[1])];
    let reach = [0, 1].map(|axis| dilation[axis] * (kernel[axis] - 1) + 1);
    let input = [0, 1].map(|axis| {
        (reach[axis] + spare[axis])
            .saturating_sub(padding[axis].0 + padding[axis].1)
            .max(1)
    });
    Geometry {
        batch: rng.random_range(1..6),
        groups,
        in_channels: groups * rng.random_range(1..6),
        out_channels: groups * rng.random_range(1..11),
        input,
        kernel,
        stride,
        padding,
        dilation,
    }
}

fn floats(rng: &mut StdRng, count: usize) -> Vec<f32> {
    (0..count).map(|_| rng.random_range(-1.0..1.0)).collect()
}

/// The largest difference, relative to the largest expected value.
fn error(got: &[f32], expected: &[f64]) -> f64 {
    assert_eq!(got.len(), expected.len());
    let scale = expected
        .iter()
        .fold(1e-3f64, |scale, value| scale.max(value.abs()));
    got.iter()
        .zip(expected)
        .fold(0.0f64, |error, (got, value)| {
            error.max((f64::from(*got) - value).abs())
        })
        / scale
}

/// Kernels of 3 × 3 and channels enough for fewer products than the definition has.
fn many_channels(rng: &mut StdRng) -> Geometry {
    let mut pair =
        |low: usize, high: usize| [rng.random_range(low..high), rng.random_range(low..high)];
    let (input, before, after) = (pair(5, 16), pair(0, 3), pair(0, 4));
    let [in_channels, out_channels] = pair(40, 70);
    Geometry {
        batch: 512_usize.div_ceil((input[0] - 2) * (input[1] - 2)) + 1,
        groups: 1,
        in_channels,
        out_channels,
        input,
        kernel: [3, 3],
        stride: [1, 1],
        padding: [(before[0], after[0]), (before[1], after[1])],
        dilation: [1, 1],
    }
}

#[test]
fn passes_agree_with_the_definition() {
    let mut rng = StdRng::seed_from_u64(7);
    (0..300).for_each(|_| {
        let g = geometry(&mut rng);
        check(&g, &mut rng);
    });
}

#[test]
fn passes_of_many_channels_agree_with_the_definition() {
    let mut rng = StdRng::seed_from_u64(8);
    (0..6).for_each(|_| {
        let g = many_channels(&mut rng);
        check(&g, &mut rng);
    });
}

fn check(g: &Geometry, rng: &mut StdRng) {
    let [height, width] = g.output();
    let x = floats(rng, g.batch * g.in_channels * g.input[0] * g.input[1]);
    let w = floats(
        rng,
        g.out_channels * g.in_per_group() * g.kernel[0] * g.kernel[1],
    );
    let dy = floats(rng, g.batch * g.out_channels * height * width);
    let (mut y, mut dx, mut dw) = (vec![0.0; dy.len()], vec![0.0; x.len()], vec![0.0; w.len()]);
    visit(g, |o, i, k| {
        y[o] += f64::from(x[i]) * f64::from(w[k]);
        dx[i] += f64::from(dy[o]) * f64::from(w[k]);
        dw[k] += f64::from(dy[o]) * f64::from(x[i]);
    });
    assert!(
        error(&forward(g, &x, &w, None), &y) < 1e-5,
        "forward: {g:?}"
    );
    assert!(
        error(&input_gradient(g, &dy, &w, None), &dx) < 1e-5,
        "input gradient: {g:?}"
    );
    assert!(
        error(&weight_gradient(g, &x, &dy), &dw) < 1e-5,
        "weight gradient: {g:?}"
    );
}
