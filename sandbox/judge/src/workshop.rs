//! The arena's side of a judge process that runs problems' own programs: makes tests, verifies.
//!
//! Problems come from other people too, so nothing of them runs, or is read once it has run,
//! outside of a sealed process.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::io;
use std::net::Shutdown;
use std::os::unix::net::UnixStream;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use arena_problems::{Hash32, PackedTests, Problem, ProblemId};
use arena_runtimes::CacheDirectory;

use crate::clock;
use crate::launch::{Death, JudgeProgram, Launched};
use crate::limits::{MAX_FRAME_BYTES, MAX_JUDGEMENT_FRAME_BYTES};
use crate::tests_cache::Place;
use crate::verify::{Finding, Verification};
use crate::wire::{self, FromJudge, Role, ToJudge};

/// Processes that may fail one problem before it is given up.
const MAX_FAULTS: u32 = 3;

/// Kills from outside after which each further one counts as a fault.
const MAX_KILLS: u32 = 20;

/// Why a problem has no tests.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TestsError {
    /// Its programs do not make them.
    #[error("{problem}/{finding}")]
    Problem {
        /// The problem.
        problem: ProblemId,
        /// The file and what is wrong with it.
        finding: Finding,
    },
    /// The judge failed on it.
    #[error("{problem}: {reason}")]
    Judge {
        /// The problem.
        problem: ProblemId,
        /// The last failure.
        reason: String,
    },
    /// It was called off.
    #[error("{0}: stopped")]
    Stopped(ProblemId),
}

/// Calls off what workshops do, from any thread. Clones are one.
#[derive(Debug, Clone, Default)]
pub struct Stop(Arc<Mutex<Stopping>>);

#[derive(Debug, Default)]
struct Stopping {
    stopped: bool,
    /// The conversations that are on, by process.
    sockets: BTreeMap<u32, UnixStream>,
}

impl Stop {
    /// Ends every workshop's process now; none starts again.
    pub fn stop(&self) {
        let mut stopping = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        stopping.stopped = true;
        for socket in std::mem::take(&mut stopping.sockets).into_values() {
            // It may have ended by itself.
            drop(socket.shutdown(Shutdown::Both));
        }
    }

    fn is_stopped(&self) -> bool {
        let stopping = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        stopping.stopped
    }

    /// Whether the process may go on.
    fn watch(&self, launched: &Launched) -> io::Result<bool> {
        let mut stopping = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let socket = launched.socket.try_clone()?;
        stopping.sockets.insert(launched.id(), socket);
        Ok(!stopping.stopped)
    }

    fn forget(&self, process: u32) {
        let mut stopping = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        stopping.sockets.remove(&process);
    }
}

/// The tests of problems as `python`, a runtime by its hash, makes them: from the cache, or made by
/// up to `workshops` processes and put there. `done` hears of every problem: first of those in the
/// cache, then of the others as they are made.
pub fn bring_tests<'a>(
    program: &JudgeProgram,
    python: Hash32,
    problems: impl IntoIterator<Item = &'a Problem>,
    workshops: usize,
    stop: &Stop,
    done: &(dyn Fn(&'a Problem, Result<PackedTests, TestsError>) + Sync),
) {
    let mut missing = Vec::new();
    for problem in problems {
        match find(&program.cache, python, problem) {
            Ok((_, Some(tests))) => done(problem, Ok(tests)),
            Ok((place, None)) => missing.push((problem, place)),
            Err(error) => done(problem, Err(error)),
        }
    }
    in_workshops(
        program,
        workshops,
        stop,
        &missing,
        |workshop, (problem, place)| {
            done(problem, workshop.make(problem, place));
        },
    );
}

/// Verifies problems in up to `workshops` processes; `done` hears of each as it is finished. The
/// order of the result is that of `problems`. Tests come from the cache if they are there.
pub fn verify_problems(
    program: &JudgeProgram,
    python: Hash32,
    problems: &[Problem],
    workshops: usize,
    done: &(dyn Fn(&Verification) + Sync),
) -> Vec<Verification> {
    let results = Mutex::new(BTreeMap::new());
    // The hardest first: they take longest, and nobody should wait for the last one alone.
    let mut numbered: Vec<_> = problems.iter().enumerate().collect();
    numbered.sort_by_key(|(_, problem)| Reverse(problem.difficulty));
    let verify = |workshop: &mut Workshop<'_>, (index, problem): &(usize, &Problem)| {
        let start = clock::now();
        let mut verification = find(&program.cache, python, problem)
            .and_then(|(place, tests)| tests.map_or_else(|| workshop.make(problem, &place), Ok))
            .and_then(|tests| workshop.verify(problem, &tests))
            .unwrap_or_else(|error| Verification::failed(problem, error.into()));
        verification.took = clock::since(start);
        done(&verification);
        let mut results = results.lock().unwrap_or_else(PoisonError::into_inner);
        results.insert(*index, verification);
    };
    in_workshops(program, workshops, &Stop::default(), &numbered, verify);
    let results = results.into_inner().unwrap_or_else(PoisonError::into_inner);
    results.into_values().collect()
}

type Found = (Place, Option<PackedTests>);

fn find(cache: &CacheDirectory, python: Hash32, problem: &Problem) -> Result<Found, TestsError> {
    let place = Place::of(cache, python, problem).map_err(|error| TestsError::Problem {
        problem: problem.id.clone(),
        finding: Finding {
            path: "samples.json".into(),
            message: error.to_string(),
        },
    })?;
    let tests = place.read();
    Ok((place, tests))
}

/// Shares the items out among workshops, each of which takes the next when it is free.
fn in_workshops<T: Sync>(
    program: &JudgeProgram,
    workshops: usize,
    stop: &Stop,
    items: &[T],
    work: impl Fn(&mut Workshop<'_>, &T) + Sync,
) {
    let next = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for _ in 0..workshops.clamp(1, items.len().max(1)) {
            scope.spawn(|| {
                let mut workshop = Workshop::new(program, stop);
                while let Some(item) = items.get(next.fetch_add(1, Ordering::Relaxed)) {
                    work(&mut workshop, item);
                }
            });
        }
    });
}

/// One process, started when it is first needed, and again when it failed.
struct Workshop<'a> {
    program: &'a JudgeProgram,
    stop: &'a Stop,
    process: Option<Launched>,
}

impl<'a> Workshop<'a> {
    fn new(program: &'a JudgeProgram, stop: &'a Stop) -> Self {
        Self {
            program,
            stop,
            process: None,
        }
    }

    /// Makes the problem's tests and puts them in their place.
    fn make(&mut self, problem: &Problem, place: &Place) -> Result<PackedTests, TestsError> {
        let order = ToJudge::Make {
            task: 0,
            problem: Box::new(problem.clone()),
        };
        let answer = self.ask(problem, &[order], MAX_FRAME_BYTES)?;
        let FromJudge::Made { tests, .. } = answer else {
            return Err(out_of_turn(problem));
        };
        let tests = place.accept(tests).map_err(|error| TestsError::Judge {
            problem: problem.id.clone(),
            reason: error.to_string(),
        })?;
        if let Err(error) = place.keep(&tests) {
            let path = place.path.display();
            tracing::warn!(problem = %problem.id, %path, %error, "tests are not kept");
        }
        Ok(tests)
    }

    fn verify(
        &mut self,
        problem: &Problem,
        tests: &PackedTests,
    ) -> Result<Verification, TestsError> {
        let orders = [
            ToJudge::LoadTests {
                tests: tests.bytes().to_vec(),
            },
            ToJudge::Verify {
                task: 0,
                problem: Box::new(problem.clone()),
                tests: tests.hash(),
            },
            ToJudge::ForgetTests {
                tests: tests.hash(),
            },
        ];
        match self.ask(problem, &orders, MAX_JUDGEMENT_FRAME_BYTES)? {
            FromJudge::Verified { verification, .. } => Ok(verification),
            _ => Err(out_of_turn(problem)),
        }
    }

    /// Sends the orders and waits for the one answer; again on another process when one failed.
    fn ask(
        &mut self,
        problem: &Problem,
        orders: &[ToJudge],
        limit: usize,
    ) -> Result<FromJudge, TestsError> {
        let (mut faults, mut kills) = (0, 0);
        loop {
            let reason = match self.try_once(orders, limit) {
                Ok(FromJudge::Refused { finding, .. }) => {
                    return Err(TestsError::Problem {
                        problem: problem.id.clone(),
                        finding,
                    });
                }
                Ok(FromJudge::Fault { reason, .. }) => reason,
                Ok(answer) => return Ok(answer),
                Err(error) => error.to_string(),
            };
            let death = self.end();
            if self.stop.is_stopped() {
                return Err(TestsError::Stopped(problem.id.clone()));
            }
            let reason = match death {
                Some(Death::Killed) if kills < MAX_KILLS => {
                    kills += 1;
                    tracing::warn!(problem = %problem.id, kills, "a workshop was killed");
                    continue;
                }
                Some(Death::Killed) => "its process is killed again and again".to_owned(),
                Some(Death::Fault(death)) => format!("{reason} ({death})"),
                None => reason,
            };
            faults += 1;
            tracing::warn!(problem = %problem.id, faults, reason, "a workshop failed");
            if faults == MAX_FAULTS {
                return Err(TestsError::Judge {
                    problem: problem.id.clone(),
                    reason,
                });
            }
        }
    }

    fn try_once(&mut self, orders: &[ToJudge], limit: usize) -> io::Result<FromJudge> {
        let mut socket = &self.process()?.socket;
        for order in orders {
            wire::send(&mut socket, order)?;
        }
        wire::receive(&mut socket, limit)?
            .ok_or_else(|| io::Error::other("the judge process ended"))
    }

    fn process(&mut self) -> io::Result<&Launched> {
        let process = match self.process.take() {
            Some(process) => process,
            None => {
                if self.stop.is_stopped() {
                    return Err(io::Error::other("stopped"));
                }
                let launched = self.program.launch()?;
                if !self.stop.watch(&launched)? {
                    return Err(io::Error::other("stopped"));
                }
                let greeting = self.program.configure(&launched.socket, Role::Workshop);
                if let Err(error) = greeting {
                    self.process = Some(launched);
                    return Err(error);
                }
                launched
            }
        };
        Ok(self.process.insert(process))
    }

    /// Lets the process go; how it ended, if there was one.
    fn end(&mut self) -> Option<Death> {
        let process = self.process.take()?;
        self.stop.forget(process.id());
        Some(process.end())
    }
}

impl Drop for Workshop<'_> {
    fn drop(&mut self) {
        self.end();
    }
}

fn out_of_turn(problem: &Problem) -> TestsError {
    TestsError::Judge {
        problem: problem.id.clone(),
        reason: "the judge process spoke out of turn".into(),
    }
}

impl From<TestsError> for Finding {
    fn from(error: TestsError) -> Self {
        match error {
            TestsError::Problem { finding, .. } => finding,
            TestsError::Judge { reason, .. } => Self {
                path: String::new(),
                message: format!("the judge failed: {reason}"),
            },
            TestsError::Stopped(_) => Self {
                path: String::new(),
                message: "stopped".into(),
            },
        }
    }
}
