//! How long a kernel takes from the start of its process to its first answer, and to the result of a first cell.
//!
//! `cargo bench -p noisebook-kernel --bench ready`. `NOISEBOOK_ROOT` names the course's folder with the kit; by default it is the
//! workspace. `NOISEBOOK_PEER` names a Python with ipykernel to measure in turns with ours.

use std::net::{IpAddr, Ipv4Addr};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use jupyter_protocol::{
    ConnectionInfo, ExecuteRequest, JupyterMessage, JupyterMessageContent, KernelInfoRequest,
    Transport,
};
use jupyter_zmq_client::{
    ClientShellConnection, create_client_shell_connection_with_identity, peek_ports_with_listeners,
    peer_identity_for_session,
};

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

const ROUNDS: usize = 15;

/// A kernel's name and the command that starts it, without the connection file.
type Contender = (&'static str, Vec<String>);

fn main() -> Result<()> {
    let contenders = contenders();
    let mut times = vec![vec![]; contenders.len()];
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    for _ in 0..ROUNDS {
        for (contender, times) in contenders.iter().zip(&mut times) {
            times.push(runtime.block_on(measure(&contender.1))?);
        }
    }
    println!(
        "{:<12} {:>20} {:>20}   median (least) of {ROUNDS}, ms",
        "", "first answer", "first result"
    );
    for (contender, times) in contenders.iter().zip(&times) {
        let column =
            |of: fn(&(Duration, Duration)) -> Duration| column(times.iter().map(of).collect());
        println!(
            "{:<12} {:>20} {:>20}",
            contender.0,
            column(|time| time.0),
            column(|time| time.1)
        );
    }
    Ok(())
}

fn contenders() -> Vec<Contender> {
    let workspace = || Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join("..");
    let root = std::env::var_os("NOISEBOOK_ROOT").map_or_else(workspace, PathBuf::from);
    let ours = [
        env!("CARGO_BIN_EXE_noisebook-kernel"),
        "--root",
        &root.to_string_lossy(),
    ]
    .map(ToOwned::to_owned);
    let peer = std::env::var("NOISEBOOK_PEER").ok();
    let peer = peer.map(|python| {
        (
            "ipykernel",
            [&python, "-m", "ipykernel_launcher"]
                .map(ToString::to_string)
                .into(),
        )
    });
    std::iter::once(("noisebook", ours.into()))
        .chain(peer)
        .collect()
}

fn column(mut times: Vec<Duration>) -> String {
    times.sort();
    let ms = |time: Duration| time.as_secs_f64() * 1e3;
    format!("{:.0} ({:.0})", ms(times[times.len() / 2]), ms(times[0]))
}

/// One start: time to the answer to `kernel_info`, and to the reply to a first cell.
async fn measure(command: &[String]) -> Result<(Duration, Duration)> {
    let (ports, listeners) = peek_ports_with_listeners(IpAddr::V4(Ipv4Addr::LOCALHOST), 5).await?;
    let info = connection(&ports);
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("kernel.json");
    std::fs::write(&file, serde_json::to_string(&info)?)?;
    drop(listeners);
    let started = Instant::now();
    let kernel = Command::new(&command[0])
        .args(&command[1..])
        .arg("-f")
        .arg(&file)
        .stderr(Stdio::null())
        .spawn()?;
    let _kernel = Killed(kernel);
    let mut shell = connect(&info).await;
    shell.send(KernelInfoRequest {}.into()).await?;
    wait_for(&mut shell, |content| {
        matches!(content, JupyterMessageContent::KernelInfoReply(_))
    })
    .await?;
    let answered = started.elapsed();
    shell
        .send(JupyterMessage::from(ExecuteRequest::new(
            "1 + 1".to_owned(),
        )))
        .await?;
    wait_for(&mut shell, |content| {
        matches!(content, JupyterMessageContent::ExecuteReply(_))
    })
    .await?;
    Ok((answered, started.elapsed()))
}

fn connection(ports: &[u16]) -> ConnectionInfo {
    ConnectionInfo {
        ip: Ipv4Addr::LOCALHOST.to_string(),
        transport: Transport::TCP,
        shell_port: ports[0],
        iopub_port: ports[1],
        stdin_port: ports[2],
        control_port: ports[3],
        hb_port: ports[4],
        key: "bench".to_owned(),
        signature_scheme: "hmac-sha256".to_owned(),
        kernel_name: None,
    }
}

/// Tries until the kernel listens.
async fn connect(info: &ConnectionInfo) -> ClientShellConnection {
    loop {
        let Ok(identity) = peer_identity_for_session("bench") else {
            continue;
        };
        match create_client_shell_connection_with_identity(info, "bench", identity).await {
            Ok(shell) => return shell,
            Err(_) => tokio::time::sleep(Duration::from_millis(1)).await,
        }
    }
}

async fn wait_for(
    shell: &mut ClientShellConnection,
    wanted: fn(&JupyterMessageContent) -> bool,
) -> Result<()> {
    while !wanted(&shell.read().await?.content) {}
    Ok(())
}

struct Killed(Child);

impl Drop for Killed {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
