//! The judge process: loads, seals itself, then judges what it is sent until its parent is gone.

use std::collections::BTreeMap;
use std::fs::File;
use std::io;
use std::os::fd::{AsFd, OwnedFd};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::ExitCode;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Barrier, Mutex, PoisonError};

use arena_problems::{Hash32, Language, TestSet, TestSetHash};
use arena_runtimes::CacheDirectory;

use crate::engine::{Judge, LanguageStatus};
use crate::limits::THREAD_STACK_BYTES;
use crate::run::{RunError, Scope, Task};
use crate::seal;
use crate::wire::{self, FromJudge, LanguageState, ToJudge};

/// The sources hash of test sets on the wire: they are not cached, so nothing needs one.
pub(crate) const NO_SOURCES: Hash32 = Hash32([0; 32]);

/// A program for a worker.
struct Work {
    task: u64,
    language: Language,
    code: String,
    tests: Arc<TestSet>,
    scope: Scope,
}

/// The whole life of a judge process: standard input is the socket to its parent. Call it first
/// in `main`, before any thread is started or descriptor opened.
pub fn judge_process_main() -> ExitCode {
    match serve() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("judge process: {error}");
            ExitCode::FAILURE
        }
    }
}

fn serve() -> io::Result<()> {
    seal::enter().map_err(io::Error::other)?;
    let socket: OwnedFd = io::stdin().as_fd().try_clone_to_owned()?;
    let mut socket = File::from(socket);
    let replies = Arc::new(Mutex::new(socket.try_clone()?));
    let Some(ToJudge::Configure {
        cache,
        threads,
        backstop_seconds,
    }) = wire::receive(&mut socket)?
    else {
        return Err(io::Error::new(
            io::ErrorKind::InvalidData,
            "the first message must configure",
        ));
    };
    let started = start(&cache, threads, backstop_seconds, &replies);
    let (work, unsealed, languages) = match started {
        Ok(started) => started,
        Err(reason) => return reply(&replies, &FromJudge::Broken { reason }),
    };
    reply(
        &replies,
        &FromJudge::Ready {
            languages,
            unsealed,
        },
    )?;
    let mut sets: BTreeMap<TestSetHash, Arc<TestSet>> = BTreeMap::new();
    while let Some(message) = wire::receive(&mut socket)? {
        match message {
            ToJudge::Configure { .. } => return Err(io::ErrorKind::InvalidData.into()),
            ToJudge::LoadTests { tests } => {
                let set = TestSet::decode(&tests, NO_SOURCES).map_err(io::Error::other)?;
                sets.insert(set.hash, Arc::new(set));
            }
            ToJudge::ForgetTests { tests } => {
                sets.remove(&tests);
            }
            ToJudge::Judge {
                task,
                language,
                code,
                tests,
                scope,
            } => match sets.get(&tests) {
                Some(tests) => {
                    let work_for = Work {
                        task,
                        language,
                        code,
                        tests: Arc::clone(tests),
                        scope,
                    };
                    work.send(work_for).map_err(io::Error::other)?;
                }
                None => reply(
                    &replies,
                    &FromJudge::Fault {
                        task,
                        reason: "its tests were not sent".into(),
                    },
                )?,
            },
        }
    }
    Ok(())
}

type Started = (Sender<Work>, Vec<String>, Vec<LanguageState>);

/// Loads everything, starts the workers, seals the process.
fn start(
    cache: &std::path::Path,
    threads: u32,
    backstop_seconds: u64,
    replies: &Arc<Mutex<File>>,
) -> Result<Started, String> {
    let text = |error: &dyn std::fmt::Display| error.to_string();
    let cache = CacheDirectory::open(cache).map_err(|error| text(&error))?;
    let judge = Judge::load(&cache, threads as usize).map_err(|error| text(&error))?;
    let judge = Arc::new(judge.with_backstop_seconds(backstop_seconds));
    // Before the workers, which inherit it.
    let unsealed = seal::restrict().map_err(|error| text(&error))?;
    let (work, queue) = channel();
    let queue = Arc::new(Mutex::new(queue));
    // A thread that is still starting makes system calls that the seal denies.
    let started = Arc::new(Barrier::new(threads as usize + 1));
    for index in 0..threads {
        let (judge, queue, replies) = (Arc::clone(&judge), Arc::clone(&queue), Arc::clone(replies));
        let started = Arc::clone(&started);
        std::thread::Builder::new()
            .name(format!("judge-{index}"))
            .stack_size(THREAD_STACK_BYTES)
            .spawn(move || {
                started.wait();
                worker(&judge, &queue, &replies);
            })
            .map_err(|error| text(&error))?;
    }
    started.wait();
    seal::seal().map_err(|error| text(&error))?;
    let languages = judge.languages().iter().map(state_of).collect();
    Ok((work, unsealed.into_iter().collect(), languages))
}

fn worker(judge: &Judge, queue: &Mutex<Receiver<Work>>, replies: &Mutex<File>) {
    loop {
        let received = queue.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok(Work {
            task,
            language,
            code,
            tests,
            scope,
        }) = received
        else {
            return;
        };
        let judged = catch_unwind(AssertUnwindSafe(|| {
            judge.run(&Task {
                language,
                code: &code,
                tests: &tests,
                scope,
            })
        }));
        let answer = match judged {
            Ok(Ok(judgement)) => FromJudge::Judged { task, judgement },
            Ok(Err(RunError::Fault(reason))) => FromJudge::Fault { task, reason },
            Ok(Err(error)) => FromJudge::Fault {
                task,
                reason: error.to_string(),
            },
            Err(_) => FromJudge::Fault {
                task,
                reason: "the judge panicked".into(),
            },
        };
        if reply(replies, &answer).is_err() {
            return;
        }
    }
}

fn reply(replies: &Mutex<File>, message: &FromJudge) -> io::Result<()> {
    let mut socket = replies.lock().unwrap_or_else(PoisonError::into_inner);
    wire::send(&mut *socket, message)
}

fn state_of(status: &LanguageStatus) -> LanguageState {
    LanguageState {
        language: status.language,
        version: status.version.clone(),
        runtime: status.runtime.as_ref().ok().copied(),
        unavailable: status.runtime.as_ref().err().cloned(),
    }
}
