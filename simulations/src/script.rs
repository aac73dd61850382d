//! What happens to an arena of several processes while players play: a list without an end that follows from a seed.

use std::fmt;
use std::time::Duration;

use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};

/// A process that is silent for so long has lost its lease, and others have taken over what it had.
const PAST_THE_LEASE_MS: std::ops::Range<u64> = 6_000..9_000;

/// What a process reaches over a way of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Service {
    Postgres,
    /// And over it the other processes.
    Nats,
}

/// How a way is lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Loss {
    /// Connections break, and none are made.
    Cut,
    /// Nothing arrives and nothing breaks; what was sent arrives in the end.
    Stall,
}

/// What happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// `kill -9`; another one starts after a while.
    Kill { process: usize, down: Duration },
    /// It is stopped where it is, and goes on after its lease.
    Freeze { process: usize, span: Duration },
    /// It does not reach a service for a while.
    Lose {
        process: usize,
        service: Service,
        loss: Loss,
        span: Duration,
    },
    /// NATS is killed and started again.
    RestartNats { down: Duration },
    /// The primary of PostgreSQL ends for good, and its standby takes over.
    FailOver,
    /// Every process is drained and started again, one after another.
    Roll,
}

/// A fault, and the pause before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    pub after: Duration,
    pub fault: Fault,
}

/// See the module.
#[derive(Debug)]
pub struct Script {
    dice: StdRng,
    processes: usize,
}

impl Script {
    #[must_use]
    pub fn new(seed: u64, processes: usize) -> Self {
        Self {
            dice: StdRng::seed_from_u64(seed),
            processes,
        }
    }

    fn span(&mut self, ms: std::ops::Range<u64>) -> Duration {
        Duration::from_millis(self.dice.random_range(ms))
    }

    fn fault(&mut self) -> Fault {
        let process = self.dice.random_range(0..self.processes);
        match self.dice.random_range(0..100) {
            0..62 => Fault::Kill {
                process,
                // Back before anybody has noticed, or long after others have taken over.
                down: self.span(0..7_500),
            },
            62..72 => Fault::Freeze {
                process,
                span: self.span(PAST_THE_LEASE_MS),
            },
            72..90 => Fault::Lose {
                process,
                service: match self.dice.random_range(0..2) {
                    0 => Service::Postgres,
                    _ => Service::Nats,
                },
                loss: match self.dice.random_range(0..2) {
                    0 => Loss::Cut,
                    _ => Loss::Stall,
                },
                span: self.span(500..8_000),
            },
            90..94 => Fault::RestartNats {
                down: self.span(0..4_000),
            },
            94..97 => Fault::FailOver,
            _ => Fault::Roll,
        }
    }
}

impl Iterator for Script {
    type Item = Step;

    fn next(&mut self) -> Option<Step> {
        let after = self.span(500..5_000);
        let fault = self.fault();
        Some(Step { after, fault })
    }
}

impl Fault {
    /// Its kind, for counting.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Kill { .. } => "kill -9",
            Self::Freeze { .. } => "stopped past the lease",
            Self::Lose {
                service: Service::Postgres,
                loss: Loss::Cut,
                ..
            } => "cut from PostgreSQL",
            Self::Lose {
                service: Service::Postgres,
                loss: Loss::Stall,
                ..
            } => "stalled to PostgreSQL",
            Self::Lose {
                service: Service::Nats,
                loss: Loss::Cut,
                ..
            } => "cut from NATS and peers",
            Self::Lose {
                service: Service::Nats,
                loss: Loss::Stall,
                ..
            } => "stalled to NATS and peers",
            Self::RestartNats { .. } => "NATS restarted",
            Self::FailOver => "PostgreSQL failed over",
            Self::Roll => "rolling drain",
        }
    }

    /// The process that it happens to, unless it happens to all.
    #[must_use]
    pub fn process(&self) -> Option<usize> {
        match self {
            Self::Kill { process, .. }
            | Self::Freeze { process, .. }
            | Self::Lose { process, .. } => Some(*process),
            Self::RestartNats { .. } | Self::FailOver | Self::Roll => None,
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.kind())?;
        if let Some(process) = self.process() {
            write!(f, ": arena-{process}")?;
        }
        match self {
            Self::Kill { down: span, .. }
            | Self::Freeze { span, .. }
            | Self::Lose { span, .. }
            | Self::RestartNats { down: span } => write!(f, ", {} ms", span.as_millis()),
            Self::FailOver | Self::Roll => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn steps(seed: u64) -> Vec<Step> {
        Script::new(seed, 3).take(400).collect()
    }

    #[test]
    fn a_seed_gives_one_script() {
        assert_eq!(steps(7), steps(7));
        assert_ne!(steps(7), steps(8));
    }

    #[test]
    fn everything_happens_and_mostly_kills() {
        let steps = steps(1);
        let kinds: BTreeSet<&str> = steps.iter().map(|step| step.fault.kind()).collect();
        assert_eq!(kinds.len(), 9, "{kinds:?}");
        let kills = steps
            .iter()
            .filter(|step| matches!(step.fault, Fault::Kill { .. }));
        assert!(kills.count() > steps.len() / 2);
        let processes: BTreeSet<_> = steps
            .iter()
            .filter_map(|step| step.fault.process())
            .collect();
        assert_eq!(processes, BTreeSet::from([0, 1, 2]));
    }
}
