//! Everything that can go wrong, and when a seed lets it go wrong.

use std::collections::BTreeMap;
use std::fmt;
use std::time::Duration;

use crate::dice::Dice;
use crate::plan::Length;

/// Something that goes wrong at a time after the beginning.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    pub at: Duration,
    pub what: What,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// A process ends without a goodbye, and starts again after a while.
    Kill { node: usize, down: Duration },
    /// The same, at an append of its own.
    Crash {
        node: usize,
        moment: Moment,
        down: Duration,
    },
    /// A process ends as an operator ends it, and starts again after a while.
    Drain { node: usize, down: Duration },
    /// A process does nothing at all for a while, and then goes on.
    Freeze { node: usize, sleep: Sleep },
    /// A process's clock is set.
    Clock { node: usize, by_ms: i64 },
    /// Something holds for a while.
    While {
        condition: Condition,
        lasts: Duration,
    },
    /// A player's connections are lost, and he comes back after a while.
    Away { player: usize, lasts: Duration },
}

/// When a process crashes that appends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moment {
    /// Nothing was stored.
    BeforeCommit,
    /// It was stored, and the process never heard so.
    AfterCommit,
}

/// How long a process does nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sleep {
    /// To the very moment at which others may take its place.
    ToItsEnd,
    For(Duration),
}

/// What is wrong with the world for a while.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Condition {
    /// The store fails over: nobody reaches it, and all connections are lost.
    StoreAway,
    StoreSlow,
    /// A process does not reach the store.
    StoreCut(usize),
    /// A process's connections to the store are lost again and again, with statements and answers.
    StoreFlaky(usize),
    /// No process reaches any other.
    BusDown,
    /// A process reaches no other.
    BusCut(usize),
    /// Messages between processes are lost, doubled, late and out of order.
    BusLossy,
    JudgeDown,
    JudgeSlow,
    /// Every verdict is told twice.
    JudgeTwice,
}

impl What {
    /// Its name in a report.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Kill { .. } => "process killed",
            Self::Crash {
                moment: Moment::BeforeCommit,
                ..
            } => "crash before a commit",
            Self::Crash {
                moment: Moment::AfterCommit,
                ..
            } => "crash after a commit",
            Self::Drain { .. } => "process drained",
            Self::Freeze {
                sleep: Sleep::ToItsEnd,
                ..
            } => "process frozen to its lease's end",
            Self::Freeze { .. } => "process frozen",
            Self::Clock { .. } => "clock set",
            Self::While { condition, .. } => match condition {
                Condition::StoreAway => "store failed over",
                Condition::StoreSlow => "store slow",
                Condition::StoreCut(_) => "process cut off from the store",
                Condition::StoreFlaky(_) => "connections to the store lost in doubt",
                Condition::BusDown => "bus down",
                Condition::BusCut(_) => "process cut off from the bus",
                Condition::BusLossy => "bus loses, doubles and reorders",
                Condition::JudgeDown => "judge down",
                Condition::JudgeSlow => "judge slow",
                Condition::JudgeTwice => "judge answers twice",
            },
            Self::Away { .. } => "player away",
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "at {} ms: {:?}", self.at.as_millis(), self.what)
    }
}

/// The faults that hold now.
#[derive(Debug, Default)]
pub(crate) struct Weather(BTreeMap<Condition, u32>);

impl Weather {
    pub(crate) fn is(&self, condition: Condition) -> bool {
        self.0.get(&condition).is_some_and(|times| *times > 0)
    }

    pub(crate) fn begin(&mut self, condition: Condition) {
        *self.0.entry(condition).or_default() += 1;
    }

    pub(crate) fn end(&mut self, condition: Condition) {
        if let Some(times) = self.0.get_mut(&condition) {
            *times = times.saturating_sub(1);
        }
    }
}

/// The first fault comes when players are connected, and the last a moment before everything is healed.
const FIRST_MS: u64 = 3_000;
const LAST_BEFORE: Duration = Duration::from_secs(2);
const MOST: u64 = 9;
/// In a long life most come when its battles come to their deadlines.
const AT_THE_END: Duration = Duration::from_secs(75);

/// The faults of a seed, in the order of their times.
pub(crate) fn schedule(dice: &Dice, length: Length, nodes: usize, players: usize) -> Vec<Fault> {
    let last = length.healed() - LAST_BEFORE;
    let count = dice.number(0..=MOST);
    let mut faults: Vec<Fault> = (0..count)
        .map(|_| {
            let first = match length {
                Length::Long if dice.chance(70) => last - AT_THE_END,
                Length::Long | Length::Short => Duration::from_millis(FIRST_MS),
            };
            let span = u64::try_from((last - first).as_millis()).unwrap_or_default();
            Fault {
                at: first + dice.millis(0..=span),
                what: what(dice, nodes, players),
            }
        })
        .collect();
    faults.sort_by_key(|fault| fault.at);
    faults
}

fn what(dice: &Dice, nodes: usize, players: usize) -> What {
    let node = dice.below(nodes);
    let down = dice.millis(200..=7_000);
    let lasts = match dice.below(3) {
        0 => dice.millis(50..=800),
        1 => dice.millis(800..=4_000),
        _ => dice.millis(4_000..=9_000),
    };
    let for_a_while = |condition| What::While { condition, lasts };
    match dice.below(19) {
        0 | 1 => What::Kill { node, down },
        2 => What::Crash {
            node,
            moment: Moment::BeforeCommit,
            down,
        },
        3 | 4 => What::Crash {
            node,
            moment: Moment::AfterCommit,
            down,
        },
        5 => What::Drain { node, down },
        6 => What::Freeze {
            node,
            sleep: Sleep::ToItsEnd,
        },
        7 => What::Freeze {
            node,
            sleep: Sleep::For(dice.millis(500..=9_000)),
        },
        8 => {
            let by = i64::try_from(dice.number(0..=8_000)).unwrap_or(0);
            What::Clock {
                node,
                by_ms: by - 4_000,
            }
        }
        9 => for_a_while(Condition::StoreAway),
        10 => for_a_while(Condition::StoreSlow),
        11 => for_a_while(Condition::StoreCut(node)),
        12 | 13 => for_a_while(Condition::StoreFlaky(node)),
        14 => for_a_while(match dice.below(2) {
            0 => Condition::BusDown,
            _ => Condition::BusCut(node),
        }),
        15 | 16 => for_a_while(Condition::BusLossy),
        17 => for_a_while(match dice.below(3) {
            0 => Condition::JudgeDown,
            1 => Condition::JudgeSlow,
            _ => Condition::JudgeTwice,
        }),
        _ => What::Away {
            player: dice.below(players),
            lasts: dice.millis(300..=12_000),
        },
    }
}
