//! The heartbeat channel: shows clients that the process lives.

use std::time::Duration;

use jupyter_zmq_client::KernelHeartbeatConnection;

/// After an error of a client's connection: not a busy loop.
const PAUSE: Duration = Duration::from_millis(20);

/// Answers every beat.
pub(crate) async fn beat(mut heartbeat: KernelHeartbeatConnection) {
    loop {
        if heartbeat.single_heartbeat().await.is_err() {
            tokio::time::sleep(PAUSE).await;
        }
    }
}
