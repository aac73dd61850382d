//! Private NATS servers: made for a test, gone with it.

#![allow(
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that cannot run must fail"
)]

use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;

use arena_log::testing::{Premises, PrivateServer, is_alive};
use tokio::io::AsyncReadExt;
use tokio::net::TcpStream;
use tokio::time::{Instant, sleep, timeout};

use crate::NatsOptions;
use crate::testing::Certificates;

const INSTALL: &str = "these tests need NATS 2.9 or later: apt-get install nats-server";
const START_TIMEOUT: Duration = Duration::from_secs(30);
const POLL: Duration = Duration::from_millis(10);

/// What a server is like, other than NATS's defaults.
#[derive(Debug, Clone, Default)]
pub struct NatsSettings {
    /// Lines of its configuration file.
    pub configuration: String,
    /// Speak TLS with these, and demand a client's certificate.
    pub certificates: Option<Certificates>,
}

/// A server of one's own with JetStream, to be killed, stopped and started again. It ends when it is dropped, and when the
/// test process ends.
#[derive(Debug)]
pub struct NatsServer {
    server: PrivateServer,
}

impl NatsServer {
    /// Makes and starts a server.
    ///
    /// # Panics
    /// When no nats-server is installed, with the line that installs it.
    pub async fn start() -> Self {
        Self::with(&NatsSettings::default()).await
    }

    /// Makes and starts a server with settings of one's own.
    ///
    /// # Panics
    /// When no nats-server is installed, with the line that installs it.
    pub async fn with(settings: &NatsSettings) -> Self {
        let premises = Premises::new("arena-nats-");
        let file = configure(&premises, settings);
        let command = [program(), "-c".into(), file];
        let server = Self {
            // The last signal also ends one that was stopped.
            server: premises.start(command, "KILL"),
        };
        server.wait_until_it_answers().await;
        server
    }

    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.server.address()
    }

    /// How to connect to it: a lost server is noticed within a second.
    ///
    /// # Panics
    /// Never: the address is one.
    #[must_use]
    pub fn options(&self) -> NatsOptions {
        Self::options_for(&format!("nats://{}", self.address()))
    }

    /// The same for another way to it.
    ///
    /// # Panics
    /// When the URL is none.
    #[must_use]
    pub fn options_for(url: &str) -> NatsOptions {
        NatsOptions::new(url)
            .unwrap()
            .ping_every(Duration::from_millis(250))
    }

    /// Ends the server with `kill -9`.
    pub fn kill(&self) {
        self.signal("-KILL");
        let pid = self.server.pid();
        while is_alive(&pid) {
            std::thread::yield_now();
        }
    }

    /// Stops it where it is: connections stay open and nothing happens on them.
    pub fn stop(&self) {
        self.signal("-STOP");
    }

    /// Lets it go on.
    pub fn resume(&self) {
        self.signal("-CONT");
    }

    /// Starts it again after it was killed, on the same port and with what it had stored.
    ///
    /// # Panics
    /// When it does not start.
    pub async fn restart(&mut self) {
        let former = self.server.pid();
        self.server.start_again();
        let start = Instant::now();
        while self.server.pid() == former {
            assert!(start.elapsed() < START_TIMEOUT, "NATS is not started again");
            sleep(POLL).await;
        }
        self.wait_until_it_answers().await;
    }

    fn signal(&self, signal: &str) {
        let status = Command::new("kill")
            .args([signal, &self.server.pid()])
            .status();
        assert!(status.is_ok_and(|status| status.success()), "kill {signal}");
    }

    /// A server that greets takes connections.
    async fn wait_until_it_answers(&self) {
        let start = Instant::now();
        loop {
            let greeted = timeout(Duration::from_secs(1), self.greeting()).await;
            if greeted.is_ok_and(|greeting| greeting.is_ok_and(|text| text.starts_with(b"INFO"))) {
                return;
            }
            if start.elapsed() > START_TIMEOUT {
                panic!("NATS does not start:\n{}", self.server.log());
            }
            sleep(POLL).await;
        }
    }

    async fn greeting(&self) -> std::io::Result<[u8; 4]> {
        let mut greeting = [0; 4];
        let mut stream = TcpStream::connect(self.address()).await?;
        stream.read_exact(&mut greeting).await?;
        Ok(greeting)
    }
}

/// Writes the server's configuration.
fn configure(premises: &Premises, settings: &NatsSettings) -> PathBuf {
    let (folder, port) = (premises.folder(), premises.port());
    let mut configuration = format!(
        "listen: \"127.0.0.1:{port}\"\njetstream {{ store_dir: {:?} }}\n{}\n",
        folder.join("store"),
        settings.configuration
    );
    if let Some(certificates) = &settings.certificates {
        configuration.push_str(&certificates.configuration());
    }
    let file = folder.join("nats.conf");
    std::fs::write(&file, configuration).unwrap();
    file
}

/// On the path, or where Debian keeps it, which is not on everybody's path.
fn program() -> PathBuf {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path)
        .chain([PathBuf::from("/usr/sbin"), PathBuf::from("/usr/local/bin")])
        .map(|folder| folder.join("nats-server"))
        .find(|program| program.is_file())
        .unwrap_or_else(|| panic!("{INSTALL}"))
}
