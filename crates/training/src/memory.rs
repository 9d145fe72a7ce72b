//! How much memory the process takes, where the system says so (Linux).

/// Bytes of memory that the process holds now.
pub fn resident_memory() -> Option<u64> {
    status("VmRSS:")
}

/// The most that it ever held.
pub fn peak_memory() -> Option<u64> {
    status("VmHWM:")
}

fn status(field: &str) -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix(field))?;
    let kibibytes: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kibibytes * 1024)
}
