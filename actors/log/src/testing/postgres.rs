//! Private PostgreSQL servers: made for a test process, gone with it.

#![allow(
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that cannot run must fail"
)]

use std::ffi::OsString;
use std::net::SocketAddr;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use sqlx::{AssertSqlSafe, Connection, PgConnection};
use tokio::sync::OnceCell;
use tokio::time::{Instant, sleep};
use uuid::Uuid;

use super::private::{Premises, PrivateServer, is_alive};
use super::programs::{as_user, command, is_root, output, program};

/// A server that the whole test run shares; it is used instead of a private one.
const SHARED_SERVER: &str = "ARENA_TEST_POSTGRES_URL";

const START_TIMEOUT: Duration = Duration::from_secs(60);
const POLL: Duration = Duration::from_millis(20);

/// A database of one's own.
#[derive(Debug, Clone)]
pub struct TestDatabase {
    url: String,
}

impl TestDatabase {
    pub(super) fn at(url: String) -> Self {
        Self { url }
    }

    /// Where it is.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }
}

/// A fresh, empty database on a server that the test process shares.
///
/// # Panics
/// When no PostgreSQL is installed, with the line that installs it.
pub async fn postgres() -> TestDatabase {
    static SERVER: OnceCell<PostgresServer> = OnceCell::const_new();
    #[allow(
        clippy::disallowed_methods,
        reason = "the one place that reads the tests' environment"
    )]
    if let Ok(url) = std::env::var(SHARED_SERVER) {
        return create_database(&url).await;
    }
    SERVER
        .get_or_init(PostgresServer::start)
        .await
        .database()
        .await
}

/// A server of one's own, to be killed and started again. It ends when it is dropped, and when the
/// test process ends.
#[derive(Debug)]
pub struct PostgresServer {
    server: PrivateServer,
}

impl PostgresServer {
    /// Makes and starts a server.
    ///
    /// # Panics
    /// When no PostgreSQL is installed, with the line that installs it.
    pub async fn start() -> Self {
        let premises = premises();
        output(
            command(&program("initdb"))
                .arg("--pgdata")
                .arg(premises.folder().join("data"))
                .args(["--auth=trust", "--username=postgres", "--encoding=UTF8"])
                .args(["--locale=C.UTF-8", "--no-sync"])
                .current_dir("/"),
        );
        Self::open(premises).await
    }

    /// A standby that follows this server, and answers reads.
    pub(super) async fn standby(&self) -> Self {
        let premises = premises();
        output(
            command(&program("pg_basebackup"))
                .arg("--pgdata")
                .arg(premises.folder().join("data"))
                .args(["--host=127.0.0.1", "--username=postgres"])
                .arg(format!("--port={}", self.address().port()))
                .args(["--write-recovery-conf", "--checkpoint=fast", "--no-sync"])
                .current_dir("/"),
        );
        Self::open(premises).await
    }

    async fn open(premises: Premises) -> Self {
        let command = command_line(premises.folder(), premises.port());
        let server = Self {
            server: premises.start(command, "QUIT"),
        };
        server.wait_until_it_answers().await;
        server
    }

    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.server.address()
    }

    /// A fresh, empty database.
    ///
    /// # Panics
    /// When the server is away.
    pub async fn database(&self) -> TestDatabase {
        create_database(&self.url("postgres")).await
    }

    /// Ends the server with `kill -9`, all of its processes, as a crash of the machine would.
    ///
    /// # Panics
    /// When it does not run.
    pub fn kill(&mut self) {
        let pid = self.pid();
        // Stopped first, so that no child begins after they are listed.
        output(Command::new("kill").args(["-STOP", &pid]));
        let children = std::fs::read_to_string(format!("/proc/{pid}/task/{pid}/children"));
        let mut killed = vec![pid];
        killed.extend(
            children
                .unwrap_or_default()
                .split_whitespace()
                .map(str::to_owned),
        );
        for process in &killed {
            // A child may have ended by itself.
            drop(Command::new("kill").args(["-9", process]).output());
        }
        // Their shared memory would keep a new server from starting.
        while killed.iter().any(|process| is_alive(process)) {
            std::thread::yield_now();
        }
    }

    /// Starts it again after [`kill`](Self::kill), on the same port and data.
    ///
    /// # Panics
    /// When it does not start.
    pub async fn restart(&mut self) {
        self.server.start_again();
        self.wait_until_it_answers().await;
    }

    fn pid(&self) -> String {
        let path = self.server.folder().join("data/postmaster.pid");
        let file = std::fs::read_to_string(path).unwrap();
        file.lines().next().unwrap_or_default().to_owned()
    }

    pub(super) fn url(&self, database: &str) -> String {
        format!("postgres://postgres@{}/{database}", self.address())
    }

    async fn wait_until_it_answers(&self) {
        let start = Instant::now();
        let url = self.url("postgres");
        loop {
            match PgConnection::connect(&url).await {
                Ok(connection) => return connection.close().await.unwrap(),
                Err(error) if start.elapsed() > START_TIMEOUT => {
                    panic!("PostgreSQL does not start: {error}\n{}", self.server.log());
                }
                Err(_) => sleep(POLL).await,
            }
        }
    }
}

/// A folder that PostgreSQL's user may have.
fn premises() -> Premises {
    let premises = Premises::new("arena-postgres-");
    let path = premises.folder();
    if is_root() {
        output(Command::new("chown").arg("postgres").arg(path));
    }
    std::fs::set_permissions(path, PermissionsExt::from_mode(0o700)).unwrap();
    premises
}

fn command_line(folder: &Path, port: u16) -> Vec<OsString> {
    let mut words: Vec<OsString> = as_user().iter().map(OsString::from).collect();
    words.push(program("postgres").into());
    words.extend(["-D".into(), folder.join("data").into()]);
    words.extend(["-k".into(), folder.into()]);
    words.extend(["-h".into(), "127.0.0.1".into()]);
    words.extend(["-p".into(), port.to_string().into()]);
    for setting in ["max_connections=200", "fsync=on", "shared_buffers=64MB"] {
        words.extend(["-c".into(), setting.into()]);
    }
    words
}

async fn create_database(admin_url: &str) -> TestDatabase {
    let name = format!("test_{}", Uuid::new_v4().simple());
    let mut admin = PgConnection::connect(admin_url).await.unwrap();
    let create = AssertSqlSafe(format!("create database {name}"));
    sqlx::query(create).execute(&mut admin).await.unwrap();
    admin.close().await.unwrap();
    let (server, _) = admin_url.rsplit_once('/').unwrap();
    TestDatabase {
        url: format!("{server}/{name}"),
    }
}
