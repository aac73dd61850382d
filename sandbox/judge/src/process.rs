//! The judge process: loads, seals itself, then does what it is sent until its parent is gone.

use std::collections::BTreeMap;
use std::fs::File;
use std::io;
use std::os::fd::{AsFd, OwnedFd};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::ExitCode;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Barrier, Mutex, PoisonError};

use arena_problems::{Language, PackedTests, Problem, TestSet, TestSetHash};
use arena_runtimes::CacheDirectory;

use crate::engine::{Judge, LanguageStatus};
use crate::limits::{MAX_FRAME_BYTES, THREAD_STACK_BYTES};
use crate::making::{self, NotMade};
use crate::run::{Scope, Task};
use crate::seal;
use crate::verify::verify_problem;
use crate::wire::{self, FromJudge, LanguageState, Role, ToJudge};

/// How far a workshop stands back for everything else on the machine, in steps of `nice`.
const WORKSHOP_NICENESS: i32 = 5;

/// Something for a worker to do.
struct Work {
    task: u64,
    order: Order,
}

enum Order {
    Judge {
        language: Language,
        code: String,
        tests: Arc<TestSet>,
        scope: Scope,
    },
    Make {
        problem: Box<Problem>,
    },
    Verify {
        problem: Box<Problem>,
        tests: Arc<TestSet>,
    },
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
    let Some(ToJudge::Configure { cache, role }) = wire::receive(&mut socket, MAX_FRAME_BYTES)?
    else {
        return Err(invalid("the first message must configure"));
    };
    let (work, unsealed, languages) = match start(&cache, role, &replies) {
        Ok(started) => started,
        Err(reason) => return reply(&replies, &FromJudge::Broken { reason }),
    };
    let ready = FromJudge::Ready {
        languages,
        unsealed,
    };
    reply(&replies, &ready)?;
    let mut sets: BTreeMap<TestSetHash, Arc<TestSet>> = BTreeMap::new();
    while let Some(message) = wire::receive(&mut socket, MAX_FRAME_BYTES)? {
        let (task, order) = match message {
            ToJudge::Configure { .. } => return Err(invalid("it is configured already")),
            ToJudge::LoadTests { tests } => {
                let packed = PackedTests::read(tests).map_err(io::Error::other)?;
                let set = packed.unpack().map_err(io::Error::other)?;
                sets.insert(set.hash, Arc::new(set));
                continue;
            }
            ToJudge::ForgetTests { tests } => {
                sets.remove(&tests);
                continue;
            }
            ToJudge::Judge {
                task,
                language,
                code,
                tests,
                scope,
            } => {
                let order = sets.get(&tests).map(|tests| Order::Judge {
                    language,
                    code,
                    tests: Arc::clone(tests),
                    scope,
                });
                (task, order)
            }
            ToJudge::Make { task, problem } => (task, Some(Order::Make { problem })),
            ToJudge::Verify {
                task,
                problem,
                tests,
            } => {
                let order = sets.get(&tests).map(|tests| Order::Verify {
                    problem,
                    tests: Arc::clone(tests),
                });
                (task, order)
            }
        };
        match order {
            Some(order) => work.send(Work { task, order }).map_err(io::Error::other)?,
            None => {
                let reason = "its tests were not sent".to_owned();
                reply(&replies, &FromJudge::Fault { task, reason })?;
            }
        }
    }
    Ok(())
}

fn invalid(message: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, message)
}

type Started = (Sender<Work>, Vec<String>, Vec<LanguageState>);

/// Loads everything, starts the workers, seals the process.
fn start(
    cache: &std::path::Path,
    role: Role,
    replies: &Arc<Mutex<File>>,
) -> Result<Started, String> {
    let text = |error: &dyn std::fmt::Display| error.to_string();
    let (threads, patience) = match role {
        Role::Players { threads, patience } => (threads, patience),
        Role::Workshop => {
            rustix::process::nice(WORKSHOP_NICENESS).map_err(|error| text(&error))?;
            (1, 1)
        }
    };
    let cache = CacheDirectory::open(cache).map_err(|error| text(&error))?;
    let judge = Judge::load(&cache, threads as usize).map_err(|error| text(&error))?;
    let judge = Arc::new(judge.with_patience(patience));
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
        let Ok(Work { task, order }) = received else {
            return;
        };
        let done = catch_unwind(AssertUnwindSafe(|| perform(judge, task, order)));
        let answer = done.unwrap_or_else(|_| FromJudge::Fault {
            task,
            reason: "the judge panicked".into(),
        });
        if reply(replies, &answer).is_err() {
            return;
        }
    }
}

fn perform(judge: &Judge, task: u64, order: Order) -> FromJudge {
    match order {
        Order::Judge {
            language,
            code,
            tests,
            scope,
        } => {
            let judged = judge.run(&Task {
                language,
                code: &code,
                tests: &tests,
                scope,
            });
            match judged {
                Ok(judgement) => FromJudge::Judged { task, judgement },
                Err(error) => FromJudge::Fault {
                    task,
                    reason: error.to_string(),
                },
            }
        }
        Order::Make { problem } => match making::make_tests(judge, &problem) {
            Ok(packed) => FromJudge::Made {
                task,
                tests: packed.bytes().to_vec(),
            },
            Err(NotMade::Problem(finding)) => FromJudge::Refused { task, finding },
            Err(NotMade::Fault(reason)) => FromJudge::Fault { task, reason },
        },
        Order::Verify { problem, tests } => match verify_problem(judge, &problem, &tests) {
            Ok(verification) => FromJudge::Verified { task, verification },
            Err(reason) => FromJudge::Fault { task, reason },
        },
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
