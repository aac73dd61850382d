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

use arena_log::testing::{Premises, PrivateServer, free_ports, is_alive};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
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
    /// Where one of several tells whether it has caught up with the others.
    monitor: Option<u16>,
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
            monitor: None,
        };
        server.wait_until_it_answers().await;
        server
    }

    /// Makes and starts `count` servers that are one: with three, any of them may be lost.
    ///
    /// # Panics
    /// When no nats-server is installed, or they do not find each other.
    pub async fn cluster(count: usize) -> Vec<Self> {
        let mut routes = free_ports(2 * count);
        let monitors = routes.split_off(count);
        let all: Vec<String> = routes
            .iter()
            .map(|port| format!("nats://127.0.0.1:{port}"))
            .collect();
        let mut servers = Vec::new();
        for index in 0..count {
            let premises = Premises::new("arena-nats-");
            let configuration = format!(
                "server_name: arena-{index}\nhttp: \"127.0.0.1:{}\"\n\
                 cluster {{ name: arena, listen: \"127.0.0.1:{}\", routes: {all:?} }}\n",
                monitors[index], routes[index]
            );
            let settings = NatsSettings {
                configuration,
                certificates: None,
            };
            let file = configure(&premises, &settings);
            let server = premises.start([program(), "-c".into(), file], "KILL");
            let monitor = Some(monitors[index]);
            servers.push(Self { server, monitor });
        }
        for server in &servers {
            server.wait_until_it_answers().await;
            server.wait_until_it_has_caught_up().await;
        }
        servers
    }

    /// Which of several servers leads a stream, by its place among them.
    ///
    /// # Panics
    /// When there is no such stream, or nobody leads it within a while.
    pub async fn leader(servers: &[Self], stream: &str) -> usize {
        let monitor = servers[0].monitor.unwrap();
        let start = Instant::now();
        loop {
            let told = ask(monitor, "/jsz?accounts=true&streams=true")
                .await
                .unwrap();
            let about = told.split_once(&format!("\"name\": \"{stream}\""));
            let leader = about.and_then(|(_, rest)| rest.split_once("\"leader\": \"arena-"));
            let number = leader.and_then(|(_, rest)| rest.split_once('"')?.0.parse().ok());
            match number {
                Some(number) => return number,
                None if start.elapsed() > START_TIMEOUT => panic!("who leads {stream}?\n{told}"),
                None => sleep(POLL).await,
            }
        }
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

    /// Throws away all that the server has stored, while it is down.
    ///
    /// # Panics
    /// When it cannot be removed.
    pub fn forget(&self) {
        std::fs::remove_dir_all(self.server.folder().join("store")).unwrap();
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
        self.wait_until_it_has_caught_up().await;
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

    /// One of several stores nothing before they have chosen a leader and it has what they have.
    async fn wait_until_it_has_caught_up(&self) {
        let Some(monitor) = self.monitor else { return };
        let start = Instant::now();
        loop {
            let asked = timeout(Duration::from_secs(1), ask(monitor, "/healthz")).await;
            if asked.is_ok_and(|answer| answer.is_ok_and(|text| text.contains("\"ok\""))) {
                return;
            }
            if start.elapsed() > START_TIMEOUT {
                panic!(
                    "NATS servers do not find each other:\n{}",
                    self.server.log()
                );
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

/// What a server says of itself to those who watch it.
async fn ask(monitor: u16, path: &str) -> std::io::Result<String> {
    let mut stream = TcpStream::connect(("127.0.0.1", monitor)).await?;
    let ask = format!("GET {path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n");
    stream.write_all(ask.as_bytes()).await?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await?;
    Ok(answer)
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
