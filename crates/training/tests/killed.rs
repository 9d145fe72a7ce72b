//! Training is killed at moments that nobody chose: the checkpoint is always whole, at most one epoch is lost, and the run that went
//! on from it ends with the weights of one that was never killed.
//!
//! A program of its own: it starts itself as the one that is killed.

#[path = "suite/support.rs"]
mod support;

use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use support::{bits, digits, loss, plan, trainer};

/// One epoch a phase, so that each can be reported.
const EPOCHS: usize = 60;
const SEED: u64 = 3;

fn main() {
    match std::env::args_os()
        .skip_while(|argument| argument != "--train")
        .nth(1)
    {
        Some(file) => train(Path::new(&file)),
        None => kill_and_go_on(),
    }
}

/// Trains and says after each epoch how many are over.
fn train(file: &Path) {
    let phases = [1; EPOCHS];
    let mut trainer = trainer(&phases, SEED)
        .with_checkpoint(file)
        .expect("a whole checkpoint or none");
    while !trainer.is_finished() {
        trainer
            .fit(&digits(), loss(&plan(&phases)))
            .expect("training");
        println!("epoch {}", trainer.epochs());
        std::io::stdout().flush().expect("somebody reads");
    }
}

fn kill_and_go_on() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("run.checkpoint");
    let mut rounds = 0;
    let mut done = 0;
    while done < EPOCHS {
        rounds += 1;
        // After each kill a few epochs more, and a moment that the clock chooses.
        let clock = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .unwrap_or_default();
        let spin = Duration::from_micros(u64::from(clock.subsec_nanos()) % 12_000);
        let reported = killed_after(&file, 6, spin);
        done = kept(&file);
        assert!(
            done >= reported,
            "{reported} epochs were over, {done} are kept"
        );
    }
    let whole = {
        let phases = [1; EPOCHS];
        let mut trainer = trainer(&phases, SEED);
        while !trainer.is_finished() {
            trainer
                .fit(&digits(), loss(&plan(&phases)))
                .expect("training");
        }
        bits(&trainer.model())
    };
    let resumed = trainer(&[1; EPOCHS], SEED)
        .with_checkpoint(&file)
        .expect("a whole checkpoint");
    assert!(
        bits(&resumed.model()) == whole,
        "the weights differ from those of a run that was never killed"
    );
    println!("killed {rounds} times, {EPOCHS} epochs, the same weights");
}

/// Starts training, lets `epochs` more be reported, then kills it after `spin`. Gives the last epoch that was reported.
fn killed_after(file: &PathBuf, epochs: usize, spin: Duration) -> usize {
    let mut child = Command::new(std::env::current_exe().expect("this program"))
        .arg("--train")
        .arg(file)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("this program starts");
    let lines = BufReader::new(child.stdout.take().expect("a pipe")).lines();
    let numbers = lines
        .map_while(Result::ok)
        .filter_map(|line| line.strip_prefix("epoch ")?.parse().ok());
    let reported = numbers.take(epochs).last().unwrap_or(0);
    let start = Instant::now();
    while start.elapsed() < spin {
        std::hint::spin_loop();
    }
    child.kill().expect("it can be killed");
    child.wait().expect("it ends");
    reported
}

fn kept(file: &Path) -> usize {
    let trainer = trainer(&[1; EPOCHS], SEED)
        .with_checkpoint(file)
        .expect("a whole checkpoint");
    trainer.epochs().max(trainer.steps() / 4)
}
