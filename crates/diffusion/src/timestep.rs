use crate::{ArgumentError, Schedule};

/// A timestep that is known to exist in its schedule: `0..=T`, where 0 is the clean image.
///
/// Made by [`Schedule::timestep`], or by [`Timestep::new`] where only the length is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestep(pub(crate) usize);

impl Timestep {
    /// The clean image, `t = 0`.
    pub const CLEAN: Self = Self(0);

    /// Timestep `t` of a schedule with `timesteps` steps.
    ///
    /// # Errors
    /// When `t > timesteps`.
    pub fn new(t: usize, timesteps: usize) -> Result<Self, ArgumentError> {
        if t <= timesteps {
            return Ok(Self(t));
        }
        Err(ArgumentError {
            argument: "t",
            expected: format!("0..={timesteps}"),
            got: t.to_string(),
            hint: "timesteps are 1-based and end at T; t = 0 is the clean image",
        })
    }

    /// The number `t`.
    pub fn get(self) -> usize {
        self.0
    }

    /// Where a table keeps this timestep's value: `t - 1`, and nothing for the clean image.
    pub fn index(self) -> Option<usize> {
        self.0.checked_sub(1)
    }

    /// All timesteps `1..=T` of a schedule, in order.
    pub fn all(schedule: &Schedule) -> impl DoubleEndedIterator<Item = Self> + use<> {
        (1..=schedule.timesteps()).map(Self)
    }
}

impl std::fmt::Display for Timestep {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.0)
    }
}

impl exercise::Wire for Timestep {
    fn put(&self, out: &mut exercise::Writer) {
        self.0.put(out);
    }

    fn take(from: &mut exercise::Reader<'_>) -> Result<Self, exercise::CallError> {
        usize::take(from).map(Self)
    }
}
