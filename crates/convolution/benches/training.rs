//! A training step and a forward pass of the U-Nets for 28×28 images: this crate, burn alone, PyTorch, in turns.
//!
//! Run: `cargo bench --profile dev -p convolution --bench training`. The first run makes a Python with PyTorch. `ROUNDS` changes
//! the rounds (5), of which medians are told; `ONLY=capstone` leaves out networks of other names. Everyone uses as many threads as the
//! machine has, or `RAYON_NUM_THREADS` and `OMP_NUM_THREADS`.

#[path = "training/capstone.rs"]
mod capstone;
#[path = "training/film.rs"]
mod film;
#[path = "training/path.rs"]
mod path;
#[path = "training/run.rs"]
mod run;

use std::path::Path as File;
use std::process::Command;

use path::Path;
use peer::Peer;
use run::{FORWARD, Training};

/// Networks and their batches: both of each kind, the small one for a laptop and the full one.
const NETWORKS: [(&str, usize); 4] = [
    ("capstone 16", 128),
    ("capstone 32", 128),
    ("film 16 32 64 8", 64),
    ("film 64 128 128 32", 64),
];

const WHO: [&str; 4] = [
    "this crate",
    "burn alone",
    "PyTorch",
    "PyTorch, channels last",
];

fn rounds() -> usize {
    let rounds = std::env::var("ROUNDS")
        .ok()
        .and_then(|text| text.parse().ok());
    rounds.unwrap_or(5)
}

fn median(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}

/// The largest number of MiB that this process ever held.
fn peak_memory() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kib = line.and_then(|line| line.trim().trim_end_matches(" kB").parse::<f64>().ok());
    kib.map_or(f64::NAN, |kib| kib / 1024.0)
}

/// Peak MiB of two training steps, in a process of its own.
fn peak_of(name: &str, batch: usize, who: usize) -> f64 {
    let program = std::env::current_exe().expect("this program has a path");
    let output = Command::new(program)
        .env("MEASURE", format!("{who}/{batch}/{name}"))
        .output();
    let text = output.map(|output| String::from_utf8_lossy(&output.stdout).into_owned());
    text.ok()
        .and_then(|text| text.trim().parse().ok())
        .unwrap_or(f64::NAN)
}

fn paths(who: usize) -> Path {
    if who == 0 { Path::Ours } else { Path::Burn }
}

/// What [`peak_of`] starts.
fn measure(case: &str) -> Option<()> {
    let mut parts = case.splitn(3, '/');
    let (who, batch, name) = (parts.next()?, parts.next()?, parts.next()?);
    let mut training = Training::new(name, batch.parse().ok()?, paths(who.parse().ok()?))?;
    training.step();
    training.step();
    println!("{}", peak_memory());
    Some(())
}

/// Steps and forward passes of one network in turns: medians by who.
fn turns(name: &str, batch: usize, peer: &mut Peer) -> std::io::Result<[[f64; 2]; 4]> {
    let mut ours = [0, 1]
        .map(|who| Training::new(name, batch, paths(who)).expect("the networks have known names"));
    for training in &mut ours {
        training.step();
    }
    let mut times = [const { [const { Vec::new() }; 2] }; 4];
    for _ in 0..rounds() {
        for (training, times) in ours.iter_mut().zip(&mut times) {
            times[0].push(training.step());
            times[1].push(training.forward());
        }
        for (layout, who) in [("contiguous", 2), ("channels_last", 3)] {
            times[who][0].push(peer.seconds(&format!("step/{batch}/{layout}/{name}"))?);
            times[who][1].push(peer.seconds(&format!("forward/{FORWARD}/{layout}/{name}"))?);
        }
    }
    Ok(times.map(|times| times.map(median)))
}

fn main() -> std::io::Result<()> {
    if let Ok(case) = std::env::var("MEASURE") {
        measure(&case).expect("a case that this program made");
        return Ok(());
    }
    let script = File::new(env!("CARGO_MANIFEST_DIR")).join("benches/training/peer.py");
    let only = std::env::var("ONLY").unwrap_or_default();
    println!(
        "| network, batch | who | step | images/s | to this crate | forward of {FORWARD} | to this crate | peak MiB |\n\
         | --- | --- | ---: | ---: | ---: | ---: | ---: | ---: |"
    );
    for (name, batch) in NETWORKS
        .into_iter()
        .filter(|(name, _)| name.contains(&only))
    {
        let mut peer = Peer::start(&script)?;
        let times = turns(name, batch, &mut peer)?;
        for (who, [step, forward]) in times.into_iter().enumerate() {
            let peak = match who {
                0 | 1 => peak_of(name, batch, who),
                _ => {
                    let layout = ["contiguous", "channels_last"][who - 2];
                    Peer::start(&script)?.seconds(&format!("peak/{batch}/{layout}/{name}"))?
                }
            };
            println!(
                "| {name}, {batch} | {} | {step:.3} s | {:.0} | {:.2} | {forward:.4} s | {:.2} | {peak:.0} |",
                WHO[who],
                batch as f64 / step,
                step / times[0][0],
                forward / times[0][1],
            );
        }
    }
    Ok(())
}
