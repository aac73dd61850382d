//! How fast the projections are folded from an empty database, on SQLite and on PostgreSQL, each
//! with the log in the same kind of database; rounds take turns, and the spread is printed, with
//! the ratio to a plain read of the same log in the same round.
//!
//! `cargo run --release -p arena-projections --example bench_rebuild -- [battles] [rounds] [only]`

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::cast_precision_loss,
    clippy::disallowed_methods,
    reason = "a benchmark"
)]

#[path = "../tests/read_models/support/mod.rs"]
mod support;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use arena_log::testing::{claim_all, fsync_ms, spread};
use arena_log::{
    Append, CommandId, EventLog, Meta, NewEvent, Positions, PostgresLog, PostgresOptions, Recorded,
    ShardId, SqliteLog, SqliteOptions, Version,
};
use arena_projections::{Options, Projection, Store, rebuild};
use support::world::World;
use support::{decode, dump_all};
use tokio::task::JoinSet;
use uuid::Uuid;

/// Events of one append in the loaded log.
const PER_APPEND: usize = 8;
/// Events that a read takes of each of the 256 shards: as many as the log gives at once.
const PER_SHARD: usize = arena_log::limits::MAX_READ_EVENTS / arena_log::SHARDS;

#[tokio::main]
async fn main() {
    let mut arguments = std::env::args().skip(1);
    let mut number = |default: usize| {
        let argument = arguments.next();
        argument.map_or(default, |text| text.parse().unwrap())
    };
    let (battles, rounds) = (number(6_000), number(5));
    let only = arguments.next();

    let mut world = World::new(1, battles / 4, 12);
    world.keeps_facts = false;
    world.play(battles);
    world.settle();
    describe(&world.events, battles);

    let folder = tempfile::tempdir().unwrap();
    let mut setups = Vec::new();
    if only.as_deref() != Some("postgres") {
        setups.push(sqlite(folder.path(), &world.events).await);
    }
    if only.as_deref() != Some("sqlite") {
        setups.push(postgres(&world.events).await);
    }
    let events = world.events.len();
    drop(world);

    let mut measured: BTreeMap<(&str, &str), Vec<Round>> = BTreeMap::new();
    let mut fsyncs = Vec::new();
    for _ in 0..rounds {
        fsyncs.push(fsync_ms(folder.path()));
        for setup in &setups {
            for (name, round) in setup.round(events).await {
                measured.entry((setup.name, name)).or_default().push(round);
            }
        }
    }
    println!(
        "{rounds} rounds, median [lowest–highest]; fsync of 8 KiB {}",
        spread(&fsyncs, 2) + " ms"
    );
    println!("                        events/s             of a plain read    CPU µs an event");
    for ((store, name), rounds) in measured {
        let each = |pick: fn(&Round) -> f64| rounds.iter().map(pick).collect::<Vec<f64>>();
        println!(
            "{store:9} {name:13} {:24} {:18} {}",
            spread(&each(|round| round.rate), 0),
            spread(&each(|round| round.of_read), 2),
            spread(&each(|round| round.cpu_us), 1),
        );
    }
    let mut models = Vec::new();
    for setup in &setups {
        models.push(dump_all(&setup.store).await);
    }
    assert!(
        models.windows(2).all(|pair| pair[0] == pair[1]),
        "the databases differ"
    );
}

/// What the log is made of.
fn describe(events: &[Recorded], battles: usize) {
    let bytes: usize = events.iter().map(|event| event.data.len()).sum();
    println!(
        "{} events of {battles} battles, {:.1} MB of payloads",
        events.len(),
        bytes as f64 / 1e6
    );
    let mut kinds: BTreeMap<&str, usize> = BTreeMap::new();
    for event in events {
        *kinds
            .entry(arena_bus::codec::name(event.kind).unwrap())
            .or_default() += 1;
    }
    let mut kinds: Vec<_> = kinds.into_iter().collect();
    kinds.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let share = |count: usize| 100.0 * count as f64 / events.len() as f64;
    let kinds: Vec<String> = kinds
        .into_iter()
        .map(|(name, count)| format!("{name} {:.1} %", share(count)))
        .collect();
    println!("{}", kinds.join(", "));
}

/// One measurement of one round.
struct Round {
    /// Events a second.
    rate: f64,
    /// Of the rate at which the log was read in this round.
    of_read: f64,
    /// This process's processor time, which neighbours disturb less; the server's is not in it.
    cpu_us: f64,
}

struct Setup {
    name: &'static str,
    log: Arc<dyn EventLog>,
    store: Store,
}

async fn sqlite(folder: &Path, events: &[Recorded]) -> Setup {
    let log = SqliteOptions::new(&folder.join("log.db"));
    Setup {
        name: "sqlite",
        log: load(SqliteLog::open(log).await.unwrap(), events).await,
        store: Store::sqlite(&folder.join("projections.db")).await.unwrap(),
    }
}

async fn postgres(events: &[Recorded]) -> Setup {
    let database = arena_log::testing::postgres().await;
    let log = PostgresOptions::new(database.url()).unwrap();
    Setup {
        name: "postgres",
        log: load(PostgresLog::open(log).await.unwrap(), events).await,
        store: Store::postgres(database.url()).await.unwrap(),
    }
}

impl Setup {
    /// The log read plainly, read and decoded, folded by each projection alone, and by all.
    async fn round(&self, events: usize) -> Vec<(&'static str, Round)> {
        let timer = Timer::start();
        assert_eq!(self.read(|_| ()).await, events);
        let plain = timer.per(events);
        let timer = Timer::start();
        let decode = decode();
        self.read(|event| {
            std::hint::black_box(decode(event).unwrap());
        })
        .await;
        let mut measured = vec![("read", plain), ("read, decode", timer.per(events))];
        let each = Projection::ALL.map(|projection| (projection.name(), vec![projection]));
        let all = ("all", Projection::ALL.to_vec());
        for (name, projections) in each.into_iter().chain([all]) {
            let timer = Timer::start();
            let (log, options) = (self.log.clone(), Options::default());
            rebuild(log, support::decode(), &self.store, &projections, options)
                .await
                .unwrap();
            measured.push((name, timer.per(events)));
        }
        measured
            .into_iter()
            .map(|(name, (rate, cpu_us))| {
                let of_read = rate / plain.0;
                (
                    name,
                    Round {
                        rate,
                        of_read,
                        cpu_us,
                    },
                )
            })
            .collect()
    }

    /// Reads the log as the projections do. Gives the number of its events.
    async fn read(&self, each: impl Fn(&Recorded)) -> usize {
        let (mut at, mut events) = (Positions::start(), 0);
        loop {
            let read = self.log.read_shards(&at, PER_SHARD).await.unwrap();
            if read.is_empty() {
                return events;
            }
            for event in &read {
                at.set(event.shard, event.position);
                each(event);
            }
            events += read.len();
        }
    }
}

/// Wall clock and this process's processor time.
struct Timer {
    started: Instant,
    cpu_s: f64,
}

impl Timer {
    fn start() -> Self {
        Self {
            started: Instant::now(),
            cpu_s: cpu_s(),
        }
    }

    /// Events a second, and microseconds of processor time an event.
    fn per(&self, events: usize) -> (f64, f64) {
        let events = events as f64;
        let rate = events / self.started.elapsed().as_secs_f64();
        (rate, (cpu_s() - self.cpu_s) * 1e6 / events)
    }
}

/// User and system time of all threads: fields 14 and 15 of `proc_pid_stat(5)`, in ticks of 10 ms.
fn cpu_s() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap();
    let (_, fields) = stat.rsplit_once(')').unwrap();
    let ticks = fields.split_whitespace().skip(11).take(2);
    ticks
        .map(|ticks| ticks.parse::<f64>().unwrap())
        .sum::<f64>()
        / 100.0
}

/// Appends `events` in their order a shard, the shards at once.
async fn load(log: impl EventLog, events: &[Recorded]) -> Arc<dyn EventLog> {
    let log: Arc<dyn EventLog> = Arc::new(log);
    let (_, claim) = claim_all(&*log).await;
    let mut shards: BTreeMap<ShardId, Vec<Recorded>> = BTreeMap::new();
    for event in events {
        shards.entry(event.shard).or_default().push(event.clone());
    }
    let mut tasks = JoinSet::new();
    for (shard, events) in shards {
        let (log, epoch) = (log.clone(), claim.epoch(shard).unwrap());
        tasks.spawn(async move {
            for run in events.chunk_by(|a, b| a.stream == b.stream) {
                for part in run.chunks(PER_APPEND) {
                    let append = Append {
                        stream: part[0].stream,
                        expected: Version(part[0].version.0 - 1),
                        command: CommandId(Uuid::new_v4()),
                        epoch,
                        recorded_at_ms: part[0].recorded_at_ms,
                        meta: meta(&part[0]),
                        events: part.iter().map(to_store).collect(),
                    };
                    log.append(append).await.unwrap();
                }
            }
        });
    }
    while let Some(done) = tasks.join_next().await {
        done.unwrap();
    }
    log
}

/// As much as a player's command brings.
fn meta(event: &Recorded) -> Meta {
    Meta {
        causation: Some(event.command.0),
        actor: Some(event.id.0),
        fingerprint: Some(event.command.0.as_u64_pair().0),
        ..Meta::new(event.stream.0)
    }
}

fn to_store(event: &Recorded) -> NewEvent {
    NewEvent {
        id: event.id,
        kind: event.kind,
        schema: event.schema,
        data: event.data.clone(),
    }
}
