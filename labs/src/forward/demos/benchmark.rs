//! What the jump saves.

use burn::tensor::Tensor;
use diffusion::ArgumentError;
use noisebook_runtime::bench::{human_seconds, median_seconds};
use noisebook_runtime::{Figure, Panel, Table};

use super::ForwardJumpDemo;
use crate::forward::{ForwardJump, arguments};

const TIMESTEPS: [usize; 5] = [10, 50, 100, 500, 1000];

/// The jump takes microseconds: more runs, so that the clock's steps do not show.
const DIRECT: (usize, usize) = (20, 101);
const SEQUENTIAL: (usize, usize) = (1, 7);

/// Times of both ways to x_t.
#[derive(Clone, Debug, PartialEq)]
pub struct Benchmark {
    /// One row for each timestep.
    pub rows: Vec<BenchmarkRow>,
}

/// Times of both ways to one timestep.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BenchmarkRow {
    /// The timestep.
    pub t: usize,
    /// Median time of `sequential` in seconds.
    pub sequential: f64,
    /// Median time of `direct` in seconds.
    pub direct: f64,
}

impl BenchmarkRow {
    /// How many times faster the jump is.
    pub fn speed_up(&self) -> f64 {
        self.sequential / self.direct
    }
}

impl<T: ForwardJump> ForwardJumpDemo<'_, T> {
    /// Times both ways from `x0` to t = 10, 50, 100, 500 and 1000: medians, after untimed runs to warm up.
    ///
    /// # Errors
    /// When the schedule has fewer than 1000 steps, or `x0` holds no image or a pixel that is not finite.
    pub fn benchmark(&self, x0: &Tensor<4>) -> Result<Benchmark, ArgumentError> {
        arguments::images("x0", x0)?;
        let rows: Result<_, _> = TIMESTEPS.iter().map(|&t| self.timed(x0, t)).collect();
        Ok(Benchmark { rows: rows? })
    }

    fn timed(&self, x0: &Tensor<4>, t: usize) -> Result<BenchmarkRow, ArgumentError> {
        let timestep = self.schedule.timestep(t)?;
        let finished = |x_t: Tensor<4>| {
            // A device may still be at work when a call returns.
            let _ = x_t.device().sync();
            x_t
        };
        let walk = || {
            finished(
                self.answer
                    .sequential(x0.clone(), timestep, self.schedule)
                    .0,
            )
        };
        let jump = || finished(self.answer.direct(x0.clone(), timestep, self.schedule).0);
        Ok(BenchmarkRow {
            t,
            sequential: median_seconds(SEQUENTIAL.0, SEQUENTIAL.1, walk),
            direct: median_seconds(DIRECT.0, DIRECT.1, jump),
        })
    }
}

impl Benchmark {
    /// Times and speed-up for each timestep.
    pub fn table(&self) -> Table {
        let table = Table::new(["t", "sequential", "direct", "speed-up"])
            .title("Median time from x_0 to x_t");
        self.rows.iter().fold(table, |table, row| {
            table.row([
                row.t.to_string(),
                human_seconds(row.sequential),
                human_seconds(row.direct),
                format!("{:.0}×", row.speed_up()),
            ])
        })
    }

    /// Both times on a logarithmic axis, and the speed-up beside the line speed-up = t.
    pub fn figure(&self) -> Figure {
        let ts: Vec<usize> = self.rows.iter().map(|row| row.t).collect();
        let column =
            |of: fn(&BenchmarkRow) -> f64| -> Vec<f64> { self.rows.iter().map(of).collect() };
        let times = Panel::new("Time from x₀ to xₜ")
            .x_label("t")
            .y_label("seconds")
            .log_x()
            .log_y()
            .marked_line("sequential", &ts, column(|row| row.sequential))
            .marked_line("direct", &ts, column(|row| row.direct));
        let speed_up = Panel::new("Speed-up of the jump")
            .x_label("t")
            .y_label("sequential / direct")
            .log_x()
            .log_y()
            .marked_line("measured", &ts, column(BenchmarkRow::speed_up))
            .dashed_line("t", &ts, &ts);
        Figure::new("Step by step against at once")
            .panel(times)
            .panel(speed_up)
    }
}
