use crate::{ArgumentError, Schedule, Timestep};

/// One noising step, `t = 1..=T`: a timestep at which there is noise, so that every table has a value for it.
///
/// Made by [`Schedule::step`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Step(usize);

impl Step {
    /// The first step, from the clean image to x_1; every schedule has one.
    pub const FIRST: Self = Self(1);

    /// Step `t` of a schedule with `timesteps` steps.
    ///
    /// # Errors
    /// When `t` is 0 or larger than `timesteps`.
    pub fn new(t: usize, timesteps: usize) -> Result<Self, ArgumentError> {
        if (1..=timesteps).contains(&t) {
            return Ok(Self(t));
        }
        Err(ArgumentError {
            argument: "t",
            expected: format!("1..={timesteps}"),
            got: t.to_string(),
            hint: "a step leads from x_{t-1} to x_t, so the first one is t = 1; t = 0 is the clean image",
        })
    }

    /// The number `t`.
    pub fn get(self) -> usize {
        self.0
    }

    /// Where a table keeps this step's value: `t - 1`.
    pub fn index(self) -> usize {
        self.0 - 1
    }

    /// The timestep `t - 1` before the step, which is the clean image for `t = 1`.
    pub fn before(self) -> Timestep {
        Timestep(self.0 - 1)
    }

    /// All steps `1..=T` of a schedule, in order.
    pub fn all(schedule: &Schedule) -> impl DoubleEndedIterator<Item = Self> + use<> {
        (1..=schedule.timesteps()).map(Self)
    }
}

impl From<Step> for Timestep {
    fn from(step: Step) -> Self {
        Self(step.0)
    }
}

impl std::fmt::Display for Step {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.0)
    }
}

impl exercise::Wire for Step {
    fn put(&self, out: &mut exercise::Writer) {
        self.index().put(out);
    }

    fn take(from: &mut exercise::Reader<'_>) -> Result<Self, exercise::CallError> {
        // The index travels: it has no value that is not a step.
        usize::take(from).map(|index| Self(index.saturating_add(1)))
    }
}
