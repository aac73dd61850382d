//! Node's `ws` as a server that sends what one client says to all.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

/// A running peer; killed when dropped.
pub(crate) struct Peer {
    process: Child,
    port: u16,
}

impl Peer {
    /// Starts it; with a file, each message is made durable there before it is sent on.
    pub(crate) fn start(durable: Option<&Path>) -> Self {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("peers/broadcast.mjs");
        let mut process = Command::new("node")
            .arg(script)
            .args(durable)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("node starts");
        let mut line = String::new();
        BufReader::new(process.stdout.take().unwrap())
            .read_line(&mut line)
            .unwrap();
        let port = line.trim().parse();
        let port = port.expect("the peer tells its port: `npm ci` in simulations/peers is needed");
        Self { process, port }
    }

    pub(crate) fn url(&self) -> String {
        format!("ws://127.0.0.1:{}/", self.port)
    }
}

impl Drop for Peer {
    fn drop(&mut self) {
        self.process.kill().ok();
        self.process.wait().ok();
    }
}
