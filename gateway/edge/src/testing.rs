//! A private Redis: made for a test, gone with it.

#![allow(
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that cannot run must fail"
)]

use std::net::SocketAddr;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use arena_log::testing::{Premises, PrivateServer, is_alive};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;
use tokio::time::{Instant, sleep, timeout};

use crate::{Redis, RedisOptions};

const START_TIMEOUT: Duration = Duration::from_secs(30);
const POLL: Duration = Duration::from_millis(10);

/// A server of one's own, to be killed, stopped and started again. It ends when it is dropped, and when the test process ends.
#[derive(Debug)]
pub struct RedisServer(PrivateServer);

impl RedisServer {
    /// Makes and starts a server that stores nothing.
    ///
    /// # Panics
    /// When no redis-server is installed, with the line that installs it.
    pub async fn start() -> Self {
        let program = ["/usr/bin/redis-server", "/usr/local/bin/redis-server"]
            .into_iter()
            .find(|path| Path::new(path).is_file())
            .unwrap_or_else(|| panic!("these tests need Redis: apt-get install redis-server"));
        let premises = Premises::new("arena-redis-");
        let port = premises.port().to_string();
        let folder = premises.folder().to_string_lossy().into_owned();
        let command = [
            program,
            "--bind",
            "127.0.0.1",
            "--port",
            &port,
            "--dir",
            &folder,
            "--save",
            "",
        ];
        let server = Self(premises.start(command, "KILL"));
        server.wait_until_it_answers().await;
        server
    }

    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.0.address()
    }

    /// A connection of a gateway's own.
    ///
    /// # Panics
    /// When the server is away.
    pub async fn connect(&self) -> Redis {
        let options = RedisOptions::new(&format!("redis://{}", self.address())).unwrap();
        let redis = Redis::connect(&options).await.unwrap();
        assert!(redis.is_here());
        redis
    }

    /// The first line of the answer to a command without spaces in its words.
    pub async fn ask(&self, command: &str) -> Option<String> {
        let asking = async {
            let stream = TcpStream::connect(self.address()).await.ok()?;
            let mut line = BufReader::new(stream);
            line.write_all(format!("{command}\r\n").as_bytes())
                .await
                .ok()?;
            let mut answer = String::new();
            line.read_line(&mut answer).await.ok()?;
            Some(answer.trim_end().to_owned())
        };
        timeout(Duration::from_secs(1), asking).await.ok()?
    }

    /// Ends the server with `kill -9`, and with it all that it knew.
    pub fn kill(&self) {
        self.signal("-KILL");
        let pid = self.0.pid();
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

    /// Starts it again, empty, after it was killed.
    ///
    /// # Panics
    /// When it does not start.
    pub async fn restart(&mut self) {
        let former = self.0.pid();
        self.0.start_again();
        while self.0.pid() == former {
            sleep(POLL).await;
        }
        self.wait_until_it_answers().await;
    }

    fn signal(&self, signal: &str) {
        let status = Command::new("kill").args([signal, &self.0.pid()]).status();
        assert!(status.unwrap().success());
    }

    async fn wait_until_it_answers(&self) {
        let start = Instant::now();
        while self.ask("PING").await.as_deref() != Some("+PONG") {
            assert!(start.elapsed() < START_TIMEOUT, "{}", self.0.log());
            sleep(POLL).await;
        }
    }
}

/// Waits until the connection is there or away.
pub async fn until(redis: &Redis, here: bool) {
    while redis.is_here() != here {
        sleep(POLL).await;
    }
}
