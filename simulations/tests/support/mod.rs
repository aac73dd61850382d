//! The real `arena` program, started for a test.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    dead_code,
    reason = "tests, each of which needs a part of this"
)]

use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Output, Stdio};
use std::time::Duration;

use arena_log::testing::free_ports;
use arena_simulations::clock;
use arena_simulations::door::Door;

const READY_WITHIN: Duration = Duration::from_secs(240);

/// One arena: a data folder, a port, and a process that can be killed and started again.
pub(crate) struct Arena {
    folder: tempfile::TempDir,
    /// The data folder; several processes of one arena share it.
    data: PathBuf,
    port: u16,
    database_url: Option<String>,
    /// What makes it one of several processes.
    nats_url: Option<String>,
    redis_url: Option<String>,
    /// What it is told beside what every process of a test is.
    more: Vec<String>,
    /// A folder of problems; the built-in catalogue if there is none.
    problems: Option<PathBuf>,
    process: Option<Child>,
}

impl Arena {
    /// Starts it and waits until battles can be played.
    pub(crate) async fn start(database_url: Option<String>) -> Self {
        Self::start_with(database_url, None).await
    }

    /// The same with problems of its own.
    pub(crate) async fn start_with(
        database_url: Option<String>,
        problems: Option<PathBuf>,
    ) -> Self {
        let mut arena = Self::new(database_url, problems);
        arena.launch();
        arena.is_ready().await;
        arena
    }

    /// Starts several processes of one arena.
    pub(crate) async fn start_several(
        database_url: &str,
        nats_url: &str,
        count: usize,
    ) -> Vec<Self> {
        let mut arenas: Vec<Self> = Vec::new();
        for _ in 0..count {
            let mut arena = Self::new(Some(database_url.to_owned()), None);
            if let Some(first) = arenas.first() {
                arena.data.clone_from(&first.data);
            }
            arena.nats_url = Some(nats_url.to_owned());
            arenas.push(arena);
        }
        for arena in &mut arenas {
            arena.launch();
        }
        for arena in &mut arenas {
            arena.is_ready().await;
        }
        arenas
    }

    /// One process of an arena that has several; it does not run yet.
    pub(crate) fn member(data: &Path, servers: Servers, more: Vec<String>) -> Self {
        let mut arena = Self::new(Some(servers.database_url), None);
        data.clone_into(&mut arena.data);
        arena.nats_url = Some(servers.nats_url);
        arena.redis_url = servers.redis_url;
        arena.more = more;
        arena
    }

    /// One that does not run yet.
    pub(crate) fn new(database_url: Option<String>, problems: Option<PathBuf>) -> Self {
        let port = free_ports(1)[0];
        let folder = tempfile::tempdir().unwrap();
        Self {
            data: folder.path().join("data"),
            folder,
            port,
            database_url,
            nats_url: None,
            redis_url: None,
            more: Vec::new(),
            problems,
            process: None,
        }
    }

    /// Waits until battles can be played.
    pub(crate) async fn is_ready(&mut self) {
        let door = Door::new(&self.url()).unwrap();
        let start = clock::now();
        while !door.is_ready().await {
            let ended = self.process.as_mut().unwrap().try_wait().unwrap();
            if ended.is_some() || start.elapsed() > READY_WITHIN {
                let log = std::fs::read_to_string(self.log()).unwrap_or_default();
                panic!(
                    "the arena does not get ready: run `cargo xtask test`, which builds what it needs\n{log}"
                );
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// Starts it again after a stop, with other problems.
    pub(crate) async fn start_again(&mut self, problems: Option<PathBuf>) {
        self.problems = problems;
        self.launch();
        self.is_ready().await;
    }

    pub(crate) fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn pid(&self) -> u32 {
        self.process.as_ref().unwrap().id()
    }

    /// Ends the process with `kill -9` and starts another at once.
    pub(crate) fn kill_and_restart(&mut self) {
        self.kill();
        self.launch();
    }

    pub(crate) fn is_running(&self) -> bool {
        self.process.is_some()
    }

    /// Ends the process with `kill -9`, also one that was stopped.
    pub(crate) fn kill(&mut self) {
        let mut process = self.process.take().unwrap();
        process.kill().unwrap();
        process.wait().unwrap();
    }

    /// Sends the process a signal by its name.
    pub(crate) fn signal(&self, signal: &str) {
        let pid = self.pid().to_string();
        let sent = Command::new("kill").args(["-s", signal, &pid]).status();
        assert!(sent.unwrap().success());
    }

    /// Whether the process listens to SIGTERM by now.
    pub(crate) fn heeds_sigterm(&self) -> bool {
        const SIGTERM: u32 = 15;
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.pid())).unwrap();
        let mut lines = status.lines();
        let caught = lines.find_map(|line| line.strip_prefix("SigCgt:")).unwrap();
        u64::from_str_radix(caught.trim(), 16).unwrap() & (1 << (SIGTERM - 1)) != 0
    }

    /// How the process ended, if it has.
    pub(crate) fn ended(&mut self) -> Option<ExitStatus> {
        let process = self.process.as_mut()?;
        let status = process.try_wait().unwrap()?;
        self.process = None;
        Some(status)
    }

    /// Ends the judge's process with `kill -9`; the arena starts another.
    pub(crate) fn kill_judge(&self) {
        self.signal_judge("KILL");
    }

    /// Sends the judge's process a signal by its name.
    pub(crate) fn signal_judge(&self, signal: &str) {
        for pid in self.judges() {
            signal_to(&pid, signal);
        }
    }

    /// The judge's processes.
    pub(crate) fn judges(&self) -> Vec<String> {
        let found = Command::new("pgrep")
            .args(["-P", &self.pid().to_string()])
            .output()
            .unwrap();
        let found = String::from_utf8(found.stdout).unwrap();
        found.split_whitespace().map(str::to_owned).collect()
    }

    /// Stops it as an operator would; gives how it ended.
    pub(crate) fn stop(&mut self) -> ExitStatus {
        self.signal("TERM");
        self.process.take().unwrap().wait().unwrap()
    }

    /// Runs an operator's command on the arena's data; it must succeed.
    pub(crate) fn check(&self, arguments: &[&str]) -> String {
        let (code, out, err) = self.ask(arguments);
        assert_eq!(code, 0, "arena {arguments:?}\n{out}\n{err}");
        out
    }

    /// Runs an operator's command on the arena's data: its exit code, what it printed and what it complained of.
    pub(crate) fn ask(&self, arguments: &[&str]) -> (i32, String, String) {
        let Output {
            status,
            stdout,
            stderr,
        } = self.command(arguments).output().unwrap();
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        (status.code().unwrap(), text(&stdout), text(&stderr))
    }

    /// Starts it, without waiting for anything.
    pub(crate) fn launch(&mut self) {
        let log = std::fs::File::options()
            .create(true)
            .append(true)
            .open(self.log())
            .unwrap();
        let listen = format!("127.0.0.1:{}", self.port);
        let mut command = self.command(&["serve", "--listen", &listen]);
        command.args([
            "--registrations-per-hour",
            "1000000",
            "--guests-per-hour",
            "1000000",
        ]);
        command.args(["--requests-per-second", "100000"]);
        command.args(&self.more);
        if let Some(problems) = &self.problems {
            command.arg("--problems").arg(problems);
        }
        command.env("NO_COLOR", "1");
        command.stdout(log.try_clone().unwrap()).stderr(log);
        self.process = Some(command.spawn().unwrap());
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(program());
        command.args(arguments).stdin(Stdio::null());
        command.arg("--data-dir").arg(&self.data);
        command.env_remove("DATABASE_URL").env_remove("NATS_URL");
        command.env_remove("REDIS_URL");
        if let Some(url) = &self.redis_url {
            command.env("REDIS_URL", url);
        }
        if let Some(url) = &self.nats_url {
            command.env("NATS_URL", url);
        }
        if let Some(url) = &self.database_url {
            command.env("DATABASE_URL", url);
        }
        command
    }

    /// What its processes have said so far.
    pub(crate) fn said(&self) -> String {
        std::fs::read_to_string(self.log()).unwrap_or_default()
    }

    fn log(&self) -> PathBuf {
        self.folder.path().join("arena.log")
    }
}

/// Where one of several processes finds what they share.
pub(crate) struct Servers {
    pub(crate) database_url: String,
    pub(crate) nats_url: String,
    pub(crate) redis_url: Option<String>,
}

impl Drop for Arena {
    fn drop(&mut self) {
        if let Some(mut process) = self.process.take() {
            drop(process.kill());
            drop(process.wait());
        }
    }
}

/// Sends a process a signal by its name; it may be gone already.
pub(crate) fn signal_to(pid: &str, signal: &str) {
    drop(Command::new("kill").args(["-s", signal, pid]).status());
}

/// The program beside the test's own.
pub(crate) fn program() -> PathBuf {
    let test = std::env::current_exe().unwrap();
    let program = test.parent().unwrap().parent().unwrap().join("arena");
    assert!(
        program.exists(),
        "{} is missing: run `cargo xtask test`",
        program.display()
    );
    program
}
