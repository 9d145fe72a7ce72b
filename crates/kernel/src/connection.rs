//! The five sockets of a kernel.

use std::path::Path;

use jupyter_protocol::ConnectionInfo;
use jupyter_zmq_client as zmq;
use jupyter_zmq_client::{
    KernelControlConnection, KernelHeartbeatConnection, KernelIoPubConnection,
    KernelShellConnection, KernelStdinConnection, RouterSendConnection,
};

use crate::StartError;

/// All channels, listening.
pub(crate) struct Sockets {
    pub(crate) shell: KernelShellConnection,
    pub(crate) control: KernelControlConnection,
    pub(crate) iopub: KernelIoPubConnection,
    pub(crate) heartbeat: KernelHeartbeatConnection,
    pub(crate) stdin: KernelStdinConnection,
}

/// Reads the file that Jupyter wrote.
pub(crate) fn read(path: &Path) -> Result<ConnectionInfo, StartError> {
    let text = std::fs::read(path).map_err(|error| StartError::Unreadable {
        path: path.to_owned(),
        error,
    })?;
    let info: ConnectionInfo =
        serde_json::from_slice(&text).map_err(|error| StartError::Malformed {
            path: path.to_owned(),
            error,
        })?;
    match info.signature_scheme.as_str() {
        "hmac-sha256" => Ok(info),
        _ if info.key.is_empty() => Ok(info),
        other => Err(StartError::Signature(other.to_owned())),
    }
}

/// Listens on all ports.
pub(crate) async fn bind(info: &ConnectionInfo, session: &str) -> Result<Sockets, StartError> {
    let failed = |channel, url| {
        move |error: zmq::RuntimeError| StartError::Bind {
            channel,
            url,
            error: error.to_string(),
        }
    };
    Ok(Sockets {
        heartbeat: zmq::create_kernel_heartbeat_connection(info)
            .await
            .map_err(failed("heartbeat", info.hb_url()))?,
        shell: zmq::create_kernel_shell_connection(info, session)
            .await
            .map_err(failed("shell", info.shell_url()))?,
        control: zmq::create_kernel_control_connection(info, session)
            .await
            .map_err(failed("control", info.control_url()))?,
        iopub: zmq::create_kernel_iopub_connection(info, session)
            .await
            .map_err(failed("iopub", info.iopub_url()))?,
        stdin: zmq::create_kernel_stdin_connection(info, session)
            .await
            .map_err(failed("stdin", info.stdin_url()))?,
    })
}

/// A second sender to the same clients.
pub(crate) fn another(replies: &RouterSendConnection) -> RouterSendConnection {
    RouterSendConnection {
        socket: replies.socket.clone(),
        mac: replies.mac.clone(),
        session_id: replies.session_id.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(text: &str) -> Result<ConnectionInfo, StartError> {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("kernel.json");
        std::fs::write(&path, text).unwrap();
        read(&path)
    }

    fn connection(scheme: &str) -> String {
        format!(
            r#"{{"shell_port": 1, "iopub_port": 2, "stdin_port": 3, "control_port": 4, "hb_port": 5,
                "ip": "127.0.0.1", "key": "secret", "transport": "tcp", "signature_scheme": "{scheme}"}}"#
        )
    }

    #[test]
    fn jupyters_file_is_read() {
        assert_eq!(written(&connection("hmac-sha256")).unwrap().control_port, 4);
    }

    #[test]
    fn other_files_are_named() {
        let error = written("{}").unwrap_err().to_string();
        assert!(
            error.contains("kernel.json` is no connection file"),
            "{error}"
        );
        let error = written(&connection("hmac-md5")).unwrap_err().to_string();
        assert!(
            error.contains("`hmac-md5`, expected `hmac-sha256`"),
            "{error}"
        );
        let error = read(Path::new("/none/k.json")).unwrap_err().to_string();
        assert!(
            error.contains("cannot read the connection file `/none/k.json`"),
            "{error}"
        );
    }
}
