//! The numbers of both profiles.

use diffusion::{Schedule, Timestep};
use training::{Plan, Profile, RateSchedule};

use super::UNetConfig;

/// How the U-Net of this lab is trained; `conditional` networks alike.
pub fn film_plan(profile: Profile) -> Plan {
    let quick = Plan {
        phases: vec![14],
        clip_norm: Some(1.0),
        ..Plan::quick()
    };
    match profile {
        Profile::Quick => quick,
        Profile::Rehearsal => Plan {
            width: 8,
            batch: 8,
            phases: vec![2],
            samples: 10,
            sampling_steps: 3,
            shows: "nothing: a rehearsal only proves that every cell runs".into(),
            ..quick
        },
        Profile::Full => Plan {
            width: UNetConfig::full().widths[0],
            phases: vec![10],
            learning_rate: 1e-3,
            rate_schedule: RateSchedule::Constant,
            ema: None,
            min_snr: None,
            checkpoint_every: 5,
            shows: "256 digits, nearly all of them legible".into(),
            ..quick
        },
    }
}

/// The sizes of the network that a plan trains.
pub fn film_config(plan: &Plan) -> UNetConfig {
    if plan.width == UNetConfig::full().widths[0] {
        return UNetConfig::full();
    }
    UNetConfig {
        widths: [1, 2, 4].map(|factor| factor * plan.width),
        ..UNetConfig::quick()
    }
}

/// The weight of each timestep's error in the loss, at index t - 1: min(SNR_t, γ)/SNR_t, or 1 where no γ is given.
///
/// Source: Hang et al., arXiv 2303.09556, section 3.4.
pub fn loss_weights(schedule: &Schedule, gamma: Option<f64>) -> Vec<f64> {
    let weight = |t: Timestep| gamma.map_or(1.0, |gamma| (gamma / schedule.snr_at(t)).min(1.0));
    Timestep::all(schedule).map(weight).collect()
}
