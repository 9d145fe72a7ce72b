//! The numbers of each profile.

use training::{Plan, Profile, RateSchedule};

use super::TIMESTEPS;

/// The numbers of a training run of this lab, and of what is drawn from it.
///
/// `full` follows the original: width 32, 20 epochs in phases of 5 and 15, Adam at 2e-4, and all T steps to draw digits.
pub fn plan(profile: Profile) -> Plan {
    match profile {
        Profile::Full => full(),
        Profile::Quick => quick(),
        Profile::Rehearsal => rehearsal(),
    }
}

fn quick() -> Plan {
    Plan {
        width: 12,
        phases: vec![2, 12],
        shows: "noise that turns into strokes, and after the second phase into digits, most of them legible".into(),
        ..Plan::quick()
    }
}

fn full() -> Plan {
    Plan {
        width: 32,
        batch: 128,
        phases: vec![5, 15],
        learning_rate: 2e-4,
        rate_schedule: RateSchedule::Constant,
        ema: None,
        min_snr: None,
        sampling_steps: TIMESTEPS,
        shows: "clean digits, after 20 epochs".into(),
        ..Plan::quick()
    }
}

/// The network of `quick` for a few steps: whether every cell runs, not whether digits come out.
fn rehearsal() -> Plan {
    Plan {
        width: 4,
        batch: 16,
        phases: vec![1, 1],
        samples: 8,
        sampling_steps: 2,
        shows: "nothing: a rehearsal only proves that every cell runs".into(),
        ..quick()
    }
}

/// Steps of the walk in section 4, out of T.
pub fn walk_steps(profile: Profile) -> usize {
    match profile {
        Profile::Full => TIMESTEPS,
        Profile::Quick => 200,
        Profile::Rehearsal => 10,
    }
}
