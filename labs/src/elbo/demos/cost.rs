//! What the likelihood would cost.

use diffusion::ArgumentError;
use noisebook_runtime::bench::{human_seconds, median_seconds};
use noisebook_runtime::{Figure, Panel, Table, device, stats};

use super::LikelihoodDemo;
use super::estimate::log_weight;
use crate::elbo::schedules::even_schedule;
use crate::elbo::{LinearReverse, Point, SequentialLikelihood, Trajectory, host};

const STEPS: [usize; 4] = [5, 10, 20, 50];
const TRAJECTORIES: usize = 500;
/// Cells of a grid along each axis: coarse.
const CELLS: f64 = 10.0;

/// Two ways to log p(x_0) for chains of growing length.
#[derive(Clone, Debug, PartialEq)]
pub struct Cost {
    /// One row for each length.
    pub rows: Vec<CostRow>,
}

/// What a chain of one length costs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CostRow {
    /// T, the length of the chain.
    pub timesteps: usize,
    /// Median time of 500 trajectories in seconds.
    pub seconds: f64,
    /// Standard deviation of their log-weights in nats.
    pub spread: f64,
    /// Cells of a grid with 10 cells along each of the 2·T axes.
    pub cells: f64,
}

impl<T: SequentialLikelihood> LikelihoodDemo<'_, T> {
    /// Times 500 trajectories from `x0` for T = 5, 10, 20 and 50, each a chain of equal steps with the same noise in the end, beside
    /// the number of cells that a grid over x_1, …, x_T would have.
    ///
    /// # Errors
    /// When the trajectories are not points of the plane.
    pub fn cost(&self, x0: Point) -> Result<Cost, ArgumentError> {
        let rows: Result<_, _> = STEPS.iter().map(|&t| self.cost_of(x0, t)).collect();
        Ok(Cost { rows: rows? })
    }

    fn cost_of(&self, x0: Point, timesteps: usize) -> Result<CostRow, ArgumentError> {
        let schedule = even_schedule(timesteps)?;
        let model = LinearReverse::random(&schedule, 0.5, 5);
        let batch = host::tensor(&vec![x0; TRAJECTORIES], &device());
        let walk = || self.answer.forward_trajectory(batch.clone(), &schedule);
        let weights: Result<Vec<f64>, _> = Trajectory::all(&walk())?
            .iter()
            .map(|trajectory| log_weight(trajectory, &model, &schedule))
            .collect();
        Ok(CostRow {
            timesteps,
            seconds: median_seconds(1, 5, walk),
            spread: stats::standard_deviation(&weights?).unwrap_or(0.0),
            cells: CELLS.powf(Point::DIMENSION * timesteps as f64),
        })
    }
}

impl Cost {
    /// Time, spread and cells for each length.
    pub fn table(&self) -> Table {
        let table = Table::new([
            "T",
            "500 trajectories",
            "spread of log-weights",
            "cells of a grid",
        ])
        .title("Two ways to log p(x₀)");
        self.rows.iter().fold(table, |table, row| {
            table.row([
                row.timesteps.to_string(),
                human_seconds(row.seconds),
                format!("{:.2} nats", row.spread),
                format!("10^{:.0}", row.cells.log10()),
            ])
        })
    }

    /// Time and cells on logarithmic axes.
    pub fn figure(&self) -> Figure {
        let ts: Vec<usize> = self.rows.iter().map(|row| row.timesteps).collect();
        let column = |of: fn(&CostRow) -> f64| -> Vec<f64> { self.rows.iter().map(of).collect() };
        let first = self.rows.first();
        let straight: Vec<f64> = ts
            .iter()
            .map(|&t| first.map_or(0.0, |row| row.seconds * t as f64 / row.timesteps as f64))
            .collect();
        let time = Panel::new("Monte Carlo: 500 trajectories")
            .x_label("T")
            .y_label("seconds")
            .log_x()
            .log_y()
            .marked_line("measured", &ts, column(|row| row.seconds))
            .dashed_line("proportional to T", &ts, straight);
        let cells = Panel::new("A grid: 10 cells along each axis")
            .x_label("T")
            .y_label("cells")
            .log_y()
            .marked_line("cells", &ts, column(|row| row.cells))
            .horizontal_line("atoms of the universe", 1e80);
        Figure::new("What the integral over all states costs")
            .panel(time)
            .panel(cells)
    }
}
