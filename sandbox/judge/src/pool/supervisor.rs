//! Keeps one judge process alive and feeds it.

use std::collections::VecDeque;
use std::io::{self, BufRead, BufReader, Read};
use std::os::fd::OwnedFd;
use std::os::unix::net::UnixStream;
use std::os::unix::process::ExitStatusExt;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use arena_problems::TestSetHash;

use super::shared::{Death, InFlight, Shared};
use crate::clock;
use crate::engine::LanguageStatus;
use crate::process::NO_SOURCES;
use crate::wire::{self, FromJudge, ToJudge};

/// First pause before a dead process is started again; it doubles with each death in a row.
const FIRST_BACKOFF: Duration = Duration::from_millis(50);

/// Longest pause.
const LAST_BACKOFF: Duration = Duration::from_secs(5);

/// How long a process may take to load; compiling runtimes for the first time is slow.
const START_LIMIT: Duration = Duration::from_secs(600);

/// How long one task may take, over all of its tests, before the process is taken for hung.
const TASK_LIMIT: Duration = Duration::from_secs(600);

/// How long a process that lost its socket may take to exit.
const LAST_WORDS: Duration = Duration::from_secs(2);

/// The signal that no guest can cause.
const SIGKILL: i32 = 9;

/// How often the feeder looks for hung tasks.
const WATCH_INTERVAL: Duration = Duration::from_millis(500);

/// Longest line of the process's standard error that is logged.
const LOGGED_LINE_BYTES: u64 = 4096;

/// The supervisor thread. The process dies with the thread that started it, so it is this one.
pub(super) fn supervise(shared: &Shared) {
    let mut backoff = FIRST_BACKOFF;
    loop {
        let mut ready = false;
        let death =
            live(shared, &mut ready).unwrap_or_else(|error| Death::Fault(error.to_string()));
        if ready {
            backoff = FIRST_BACKOFF;
        }
        shared.process_gone(&death);
        let mut state = shared.lock();
        if state.stopping {
            return;
        }
        tracing::error!(?death, "the judge process is gone: starting another");
        metrics::counter!("judge_restarts_total").increment(1);
        let until = clock::now() + backoff;
        while !state.stopping && clock::now() < until {
            state = shared.wait(state, backoff);
        }
        backoff = (backoff * 2).min(LAST_BACKOFF);
    }
}

/// The life of one process: how it ended, and whether it got ready.
fn live(shared: &Shared, ready: &mut bool) -> io::Result<Death> {
    let (ours, theirs) = UnixStream::pair()?;
    let mut child = Command::new(&shared.config.executable)
        .args(&shared.config.arguments)
        .env_clear()
        .current_dir("/")
        .stdin(Stdio::from(OwnedFd::from(theirs)))
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()?;
    let errors = child.stderr.take();
    std::thread::scope(|scope| {
        if let Some(errors) = errors {
            scope.spawn(move || log_lines(errors));
        }
        let talked = converse(shared, &ours, &mut child, scope, ready);
        let death = match (end(&mut child, &ours), talked) {
            (Ok(Death::Killed), _) => Death::Killed,
            (Ok(death), Ok(())) => death,
            (Err(error), _) | (_, Err(error)) => Death::Fault(error.to_string()),
        };
        // Ends the feeder too.
        shared.process_gone(&death);
        Ok(death)
    })
}

/// Lets a process go that lost its socket, by force if need be; whether somebody else killed it.
fn end(child: &mut Child, socket: &UnixStream) -> io::Result<Death> {
    drop(socket.shutdown(std::net::Shutdown::Both));
    let patience = clock::now() + LAST_WORDS;
    while clock::now() < patience {
        if let Some(status) = child.try_wait()? {
            if status.signal() == Some(SIGKILL) {
                return Ok(Death::Killed);
            }
            return Ok(Death::Fault(format!("the judge process ended: {status}")));
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    child.kill()?;
    child.wait()?;
    Ok(Death::Fault("the judge process hung".to_owned()))
}

fn converse<'scope>(
    shared: &'scope Shared,
    socket: &UnixStream,
    child: &mut Child,
    scope: &'scope std::thread::Scope<'scope, '_>,
    ready: &mut bool,
) -> io::Result<()> {
    let mut reader = socket.try_clone()?;
    let mut writer = socket.try_clone()?;
    {
        let mut state = shared.lock();
        if state.stopping {
            return Ok(());
        }
        state.process = Some(child.id());
        state.socket = Some(socket.try_clone()?);
    }
    let configure = ToJudge::Configure {
        cache: shared.config.cache.path().to_owned(),
        threads: u32::try_from(shared.config.workers).unwrap_or(1),
        backstop_seconds: shared.config.backstop_seconds,
    };
    wire::send(&mut writer, &configure)?;
    reader.set_read_timeout(Some(START_LIMIT))?;
    let (languages, unsealed) = match wire::receive(&mut reader)? {
        Some(FromJudge::Ready {
            languages,
            unsealed,
        }) => (languages, unsealed),
        Some(FromJudge::Broken { reason }) => return Err(io::Error::other(reason)),
        _ => return Err(io::Error::other("the judge process did not start")),
    };
    reader.set_read_timeout(None)?;
    for lacking in &unsealed {
        tracing::warn!(lacking, "the judge's seal is not complete on this kernel");
    }
    {
        let mut state = shared.lock();
        let status = |language: wire::LanguageState| LanguageStatus {
            language: language.language,
            version: language.version,
            runtime: language
                .runtime
                .ok_or(language.unavailable.unwrap_or_default()),
        };
        state.languages = Some(languages.into_iter().map(status).collect());
        state.unsealed = unsealed;
        state.process_over = false;
    }
    *ready = true;
    shared.ready.send_replace(true);
    let feeder_socket = socket.try_clone()?;
    scope.spawn(move || {
        if let Err(error) = feed(shared, writer) {
            tracing::warn!(%error, "feeding the judge process");
        }
        // The reader then sees the end.
        drop(feeder_socket.shutdown(std::net::Shutdown::Both));
    });
    while let Some(message) = wire::receive(&mut reader)? {
        match message {
            FromJudge::Judged { task, judgement } => shared.finish(task, Ok(judgement)),
            FromJudge::Fault { task, reason } => shared.finish(task, Err(reason)),
            FromJudge::Ready { .. } | FromJudge::Broken { .. } => {
                return Err(io::Error::other("the judge process spoke out of turn"));
            }
        }
    }
    Ok(())
}

/// Test sets that the process has, the least recently used first.
struct Loaded {
    sets: VecDeque<(TestSetHash, usize)>,
    bytes: usize,
}

/// Sends the process what it has room for, until it is gone, hung or no longer wanted.
fn feed(shared: &Shared, mut writer: UnixStream) -> io::Result<()> {
    let mut loaded = Loaded {
        sets: VecDeque::new(),
        bytes: 0,
    };
    loop {
        let mut state = shared.lock();
        let (task, job) = loop {
            let unwanted = state.restart && state.in_flight.is_empty();
            if state.stopping || state.process_over || unwanted {
                return Ok(());
            }
            if state
                .in_flight
                .values()
                .any(|other| clock::since(other.sent_at) > TASK_LIMIT)
            {
                return Err(io::Error::other("a task hangs"));
            }
            match state.next(shared.config.workers) {
                Some((_, job)) if job.answer.is_closed() => drop(job),
                Some(next) => break next,
                None => state = shared.wait(state, WATCH_INTERVAL),
            }
        };
        let waited = clock::since(job.queued_at);
        metrics::histogram!("judge_wait_seconds").record(waited.as_secs_f64());
        let message = ToJudge::Judge {
            task,
            language: job.request.language,
            code: job.request.code.to_string(),
            tests: job.request.tests.hash,
            scope: job.request.scope,
        };
        let tests = std::sync::Arc::clone(&job.request.tests);
        state.in_flight.insert(
            task,
            InFlight {
                job,
                sent_at: clock::now(),
            },
        );
        let busy: Vec<TestSetHash> = state
            .in_flight
            .values()
            .map(|other| other.job.request.tests.hash)
            .collect();
        drop(state);
        loaded.provide(shared.config.tests_bytes, &tests, &busy, &mut writer)?;
        wire::send(&mut writer, &message)?;
    }
}

impl Loaded {
    /// Makes sure that the process has a test set; forgets others, not in use, to make room.
    fn provide(
        &mut self,
        limit: usize,
        tests: &arena_problems::TestSet,
        busy: &[TestSetHash],
        writer: &mut UnixStream,
    ) -> io::Result<()> {
        if let Some(index) = self.sets.iter().position(|(hash, _)| *hash == tests.hash) {
            if let Some(set) = self.sets.remove(index) {
                self.sets.push_back(set);
            }
            return Ok(());
        }
        let bytes = tests.encode(NO_SOURCES).map_err(io::Error::other)?;
        while self.bytes + bytes.len() > limit {
            let Some(index) = self.sets.iter().position(|(hash, _)| !busy.contains(hash)) else {
                break;
            };
            if let Some((hash, size)) = self.sets.remove(index) {
                self.bytes -= size;
                wire::send(writer, &ToJudge::ForgetTests { tests: hash })?;
            }
        }
        self.sets.push_back((tests.hash, bytes.len()));
        self.bytes += bytes.len();
        wire::send(writer, &ToJudge::LoadTests { tests: bytes })
    }
}

fn log_lines(errors: impl Read) {
    let mut errors = BufReader::new(errors);
    loop {
        let mut line = Vec::new();
        match errors
            .by_ref()
            .take(LOGGED_LINE_BYTES)
            .read_until(b'\n', &mut line)
        {
            Ok(0) | Err(_) => return,
            Ok(_) => {
                tracing::warn!(line = %String::from_utf8_lossy(&line).trim_end(), "judge process")
            }
        }
    }
}
