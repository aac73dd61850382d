//! `cargo xtask up --processes N`: one arena of several processes on this machine, over a PostgreSQL and a NATS of its own.

use std::ffi::OsString;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use tokio::io::AsyncReadExt;
use tokio::net::TcpStream;
use tokio::signal::unix::{SignalKind, signal};
use tokio::time::timeout;

use crate::arena::{self, Behind};
use crate::kept::{Group, Kept, Recipe};
use crate::servers::{self, Server};
use crate::shell::{root, step};
use crate::tools;

const USAGE: &str =
    "usage: cargo xtask up --processes N [--listen ADDR] [--data-dir DIR] […], N from 1 to 9";
/// How long a server may take to start, and a process to get ready: the first one makes every problem's tests, once.
const SERVER_WITHIN: Duration = Duration::from_secs(60);
const ARENA_WITHIN: Duration = Duration::from_secs(600);
/// A process ends within 60 s by itself.
const ARENA_ENDS_WITHIN: Duration = Duration::from_secs(70);

/// What was asked for.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Several {
    processes: u16,
    /// The first process's address; the others have the ports that follow.
    listen: SocketAddr,
    data_dir: PathBuf,
    /// For every process.
    rest: Vec<String>,
}

impl Several {
    /// None when one process is asked for by saying nothing of it.
    pub(crate) fn read(arguments: &[String]) -> Result<Option<Self>> {
        let (mut processes, mut rest) = (None::<String>, Vec::new());
        let (mut listen, mut data_dir) = ("127.0.0.1:8080".to_owned(), "arena-data".to_owned());
        let mut words = arguments.iter();
        while let Some(word) = words.next() {
            let (name, value) = match word.split_once('=') {
                Some((name, value)) => (name, Some(value.to_owned())),
                None => (word.as_str(), None),
            };
            let place = match name {
                "--processes" => processes.insert(String::new()),
                "--listen" => &mut listen,
                "--data-dir" => &mut data_dir,
                _ => {
                    rest.push(word.clone());
                    continue;
                }
            };
            *place = value.or_else(|| words.next().cloned()).context(USAGE)?;
        }
        let Some(processes) = processes else {
            return Ok(None);
        };
        let processes = processes
            .parse()
            .ok()
            .filter(|number| (1..=9).contains(number));
        let listen: SocketAddr = listen
            .parse()
            .with_context(|| format!("--listen {listen}"))?;
        let several = Self {
            processes: processes.context(USAGE)?,
            listen,
            data_dir: root().join(data_dir),
            rest,
        };
        let last = listen.port().checked_add(several.processes - 1);
        ensure!(
            listen.port() > 0 && last.is_some(),
            "--listen {listen}: the processes have consecutive ports, beginning with this one"
        );
        Ok(Some(several))
    }

    fn addresses(&self) -> impl Iterator<Item = SocketAddr> {
        let (ip, first) = (self.listen.ip(), self.listen.port());
        (first..=first + (self.processes - 1)).map(move |port| SocketAddr::new(ip, port))
    }
}

pub(crate) fn up(several: &Several, prepare: impl FnOnce() -> Result<PathBuf>) -> Result<()> {
    tools::ensure_for_several()?;
    let binary = prepare()?;
    // Of this thread alone: a program that it starts is ended by the system when the thread that started it has ended.
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    runtime.block_on(run(several, &binary))
}

async fn run(several: &Several, binary: &Path) -> Result<()> {
    let [mut interrupt, mut terminate] = [
        signal(SignalKind::interrupt()).context("listen to Ctrl-C")?,
        signal(SignalKind::terminate()).context("listen to SIGTERM")?,
    ];
    let (mut below, mut arenas) = (Group::new(), Group::new());
    let mut result = tokio::select! {
        opened = open(several, binary, &mut below, &mut arenas) => opened.map(Some),
        _ = interrupt.recv() => Ok(None),
        _ = terminate.recv() => Ok(None),
    };
    if let Ok(Some(behind)) = &mut result {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
        behind.end();
    }
    step("stopping; Ctrl-C again stops at once");
    let killed = tokio::select! {
        () = arenas.end() => false,
        _ = interrupt.recv() => true,
        _ = terminate.recv() => true,
    };
    if killed {
        arenas.kill();
        arenas.end().await;
    }
    below.end().await;
    result.map(|_| ())
}

/// Starts everything, from below, and says where to play.
async fn open(
    several: &Several,
    binary: &Path,
    below: &mut Group,
    arenas: &mut Group,
) -> Result<Behind> {
    let data = &several.data_dir;
    let logs = data.join("logs");
    servers::folder(data)?;
    servers::folder(&logs)?;
    let postgres = servers::postgres(data, &logs)?;
    let nats = servers::nats(data, &logs)?;
    step("starting PostgreSQL and NATS");
    let environment = vec![
        ("DATABASE_URL", postgres.url.clone()),
        ("NATS_URL", nats.url.clone()),
    ];
    start_servers(below, postgres, nats).await?;
    let settings = data.join("several.env");
    let lines = environment.iter();
    let lines: String = lines
        .map(|(name, value)| format!("export {name}={value}\n"))
        .collect();
    servers::write_privately(&settings, &lines)?;

    step("starting the first process (problems' tests are generated once)");
    let mut waiting = Vec::new();
    for (index, address) in several.addresses().enumerate() {
        let name = format!("arena-{}", index + 1);
        let mut words: Vec<OsString> = vec![binary.into(), "serve".into()];
        words.extend(["--listen".into(), address.to_string().into()]);
        words.extend(["--data-dir".into(), data.into()]);
        words.extend(["--name".into(), OsString::from(&name)]);
        words.extend(several.rest.iter().map(OsString::from));
        let kept = arenas.start(Recipe {
            log: logs.join(format!("{name}.log")),
            name,
            words,
            privileges: &[],
            environment: environment.clone(),
            last: "TERM",
            ends_within: ARENA_ENDS_WITHIN,
        })?;
        waiting.push((kept, address));
        if index == 0 {
            // It makes what the others only read.
            wait_for(&mut waiting).await?;
        }
    }
    step("starting the others");
    wait_for(&mut waiting).await?;
    eprintln!("\nOpen any of these and play; they are one arena:\n");
    for (index, address) in several.addresses().enumerate() {
        eprintln!("    http://{address}    arena-{}", index + 1);
    }
    eprintln!(
        "\nWho has what:  (. {} && {} cluster status)\nLogs:          {}\nCtrl-C stops all of it.\n",
        settings.display(),
        binary.display(),
        logs.display()
    );
    Behind::start(binary)
}

async fn start_servers(below: &mut Group, postgres: Server, nats: Server) -> Result<()> {
    let (port_of_postgres, port_of_nats) = (postgres.port, nats.port);
    let mut kept_postgres = below.start(postgres.recipe)?;
    let mut kept_nats = below.start(nats.recipe)?;
    let takes_connections = || async move {
        let asked = servers::asks_postgres(port_of_postgres).status().await;
        asked.is_ok_and(|status| status.success())
    };
    kept_postgres.is(takes_connections, SERVER_WITHIN).await?;
    kept_nats.is(|| greets(port_of_nats), SERVER_WITHIN).await
}

/// Whether NATS says who it is.
async fn greets(port: u16) -> bool {
    let greeting = async {
        let mut greeting = [0; 4];
        let mut stream = TcpStream::connect(("127.0.0.1", port)).await.ok()?;
        stream.read_exact(&mut greeting).await.ok()?;
        Some(greeting == *b"INFO")
    };
    timeout(Duration::from_secs(1), greeting).await == Ok(Some(true))
}

/// Waits until all of these processes take players.
async fn wait_for(waiting: &mut Vec<(Kept, SocketAddr)>) -> Result<()> {
    for (mut kept, address) in waiting.drain(..) {
        let is_ready = || async move {
            let asked = tokio::task::spawn_blocking(move || arena::is_ready(&address.to_string()));
            asked.await.is_ok_and(|ready| ready)
        };
        kept.is(is_ready, ARENA_WITHIN).await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    fn read(arguments: &[&str]) -> Result<Option<Several>> {
        let arguments: Vec<String> = arguments.iter().map(|word| (*word).to_owned()).collect();
        Several::read(&arguments)
    }

    #[test]
    fn several_processes_have_consecutive_ports_and_share_everything_else() {
        let several = read(&[
            "--processes=3",
            "--listen",
            "127.0.0.1:9000",
            "--log=warn",
            "--data-dir",
            "/tmp/there",
            "--judge-threads",
            "1",
        ]);
        let several = several.unwrap().unwrap();
        let addresses: Vec<String> = several.addresses().map(|it| it.to_string()).collect();
        assert_eq!(
            addresses,
            ["127.0.0.1:9000", "127.0.0.1:9001", "127.0.0.1:9002"]
        );
        assert_eq!(several.data_dir, PathBuf::from("/tmp/there"));
        assert_eq!(several.rest, ["--log=warn", "--judge-threads", "1"]);
        assert_eq!(
            read(&["--processes", "9"])
                .unwrap()
                .unwrap()
                .addresses()
                .count(),
            9
        );
    }

    #[test]
    fn nothing_is_said_of_processes_unless_it_is_meant() {
        assert_eq!(
            read(&["--listen", "0.0.0.0:80", "--log", "warn"]).unwrap(),
            None
        );
        assert_eq!(read(&[]).unwrap(), None);
    }

    #[test]
    fn what_cannot_be_is_refused() {
        for (arguments, told) in [
            (&["--processes", "0"][..], "N from 1 to 9"),
            (&["--processes", "10"], "N from 1 to 9"),
            (&["--processes", "many"], "N from 1 to 9"),
            (&["--processes"], "N from 1 to 9"),
            (&["--processes=2", "--listen=here"], "--listen here"),
            (
                &["--processes=2", "--listen=127.0.0.1:0"],
                "consecutive ports",
            ),
            (
                &["--processes=3", "--listen=127.0.0.1:65534"],
                "consecutive ports",
            ),
        ] {
            let error = format!("{:#}", read(arguments).unwrap_err());
            assert!(error.contains(told), "{arguments:?}: {error}");
        }
    }
}
