//! Starting a judge process, hearing that it is loaded and sealed, and seeing how it ends.

use std::ffi::OsString;
use std::io::{self, BufRead, BufReader, Read};
use std::net::Shutdown;
use std::os::fd::OwnedFd;
use std::os::unix::net::UnixStream;
use std::os::unix::process::ExitStatusExt;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::thread::JoinHandle;
use std::time::Duration;

use arena_runtimes::CacheDirectory;

use crate::clock;
use crate::engine::LanguageStatus;
use crate::wire::{self, FromJudge, LanguageState, Role, ToJudge};

/// How long a process may take to load; compiling runtimes for the first time is slow.
const START_LIMIT: Duration = Duration::from_secs(600);

/// Longest message that says how the start went, in bytes.
const MAX_GREETING_BYTES: usize = 64 * 1024;

/// How long a process may leave a message unread before it counts as hung.
const SEND_LIMIT: Duration = Duration::from_secs(60);

/// How long a process that lost its socket may take to exit.
const LAST_WORDS: Duration = Duration::from_secs(2);

/// The signal that no guest can cause.
const SIGKILL: i32 = 9;

/// Longest line of the process's standard error that is logged.
const LOGGED_LINE_BYTES: u64 = 4096;

/// What is started as a judge process.
#[derive(Debug, Clone)]
pub struct JudgeProgram {
    /// The executable that calls [`crate::judge_process_main`].
    pub executable: PathBuf,
    /// Its arguments.
    pub arguments: Vec<OsString>,
    /// Where the runtimes are.
    pub cache: CacheDirectory,
}

/// What a process says of itself once it is sealed.
pub(crate) struct Greeting {
    pub(crate) languages: Vec<LanguageStatus>,
    pub(crate) unsealed: Vec<String>,
}

/// How a judge process ended.
#[derive(Debug)]
pub(crate) enum Death {
    /// By SIGKILL, which no guest can send.
    Killed,
    /// In any other way, which a guest may have caused.
    Fault(String),
}

/// A judge process that was started, with our end of its socket. Killed when it is dropped.
pub(crate) struct Launched {
    child: Child,
    pub(crate) socket: UnixStream,
    /// Ends with the process; gives the last line of its standard error.
    errors: Option<JoinHandle<String>>,
}

impl JudgeProgram {
    /// Starts a process to hear which languages it has.
    ///
    /// # Errors
    /// When it cannot be started, loaded or sealed.
    pub fn languages(&self) -> io::Result<Vec<LanguageStatus>> {
        let launched = self.launch()?;
        let greeting = self.configure(&launched.socket, Role::Workshop);
        match (launched.end(), greeting) {
            (_, Ok(greeting)) => Ok(greeting.languages),
            (Death::Fault(reason), Err(error)) => {
                Err(io::Error::other(format!("{error} ({reason})")))
            }
            (Death::Killed, Err(error)) => Err(error),
        }
    }

    /// Starts the process: it inherits nothing but the socket, and dies with the calling thread.
    pub(crate) fn launch(&self) -> io::Result<Launched> {
        let (socket, theirs) = UnixStream::pair()?;
        socket.set_write_timeout(Some(SEND_LIMIT))?;
        let mut child = Command::new(&self.executable)
            .args(&self.arguments)
            .env_clear()
            .current_dir("/")
            .stdin(Stdio::from(OwnedFd::from(theirs)))
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()?;
        let errors = child.stderr.take();
        let mut launched = Launched {
            child,
            socket,
            errors: None,
        };
        if let Some(errors) = errors {
            let thread = std::thread::Builder::new().name("judge-errors".into());
            launched.errors = Some(thread.spawn(move || log_lines(errors))?);
        }
        Ok(launched)
    }

    /// Tells a started process what to be and waits until it is.
    pub(crate) fn configure(&self, mut socket: &UnixStream, role: Role) -> io::Result<Greeting> {
        let configure = ToJudge::Configure {
            cache: self.cache.path().to_owned(),
            role,
        };
        wire::send(&mut socket, &configure)?;
        socket.set_read_timeout(Some(START_LIMIT))?;
        let greeting = match wire::receive(&mut socket, MAX_GREETING_BYTES)? {
            Some(FromJudge::Ready {
                languages,
                unsealed,
            }) => Greeting {
                languages: languages.into_iter().map(status).collect(),
                unsealed,
            },
            Some(FromJudge::Broken { reason }) => return Err(io::Error::other(reason)),
            Some(_) => return Err(io::Error::other("the judge process spoke out of turn")),
            None => return Err(io::Error::other("the judge process did not start")),
        };
        socket.set_read_timeout(None)?;
        Ok(greeting)
    }
}

impl Launched {
    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    /// Lets the process go, by force if need be, and says how it went.
    pub(crate) fn end(mut self) -> Death {
        match self.part() {
            Ok(death) => death,
            Err(error) => Death::Fault(error.to_string()),
        }
    }

    fn part(&mut self) -> io::Result<Death> {
        drop(self.socket.shutdown(Shutdown::Both));
        let patience = clock::now() + LAST_WORDS;
        while clock::now() < patience {
            if let Some(status) = self.child.try_wait()? {
                if status.signal() == Some(SIGKILL) {
                    return Ok(Death::Killed);
                }
                let errors = self.errors.take().map(JoinHandle::join);
                let last = errors.and_then(Result::ok).unwrap_or_default();
                let said = if last.is_empty() { "" } else { ": " };
                let reason = format!("the judge process ended: {status}{said}{last}");
                return Ok(Death::Fault(reason));
            }
            std::thread::sleep(Duration::from_millis(5));
        }
        Ok(Death::Fault("the judge process hung".to_owned()))
    }
}

impl Drop for Launched {
    fn drop(&mut self) {
        // Both fail only when it is gone already, which is what is wanted.
        drop(self.child.kill());
        drop(self.child.wait());
        if let Some(errors) = self.errors.take() {
            drop(errors.join());
        }
    }
}

fn status(state: LanguageState) -> LanguageStatus {
    LanguageStatus {
        language: state.language,
        version: state.version,
        runtime: state
            .runtime
            .ok_or_else(|| state.unavailable.unwrap_or_default()),
    }
}

fn log_lines(errors: impl Read) -> String {
    let mut errors = BufReader::new(errors);
    let mut last = String::new();
    loop {
        let mut line = Vec::new();
        let mut limited = errors.by_ref().take(LOGGED_LINE_BYTES);
        match limited.read_until(b'\n', &mut line) {
            Ok(0) | Err(_) => return last,
            Ok(_) => {
                last = String::from_utf8_lossy(&line).trim_end().to_owned();
                tracing::warn!(line = %last, "judge process");
            }
        }
    }
}
