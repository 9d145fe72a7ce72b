//! t
use convolution::*;
use std::time::Instant;
fn best(mut f: impl FnMut()) -> f64 {
    let mut b = f64::MAX;
    for _ in 0..60 {
        let t = Instant::now();
        f();
        b = b.min(t.elapsed().as_secs_f64());
    }
    b
}
fn main() {
    let c = |cin, cout, side, k, s, p| Geometry {
        batch: 16,
        groups: 1,
        in_channels: cin,
        out_channels: cout,
        input: [side, side],
        kernel: [k, k],
        stride: [s, s],
        padding: [p, p],
        dilation: [1, 1],
    };
    for g in [
        c(1, 32, 28, 3, 1, 1),
        c(32, 32, 28, 3, 1, 1),
        c(32, 64, 14, 3, 1, 1),
        c(64, 64, 14, 3, 1, 1),
        c(128, 128, 7, 3, 1, 1),
        c(256, 256, 7, 3, 1, 1),
        c(192, 64, 14, 3, 1, 1),
        c(96, 32, 28, 3, 1, 1),
        c(64, 64, 28, 4, 2, 1),
        c(64, 128, 14, 2, 2, 0),
        c(32, 1, 28, 1, 1, 0),
    ] {
        let [h, w] = g.output();
        let x = vec![0.5; g.batch * g.in_channels * g.input[0] * g.input[1]];
        let wt = vec![0.1; g.out_channels * g.in_channels * g.kernel[0] * g.kernel[1]];
        let dy = vec![0.1; g.batch * g.out_channels * h * w];
        let f = best(|| {
            forward(&g, &x, &wt, None);
        });
        let d = best(|| {
            input_gradient(&g, &dy, &wt, None);
        });
        let q = best(|| {
            weight_gradient(&g, &x, &dy);
        });
        let gf = g.flops() / 1e9;
        println!(
            "{}->{} @{} k{} s{}: fwd {:.0} dx {:.0} dw {:.0} GF/s  ({:.2} ms fwd)",
            g.in_channels,
            g.out_channels,
            g.input[0],
            g.kernel[0],
            g.stride[0],
            gf / f,
            gf / d,
            gf / q,
            f * 1e3
        );
    }
}
