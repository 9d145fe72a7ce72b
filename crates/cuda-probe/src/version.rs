use std::fmt;

/// A version of CUDA: `12.8`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Version {
    /// `12` of `12.8`.
    pub major: u32,
    /// `8` of `12.8`.
    pub minor: u32,
}

impl Version {
    /// `12.8` from the driver's `12080`.
    pub(crate) fn of_number(number: i32) -> Self {
        let number = number.unsigned_abs();
        Self {
            major: number / 1000,
            minor: number % 1000 / 10,
        }
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.major, self.minor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_drivers_number_is_taken_apart() {
        let shown = [12080, 12040, 13000, 9020].map(|n| Version::of_number(n).to_string());
        assert_eq!(shown, ["12.8", "12.4", "13.0", "9.2"]);
    }

    #[test]
    fn versions_are_ordered_as_numbers() {
        assert!(Version::of_number(12100) > Version::of_number(12080));
    }
}
