//! The three passes of each layer of both U-Nets: this crate, burn alone, PyTorch, in turns.
//!
//! Run: `cargo bench --profile dev -p convolution --bench layers`. Times are medians; GFLOP/s count the products of the definition and
//! stand beside what a large product of matrices reaches on this machine, which Winograd's algorithm can pass. `ALONE=1` leaves
//! the peers out.

#[path = "layers/passes.rs"]
mod passes;

use std::path::Path;
use std::time::Instant;

use convolution::Geometry;
use passes::{PASSES, Pass, burn_seconds, our_seconds};
use peer::Peer;

const ROUNDS: usize = 9;

/// `in → out` channels at a side, kernel, stride, padding: first the U-Net with batch norm (width 32), then the two with group norm
/// (16, 32, 64 and 64, 128, 128). A transposed convolution is the `dx` of the strided one.
const LAYERS: [(usize, usize, usize, usize, usize, usize); 23] = [
    (1, 32, 28, 3, 1, 1),
    (32, 32, 28, 3, 1, 1),
    (96, 64, 28, 3, 1, 1),
    (64, 64, 28, 3, 1, 1),
    (64, 32, 28, 3, 1, 1),
    (32, 1, 28, 1, 1, 0),
    (32, 64, 14, 3, 1, 1),
    (64, 64, 14, 3, 1, 1),
    (192, 128, 14, 3, 1, 1),
    (128, 128, 14, 3, 1, 1),
    (64, 128, 7, 3, 1, 1),
    (128, 256, 7, 3, 1, 1),
    (256, 256, 7, 3, 1, 1),
    (64, 128, 28, 2, 2, 0),
    (128, 256, 14, 2, 2, 0),
    (16, 16, 28, 3, 1, 1),
    (16, 16, 28, 4, 2, 1),
    (32, 32, 14, 3, 1, 1),
    (64, 64, 7, 3, 1, 1),
    (64, 64, 28, 4, 2, 1),
    (64, 128, 14, 3, 1, 1),
    (128, 128, 14, 4, 2, 1),
    (64, 128, 14, 1, 1, 0),
];

fn geometry(
    (inputs, outputs, side, kernel, stride, padding): (usize, usize, usize, usize, usize, usize),
) -> Geometry {
    Geometry {
        batch: 32,
        groups: 1,
        in_channels: inputs,
        out_channels: outputs,
        input: [side; 2],
        kernel: [kernel; 2],
        stride: [stride; 2],
        padding: [(padding, padding); 2],
        dilation: [1, 1],
    }
}

/// GFLOP/s of a product of two matrices of 1024 × 1024, as burn computes it.
fn matmul_rate() -> f64 {
    use burn::tensor::{Device, Distribution, Tensor};
    let random = || Tensor::<2>::random([1024, 1024], Distribution::Default, &Device::flex());
    let (a, b) = (random(), random());
    let seconds = median((0..ROUNDS).map(|_| {
        let start = Instant::now();
        drop(a.clone().matmul(b.clone()));
        start.elapsed().as_secs_f64()
    }));
    2.0 * 1024f64.powi(3) / seconds / 1e9
}

fn median(times: impl Iterator<Item = f64>) -> f64 {
    let mut times: Vec<f64> = times.collect();
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}

fn main() -> std::io::Result<()> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/layers/peer.py");
    let mut peer = if std::env::var_os("ALONE").is_some() {
        None
    } else {
        Some(Peer::start(&script)?)
    };
    let peak = matmul_rate();
    println!("Batch 32; a product of 1024 × 1024 matrices reaches {peak:.0} GFLOP/s.\n");
    println!(
        "| layer | pass | ms | GFLOP/s | of a product | burn / ours | PyTorch / ours |\n| --- | --- | ---: | ---: | ---: | ---: | ---: |"
    );
    for layer in LAYERS {
        let g = geometry(layer);
        for pass in PASSES {
            row(&g, pass, peak, peer.as_mut())?;
        }
    }
    Ok(())
}

fn row(g: &Geometry, pass: Pass, peak: f64, peer: Option<&mut Peer>) -> std::io::Result<()> {
    let mut times = [const { Vec::new() }; 3];
    let mut peer = peer;
    for _ in 0..ROUNDS {
        times[0].push(our_seconds(g, pass));
        if let Some(peer) = peer.as_deref_mut() {
            times[1].push(burn_seconds(g, pass));
            let (from, to, side, kernel) = (g.in_channels, g.out_channels, g.input[0], g.kernel[0]);
            let (stride, padding) = (g.stride[0], g.padding[0].0);
            let case = format!(
                "{} {} {from} {to} {side} {kernel} {stride} {padding}",
                pass.name(),
                g.batch
            );
            times[2].push(peer.seconds(&case)?);
        }
    }
    let ours = median(times[0].iter().copied());
    let ratio = |times: &Vec<f64>| match times.is_empty() {
        true => "-".to_owned(),
        false => format!("{:.2}", median(times.iter().copied()) / ours),
    };
    let (ms, rate) = (ours * 1e3, g.flops() / ours / 1e9);
    let layer = format!(
        "{} → {} at {}, {}×{}, stride {}",
        g.in_channels, g.out_channels, g.input[0], g.kernel[0], g.kernel[1], g.stride[0]
    );
    println!(
        "| {layer} | {} | {ms:.2} | {rate:.0} | {:.2} | {} | {} |",
        pass.name(),
        rate / peak,
        ratio(&times[1]),
        ratio(&times[2])
    );
    Ok(())
}
