//! What appending costs, as ratios within one run: `cargo run -p arena-log --example bench_append`.
//!
//! Rounds of both sides alternate, so that a noisy machine disturbs both alike. A PostgreSQL server
//! of its own is started, with fsync on; client and server share the machine.

#![allow(clippy::unwrap_used, reason = "a benchmark that cannot run must fail")]

use std::sync::Arc;

use arena_log::testing::{PostgresServer, append, claim_all, fsync_ms, median_ms, spread};
use arena_log::{
    Claim, EventLog, Positions, PostgresLog, PostgresOptions, ShardId, SqliteLog, SqliteOptions,
    StreamId, Version,
};
use sqlx::{Connection, PgConnection};
use tokio::task::JoinSet;
use tokio::time::Instant;
use uuid::Uuid;

const ROUNDS: usize = 7;
const APPENDERS: usize = 1000;
const APPENDS: usize = 10;
const CLIENTS: usize = 32;
const INSERTS: usize = 60;
const LONE: usize = 200;
const PAYLOAD: &[u8] = &[7; 200];

const PLAIN_TABLE: &str = "create table plain (
    position bigint not null, version bigint not null, epoch bigint not null,
    recorded_at_ms bigint not null, stream_id uuid not null, command_id uuid not null,
    id uuid not null, kind integer not null, schema integer not null, shard smallint not null,
    part smallint not null, parts smallint not null, meta bytea not null, data bytea not null,
    primary key (shard, position), unique (stream_id, version))";

const PLAIN_INSERT: &str = "insert into plain values
    ($1, $2, 1, 0, $3, $4, $5, 1, 1, $6, 0, 1, $7, $8)";

#[tokio::main]
async fn main() {
    // In a task of its own, as actors are.
    tokio::spawn(run()).await.unwrap();
}

async fn run() {
    let rounds = std::env::args()
        .nth(1)
        .map_or(ROUNDS, |rounds| rounds.parse().unwrap());
    let folder = tempfile::tempdir().unwrap();
    let server = PostgresServer::start().await;
    let database = server.database().await;
    let mut clients = Vec::new();
    for _ in 0..CLIENTS {
        clients.push(PgConnection::connect(database.url()).await.unwrap());
    }
    sqlx::query(PLAIN_TABLE)
        .execute(&mut clients[0])
        .await
        .unwrap();

    let mut logs: Vec<Arc<dyn EventLog>> = Vec::new();
    for writers in [1, 2] {
        let url = server.database().await;
        let options = PostgresOptions::new(url.url()).unwrap().writers(writers);
        logs.push(Arc::new(PostgresLog::open(options).await.unwrap()));
    }
    let sqlite = SqliteOptions::new(&folder.path().join("log.db"));
    logs.push(Arc::new(SqliteLog::open(sqlite).await.unwrap()));
    let mut claims = Vec::new();
    for log in &logs {
        claims.push(claim_all(&**log).await.1);
    }

    let mut results = Results::default();
    // The first round warms up and does not count.
    for round in 0..=rounds {
        let mut kept = Results {
            fsync_ms: vec![fsync_ms(folder.path())],
            ..Results::default()
        };
        let single;
        (clients, single) = single_inserts(clients, round).await;
        kept.single.push(single);
        kept.one_writer.push(crowd(&logs[0], &claims[0]).await);
        kept.two_writers.push(crowd(&logs[1], &claims[1]).await);
        kept.sqlite.push(crowd(&logs[2], &claims[2]).await);
        let (insert, lone) = lone(&mut clients[0], &logs[0], &claims[0], round).await;
        kept.insert_ms.push(insert);
        kept.lone_ms.push(lone);
        kept.sqlite_lone_ms
            .push(lone_sqlite(&logs[2], &claims[2]).await);
        if round > 0 {
            results.extend(kept);
        }
    }
    let catch_up = [catch_up(&logs[0]).await, catch_up(&logs[2]).await];
    results.print(catch_up);
    for log in logs {
        log.close().await;
    }
}

#[derive(Default)]
struct Results {
    fsync_ms: Vec<f64>,
    single: Vec<f64>,
    one_writer: Vec<f64>,
    two_writers: Vec<f64>,
    sqlite: Vec<f64>,
    insert_ms: Vec<f64>,
    lone_ms: Vec<f64>,
    sqlite_lone_ms: Vec<f64>,
}

impl Results {
    fn extend(&mut self, round: Self) {
        self.fsync_ms.extend(round.fsync_ms);
        self.single.extend(round.single);
        self.one_writer.extend(round.one_writer);
        self.two_writers.extend(round.two_writers);
        self.sqlite.extend(round.sqlite);
        self.insert_ms.extend(round.insert_ms);
        self.lone_ms.extend(round.lone_ms);
        self.sqlite_lone_ms.extend(round.sqlite_lone_ms);
    }

    fn print(&self, [postgres, sqlite]: [f64; 2]) {
        println!("{} rounds; median [lowest–highest]", self.single.len());
        println!(
            "fsync of 8 KiB                      {} ms",
            spread(&self.fsync_ms, 3)
        );
        println!(
            "{CLIENTS} clients, single INSERTs          {} /s",
            spread(&self.single, 0)
        );
        println!(
            "{APPENDERS} appenders, one writer          {} /s",
            spread(&self.one_writer, 0)
        );
        println!(
            "{APPENDERS} appenders, two writers         {} /s",
            spread(&self.two_writers, 0)
        );
        println!(
            "{APPENDERS} appenders, SQLite              {} /s",
            spread(&self.sqlite, 0)
        );
        println!(
            "plain INSERT                        {} ms",
            spread(&self.insert_ms, 3)
        );
        println!(
            "lone append                         {} ms",
            spread(&self.lone_ms, 3)
        );
        println!(
            "lone append, SQLite                 {} ms",
            spread(&self.sqlite_lone_ms, 3)
        );
        println!("reading all shards, PostgreSQL      {postgres:.0} events/s");
        println!("reading all shards, SQLite          {sqlite:.0} events/s");
        println!();
        let ratio = |name: &str, over: &[f64], under: &[f64], target: &str| {
            let ratios: Vec<f64> = over.iter().zip(under).map(|(a, b)| a / b).collect();
            println!("{name} {} (target {target})", spread(&ratios, 2));
        };
        let single = &self.single;
        ratio(
            "appenders / single INSERTs, one writer ",
            &self.one_writer,
            single,
            "≥ 4",
        );
        ratio(
            "appenders / single INSERTs, two writers",
            &self.two_writers,
            single,
            "≥ 4",
        );
        ratio(
            "lone append / plain INSERT             ",
            &self.lone_ms,
            &self.insert_ms,
            "≤ 1.8",
        );
    }
}

/// Events a second of many appenders at once, each to a stream of its own.
async fn crowd(log: &Arc<dyn EventLog>, claim: &Claim) -> f64 {
    let start = Instant::now();
    let mut appenders = JoinSet::new();
    for _ in 0..APPENDERS {
        let (log, stream) = (Arc::clone(log), StreamId(Uuid::new_v4()));
        let epoch = claim.epoch(ShardId::of(stream)).unwrap();
        appenders.spawn(async move {
            for version in 0..APPENDS as u64 {
                log.append(append(stream, Version(version), epoch, &[PAYLOAD]))
                    .await
                    .unwrap();
            }
        });
    }
    while let Some(done) = appenders.join_next().await {
        done.unwrap();
    }
    (APPENDERS * APPENDS) as f64 / start.elapsed().as_secs_f64()
}

/// Events a second of clients that insert one row a transaction, unchecked.
async fn single_inserts(clients: Vec<PgConnection>, round: usize) -> (Vec<PgConnection>, f64) {
    let start = Instant::now();
    let mut tasks = JoinSet::new();
    for (number, mut client) in clients.into_iter().enumerate() {
        tasks.spawn(async move {
            let stream = Uuid::new_v4();
            for version in 0..INSERTS {
                let position = (round * INSERTS + version) * CLIENTS + number;
                insert(&mut client, stream, position, version).await;
            }
            client
        });
    }
    let clients = tasks.join_all().await;
    (
        clients,
        (CLIENTS * INSERTS) as f64 / start.elapsed().as_secs_f64(),
    )
}

async fn insert(client: &mut PgConnection, stream: Uuid, position: usize, version: usize) {
    sqlx::query(PLAIN_INSERT)
        .bind(i64::try_from(position).unwrap())
        .bind(i64::try_from(version + 1).unwrap())
        .bind(stream)
        .bind(Uuid::new_v4())
        .bind(Uuid::now_v7())
        .bind(i16::try_from(position % 256).unwrap())
        .bind(&PAYLOAD[..30])
        .bind(PAYLOAD)
        .execute(client)
        .await
        .unwrap();
}

/// Milliseconds of a plain INSERT and of an append, one at a time, taking turns.
async fn lone(
    client: &mut PgConnection,
    log: &Arc<dyn EventLog>,
    claim: &Claim,
    round: usize,
) -> (f64, f64) {
    let (mut inserts, mut appends) = (Vec::new(), Vec::new());
    let (plain, stream) = (Uuid::new_v4(), StreamId(Uuid::new_v4()));
    let epoch = claim.epoch(ShardId::of(stream)).unwrap();
    for version in 0..LONE {
        let position = 1_000_000_000 + round * LONE + version;
        let start = Instant::now();
        insert(client, plain, position, version).await;
        inserts.push(start.elapsed());
        let start = Instant::now();
        let append = append(stream, Version(version as u64), epoch, &[PAYLOAD]);
        log.append(append).await.unwrap();
        appends.push(start.elapsed());
    }
    (median_ms(inserts), median_ms(appends))
}

async fn lone_sqlite(log: &Arc<dyn EventLog>, claim: &Claim) -> f64 {
    let stream = StreamId(Uuid::new_v4());
    let epoch = claim.epoch(ShardId::of(stream)).unwrap();
    let mut appends = Vec::new();
    for version in 0..LONE as u64 {
        let start = Instant::now();
        log.append(append(stream, Version(version), epoch, &[PAYLOAD]))
            .await
            .unwrap();
        appends.push(start.elapsed());
    }
    median_ms(appends)
}

/// Events a second of a reader that starts from nothing.
async fn catch_up(log: &Arc<dyn EventLog>) -> f64 {
    let start = Instant::now();
    let mut at = Positions::start();
    loop {
        let events = log.read_shards(&at, 1000).await.unwrap();
        if events.is_empty() {
            return at.total() as f64 / start.elapsed().as_secs_f64();
        }
        events
            .iter()
            .for_each(|event| at.set(event.shard, event.position));
    }
}
