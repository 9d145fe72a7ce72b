use std::time::Duration;

/// What one submission may use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Time for one call of a student's method.
    pub call: Duration,
    /// Time for all hidden tests of one submission together.
    pub run: Duration,
    /// Private memory of the process that runs the answers, in bytes.
    pub memory: u64,
    /// CPU time of one compilation; by the clock it may take several times as long.
    pub build: Duration,
    /// Private memory of one compilation, in bytes.
    pub build_memory: u64,
    /// Bytes of student output that are kept.
    pub output: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            call: Duration::from_secs(10),
            run: Duration::from_secs(120),
            memory: 1 << 30,
            build: Duration::from_secs(20),
            build_memory: 2 << 30,
            output: 64 << 10,
        }
    }
}
