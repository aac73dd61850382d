//! How fast the projections are folded from an empty database, on SQLite and on PostgreSQL, each
//! with the log in the same kind of database; rounds take turns, and the spread is printed.
//!
//! `cargo run -p arena-projections --example bench_rebuild -- [battles] [rounds]`

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
use std::sync::Arc;
use std::time::Instant;

use arena_log::testing::claim_all;
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

#[tokio::main]
async fn main() {
    let mut arguments = std::env::args().skip(1);
    let mut number = |default: usize| {
        let argument = arguments.next();
        argument.map_or(default, |text| text.parse().unwrap())
    };
    let (battles, rounds) = (number(6_000), number(5));

    let mut world = World::new(1, battles / 4, 12);
    world.keeps_facts = false;
    world.play(battles);
    world.settle();
    let events = world.events.len();
    println!(
        "{events} events of {battles} battles ({:.0} a battle), {} MB of payloads",
        events as f64 / battles as f64,
        world
            .events
            .iter()
            .map(|event| event.data.len())
            .sum::<usize>()
            / 1_000_000,
    );

    let folder = tempfile::tempdir().unwrap();
    let lite_log = SqliteLog::open(SqliteOptions::new(&folder.path().join("log.db")))
        .await
        .unwrap();
    let lite = Setup {
        name: "sqlite",
        log: load(lite_log, &world.events).await,
        store: Store::sqlite(&folder.path().join("projections.db"))
            .await
            .unwrap(),
    };
    let database = arena_log::testing::postgres().await;
    let pg_log = PostgresLog::open(PostgresOptions::new(database.url()).unwrap())
        .await
        .unwrap();
    let pg = Setup {
        name: "postgres",
        log: load(pg_log, &world.events).await,
        store: Store::postgres(database.url()).await.unwrap(),
    };
    drop(world);

    let mut rates: BTreeMap<(&str, &str), Vec<(f64, f64)>> = BTreeMap::new();
    for _ in 0..rounds {
        for setup in [&lite, &pg] {
            let each = Projection::ALL.map(|projection| (projection.name(), vec![projection]));
            let all = ("all three", Projection::ALL.to_vec());
            for (name, projections) in each.into_iter().chain([all]) {
                let timer = Timer::start();
                let folded = rebuild(
                    setup.log.clone(),
                    decode(),
                    &setup.store,
                    &projections,
                    Options::default(),
                );
                folded.await.unwrap();
                let took = timer.per(events);
                rates.entry((setup.name, name)).or_default().push(took);
            }
            let timer = Timer::start();
            let read = read_through(&setup.log).await;
            assert_eq!(read, events);
            rates
                .entry((setup.name, "reading alone"))
                .or_default()
                .push(timer.per(events));
        }
    }
    let same = dump_all(&lite.store).await == dump_all(&pg.store).await;
    println!("both databases hold the same model: {same}");
    println!(
        "events/s from empty: median [least–most] of {rounds} rounds; this process's CPU time an event"
    );
    for ((store, projection), mut rates) in rates {
        rates.sort_by(|a, b| a.0.total_cmp(&b.0));
        let (median, _) = rates[rates.len() / 2];
        let (least, most) = (rates[0].0, rates[rates.len() - 1].0);
        let cpu_us = rates.iter().map(|(_, cpu)| cpu).sum::<f64>() / rates.len() as f64;
        println!("{store:9} {projection:14} {median:>9.0} [{least:.0}–{most:.0}] {cpu_us:>6.1} µs");
    }
    assert!(same, "the databases differ");
}

/// Wall clock and this process's processor time, which neighbours disturb less.
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

struct Setup {
    name: &'static str,
    log: Arc<dyn EventLog>,
    store: Store,
}

/// Reads and decodes the log as the projections do, and does nothing with it.
async fn read_through(log: &Arc<dyn EventLog>) -> usize {
    let (mut at, mut events) = (Positions::start(), 0);
    loop {
        let read = log.read_shards(&at, 39).await.unwrap();
        if read.is_empty() {
            return events;
        }
        for event in &read {
            at.set(event.shard, event.position);
            std::hint::black_box(support::codec::decode(event).unwrap());
        }
        events += read.len();
    }
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
                        meta: Meta::new(part[0].stream.0),
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

fn to_store(event: &Recorded) -> NewEvent {
    NewEvent {
        id: event.id,
        kind: event.kind,
        schema: event.schema,
        data: event.data.clone(),
    }
}
