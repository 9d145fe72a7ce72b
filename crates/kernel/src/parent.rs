//! A kernel whose Jupyter server is gone has nobody to serve.

use std::os::unix::process::parent_id;
use std::time::Duration;

/// How often it is looked.
const EVERY: Duration = Duration::from_secs(1);

/// Comes back when the process that started the kernel has ended. Jupyter names itself in `JPY_PARENT_PID`; a kernel that
/// was started in another way lives on.
pub(crate) async fn gone() {
    let named = std::env::var("JPY_PARENT_PID")
        .ok()
        .and_then(|text| text.parse::<u32>().ok());
    // Under a launcher the parent is another process than the one named.
    if named != Some(parent_id()) {
        return std::future::pending().await;
    }
    let started_by = parent_id();
    while parent_id() == started_by {
        tokio::time::sleep(EVERY).await;
    }
}
