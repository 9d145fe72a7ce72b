//! What is printed, and the same as JSON.

use noisebook_runtime::Table;
use noisebook_runtime::bench::human_seconds;
use serde_json::{Value, json};

use crate::correctness::Check;
use crate::peer::Time;
use crate::speed::Case;

/// Everything that was measured.
#[derive(Debug)]
pub struct Report {
    device: String,
    is_gpu: bool,
    /// Device beside processor.
    pub checks: Vec<Check>,
    /// Our times.
    pub cases: Vec<Case>,
    /// PyTorch's.
    pub peers: Vec<Time>,
}

impl Report {
    /// An empty one.
    pub fn new(device: String, is_gpu: bool) -> Self {
        Self {
            device,
            is_gpu,
            checks: Vec::new(),
            cases: Vec::new(),
            peers: Vec::new(),
        }
    }

    /// Whether the device computes as the processor does.
    pub fn is_right(&self) -> bool {
        self.checks.iter().all(Check::is_right)
    }

    /// The table of comparisons.
    pub fn print_checks(&self) {
        let table = Table::new(["", "relative error", "allowed", ""]).title("Beside the processor");
        let row = |table: Table, check: &Check| {
            let verdict = if check.is_right() { "right" } else { "WRONG" };
            table.row([
                check.name.to_owned(),
                format!("{:.1e}", check.relative_error),
                format!("{:.0e}", check.allowed),
                verdict.to_owned(),
            ])
        };
        println!("{}", self.checks.iter().fold(table, row));
    }

    /// The table of times.
    pub fn print_cases(&self) {
        let headers = [
            "",
            "batch",
            "one run",
            "images/s",
            "PyTorch eager",
            "compiled",
            "eager / ours",
            "compiled / ours",
        ];
        let table = Table::new(headers).title("Speed: medians");
        let row = |table: Table, case: &Case| {
            let dash = |text: Option<String>| text.unwrap_or_else(|| "—".to_owned());
            let peer = |mode| self.peer(mode, case);
            let ratio = |mode| dash(peer(mode).map(|s| format!("{:.2}", s / case.seconds)));
            table.row([
                case.work.name().to_owned(),
                case.batch.to_string(),
                human_seconds(case.seconds),
                rate(case.rate()),
                dash(peer("eager").map(human_seconds)),
                dash(peer("compiled").map(human_seconds)),
                ratio("eager"),
                ratio("compiled"),
            ])
        };
        println!("{}", self.cases.iter().fold(table, row));
        println!(
            "one run: a training step; one of 1000 passes of sampling; one batch noised. images/s of sampling: whole samples."
        );
    }

    fn peer(&self, mode: &str, case: &Case) -> Option<f64> {
        let of_case = |time: &&Time| {
            time.mode == mode && time.work == case.work.name() && time.batch == case.batch
        };
        Some(self.peers.iter().find(of_case)?.seconds)
    }

    /// All numbers.
    pub fn json(&self) -> String {
        let checks = self.checks.iter().map(|check| {
            json!({ "name": check.name, "relative_error": check.relative_error, "right": check.is_right() })
        });
        let cases = self.cases.iter().map(|case| {
            json!({
                "work": case.work.name(),
                "batch": case.batch,
                "seconds": case.seconds,
                "images_per_second": case.rate(),
                "pytorch_eager_seconds": self.peer("eager", case),
                "pytorch_compiled_seconds": self.peer("compiled", case),
            })
        });
        let all = json!({
            "device": self.device,
            "gpu": self.is_gpu,
            "checks": checks.collect::<Value>(),
            "cases": cases.collect::<Value>(),
        });
        format!("{all:#}\n")
    }
}

fn rate(rate: f64) -> String {
    match rate {
        rate if rate < 10.0 => format!("{rate:.2}"),
        rate => format!("{rate:.0}"),
    }
}
