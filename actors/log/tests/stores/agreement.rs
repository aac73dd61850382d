//! Whatever is done, in whatever order, the databases answer as the log in memory does.

use std::collections::BTreeMap;

use arena_log::sqlite::fault::{Fault, Faults};
use arena_log::testing::{append, postgres};
use arena_log::{
    Append, AppendError, Appended, CommandId, Epoch, EventLog, MemoryLog, OwnerId, Position,
    Positions, PostgresLog, PostgresOptions, ShardId, SqliteLog, SqliteOptions, StreamId, Version,
};
use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use rand::{Rng, SeedableRng};
use uuid::Uuid;

const STEPS: usize = 400;

/// What can be done to a log. Epochs are told by the number of the claim that gave them, since a
/// database may raise its own in between.
#[derive(Debug, Clone)]
enum Step {
    Append {
        append: Append,
        claim: Option<usize>,
    },
    Claim {
        owner: OwnerId,
        shards: Vec<ShardId>,
    },
    Release {
        owner: OwnerId,
        shards: Vec<ShardId>,
        claim: Option<usize>,
        seen_at_ms: i64,
    },
    Heartbeat {
        owner: OwnerId,
        seen_at_ms: i64,
    },
    LoseConnection(Fault),
}

/// What a log answers, without its epochs.
#[derive(Debug, PartialEq)]
enum Answer {
    Appended(Appended),
    Conflict(Version),
    Fenced,
    Claimed(Vec<(ShardId, Position, Option<i64>)>),
    Done,
}

struct World {
    random: StdRng,
    streams: Vec<StreamId>,
    owners: Vec<OwnerId>,
    commands: Vec<CommandId>,
    claims: usize,
    versions: BTreeMap<StreamId, u64>,
}

impl World {
    fn new(seed: u64) -> Self {
        let mut random = StdRng::seed_from_u64(seed);
        let mut ids = |count: usize| -> Vec<Uuid> {
            (0..count)
                .map(|_| Uuid::from_u128(random.random()))
                .collect()
        };
        Self {
            streams: ids(6).into_iter().map(StreamId).collect(),
            owners: ids(3).into_iter().map(OwnerId).collect(),
            commands: Vec::new(),
            claims: 0,
            versions: BTreeMap::new(),
            random,
        }
    }

    fn shards(&mut self) -> Vec<ShardId> {
        let shards = self.streams.iter().map(|stream| ShardId::of(*stream));
        shards.filter(|_| self.random.random_bool(0.6)).collect()
    }

    fn step(&mut self) -> Step {
        let owner = *self.owners.choose(&mut self.random).unwrap();
        let seen_at_ms = self.random.random_range(0..1000);
        match self.random.random_range(0..20) {
            _ if self.claims == 0 => self.claim(owner),
            0 => self.claim(owner),
            1 => Step::Release {
                owner,
                shards: self.shards(),
                claim: self.some_claim(),
                seen_at_ms,
            },
            2 => Step::Heartbeat { owner, seen_at_ms },
            3 => Step::LoseConnection(Fault::BeforeCommit),
            4 => Step::LoseConnection(Fault::AfterCommit),
            _ => self.append(),
        }
    }

    fn claim(&mut self, owner: OwnerId) -> Step {
        self.claims += 1;
        Step::Claim {
            owner,
            shards: self.shards(),
        }
    }

    fn append(&mut self) -> Step {
        let stream = *self.streams.choose(&mut self.random).unwrap();
        let newest = self.versions.get(&stream).copied().unwrap_or_default();
        let expected = match self.random.random_range(0..6) {
            0 => newest.saturating_sub(self.random.random_range(1..5)),
            1 => newest + 1,
            _ => newest,
        };
        let events = vec![&b"data"[..]; self.random.random_range(1..4)];
        let mut append = append(stream, Version(expected), Epoch(0), &events);
        match self.commands.choose(&mut self.random) {
            Some(command) if self.random.random_bool(0.3) => append.command = *command,
            _ => self.commands.push(append.command),
        }
        Step::Append {
            append,
            claim: self.some_claim(),
        }
    }

    /// Mostly the last one.
    fn some_claim(&mut self) -> Option<usize> {
        match self.random.random_range(0..12) {
            0 => None,
            1 => Some(self.random.random_range(0..self.claims)),
            _ => Some(self.claims - 1),
        }
    }
}

/// A log under test, with the epochs that its claims gave.
struct Subject {
    log: Box<dyn EventLog>,
    faults: Faults,
    epochs: Vec<BTreeMap<ShardId, Epoch>>,
}

impl Subject {
    fn new(log: impl EventLog, faults: Faults) -> Self {
        Self {
            log: Box::new(log),
            faults,
            epochs: Vec::new(),
        }
    }

    async fn answer(&mut self, step: Step) -> Answer {
        match step {
            Step::Append { append, claim } => {
                let epoch = self.epoch(ShardId::of(append.stream), claim);
                match self.log.append(Append { epoch, ..append }).await {
                    Ok(appended) => Answer::Appended(appended),
                    Err(AppendError::Conflict { actual, .. }) => Answer::Conflict(actual),
                    Err(AppendError::Fenced { .. }) => Answer::Fenced,
                    Err(other) => panic!("{other}"),
                }
            }
            Step::Claim { owner, shards } => {
                let claim = self.log.claim(owner, &shards).await.unwrap();
                let epochs = claim.shards.iter().map(|(shard, row)| (*shard, row.epoch));
                self.epochs.push(epochs.collect());
                let rows = claim.shards.into_iter();
                Answer::Claimed(
                    rows.map(|(shard, row)| (shard, row.head, row.previous_seen_at_ms))
                        .collect(),
                )
            }
            Step::Release {
                owner,
                shards,
                claim,
                seen_at_ms,
            } => {
                let epoch = |shard: &ShardId| (*shard, self.epoch(*shard, claim));
                let claims: Vec<_> = shards.iter().map(epoch).collect();
                self.log.release(owner, &claims, seen_at_ms).await.unwrap();
                Answer::Done
            }
            Step::Heartbeat { owner, seen_at_ms } => {
                self.log.heartbeat(owner, seen_at_ms).await.unwrap();
                Answer::Done
            }
            Step::LoseConnection(fault) => {
                self.faults.order(fault);
                Answer::Done
            }
        }
    }

    /// The newest epoch that the shard had by that claim.
    fn epoch(&self, shard: ShardId, claim: Option<usize>) -> Epoch {
        let claims = &self.epochs[..claim.map_or(0, |claim| claim + 1)];
        let epoch = claims.iter().rev().find_map(|epochs| epochs.get(&shard));
        epoch.copied().unwrap_or_default()
    }

    /// Everything that is stored, without epochs.
    async fn content(
        &self,
    ) -> Vec<(
        ShardId,
        Position,
        StreamId,
        Version,
        CommandId,
        u16,
        Vec<u8>,
    )> {
        let (mut at, mut content) = (Positions::start(), Vec::new());
        loop {
            let events = self.log.read_shards(&at, 100).await.unwrap();
            if events.is_empty() {
                content.sort();
                return content;
            }
            for event in events {
                at.set(event.shard, event.position);
                let (stream, version, command) = (event.stream, event.version, event.command);
                let place = (event.shard, event.position);
                content.push((
                    place.0, place.1, stream, version, command, event.part, event.data,
                ));
            }
        }
    }
}

async fn agree(seed: u64, mut subject: Subject) {
    let mut world = World::new(seed);
    let mut model = Subject::new(MemoryLog::new(), Faults::default());
    let mut stored = 0;
    for number in 0..STEPS {
        let step = world.step();
        let expected = model.answer(step.clone()).await;
        let answer = subject.answer(step.clone()).await;
        assert_eq!(answer, expected, "seed {seed}, step {number}: {step:?}");
        if let (Step::Append { append, .. }, Answer::Appended(Appended::Stored { .. })) =
            (step, answer)
        {
            let last = append.expected.0 + append.events.len() as u64;
            world.versions.insert(append.stream, last);
            stored += 1;
        }
    }
    assert!(
        stored > STEPS / 10,
        "seed {seed}: only {stored} appends were stored"
    );
    assert_eq!(
        subject.content().await,
        model.content().await,
        "seed {seed}"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sqlite_answers_as_memory_does_whatever_connections_are_lost() {
    for seed in 0..8 {
        let (folder, faults) = (tempfile::tempdir().unwrap(), Faults::default());
        let options = SqliteOptions::new(&folder.path().join("log.db")).faults(faults.clone());
        agree(
            seed,
            Subject::new(SqliteLog::open(options).await.unwrap(), faults),
        )
        .await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn postgres_answers_as_memory_does() {
    for seed in 0..4 {
        let database = postgres().await;
        let options = PostgresOptions::new(database.url()).unwrap().writers(2);
        let log = PostgresLog::open(options).await.unwrap();
        agree(seed, Subject::new(log, Faults::default())).await;
    }
}

#[tokio::test]
async fn the_same_steps_twice_give_the_same_log_in_memory() {
    for seed in 0..8 {
        agree(seed, Subject::new(MemoryLog::new(), Faults::default())).await;
    }
}
