use labs::film_unet::{BetaSchedules, ScheduleKind};

use super::Reference;

impl BetaSchedules for Reference {
    fn betas(&self, kind: ScheduleKind, timesteps: usize) -> Vec<f64> {
        let (start, end) = (1e-4, 0.02);
        let way = |t: usize| (t - 1) as f64 / (timesteps - 1).max(1) as f64;
        let f = |t: usize| {
            let share = t as f64 / timesteps as f64;
            ((share + 0.008) / 1.008 * std::f64::consts::FRAC_PI_2)
                .cos()
                .powi(2)
        };
        let beta = |t: usize| match kind {
            ScheduleKind::Linear => start + way(t) * (end - start),
            ScheduleKind::Cosine => (1.0 - f(t) / f(t - 1)).min(0.999),
            ScheduleKind::Sigmoid => start + (end - start) / (1.0 + (6.0 - 12.0 * way(t)).exp()),
        };
        (1..=timesteps).map(beta).collect()
    }
}
