//! The forward lab's reference bodies against PyTorch, in turns, on the build that notebooks run:
//!
//! `cargo bench --profile dev -p solutions --bench forward`
//!
//! The first run makes a Python with PyTorch (see the crate `peer`); without a network, our times stand alone.

use std::path::Path;

use burn::tensor::Tensor;
use labs::forward::{ForwardJump, NoiseScheduler, ScheduleKind, TrainingData};
use noisebook_runtime::bench::{human_seconds, median_seconds};
use noisebook_runtime::{Table, stats};
use noisebook_runtime::{device, noise_like};
use peer::Peer;
use solutions::forward::Reference;

/// Turns of each case; the median of them counts.
const ROUNDS: usize = 7;

/// A body by its name here and in the script, the batch, and how often it runs in one turn.
struct Case {
    name: &'static str,
    batch: usize,
    warm_up: usize,
    runs: usize,
}

const CASES: [Case; 7] = [
    case("direct", 1, 200, 1000),
    case("direct", 128, 20, 60),
    case("sequential", 1, 1, 3),
    case("training", 1, 200, 1000),
    case("training", 32, 50, 200),
    case("training", 128, 20, 60),
    case("training", 512, 10, 30),
];

const fn case(name: &'static str, batch: usize, warm_up: usize, runs: usize) -> Case {
    Case {
        name,
        batch,
        warm_up,
        runs,
    }
}

fn main() {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/forward.py");
    let mut peer = Peer::start(&script)
        .inspect_err(|error| eprintln!("no PyTorch to compare with: {error}"))
        .ok();
    let measured: Vec<(f64, Option<f64>)> =
        CASES.iter().map(|case| in_turns(case, &mut peer)).collect();
    println!("{}", table(&measured));
    let [direct, _, sequential, ..] = measured[..] else {
        return;
    };
    let speed_up = sequential.0 / direct.0;
    println!(
        "one image at T = 1000: the jump is {speed_up:.0}× as fast as the walk (target: 1000×)"
    );
}

/// Medians of both, each turn of ours beside one of the script's.
fn in_turns(case: &Case, peer: &mut Option<Peer>) -> (f64, Option<f64>) {
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        ours.push(seconds(case));
        let Case {
            name,
            batch,
            warm_up,
            runs,
        } = case;
        let asked = peer
            .as_mut()
            .map(|peer| peer.seconds(&format!("{name} {batch} {warm_up} {runs}")));
        theirs.extend(
            asked.and_then(|seconds| seconds.inspect_err(|error| eprintln!("{error}")).ok()),
        );
    }
    (
        stats::median(&ours).unwrap_or(f64::NAN),
        stats::median(&theirs),
    )
}

fn seconds(case: &Case) -> f64 {
    let schedule = NoiseScheduler::new(&Reference, ScheduleKind::Linear, 1000)
        .expect("a linear schedule of 1000 steps");
    let x0: Tensor<4> = noise_like(&Tensor::zeros([case.batch, 1, 28, 28], &device()));
    let run = || match case.name {
        "direct" => drop(Reference.direct(x0.clone(), schedule.last(), &schedule)),
        "sequential" => drop(Reference.sequential(x0.clone(), schedule.last(), &schedule)),
        _ => drop(Reference.training_sample(x0.clone(), &schedule)),
    };
    median_seconds(case.warm_up, case.runs, run)
}

fn table(measured: &[(f64, Option<f64>)]) -> Table {
    let headers = [
        "",
        "images",
        "ours",
        "images/s",
        "PyTorch",
        "images/s",
        "PyTorch / ours",
    ];
    let table = Table::new(headers).title("The forward process: median times");
    CASES
        .iter()
        .zip(measured)
        .fold(table, |table, (case, (ours, theirs))| {
            let rate = |seconds: f64| format!("{:.0}", case.batch as f64 / seconds);
            let dash = |text: Option<String>| text.unwrap_or_else(|| "—".into());
            table.row([
                case.name.into(),
                case.batch.to_string(),
                human_seconds(*ours),
                rate(*ours),
                dash(theirs.map(human_seconds)),
                dash(theirs.map(rate)),
                dash(theirs.map(|theirs| format!("{:.2}", theirs / ours))),
            ])
        })
}
