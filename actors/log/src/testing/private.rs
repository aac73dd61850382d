//! Server programs of a test's own, in a folder that goes with them.

#![allow(clippy::unwrap_used, reason = "a test that cannot run must fail")]

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::io::Write;
use std::net::{SocketAddr, TcpListener};
use std::ops::Range;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};

use rand::Rng;
use tempfile::TempDir;

/// Starts the server, again for every line on its standard input, and stays behind to end it: when that input closes, which
/// it does however the test process ends, the server is sent its last signal, and its folder is removed.
const WATCHDOG: &str = r#"
start() {
    "$@" >>"$DIR/log" 2>&1 </dev/null &
    server=$!
    echo $server >"$DIR/pid"
}
start "$@"
while read -r _; do
    wait "$server"
    start "$@"
done
kill "-$LAST" "$server" 2>/dev/null
wait "$server"
rm -rf "$DIR"
"#;

/// Ports below those that outgoing connections get, one of which could be taken again before its server starts.
const SERVERS_PORTS: Range<u16> = 10_240..32_768;

/// Ports on which nobody listens, no two alike.
///
/// # Panics
/// When there are none.
#[must_use]
pub fn free_ports(count: usize) -> Vec<u16> {
    let mut random = rand::rng();
    let mut free = BTreeMap::new();
    let mut tries = 0..1_000;
    while free.len() < count && tries.next().is_some() {
        let port = random.random_range(SERVERS_PORTS);
        if let Ok(listener) = TcpListener::bind(("127.0.0.1", port)) {
            free.insert(port, listener);
        }
    }
    assert_eq!(free.len(), count, "free ports among {SERVERS_PORTS:?}");
    free.into_keys().collect()
}

/// A folder and a port for a server that does not run yet.
#[derive(Debug)]
pub struct Premises {
    folder: TempDir,
    port: u16,
}

impl Premises {
    /// # Panics
    /// When there is no room for a folder, or no free port.
    #[must_use]
    pub fn new(prefix: &str) -> Self {
        let folder = tempfile::Builder::new().prefix(prefix).tempdir().unwrap();
        let port = free_ports(1)[0];
        Self { folder, port }
    }

    #[must_use]
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    #[must_use]
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Starts the server; `last` is the signal that ends it for good, by its name.
    ///
    /// # Panics
    /// When no shell can be started.
    pub fn start(
        self,
        command: impl IntoIterator<Item = impl AsRef<OsStr>>,
        last: &str,
    ) -> PrivateServer {
        let mut watchdog = Command::new("sh")
            .args(["-c", WATCHDOG, "watchdog"])
            .args(command)
            .env("DIR", self.folder())
            .env("LAST", last)
            .current_dir("/")
            // What ends the test and its group, ends not the one who cleans up after it.
            .process_group(0)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let leash = watchdog.stdin.take().unwrap();
        PrivateServer {
            premises: self,
            watchdog,
            leash: Some(leash),
        }
    }
}

/// A server of one's own. It ends when it is dropped, and when the test process ends.
#[derive(Debug)]
pub struct PrivateServer {
    premises: Premises,
    watchdog: Child,
    /// A line starts the server again; closing it ends it for good.
    leash: Option<ChildStdin>,
}

impl PrivateServer {
    #[must_use]
    pub fn folder(&self) -> &Path {
        self.premises.folder()
    }

    #[must_use]
    pub fn address(&self) -> SocketAddr {
        SocketAddr::from(([127, 0, 0, 1], self.premises.port))
    }

    /// The process that was started last, as far as it has been.
    #[must_use]
    pub fn pid(&self) -> String {
        let file = std::fs::read_to_string(self.folder().join("pid"));
        file.unwrap_or_default().trim().to_owned()
    }

    /// What the server has written.
    #[must_use]
    pub fn log(&self) -> String {
        std::fs::read_to_string(self.folder().join("log")).unwrap_or_default()
    }

    /// Has the server started again, once it has ended.
    ///
    /// # Panics
    /// When the watchdog is gone.
    pub fn start_again(&mut self) {
        self.leash.as_mut().unwrap().write_all(b"start\n").unwrap();
    }
}

impl Drop for PrivateServer {
    fn drop(&mut self) {
        drop(self.leash.take());
        // Nothing is left to do about a watchdog that cannot be waited for.
        drop(self.watchdog.wait());
    }
}

/// Whether a process still runs; one that nobody has waited for does not.
#[must_use]
pub fn is_alive(pid: &str) -> bool {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
    let state = stat.rsplit_once(") ").map(|(_, rest)| &rest[..1]);
    !matches!(state, None | Some("Z" | "X"))
}
