//! Training holds its memory: nothing is kept from one epoch to the next. A program of its own, since it measures the process.

#[path = "suite/support.rs"]
mod support;

use support::{bits, digits, loss, plan, trainer};
use training::resident_memory;

const MEBI: u64 = 1 << 20;

fn main() {
    let Some(begin) = resident_memory() else {
        println!("not run: this system does not say how much memory a process holds");
        return;
    };
    // 40 steps a phase: a batch of images that stayed would be 2 MB, the graph of a step many times that.
    let phases = [10; 10];
    let mut trainer = trainer(&phases, 1);
    let mut after = Vec::new();
    while !trainer.is_finished() {
        trainer
            .fit(&digits(), loss(&plan(&phases)))
            .expect("training");
        after.push(resident_memory().unwrap_or(begin));
    }
    let (first, last) = (after[0], after[after.len() - 1]);
    println!(
        "memory after each phase, in MiB: {:?}",
        after.iter().map(|bytes| bytes / MEBI).collect::<Vec<_>>()
    );
    assert!(
        last < first + 8 * MEBI,
        "it grew from {first} to {last} bytes"
    );
    let weights = bits(&trainer.model());
    assert!(
        weights
            .into_iter()
            .all(|bits| f32::from_bits(bits).is_finite())
    );
}
