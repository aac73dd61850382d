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

    let mut rates: BTreeMap<(&str, &str), Vec<f64>> = BTreeMap::new();
    for _ in 0..rounds {
        for setup in [&lite, &pg] {
            let each = Projection::ALL.map(|projection| (projection.name(), vec![projection]));
            let all = ("all three", Projection::ALL.to_vec());
            for (name, projections) in each.into_iter().chain([all]) {
                let started = Instant::now();
                let folded = rebuild(
                    setup.log.clone(),
                    decode(),
                    &setup.store,
                    &projections,
                    Options::default(),
                );
                folded.await.unwrap();
                let rate = events as f64 / started.elapsed().as_secs_f64();
                rates.entry((setup.name, name)).or_default().push(rate);
            }
            let started = Instant::now();
            let read = read_through(&setup.log).await;
            assert_eq!(read, events);
            let rate = events as f64 / started.elapsed().as_secs_f64();
            rates
                .entry((setup.name, "reading alone"))
                .or_default()
                .push(rate);
        }
    }
    let same = dump_all(&lite.store).await == dump_all(&pg.store).await;
    println!("both databases hold the same model: {same}");
    println!("events/s from empty: median [least–most] of {rounds} rounds");
    for ((store, projection), mut rates) in rates {
        rates.sort_by(f64::total_cmp);
        println!(
            "{store:9} {projection:14} {:>9.0} [{:.0}–{:.0}]",
            rates[rates.len() / 2],
            rates[0],
            rates[rates.len() - 1],
        );
    }
    assert!(same, "the databases differ");
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
