//! Runs many seeds, several at a time, and finds out how little it takes for what went wrong.

use std::fmt;
use std::ops::Range;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;

use crate::bug::Bug;
use crate::minimise::minimised;
use crate::plan::Plan;
use crate::run::{Outcome, Wrong, run};
use crate::totals::Totals;

/// How seeds are run.
#[derive(Clone, Debug, Default)]
pub struct Manner {
    /// Of each plan's faults only these.
    pub keep: Option<Vec<usize>>,
    /// Stop once something is wrong.
    pub until_found: bool,
    /// What is broken on purpose.
    pub bug: Option<Bug>,
}

/// What came of the seeds.
#[derive(Debug, Default)]
pub struct Sweep {
    pub totals: Totals,
    /// In the order of the seeds.
    pub found: Vec<Found>,
}

/// A seed in which something was wrong.
#[derive(Debug)]
pub struct Found {
    pub plan: Plan,
    /// The faults that it takes, by their numbers in the plan.
    pub kept: Vec<usize>,
    pub wrong: Wrong,
}

impl Manner {
    /// A seed's plan.
    #[must_use]
    pub fn plan(&self, seed: u64) -> Plan {
        let mut plan = Plan::of(seed);
        plan.bug = self.bug;
        match &self.keep {
            Some(keep) => plan.keeping(keep),
            None => plan,
        }
    }

    /// Runs a plan.
    ///
    /// # Errors
    /// The runtime cannot be made.
    pub fn run(&self, plan: &Plan) -> std::io::Result<Outcome> {
        run(plan)
    }

    /// Runs the seeds, on all cores.
    #[must_use]
    pub fn sweep(&self, seeds: Range<u64>) -> Sweep {
        let sweep = Mutex::new(Sweep::default());
        let (next, stopped) = (AtomicU64::new(seeds.start), AtomicBool::new(false));
        let cores = thread::available_parallelism().map_or(1, usize::from);
        thread::scope(|scope| {
            for _ in 0..cores {
                scope.spawn(|| {
                    while !stopped.load(Ordering::Relaxed) {
                        let seed = next.fetch_add(1, Ordering::Relaxed);
                        if !seeds.contains(&seed) {
                            return;
                        }
                        if let Some(found) = self.try_seed(seed, &sweep) {
                            stopped.fetch_or(self.until_found, Ordering::Relaxed);
                            locked(&sweep).found.push(found);
                        }
                    }
                });
            }
        });
        let mut sweep = sweep.into_inner().unwrap_or_else(PoisonError::into_inner);
        sweep.found.sort_by_key(|found| found.plan.seed);
        sweep
    }

    fn try_seed(&self, seed: u64, sweep: &Mutex<Sweep>) -> Option<Found> {
        let plan = self.plan(seed);
        let verdict = match self.run(&plan) {
            Ok(outcome) => {
                locked(sweep).totals.add(&outcome);
                outcome.verdict()
            }
            Err(error) => Err(Wrong::Simulation(error.to_string())),
        };
        Some(self.minimise(plan, verdict.err()?))
    }

    /// Runs the plan with fewer and fewer faults, as long as the same is wrong.
    fn minimise(&self, plan: Plan, wrong: Wrong) -> Found {
        let mut wrong = wrong;
        let kept = minimised(plan.faults.len(), |kept| {
            let outcome = self.run(&plan.clone().keeping(kept));
            match outcome.map(|outcome| outcome.verdict()) {
                Ok(Err(found)) if found.is_like(&wrong) => {
                    wrong = found;
                    true
                }
                Ok(_) | Err(_) => false,
            }
        });
        Found { plan, kept, wrong }
    }
}

fn locked<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl fmt::Display for Found {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { plan, kept, wrong } = self;
        let (seed, all) = (plan.seed, plan.faults.len());
        writeln!(f, "seed {seed}: {wrong}")?;
        writeln!(f, "  of its {all} faults it takes {}:", kept.len())?;
        for number in kept {
            if let Some(fault) = plan.faults.get(*number) {
                writeln!(f, "    {number}: {fault}")?;
            }
        }
        let numbers: Vec<String> = kept.iter().map(usize::to_string).collect();
        let keep = match numbers.is_empty() {
            true => "none".to_owned(),
            false => numbers.join(","),
        };
        write!(f, "  cargo xtask simulate --seed {seed} --keep {keep}")?;
        match plan.bug {
            Some(bug) => write!(f, " --bug {bug:?}"),
            None => Ok(()),
        }
    }
}
