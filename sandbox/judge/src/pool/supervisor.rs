//! Keeps one judge process alive and feeds it.

use std::collections::VecDeque;
use std::io;
use std::net::Shutdown;
use std::os::unix::net::UnixStream;
use std::time::Duration;

use arena_problems::{PackedTests, TestSetHash};

use super::shared::Shared;
use super::state::InFlight;
use crate::clock;
use crate::launch::Death;
use crate::limits::MAX_JUDGEMENT_FRAME_BYTES;
use crate::prepare;
use crate::wire::{self, FromJudge, Role, ToJudge};

/// First pause before a dead process is started again; it doubles with each death in a row.
const FIRST_BACKOFF: Duration = Duration::from_millis(50);

/// Longest pause.
const LAST_BACKOFF: Duration = Duration::from_secs(5);

/// How often the feeder looks for hung tasks.
const WATCH_INTERVAL: Duration = Duration::from_millis(500);

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
        if std::mem::take(&mut state.renew) {
            tracing::info!("a language was prepared: the judge process is renewed");
            continue;
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
    let launched = shared.config.program.launch()?;
    let socket = launched.socket.try_clone()?;
    if !shared.process_started(launched.id(), socket.try_clone()?) {
        return Ok(launched.end());
    }
    std::thread::scope(|scope| {
        let talked = converse(shared, &socket, scope, ready);
        let death = match (launched.end(), talked) {
            (Death::Killed, _) => Death::Killed,
            (death, Ok(())) => death,
            (_, Err(error)) => Death::Fault(error.to_string()),
        };
        // Ends the feeder too.
        shared.process_gone(&death);
        Ok(death)
    })
}

fn converse<'scope>(
    shared: &'scope Shared,
    socket: &UnixStream,
    scope: &'scope std::thread::Scope<'scope, '_>,
    ready: &mut bool,
) -> io::Result<()> {
    let mut reader = socket.try_clone()?;
    let writer = socket.try_clone()?;
    let role = Role::Players {
        threads: u32::try_from(shared.config.workers).unwrap_or(1),
        patience: shared.config.patience,
    };
    // Before the process looks what there is.
    let generation = prepare::generation(&shared.config.program.cache);
    let greeting = shared.config.program.configure(socket, role)?;
    for lacking in &greeting.unsealed {
        tracing::warn!(lacking, "the judge's seal is not complete on this kernel");
    }
    shared.process_ready(greeting);
    *ready = true;
    let feeder_socket = socket.try_clone()?;
    scope.spawn(move || {
        if let Err(error) = feed(shared, writer, generation) {
            tracing::warn!(%error, "feeding the judge process");
        }
        // The reader then sees the end.
        drop(feeder_socket.shutdown(Shutdown::Both));
    });
    while let Some(message) = wire::receive(&mut reader, MAX_JUDGEMENT_FRAME_BYTES)? {
        match message {
            FromJudge::Judged { task, judgement } => shared.finish(task, Ok(judgement)),
            FromJudge::Fault { task, reason } => shared.finish(task, Err(reason)),
            FromJudge::Ready { .. }
            | FromJudge::Broken { .. }
            | FromJudge::Made { .. }
            | FromJudge::Refused { .. }
            | FromJudge::Verified { .. } => {
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
fn feed(shared: &Shared, mut writer: UnixStream, generation: u64) -> io::Result<()> {
    let mut loaded = Loaded {
        sets: VecDeque::new(),
        bytes: 0,
    };
    loop {
        let mut state = shared.lock();
        let (task, job) = loop {
            if !state.restart && prepare::generation(&shared.config.program.cache) != generation {
                (state.restart, state.renew) = (true, true);
            }
            let unwanted = state.restart && state.in_flight.is_empty();
            if state.stopping || state.process_over || unwanted {
                return Ok(());
            }
            if state.in_flight.values().any(InFlight::hangs) {
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
            tests: job.request.tests.hash(),
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
            .map(|other| other.job.request.tests.hash())
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
        tests: &PackedTests,
        busy: &[TestSetHash],
        writer: &mut UnixStream,
    ) -> io::Result<()> {
        if let Some(index) = self.sets.iter().position(|(hash, _)| *hash == tests.hash()) {
            if let Some(set) = self.sets.remove(index) {
                self.sets.push_back(set);
            }
            return Ok(());
        }
        let bytes = tests.bytes().to_vec();
        while self.bytes + bytes.len() > limit {
            let Some(index) = self.sets.iter().position(|(hash, _)| !busy.contains(hash)) else {
                break;
            };
            if let Some((hash, size)) = self.sets.remove(index) {
                self.bytes -= size;
                wire::send(writer, &ToJudge::ForgetTests { tests: hash })?;
            }
        }
        self.sets.push_back((tests.hash(), bytes.len()));
        self.bytes += bytes.len();
        wire::send(writer, &ToJudge::LoadTests { tests: bytes })
    }
}
