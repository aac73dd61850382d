//! Private PostgreSQL servers: made for a test process, gone with it.

#![allow(
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that cannot run must fail"
)]

use std::io::Write;
use std::net::{SocketAddr, TcpListener};
use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::time::Duration;

use sqlx::{AssertSqlSafe, Connection, PgConnection};
use tempfile::TempDir;
use tokio::sync::OnceCell;
use tokio::time::{Instant, sleep};
use uuid::Uuid;

use super::programs::{as_user, command, is_root, output, program};

/// A server that the whole test run shares; it is used instead of a private one.
const SHARED_SERVER: &str = "ARENA_TEST_POSTGRES_URL";

const START_TIMEOUT: Duration = Duration::from_secs(60);
const POLL: Duration = Duration::from_millis(20);

/// Starts the server, again for every line on its standard input, and stays behind to end it: when
/// that input closes, which it does however the test process ends, the server is stopped and its
/// folder removed.
const WATCHDOG: &str = r#"
start() {
    "$@" >>"$DIR/log" 2>&1 </dev/null &
    server=$!
}
start "$@"
while read -r _; do
    wait "$server"
    start "$@"
done
kill -QUIT "$server" 2>/dev/null
wait "$server"
rm -rf "$DIR"
"#;

/// A database of one's own.
#[derive(Debug, Clone)]
pub struct TestDatabase {
    url: String,
}

impl TestDatabase {
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
    folder: TempDir,
    port: u16,
    watchdog: Child,
    /// A line starts the server again; closing it ends it for good.
    leash: Option<ChildStdin>,
}

impl PostgresServer {
    /// Makes and starts a server.
    ///
    /// # Panics
    /// When no PostgreSQL is installed, with the line that installs it.
    pub async fn start() -> Self {
        let folder = tempfile::Builder::new()
            .prefix("arena-postgres-")
            .tempdir()
            .unwrap();
        let path = folder.path();
        if is_root() {
            output(Command::new("chown").arg("postgres").arg(path));
        }
        std::fs::set_permissions(path, PermissionsExt::from_mode(0o700)).unwrap();
        output(
            command(&program("initdb"))
                .arg("--pgdata")
                .arg(path.join("data"))
                .args(["--auth=trust", "--username=postgres", "--encoding=UTF8"])
                .args(["--locale=C.UTF-8", "--no-sync"])
                .current_dir("/"),
        );
        let port = TcpListener::bind("127.0.0.1:0")
            .unwrap()
            .local_addr()
            .unwrap()
            .port();
        let (watchdog, leash) = launch(path, port);
        let server = Self {
            folder,
            port,
            watchdog,
            leash: Some(leash),
        };
        server.wait_until_it_answers().await;
        server
    }

    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        SocketAddr::from(([127, 0, 0, 1], self.port))
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
        let leash = self.leash.as_mut().unwrap();
        leash.write_all(b"start\n").unwrap();
        self.wait_until_it_answers().await;
    }

    fn pid(&self) -> String {
        let path = self.folder.path().join("data/postmaster.pid");
        let file = std::fs::read_to_string(path).unwrap();
        file.lines().next().unwrap_or_default().to_owned()
    }

    fn url(&self, database: &str) -> String {
        format!("postgres://postgres@127.0.0.1:{}/{database}", self.port)
    }

    async fn wait_until_it_answers(&self) {
        let start = Instant::now();
        let url = self.url("postgres");
        loop {
            match PgConnection::connect(&url).await {
                Ok(connection) => return connection.close().await.unwrap(),
                Err(error) if start.elapsed() > START_TIMEOUT => {
                    let log = std::fs::read_to_string(self.folder.path().join("log"));
                    panic!(
                        "PostgreSQL does not start: {error}\n{}",
                        log.unwrap_or_default()
                    );
                }
                Err(_) => sleep(POLL).await,
            }
        }
    }
}

impl Drop for PostgresServer {
    fn drop(&mut self) {
        drop(self.leash.take());
        // Nothing is left to do about a watchdog that cannot be waited for.
        drop(self.watchdog.wait());
    }
}

/// Whether a process still runs; one that nobody has waited for does not.
fn is_alive(pid: &str) -> bool {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
    let state = stat.rsplit_once(") ").map(|(_, rest)| &rest[..1]);
    !matches!(state, None | Some("Z" | "X"))
}

fn launch(data: &Path, port: u16) -> (Child, ChildStdin) {
    let mut watchdog = Command::new("sh")
        .args(["-c", WATCHDOG, "watchdog"])
        .args(as_user())
        .arg(program("postgres"))
        .arg("-D")
        .arg(data.join("data"))
        .arg("-k")
        .arg(data)
        .args(["-h", "127.0.0.1", "-p", &port.to_string()])
        .args([
            "-c",
            "max_connections=200",
            "-c",
            "fsync=on",
            "-c",
            "shared_buffers=64MB",
        ])
        .env("DIR", data)
        .current_dir("/")
        // What ends the test and its group, ends not the one who cleans up after it.
        .process_group(0)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let leash = watchdog.stdin.take().unwrap();
    (watchdog, leash)
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
