//! Appenders that race, retry and err, while owners take shards from each other; and a ledger of
//! what each was told, to be held against the log afterwards.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use rand::{Rng, SeedableRng};
use tokio::task::JoinSet;
use uuid::Uuid;

use crate::contract::{AppendError, Appended, EventLog};
use crate::event::Append;
use crate::ids::{CommandId, Epoch, OwnerId, Position, ShardId, StreamId, Version};
use crate::positions::Positions;
use crate::testing::append;

use super::{Bench, assert_sound};

/// What the appenders were told.
#[derive(Debug, Default)]
pub struct Ledger {
    told: Mutex<Told>,
}

#[derive(Debug, Default)]
struct Told {
    stored: HashMap<CommandId, Stored>,
    refused: HashSet<CommandId>,
    newest: HashMap<StreamId, Version>,
    /// Sent, and not answered: the sender may have ended, and nobody knows.
    unanswered: HashMap<CommandId, Append>,
}

#[derive(Debug, Clone)]
struct Stored {
    first_version: Version,
    first_position: Position,
    append: Append,
}

impl Ledger {
    fn lock(&self) -> MutexGuard<'_, Told> {
        self.told.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How many appends were acknowledged as stored.
    #[must_use]
    pub fn stored(&self) -> usize {
        self.lock().stored.len()
    }

    /// How many commands were answered.
    fn commands(&self) -> usize {
        let told = self.lock();
        told.stored.len() + told.refused.len()
    }

    /// Notes that an append is on its way. Only for senders that may end before the answer.
    pub fn sent(&self, append: &Append) {
        let mut told = self.lock();
        told.refused.remove(&append.command);
        told.unanswered.insert(append.command, append.clone());
    }

    /// Notes an answer, and holds it against earlier ones to the same command.
    ///
    /// # Panics
    /// When the answer contradicts an earlier one.
    pub fn note(&self, append: &Append, answer: &Result<Appended, AppendError>) {
        let mut told = self.lock();
        let command = append.command;
        told.unanswered.remove(&command);
        match answer {
            Ok(Appended::Stored {
                first_version,
                first_position,
            }) => {
                let (first_version, first_position) = (*first_version, *first_position);
                assert_eq!(first_version, append.expected.next());
                let stored = Stored {
                    first_version,
                    first_position,
                    append: append.clone(),
                };
                if let Some(before) = told.stored.insert(command, stored) {
                    // A retry with the same events whose own answer was lost on the way: the very
                    // events are stored, once.
                    let answered = (before.first_version, before.first_position);
                    assert_eq!(answered, (first_version, first_position), "{command} again");
                    assert_eq!(before.append.events, append.events, "{command} again");
                }
                told.refused.remove(&command);
                let last = append.expected.plus(append.events.len() as u64);
                let newest = told.newest.entry(append.stream).or_default();
                *newest = last.max(*newest);
            }
            Ok(Appended::Duplicate {
                first_version,
                first_position,
                ..
            }) => {
                let stored = told.stored.get(&command);
                let answered = stored.map(|stored| (stored.first_version, stored.first_position));
                assert_eq!(
                    answered,
                    Some((*first_version, *first_position)),
                    "{command}"
                );
            }
            Err(AppendError::Abandoned) => panic!("nobody closed the log"),
            Err(error) => {
                if let AppendError::Conflict { actual, .. } = error {
                    let newest = told.newest.entry(append.stream).or_default();
                    *newest = (*actual).max(*newest);
                }
                if !told.stored.contains_key(&command) {
                    told.refused.insert(command);
                }
            }
        }
    }

    pub(super) fn newest(&self, stream: StreamId) -> Version {
        self.lock().newest.get(&stream).copied().unwrap_or_default()
    }

    /// Holds the whole log against what was told: every acknowledged append is there once, byte for
    /// byte, and nothing that was refused is.
    ///
    /// # Panics
    /// When the log is not what was told.
    pub async fn assert_kept(&self, log: &dyn EventLog) {
        assert_sound(log).await;
        let told = std::mem::take(&mut *self.lock());
        let (mut at, mut seen) = (Positions::start(), 0);
        loop {
            let events = log.read_shards(&at, 1000).await.unwrap();
            if events.is_empty() {
                break;
            }
            for event in events {
                at.set(event.shard, event.position);
                let command = event.command;
                assert!(
                    !told.refused.contains(&command),
                    "refused {command} is in the log"
                );
                let part = u64::from(event.part);
                let Some(stored) = told.stored.get(&command) else {
                    let sent = told.unanswered.get(&command);
                    let sent = sent.map(|append| &append.events[usize::from(event.part)]);
                    assert_eq!(
                        sent.map(|new| (new.id, &new.data)),
                        Some((event.id, &event.data)),
                        "{command} is in the log, nobody was told"
                    );
                    continue;
                };
                assert_eq!(event.version, stored.first_version.plus(part));
                assert_eq!(event.position, stored.first_position.plus(part));
                assert_eq!(event.stream, stored.append.stream);
                let new = &stored.append.events[usize::from(event.part)];
                assert_eq!((event.id, &event.data), (new.id, &new.data));
                seen += 1;
            }
        }
        let expected: usize = told
            .stored
            .values()
            .map(|stored| stored.append.events.len())
            .sum();
        assert_eq!(seen, expected, "acknowledged events are missing");
    }
}

/// How hard the attack is.
#[derive(Debug, Clone, Copy)]
pub struct Load {
    /// Tasks that append.
    pub appenders: u64,
    /// Appends of each.
    pub appends: u64,
    /// Streams that they share.
    pub streams: usize,
    /// Takeovers, spread over the attack; each takes a random part of the shards.
    pub takeovers: usize,
}

/// A handle and the epochs that it believes to own.
struct Owner {
    log: Arc<dyn EventLog>,
    id: OwnerId,
    epochs: Mutex<HashMap<ShardId, Epoch>>,
}

impl Owner {
    async fn claim(&self, shards: &[ShardId]) {
        let claim = match self.log.claim(self.id, shards).await {
            Ok(claim) => claim,
            // The store is being shot at; the next takeover tries again.
            Err(_) => return,
        };
        let mut epochs = self.epochs.lock().unwrap_or_else(PoisonError::into_inner);
        epochs.extend(
            claim
                .shards
                .iter()
                .map(|(shard, claimed)| (*shard, claimed.epoch)),
        );
    }

    fn epoch(&self, shard: ShardId) -> Epoch {
        let epochs = self.epochs.lock().unwrap_or_else(PoisonError::into_inner);
        epochs.get(&shard).copied().unwrap_or_default()
    }
}

impl Load {
    /// Attacks a log through several handles, and returns what the appenders were told.
    ///
    /// # Panics
    /// When two answers contradict each other.
    pub async fn run(self, handles: Vec<Arc<dyn EventLog>>, seed: u64) -> Arc<Ledger> {
        let ledger = Arc::new(Ledger::default());
        let all: Vec<ShardId> = ShardId::all().collect();
        let owners: Arc<Vec<Owner>> = Arc::new(
            handles
                .into_iter()
                .map(|log| Owner {
                    log,
                    id: OwnerId(Uuid::new_v4()),
                    epochs: Mutex::default(),
                })
                .collect(),
        );
        for owner in owners.iter() {
            owner.claim(&all).await;
        }
        let streams: Arc<Vec<StreamId>> = Arc::new(
            (0..self.streams)
                .map(|_| StreamId(Uuid::new_v4()))
                .collect(),
        );
        let mut tasks = JoinSet::new();
        for number in 0..self.appenders {
            let mut appender = Appender {
                random: StdRng::seed_from_u64(seed ^ (number << 32)),
                owners: Arc::clone(&owners),
                streams: Arc::clone(&streams),
                ledger: Arc::clone(&ledger),
                last: None,
            };
            tasks.spawn(async move {
                for _ in 0..self.appends {
                    appender.step().await;
                }
            });
        }
        let mut random = StdRng::seed_from_u64(!seed);
        let every = usize::try_from(self.appenders * self.appends).unwrap() / (self.takeovers + 1);
        for takeover in 1..=self.takeovers {
            while ledger.commands() < takeover * every && !tasks.is_empty() {
                tokio::task::yield_now().await;
                while let Some(done) = tasks.try_join_next() {
                    done.unwrap();
                }
            }
            let some: Vec<ShardId> = all
                .iter()
                .copied()
                .filter(|_| random.random_bool(0.5))
                .collect();
            let owner = owners.choose(&mut random).unwrap();
            owner.claim(&some).await;
        }
        while let Some(done) = tasks.join_next().await {
            done.unwrap();
        }
        ledger
    }
}

struct Appender {
    random: StdRng,
    owners: Arc<Vec<Owner>>,
    streams: Arc<Vec<StreamId>>,
    ledger: Arc<Ledger>,
    last: Option<Append>,
}

impl Appender {
    async fn step(&mut self) {
        let owner_index = self.random.random_range(0..self.owners.len());
        let next = match self.last.take() {
            Some(last) if self.random.random_bool(0.25) => last,
            _ => self.fresh(),
        };
        let owner = &self.owners[owner_index];
        let shard = ShardId::of(next.stream);
        let next = Append {
            epoch: owner.epoch(shard),
            ..next
        };
        let answer = owner.log.append(next.clone()).await;
        if answer == Err(AppendError::ShuttingDown) {
            panic!("nobody closed the log");
        }
        self.ledger.note(&next, &answer);
        self.last = Some(next);
    }

    fn fresh(&mut self) -> Append {
        let stream = *self.streams.choose(&mut self.random).unwrap();
        let newest = self.ledger.newest(stream).0;
        let expected = match self.random.random_range(0..10) {
            0 => newest.saturating_sub(self.random.random_range(1..4)),
            1 => newest + self.random.random_range(1..4),
            _ => newest,
        };
        let events = if self.random.random_bool(0.2) {
            self.random.random_range(2..8)
        } else {
            1
        };
        let mut data = vec![0; self.random.random_range(0..300)];
        self.random.fill(data.as_mut_slice());
        append(
            stream,
            Version(expected),
            Epoch(0),
            &vec![data.as_slice(); events],
        )
    }
}

pub(super) async fn owners_that_fight_never_break_the_log(bench: &dyn Bench) {
    let load = Load {
        appenders: 24,
        appends: 40,
        streams: 32,
        takeovers: 12,
    };
    let handles = vec![bench.open().await, bench.open().await];
    let ledger = load.run(handles, 42).await;
    assert!(
        ledger.stored() > 100,
        "only {} appends were stored",
        ledger.stored()
    );
    ledger.assert_kept(&*bench.open().await).await;
}
